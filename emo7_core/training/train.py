"""A training from clips to the best model; knows no project and no job.

What it is: prepare, split, fit, keep the best epoch, stop early.
What it is not: a job's folder and state (job.py) or tracking (tracking.py).
Convention: what happens is told as events (jobs/events.py): "data" once, "epoch" after each.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import EarlyStopping
from torch.utils.data import DataLoader

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.models import MODELS
from emo7_core.models.card import ModelCard
from emo7_core.models.devices import device_name, resolve_device
from emo7_core.models.losses import build_loss
from emo7_core.models.scaling import Scaling, fit_scaling
from emo7_core.training.dataset import Batch, RandomWindows, SlidingWindows, collate
from emo7_core.training.keeper import Keeper, OnEvent, ShouldStop
from emo7_core.training.module import AffectModule
from emo7_core.training.record import card_of, data_event
from emo7_core.training.sample import Example, Skipped, counts_of, prepare, scaled
from emo7_core.training.split import Split, downsample, split

CLIPPED_GRADIENT = 1.0


@dataclass(frozen=True, slots=True)
class TrainResult:
    """How a training ended.

    Attributes:
        model_folder: Where the best model lies.
        best: The best validation score.
        best_epoch: Its epoch, from 1.
        epochs: Epochs that were run.
        was_stopped: Whether somebody asked it to stop.
        skipped: Clips that were not used.
    """

    model_folder: Path
    best: float
    best_epoch: int
    epochs: int
    was_stopped: bool
    skipped: tuple[Skipped, ...]


def train(
    examples: Iterable[Example],
    config: TrainConfig,
    folder: Path,
    on_event: OnEvent = lambda event: None,
    should_stop: ShouldStop = lambda: False,
    label_hash: str = "",
) -> TrainResult:
    """Train a model and keep its best epoch in `folder/model`.

    Args:
        examples: Labelled clips; read once, one after the other.
        config: The config.
        folder: Where the model goes.
        on_event: Told what happens.
        should_stop: Asked after every step; stopping early keeps the best.
        label_hash: Hash of the labels, for the model's card.

    Raises:
        JobError: there is nothing to train on, or the training broke down.
        ModelError: the device is not there, or the disk refused.
    """
    device = resolve_device(config.device)
    pl.seed_everything(config.seed, verbose=False)
    samples, skipped = prepare(examples, config.rate, config.num_classes)
    parts = split(samples, config.split_by, config.validation_share, config.seed)
    learned = downsample(parts.training, config.downsample_ratio, config.seed)
    parts = Split(learned, parts.validation, parts.by)
    on_event(data_event(parts, skipped, config, device_name(device), label_hash))
    kind = config.normalization_type if config.normalize_data else "none"
    scaling = fit_scaling(kind, [sample.values for sample in parts.training])
    card = card_of(parts, config, scaling, label_hash)
    keeper = Keeper(card, folder / "model", config, on_event, should_stop)
    _fit(parts, scaling, card, config, device, keeper)
    if keeper.best_epoch is None:
        raise JobError(
            f"{config.monitor} was not defined in any epoch, so no best one could be kept",
            remedy="Validate on more clips, or choose another score.",
        )
    return TrainResult(
        keeper.folder,
        keeper.best,
        keeper.best_epoch,
        keeper.epochs,
        keeper.was_stopped,
        tuple(skipped),
    )


def _fit(
    parts: Split,
    scaling: Scaling,
    card: ModelCard,
    config: TrainConfig,
    device: torch.device,
    keeper: Keeper,
) -> None:
    network = MODELS[config.model_type](config, card.points, len(card.channels))
    loss = build_loss(config, counts_of(parts.training, config.num_classes))
    rows = card.window_rows
    training = RandomWindows(scaled(parts.training, scaling), rows)
    validation = SlidingWindows(scaled(parts.validation, scaling), rows, max(1, rows // 2))
    # What Lightning says of itself (devices, tips) is not what a job's log is read for.
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    trainer = _trainer(config, device, keeper)
    with warnings.catch_warnings():
        # The clips lie in memory: loader processes would only copy them.
        warnings.filterwarnings("ignore", message=".*does not have many workers.*")
        # Lightning's own use of torch, nothing that a person could mend.
        warnings.filterwarnings("ignore", message=".*LeafSpec.*", category=FutureWarning)
        try:
            trainer.fit(
                AffectModule(network, loss, config),
                _loader(training, config.batch_size, is_shuffled=True),
                _loader(validation, max(256, config.batch_size), is_shuffled=False),
            )
        except torch.cuda.OutOfMemoryError as error:
            raise JobError(
                f"the GPU ran out of memory at batch {config.batch_size}",
                remedy=f"Try a batch of {max(1, config.batch_size // 2)}.",
            ) from error


def _loader(
    windows: RandomWindows | SlidingWindows, batch_size: int, *, is_shuffled: bool
) -> DataLoader[Batch]:
    return DataLoader(windows, batch_size, shuffle=is_shuffled, collate_fn=collate)  # type: ignore[arg-type]


def _trainer(config: TrainConfig, device: torch.device, keeper: Keeper) -> pl.Trainer:
    patience = EarlyStopping(
        config.monitor,
        mode=config.monitor_mode,
        patience=config.patience,
        check_finite=False,
        strict=True,
    )
    return pl.Trainer(
        accelerator="gpu" if device.type == "cuda" else device.type,
        devices=1,
        max_epochs=config.num_epochs,
        gradient_clip_val=CLIPPED_GRADIENT,
        callbacks=[keeper, patience],
        num_sanity_val_steps=0,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
