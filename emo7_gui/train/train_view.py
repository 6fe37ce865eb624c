"""What the Train workspace and its dialog show: frozen values, made by the session.

What it is: jobs, curves, confusion by epoch, and what a training would train on.
What it is not: reading of job folders (workers/jobs.py) or access to a project.
Convention: an epoch counts from 1; an unknown number is NaN; arrays are (E,) float64,
read-only, one value per epoch; counts are (K, K), row = label, column = answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from emo7_core.config import TrainConfig
from emo7_gui.train.asked import Asked
from emo7_gui.train.study_view import FoldsView, TrialsView

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
JobState = Literal["waiting", "starting", "running", "stopping", "ended", "stopped", "failed"]
LIVE_STATES = frozenset({"starting", "running", "stopping"})


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a person can do about something: what the request is called, and its words."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in the list at the left.

    Attributes:
        job_id: What requests name it by.
        name: For people, e.g. "LSTM #46".
        detail: The line under the name, e.g. "human target".
        state: Where it stands.
        note: At the right, e.g. "val F1 0.17" or "next".
        epoch: The last whole epoch, 0 before.
        epochs: At most this many.
        unit: What `epoch` counts, in one word.
        timing: E.g. "2.1 s an epoch · 5 min left".
        problem: Why it failed, a sentence.
        kept: What was kept of a failed job.
        remedies: Buttons of a failed card, the best first.
        last_lines: The end of a failed job's log.
        place: Of a waiting job: its place in the queue from 0, else None.
    """

    job_id: str
    name: str
    detail: str = ""
    state: JobState = "waiting"
    note: str = ""
    epoch: int = 0
    epochs: int = 0
    unit: str = "epoch"
    timing: str = ""
    problem: str = ""
    kept: str = ""
    remedies: tuple[Remedy, ...] = ()
    last_lines: tuple[str, ...] = ()
    place: int | None = None

    @property
    def is_live(self) -> bool:
        """Whether a process works on it."""
        return self.state in LIVE_STATES

    @property
    def progress(self) -> str:
        """How far it is, in words; the state while that is not known."""
        if self.state == "running" and self.epochs:
            return f"{self.unit} {self.epoch} of {self.epochs}"
        return "starting" if self.state == "running" else self.state

    @property
    def share(self) -> float:
        """Share of its epochs that are done, 0..1."""
        return min(1.0, self.epoch / self.epochs) if self.epochs else 0.0


def _fixed(values: Iterable[float]) -> Floats:
    array = np.array(values if isinstance(values, np.ndarray) else list(values), dtype=np.float64)
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True)
class CurvePoints:
    """The curves of one run.

    Attributes:
        job_id: Whose they are.
        name: For the legend, e.g. "#45 LSTM".
        epochs: Epoch numbers, shape (E,).
        series: Values by name (train_loss, val_loss, val_macro_f1, val_kappa), each (E,).
        best_epoch: The epoch that is kept, None before there is one.
    """

    job_id: str
    name: str
    epochs: Floats
    series: Mapping[str, Floats]
    best_epoch: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "epochs", _fixed(self.epochs))
        fixed = {name: _fixed(values) for name, values in self.series.items()}
        for name, values in fixed.items():
            if values.shape != self.epochs.shape:
                raise ValueError(f"{name} has {values.size} values for {self.epochs.size} epochs")
        object.__setattr__(self, "series", fixed)

    def of(self, series: str) -> Floats:
        """Return a series, NaN everywhere where the run has none."""
        found = self.series.get(series)
        return np.full(self.epochs.shape, np.nan) if found is None else found


@dataclass(frozen=True, slots=True)
class EpochConfusion:
    """The validation confusion of one epoch; counts are (K, K) or (3, 3), read-only."""

    epoch: int
    counts: Counts
    is_best: bool = False
    is_now: bool = False

    def __post_init__(self) -> None:
        counts = np.array(self.counts, dtype=np.int64)
        counts.setflags(write=False)
        object.__setattr__(self, "counts", counts)


@dataclass(frozen=True, slots=True)
class RunView:
    """Everything about the job that the right side shows.

    Attributes:
        job: The job.
        facts: The line under its name, e.g. "Human target · split by signer, seed 7".
        live: Its curves.
        others: Curves of earlier runs, overlaid thin and grey.
        floors: Best floor by series, e.g. {"val_macro_f1": ("stratified random", .134)}.
        confusions: By epoch, oldest first.
        validation_count: Clips of the validation part, None if unknown.
        log: Lines of its log.
        kind: Which picture it has: "train", "cross-validate", "tune", or another without any.
        folds: A cross-validation.
        trials: A tuning.
        can: What can be done with it now, by the names of RunActions.
        stop_words: What "Stop early" says.
        choices: Other runs that can be overlaid: id, name, whether they are.
    """

    job: JobRow
    facts: str
    live: CurvePoints
    others: tuple[CurvePoints, ...] = ()
    floors: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    confusions: tuple[EpochConfusion, ...] = ()
    validation_count: int | None = None
    log: tuple[str, ...] = ()
    kind: str = "train"
    folds: FoldsView | None = None
    trials: TrialsView | None = None
    can: frozenset[str] = frozenset()
    stop_words: str = ""
    choices: tuple[tuple[str, str, bool], ...] = ()

    @property
    def has_curves(self) -> bool:
        """Whether it has curves over epochs."""
        return self.kind == "train"


@dataclass(frozen=True, slots=True)
class ClassCount:
    """Clips of one class: its place in the scale of the target, training and validation."""

    value: int
    train: int
    validation: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact about what would be trained on.

    Attributes:
        kind: Decides icon and colour; a leak or a warning does not block.
        title: One line.
        detail: Small print, or empty.
        remedy: A button, or None.
    """

    kind: Literal["signers", "skipped", "leak", "warning", "estimate", "fact"]
    title: str
    detail: str = ""
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class TrainPreview:
    """What a config would train on.

    Attributes:
        asked: The config that it answers; an answer to an older one is dropped.
        counts: By class, in the order of the scale.
        remark: The line under the counts, e.g. "Largest class is 242 times the smallest".
        findings: Signers, skipped clips, leaks, estimate, in the order of the page.
        errors: Why it cannot be started; empty = it can.
        queue_note: What happens when it is added, e.g. "It starts at once".
        repeats: How many trainings long the whole job takes.
    """

    asked: Asked
    counts: tuple[ClassCount, ...] = ()
    remark: str = ""
    findings: tuple[Finding, ...] = ()
    errors: tuple[str, ...] = ()
    queue_note: str = ""
    repeats: float = 1

    @property
    def train_count(self) -> int:
        """Clips to train on."""
        return sum(count.train for count in self.counts)

    @property
    def validation_count(self) -> int:
        """Clips to validate on."""
        return sum(count.validation for count in self.counts)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Time and memory of what is asked for.

    Attributes:
        title: E.g. "About 6 min, 1.2 GB on the CPU", "" before anything was measured.
        detail: How that was measured.
        is_stale: Whether it is of an earlier config.
        is_measuring: Whether a probe is under way.
        is_too_large: Whether already a batch did not fit.
        blocked: Why nothing can be measured now, "" where it can.
    """

    title: str = ""
    detail: str = ""
    is_stale: bool = False
    is_measuring: bool = False
    is_too_large: bool = False
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """A named config to start the dialog from."""

    name: str
    config: TrainConfig
