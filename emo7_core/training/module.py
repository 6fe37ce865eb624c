"""The network as Lightning trains it, and the scores of an epoch.

What it is: one step of training, one of validation, the optimizer.
What it is not: the loop, the best checkpoint or events (train.py).
Convention: validation scores are per clip, from the mean over its windows, as live predictions
are; all scores come from statistics/metrics.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import lightning.pytorch as pl
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from emo7_core.config import TrainConfig
from emo7_core.models.answers import probabilities
from emo7_core.statistics import metrics
from emo7_core.training.dataset import Batch


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What validation gave.

    Attributes:
        confusion: (K, K), row = label, column = prediction.
        loss: Mean loss over clips.
    """

    confusion: npt.NDArray[np.int64]
    loss: float

    def values(self) -> dict[str, float]:
        """Return the scores by name; NaN where not defined."""
        return {
            "val_loss": self.loss,
            "val_macro_f1": float(metrics.macro_f1(self.confusion)),
            "val_balanced_accuracy": float(metrics.balanced_accuracy(self.confusion)),
            "val_accuracy": float(metrics.accuracy(self.confusion)),
            "val_weighted_f1": float(metrics.weighted_f1(self.confusion)),
            "val_kappa": float(metrics.quadratic_kappa(self.confusion)),
        }

    def per_class(self) -> dict[str, list[float]]:
        """Return F1, precision, recall and clips of each class, K values each."""
        return {
            "f1": metrics.f1_scores(self.confusion).tolist(),
            "precision": metrics.precisions(self.confusion).tolist(),
            "recall": metrics.recalls(self.confusion).tolist(),
            "n": self.confusion.sum(axis=1).astype(float).tolist(),
        }


class AffectModule(pl.LightningModule):
    """A network with its loss.

    Args:
        network: Takes values (N, T, V, C) and lengths (N,), gives the outputs that the loss reads.
        loss: Gives one value per window.
        config: The config.

    Attributes:
        scores: Of the last validation, None before the first.
        train_loss: Mean over the windows of this epoch so far.
    """

    def __init__(self, network: nn.Module, loss: nn.Module, config: TrainConfig) -> None:
        super().__init__()
        self.network = network
        self.loss = loss
        self.config = config
        self.scores: Scores | None = None
        self._sums: list[tuple[Tensor, int]] = []
        self._seen: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []

    @property
    def train_loss(self) -> float:
        """Mean over the windows of this epoch so far; NaN before the first."""
        count = sum(number for _, number in self._sums)
        return float(sum(total for total, _ in self._sums)) / count if count else float("nan")

    def on_train_epoch_start(self) -> None:
        """Begin a new mean, at the learning rate of this epoch."""
        self._sums.clear()
        # From the epoch alone: a training that is resumed goes on at the same rate.
        rate = rate_in(self.config, self.current_epoch)
        for group in self.trainer.optimizers[0].param_groups:
            group["lr"] = rate

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """Return the mean loss of a batch."""
        losses = self.loss(self._outputs(batch), batch.wanted)
        self._sums.append((losses.detach().sum(), len(losses)))
        return losses.mean()

    def on_validation_epoch_start(self) -> None:
        """Forget the windows of the last validation."""
        self._seen.clear()

    def validation_step(self, batch: Batch, index: int) -> None:
        """Keep what the network says of each window."""
        outputs = self._outputs(batch)
        losses = self.loss(outputs, batch.wanted)
        answers = probabilities(outputs, self.config.loss)
        self._seen.append((batch.clips, batch.targets, answers, losses))

    def _outputs(self, batch: Batch) -> Tensor:
        # Losses and probabilities are computed in full precision whatever the network is.
        outputs: Tensor = self.network(batch.values, batch.lengths)
        return outputs.float()

    def on_validation_epoch_end(self) -> None:
        """Score the clips; every score is logged under its name."""
        clips, targets, probabilities, losses = (
            torch.cat(parts).cpu() for parts in zip(*self._seen, strict=True)
        )
        self.scores = score_clips(clips, targets, probabilities, losses)
        self.log_dict(self.scores.values(), batch_size=len(clips))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Return Adam with decoupled weight decay."""
        return torch.optim.AdamW(
            self.network.parameters(),
            lr=self.config.learning_rate,
            weight_decay=self.config.weight_decay,
            # One pass over the weights instead of a dozen; Lightning clips no gradients of it
            # in mixed precision. None leaves the way to torch: False would be the slowest on a GPU.
            fused=(self.device.type == "cpu" and self.config.precision == "32") or None,
        )


def rate_in(config: TrainConfig, epoch: int) -> float:
    """Return the learning rate of an epoch, counted from 0.

    Falling: r (1 + cos(pi e / E)) / 2; Loshchilov and Hutter 2017, without restarts.
    """
    if config.rate_over_time == "constant":
        return config.learning_rate
    done = min(1.0, epoch / config.num_epochs)
    return config.learning_rate * (1 + math.cos(math.pi * done)) / 2


def score_clips(clips: Tensor, targets: Tensor, probabilities: Tensor, losses: Tensor) -> Scores:
    """Return the scores of clips from those of their windows.

    Args:
        clips: (W,) number of each window's clip.
        targets: (W,) class of each window's clip.
        probabilities: (W, K).
        losses: (W,).
    """
    # Mixed precision answers in 16 bits, which are too few to sum.
    probabilities, losses = probabilities.float(), losses.float()
    numbers, member = torch.unique(clips, return_inverse=True)
    windows = torch.bincount(member).to(probabilities)
    classes = probabilities.shape[1]
    mean = torch.zeros(len(numbers), classes).index_add(0, member, probabilities)
    loss = torch.zeros(len(numbers)).index_add(0, member, losses) / windows
    target = torch.zeros(len(numbers), dtype=torch.long).scatter(0, member, targets)
    guess = mean.argmax(-1)
    confusion = metrics.confusion(target.numpy(), guess.numpy(), classes)
    return Scores(confusion, float(loss.mean()))
