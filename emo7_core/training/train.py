"""A training from clips to the best model; knows no project and no job.

What it is: prepare, split, fit, keep the best epoch, stop early, go on after an interruption.
What it is not: a job's folder and state (job.py), the machine (trainer.py) or tracking
(tracking.py).
Convention: what happens is told as events (jobs/events.py): "data" or "resumed" once, "epoch"
after each. Where the folder holds the state of a whole epoch, the training goes on after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import lightning.pytorch as pl

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.status import write_json
from emo7_core.landmarks.feature_kind import chosen_kind
from emo7_core.models.devices import device_name, resolve_device
from emo7_core.models.scaling import fit_scaling
from emo7_core.training.division import Plan
from emo7_core.training.feature_store import FOLDER
from emo7_core.training.fit import Work, fit
from emo7_core.training.keeper import Keeper, OnEvent, ShouldStop
from emo7_core.training.kept_model import settle
from emo7_core.training.picture_config import sees_pictures
from emo7_core.training.pictures import PictureMaterial
from emo7_core.training.record import NO_PLAN, card_of, data_event, fingerprint, split_record
from emo7_core.training.resume import STATE, ResumePoint, read_point
from emo7_core.training.sample import Example, Sample, Skipped, prepare
from emo7_core.training.split import divide
from emo7_core.training.trainer import check_machine, is_follower

SPLIT = "split.json"


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


@dataclass(frozen=True, slots=True)
class Ready:
    """Prepared clips.

    Attributes:
        samples: Those that can be used.
        skipped: The others, and why.
        pictures: What prepared them, None for models that see landmarks.
    """

    samples: list[Sample]
    skipped: list[Skipped]
    pictures: PictureMaterial | None = None


def train(
    examples: Iterable[Example],
    config: TrainConfig,
    folder: Path,
    on_event: OnEvent = lambda event: None,
    should_stop: ShouldStop = lambda: False,
    label_hash: str = "",
    plan: Plan = NO_PLAN,
    features: Path | None = None,
) -> TrainResult:
    """Train a model and keep its best epoch in `folder/model`.

    Args:
        examples: Labelled clips; read once, one after the other.
        config: The config.
        folder: Where the model and the state to resume from go.
        on_event: Told what happens.
        should_stop: Asked after every step; stopping early keeps the best.
        label_hash: Hash of the labels, for the model's card.
        plan: What is said about the clips beforehand: stored split, golden version.
        features: Where features of pictures are kept for all trainings; `folder` by default.

    Raises:
        JobError: there is nothing to train on, the training broke down, or what it would resume
            belongs to other clips or another config.
        ModelError: the device is not there, or the disk refused.
    """
    found = make_ready(examples, config, features or folder / FOLDER, on_event, should_stop)
    return train_ready(found, config, folder, on_event, should_stop, label_hash, plan)


def make_ready(
    examples: Iterable[Example],
    config: TrainConfig,
    features: Path,
    on_event: OnEvent = lambda event: None,
    should_stop: ShouldStop = lambda: False,
) -> Ready:
    """Prepare clips once, for one training or for many; the arguments are those of `train`."""
    device = resolve_device(config.device)
    check_machine(config, device)
    if not sees_pictures(config):
        return Ready(*prepare(examples, config.rate, config.num_classes, chosen_kind(config)))
    pictures = PictureMaterial(config, features, device)
    samples, skipped = pictures.prepare(
        examples, lambda said: on_event({"event": "notice", "message": said}), should_stop
    )
    return Ready(samples, skipped, pictures)


def train_ready(
    ready: Ready,
    config: TrainConfig,
    folder: Path,
    on_event: OnEvent = lambda event: None,
    should_stop: ShouldStop = lambda: False,
    label_hash: str = "",
    plan: Plan = NO_PLAN,
) -> TrainResult:
    """Train on prepared clips; the rest is as in `train`."""
    device = resolve_device(config.device)
    pl.seed_everything(config.seed, verbose=False)
    parts, cut = divide(ready.samples, config, plan.sides, plan.by)
    skipped = [*ready.skipped, *cut]
    point = _point(folder, fingerprint(parts, config))
    if point.epoch:
        on_event({"event": "resumed", "epoch": point.epoch})
    else:
        on_event(data_event(parts, skipped, config, device_name(device), label_hash, plan))
    if not is_follower(config):
        folder.mkdir(parents=True, exist_ok=True)
        settle(folder / "model", point.epoch)
        write_json(folder / SPLIT, split_record(parts, skipped, plan))
    kind = config.normalization_type if config.normalize_data else "none"
    scaling = fit_scaling(kind, [sample.values for sample in parts.training])
    card = card_of(parts, config, scaling, label_hash)
    if ready.pictures is not None:
        card = ready.pictures.start_of(card)
    keeper = Keeper(card, folder / "model", config, on_event, should_stop)
    fit(Work(parts, scaling, card, config, device, folder, point), keeper)
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


def _point(folder: Path, print_of_now: str) -> ResumePoint:
    """Return where to go on; epoch 0 is the start.

    Raises:
        JobError: what is there belongs to something else.
    """
    point = read_point(folder / STATE)
    if point is None:
        return ResumePoint(0, False, print_of_now)
    if point.fingerprint != print_of_now:
        raise JobError(
            "what it learns from has changed since it was interrupted (clips, landmarks or config)",
            where=folder,
            remedy="Retry the job; it starts anew.",
        )
    return point
