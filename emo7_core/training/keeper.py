"""Keeps the best epoch of a training, tells of each epoch, and hears a stop.

What it is: a Lightning callback.
Convention: the monitored score must exist; an epoch whose score is not a number is never the
best, and a training whose loss is not a number is over. Of several processes only the first
keeps and tells; a stop that it hears stops all.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import torch

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.events import Event
from emo7_core.models.card import ModelCard
from emo7_core.training.kept_model import keep_model
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
        heard = trainer.is_global_zero and self.should_stop()
        if trainer.world_size > 1:
            heard = trainer.strategy.reduce_boolean_decision(heard, all=False)
        if heard:
            self.was_stopped = trainer.should_stop = True

    def on_validation_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Keep the model where it is better than all before."""
        if self.config.monitor not in trainer.callback_metrics:
            raise JobError(f"the score {self.config.monitor} was never computed")
        score = float(trainer.callback_metrics[self.config.monitor])
        is_min = self.config.monitor_mode == "min"
        # Written so that a score that is not a number is never the best.
        if (score < self.best) if is_min else (score > self.best):
            self.best, self.best_epoch = score, trainer.current_epoch + 1
            if trainer.is_global_zero:
                self._save(pl_module)

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Tell of the epoch."""
        assert isinstance(pl_module, AffectModule)
        self.epochs = trainer.current_epoch + 1
        train_loss = _over_processes(trainer, pl_module.train_loss)
        if not math.isfinite(train_loss):
            raise JobError(
                f"the training loss is not a number any more in epoch {self.epochs}",
                remedy="Try a smaller learning rate.",
            )
        scores = pl_module.scores
        assert scores is not None
        if not trainer.is_global_zero:
            return
        self.on_event(
            {
                "event": "epoch",
                "epoch": self.epochs,
                "epochs": self.config.num_epochs,
                "train_loss": train_loss,
                **scores.values(),
                "per_class": scores.per_class(),
                "confusion": scores.confusion.tolist(),
                "best": self.best if self.best_epoch else None,
                "best_epoch": self.best_epoch,
                "seconds": time.monotonic() - self._begun,
            }
        )

    def state_dict(self) -> dict[str, Any]:
        """Return what was best so far."""
        return {"best": self.best, "best_epoch": self.best_epoch, "epochs": self.epochs}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from what was best when the training was interrupted."""
        self.best = state_dict["best"]
        self.best_epoch = state_dict["best_epoch"]
        self.epochs = state_dict["epochs"]

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
        keep_model(module.network, self.card.model_copy(update=update), self.folder)


def _over_processes(trainer: pl.Trainer, value: float) -> float:
    """Return the mean of a value over all processes."""
    if trainer.world_size == 1:
        return value
    return float(trainer.strategy.reduce(torch.tensor(value), reduce_op="mean"))
