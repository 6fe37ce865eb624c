"""The fit itself: network, loss and loaders put together, and what the libraries throw.

What it is: from prepared clips to a trainer that has run.
What it is not: the clips' preparation and what is kept (train.py, keeper.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from lightning.pytorch.callbacks import EarlyStopping
from torch import nn
from torch.utils.data import DataLoader

from emo7_core.config import TrainConfig
from emo7_core.jobs.memory import OutOfMemoryError, is_out_of_memory
from emo7_core.models import MODELS
from emo7_core.models.card import ModelCard
from emo7_core.models.losses import build_loss
from emo7_core.models.scaling import Scaling
from emo7_core.training.augment import augmenter_of
from emo7_core.training.dataset import (
    Batch,
    RandomWindows,
    SlidingWindows,
    collate,
    sliding_windows,
)
from emo7_core.training.keeper import Keeper
from emo7_core.training.module import AffectModule
from emo7_core.training.order import EpochOrder, even_weights
from emo7_core.training.resume import STATE, ResumePoint, Saver
from emo7_core.training.sample import counts_of, mass_of, scaled
from emo7_core.training.split import Split
from emo7_core.training.trainer import EpochSeed, make_trainer, quiet_libraries

VALIDATION_BATCH = 256


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be fitted.

    Attributes:
        parts: Who trains and who validates, not yet scaled.
        scaling: Of the features.
        card: The model's card, but for epoch and scores.
        config: The config.
        device: Where.
        folder: Of the state to resume from.
        point: Where to go on.
    """

    parts: Split
    scaling: Scaling
    card: ModelCard
    config: TrainConfig
    device: torch.device
    folder: Path
    point: ResumePoint

    @property
    def most_epochs(self) -> int:
        """Epochs to go to; none more where it had finished before it could say so."""
        return self.point.epoch if self.point.is_finished else self.config.num_epochs


def fit(work: Work, keeper: Keeper) -> None:
    """Fit; the keeper keeps and tells.

    Raises:
        OutOfMemoryError: a batch did not fit.
        JobError: see Keeper and Saver.
    """
    config = work.config
    patience = EarlyStopping(
        config.monitor,
        mode=config.monitor_mode,
        patience=config.patience,
        check_finite=False,
        strict=True,
    )
    saver = Saver(work.folder / STATE, work.point.fingerprint, lambda: keeper.was_stopped)
    callbacks = [EpochSeed(config.seed), keeper, patience, saver]
    with quiet_libraries():
        trainer = make_trainer(config, work.device, work.folder, work.most_epochs, callbacks)
        order = training_order(work, trainer.global_rank, trainer.world_size)
        try:
            trainer.fit(
                module_of(work),
                training_loader(work, order),
                validation_loader(work),
                ckpt_path=work.folder / STATE if work.point.epoch else None,
            )
        except Exception as error:
            if is_out_of_memory(error):
                where = "the GPU" if work.device.type == "cuda" else "the computer"
                raise OutOfMemoryError(where, config.batch_size) from error
            raise


def module_of(work: Work) -> AffectModule:
    """Return network and loss as Lightning trains them."""
    card, config = work.card, work.config
    network = new_network(card)
    if config.compile_network:
        # In place: the names of the weights stay what they are.
        network.compile()
    mass = mass_of(work.parts.training, config.num_classes)
    return AffectModule(network, build_loss(config, mass), config)


def new_network(card: ModelCard) -> nn.Module:
    """Return the network of a card with new weights; a backbone that is trained along has its own.

    Raises:
        ModelError: the backbone is not there or cannot be used.
    """
    if card.pictures is None:
        return MODELS[card.model_type](card.config, card.seen_layout, len(card.channels))
    from emo7_core.models.vivit import trainable

    return trainable(card)


def training_order(work: Work, rank: int = 0, processes: int = 1) -> EpochOrder:
    """Return the order of the training clips, rare classes more often if that was asked for."""
    samples = work.parts.training
    weights = None
    if work.config.balance in ("sampler", "both"):
        weights = even_weights(np.array([sample.target for sample in samples]))
    return EpochOrder(len(samples), work.config.seed, weights, rank, processes)


def training_loader(work: Work, order: EpochOrder) -> DataLoader[Batch]:
    """Return random windows of the training clips, varied if that was asked for."""
    samples, rows = work.parts.training, work.card.window_rows
    augmenter = augmenter_of(work.config, counts_of(samples, work.config.num_classes), work.card)
    if augmenter is None:
        windows = RandomWindows(scaled(samples, work.scaling), rows)
    else:
        windows = RandomWindows(samples, rows, augmenter, work.scaling)
    return _loader(windows, work.config.batch_size, order)


def validation_loader(work: Work) -> DataLoader[Batch]:
    """Return every window of the validation clips."""
    windows = sliding_windows(scaled(work.parts.validation, work.scaling), work.card)
    # Pictures themselves are large: no more of them at once than training takes.
    is_large = work.card.pictures is not None and work.card.pictures.is_whole
    batch_size = work.config.batch_size
    return _loader(windows, batch_size if is_large else max(VALIDATION_BATCH, batch_size), None)


def _loader(
    windows: RandomWindows | SlidingWindows, batch_size: int, order: EpochOrder | None
) -> DataLoader[Batch]:
    # A generator of its own: starting an epoch must not draw from the numbers of the training,
    # as an epoch after an interruption is started differently.
    chance = torch.Generator().manual_seed(0)
    return DataLoader(windows, batch_size, sampler=order, collate_fn=collate, generator=chance)  # type: ignore[arg-type]
