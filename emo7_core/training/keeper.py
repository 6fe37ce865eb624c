"""Keeps the best epoch of a training, tells of each epoch, and hears a stop.

What it is: a Lightning callback.
Convention: the monitored score must exist; an epoch whose score is not a number is never the
best, and a training whose loss is not a number is over.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import lightning.pytorch as pl

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.events import Event
from emo7_core.models.card import ModelCard
from emo7_core.models.checkpoint import save_model
from emo7_core.training.module import AffectModule

OnEvent = Callable[[Event], None]
ShouldStop = Callable[[], bool]


class Keeper(pl.Callback):
    """Watches a training.

    Args:
        card: The model's card, but for epoch and scores.
        folder: Where the best model goes.
        config: The config.
        on_event: Told of each epoch.
        should_stop: Asked after every step.

    Attributes:
        best: The best score so far.
        best_epoch: Its epoch, from 1; None before there is one.
        epochs: Epochs that were run.
        was_stopped: Whether somebody asked for a stop.
    """

    def __init__(
        self,
        card: ModelCard,
        folder: Path,
        config: TrainConfig,
        on_event: OnEvent,
        should_stop: ShouldStop,
    ) -> None:
        self.card = card
        self.folder = folder
        self.config = config
        self.on_event = on_event
        self.should_stop = should_stop
        self.best = math.inf if config.monitor_mode == "min" else -math.inf
        self.best_epoch: int | None = None
        self.epochs = 0
        self.was_stopped = False
        self._begun = 0.0

    def on_train_epoch_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Note when the epoch began."""
        self._begun = time.monotonic()

    def on_train_batch_end(
        self, trainer: pl.Trainer, pl_module: pl.LightningModule, *_: object
    ) -> None:
        """Hear a stop: what was learned so far is still validated."""
        if self.should_stop():
            self.was_stopped = True
            trainer.should_stop = True

    def on_validation_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Keep the model where it is better than all before."""
        if self.config.monitor not in trainer.callback_metrics:
            raise JobError(f"the score {self.config.monitor} was never computed")
        score = float(trainer.callback_metrics[self.config.monitor])
        is_min = self.config.monitor_mode == "min"
        # Written so that a score that is not a number is never the best.
        if (score < self.best) if is_min else (score > self.best):
            self.best, self.best_epoch = score, trainer.current_epoch + 1
            self._save(pl_module)

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Tell of the epoch."""
        assert isinstance(pl_module, AffectModule)
        self.epochs = trainer.current_epoch + 1
        if not math.isfinite(pl_module.train_loss):
            raise JobError(
                f"the training loss is not a number any more in epoch {self.epochs}",
                remedy="Try a smaller learning rate.",
            )
        scores = pl_module.scores
        assert scores is not None
        self.on_event(
            {
                "event": "epoch",
                "epoch": self.epochs,
                "epochs": self.config.num_epochs,
                "train_loss": pl_module.train_loss,
                **scores.values(),
                "per_class": scores.per_class(),
                "confusion": scores.confusion.tolist(),
                "best": self.best if self.best_epoch else None,
                "best_epoch": self.best_epoch,
                "seconds": time.monotonic() - self._begun,
            }
        )

    def _save(self, module: pl.LightningModule) -> None:
        assert isinstance(module, AffectModule)
        assert module.scores is not None
        values = module.scores.values() | {
            f"val_f1_{number}": value
            for number, value in enumerate(module.scores.per_class()["f1"])
        }
        scores = {name: value if math.isfinite(value) else None for name, value in values.items()}
        update = {
            "epoch": self.best_epoch,
            "scores": scores,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        save_model(module.network, self.card.model_copy(update=update), self.folder)
