"""The machine that a training runs on: device, precision, processes.

What it is: Lightning's trainer, set up from the config; several devices and nodes are its own
business (torchrun, Slurm, or started here on one computer).
What it is not: the training (train.py).
Convention: only process 0 writes. Every process validates on all clips, so all agree on the best
epoch without talking. The batch size counts for each process.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import torch
from lightning.fabric.plugins.environments.slurm import SLURMEnvironment

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.training.order import epoch_seed
from emo7_core.training.resume import SafeCheckpoint

CLIPPED_GRADIENT = 1.0
PRECISIONS: dict[str, Any] = {"32": "32-true", "bf16": "bf16-mixed", "16": "16-mixed"}
# Who am I, as torchrun, Lightning's own launcher and Slurm say it.
RANKS = ("RANK", "LOCAL_RANK", "SLURM_PROCID")


class EpochSeed(pl.Callback):
    """Seeds all random numbers of an epoch from seed, epoch and process.

    An epoch is the same whether those before it were run just now or before an interruption.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def on_train_epoch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Seed torch, numpy and Python, and tell the clips which epoch they are varied for."""
        clips = getattr(trainer.train_dataloader, "dataset", None)
        if clips is not None and hasattr(clips, "set_epoch"):
            clips.set_epoch(trainer.current_epoch)
        seed = epoch_seed(self._seed, trainer.current_epoch, trainer.global_rank)
        pl.seed_everything(seed, verbose=False)


def check_machine(config: TrainConfig, device: torch.device) -> None:
    """Raise JobError where this machine cannot do what the config asks."""
    if config.precision == "16" and device.type != "cuda":
        raise JobError(
            f"16-bit floats need a CUDA device, not {device.type}",
            remedy="Choose bfloat16 or 32 bits.",
        )
    there = torch.cuda.device_count() if device.type == "cuda" else os.cpu_count() or 1
    if config.devices > (1 if device.type == "mps" else there):
        raise JobError(
            f"{config.devices} devices were asked for, this computer has {there} of {device.type}",
            remedy=f"Choose at most {there}.",
        )


def is_follower(config: TrainConfig) -> bool:
    """Whether this is not process 0 of several: it computes, and writes nothing."""
    if config.devices * config.num_nodes == 1:
        return False
    rank = next((os.environ[name] for name in RANKS if name in os.environ), "0")
    return rank != "0"


def make_trainer(
    config: TrainConfig,
    device: torch.device,
    folder: Path,
    most_epochs: int,
    callbacks: Sequence[pl.Callback],
) -> pl.Trainer:
    """Return Lightning's trainer for a config.

    Args:
        config: The config.
        device: Its kind of device.
        folder: Of the job.
        most_epochs: Epochs to go to.
        callbacks: In the order they are called.
    """
    plugins: list[Any] = [SafeCheckpoint()]
    if SLURMEnvironment.detect():
        # A training that Slurm ends is resumed by `emo7 jobs resume`, from a whole epoch.
        plugins.append(SLURMEnvironment(auto_requeue=False))
    is_alone = config.devices * config.num_nodes == 1
    return pl.Trainer(
        accelerator="gpu" if device.type == "cuda" else device.type,
        devices=config.devices,
        num_nodes=config.num_nodes,
        strategy="auto" if is_alone else "ddp",
        precision=PRECISIONS[config.precision],
        plugins=plugins,
        max_epochs=most_epochs,
        gradient_clip_val=CLIPPED_GRADIENT,
        callbacks=list(callbacks),
        default_root_dir=folder,
        use_distributed_sampler=False,
        num_sanity_val_steps=0,
        logger=False,
        enable_checkpointing=True,
        enable_progress_bar=False,
        enable_model_summary=False,
    )


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Hush what Lightning and torch say of themselves: a job's log is read for other things."""
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    logging.getLogger("lightning.fabric").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        # The clips lie in memory: loader processes would only copy them.
        warnings.filterwarnings("ignore", message=".*does not have many workers.*")
        # Lightning's own use of torch, nothing that a person could mend.
        warnings.filterwarnings("ignore", message=".*LeafSpec.*", category=FutureWarning)
        # Every process validates all clips: their scores are the same without talking.
        warnings.filterwarnings("ignore", message=".*sync_dist=True.*")
        # Slurm is there, and the person chose not to start by it.
        warnings.filterwarnings("ignore", message=".*`srun` command is available.*")
        yield
