"""Every clip answered once by a model that saw neither it nor its group.

    fold: groups held out | rest -> split again (training, validation) -> best epoch -> answers

What it is: the folds one after the other, their answers pooled and scored.
What it is not: a job's folder and state (cross_validate_job.py).
Convention: the best epoch is chosen on clips of the rest, never on those held out: else the score
would be chosen by what it is meant to measure. A fold that is done is not done again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.events import Event
from emo7_core.jobs.status import write_json
from emo7_core.models.devices import resolve_device
from emo7_core.statistics.metrics import confusion, scores_of
from emo7_core.training.folds import Fold
from emo7_core.training.held_out import answer
from emo7_core.training.keeper import OnEvent, ShouldStop
from emo7_core.training.resume import STATE
from emo7_core.training.sample import Sample
from emo7_core.training.train import Ready, train_ready

ANSWERS = "answers.json"


@dataclass(frozen=True, slots=True, eq=False)
class FoldResult:
    """What one fold gave.

    Attributes:
        number: Of the fold, from 1.
        groups: Who was held out.
        clips: (N) identities of the held-out clips.
        targets: (N,) their classes.
        probabilities: (N, K).
        best_epoch: Of the model that answered.
        shared: Sessions and signers that trained or chose the epoch and are also held out.
    """

    number: int
    groups: tuple[str, ...]
    clips: tuple[str, ...]
    targets: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float64]
    best_epoch: int
    shared: Mapping[str, tuple[str, ...]]

    @property
    def answers(self) -> npt.NDArray[np.int64]:
        """(N,) the most probable class of each clip."""
        return np.argmax(self.probabilities, axis=1)

    def confusion(self) -> npt.NDArray[np.int64]:
        """Return (K, K) counts, row = label."""
        return confusion(self.targets, self.answers, self.probabilities.shape[1])

    def event(self, folds: int) -> Event:
        """Return the event that tells of it."""
        matrix = self.confusion()
        return {
            "event": "fold",
            "fold": self.number,
            "folds": folds,
            "held_out": list(self.groups),
            "n": len(self.clips),
            "best_epoch": self.best_epoch,
            "scores": scores_of(matrix),
            "confusion": matrix.tolist(),
        }


def run_folds(
    folds: list[Fold],
    ready: Ready,
    config: TrainConfig,
    folder: Path,
    on_event: OnEvent = lambda event: None,
    should_stop: ShouldStop = lambda: False,
) -> list[FoldResult]:
    """Train and answer fold after fold; those done before an interruption are read.

    Args:
        folds: The folds.
        ready: Where the clips of the folds come from.
        config: Of each training; its split is that of the rest.
        folder: Each fold gets a folder in it.
        on_event: Told "epoch" with its fold, and "fold" after each.
        should_stop: Asked after each step; the fold under way is then not scored.

    Returns:
        The folds that are done.

    Raises:
        JobError: a fold cannot be trained.
    """
    if config.devices * config.num_nodes > 1:
        raise JobError("folds are trained one process each", remedy="Choose one device.")
    done: list[FoldResult] = []
    for fold in folds:
        place = folder / f"{fold.number:03}"
        result = _read(place, fold)
        if result is None:
            result = _run(fold, ready, config, place, _told(on_event, fold), should_stop)
            if result is None:
                return done
            _write(place, result)
            on_event(result.event(len(folds)))
        done.append(result)
    return done


def _run(
    fold: Fold,
    ready: Ready,
    config: TrainConfig,
    place: Path,
    on_event: OnEvent,
    should_stop: ShouldStop,
) -> FoldResult | None:
    """Return what a fold gave, None if somebody asked to stop."""
    mine = replace(ready, samples=fold.rest, skipped=[])
    try:
        result = train_ready(mine, config, place, on_event, should_stop)
    except JobError as error:
        groups = ", ".join(fold.groups)
        what = f"fold {fold.number} ({groups} held out): {error.what}"
        raise JobError(what, where=error.where, remedy=error.remedy) from error
    if result.was_stopped:
        return None
    said = answer(result.model_folder, fold.held_out, resolve_device(config.device))
    return FoldResult(
        fold.number,
        fold.groups,
        tuple(sample.identity for sample in fold.held_out),
        np.array([sample.target for sample in fold.held_out]),
        said,
        result.best_epoch,
        {
            "sessions": _shared(fold, lambda sample: sample.session),
            "signers": _shared(fold, lambda sample: sample.signer),
        },
    )


def _shared(fold: Fold, name: Callable[[Sample], str | None]) -> tuple[str, ...]:
    both = {name(sample) for sample in fold.rest} & {name(sample) for sample in fold.held_out}
    return tuple(sorted(one for one in both if one))


def _told(on_event: OnEvent, fold: Fold) -> OnEvent:
    return lambda event: on_event({**event, "fold": fold.number})


def _write(place: Path, result: FoldResult) -> None:
    values: dict[str, Any] = {
        "groups": list(result.groups),
        "clips": list(result.clips),
        "targets": result.targets.tolist(),
        "probabilities": result.probabilities.tolist(),
        "best_epoch": result.best_epoch,
        "shared": {name: list(values) for name, values in result.shared.items()},
    }
    write_json(place / ANSWERS, values)
    # A model of a fold answers no other clips: what is kept is what it said.
    (place / STATE).unlink(missing_ok=True)
    shutil.rmtree(place / "model.previous", ignore_errors=True)


def _read(place: Path, fold: Fold) -> FoldResult | None:
    try:
        values = json.loads((place / ANSWERS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise JobError(f"a fold's answers cannot be read: {error}", where=place) from error
    if values["clips"] != [sample.identity for sample in fold.held_out]:
        raise JobError(
            "the clips have changed since the first folds were done",
            where=place,
            remedy="Retry the job; it starts anew.",
        )
    return FoldResult(
        fold.number,
        tuple(values["groups"]),
        tuple(values["clips"]),
        np.array(values["targets"]),
        np.array(values["probabilities"]),
        values["best_epoch"],
        {name: tuple(found) for name, found in values["shared"].items()},
    )
