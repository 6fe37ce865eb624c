"""What the Compare workspace shows: frozen values, made by the session, read by the views.

What it is: rows of the table, matrices, the sentence of the test, lists of clips.
What it is not: any computing of scores (emo7_core/evaluation) or access to a project.
Convention: values are 0..6 (digits are value + 1); an unknown number is NaN; counts are
(K, K) integer arrays, read-only, rows = the target's label, columns = the model's answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, overload

import numpy as np
import numpy.typing as npt

from emo7_core.scale import CLASSES, THREE, K

Counts = npt.NDArray[np.int64]
RowKind = Literal["model", "floor", "rater"]
Verdict = Literal["same", "better", "too few"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One column of the table.

    Attributes:
        key: Name of the metric, as in the scores of a row.
        title: Words above the column.
        decimals: Digits after the point.
        is_better_high: False for errors, where less is better.
        scale: Columns of one scale have bars that can be compared; "" = a scale of its own.
        has_bar: False where the number alone is told, such as a count.
        whole: The name in full, for tool tips; the title where it is empty.
        has_sign: A difference: written with its sign, with a line at zero.
        least: Smaller numbers are written as less than this; 0 writes all.
    """

    key: str
    title: str
    decimals: int = 3
    is_better_high: bool = True
    scale: str = ""
    has_bar: bool = True
    whole: str = ""
    has_sign: bool = False
    least: float = 0.0


METRICS: tuple[Metric, ...] = (
    Metric("macro_f1", "Macro-F1", whole="Macro-F1 over all classes"),
    Metric("macro_f1_present", "F1, present", whole="Macro-F1 over the classes that clips have"),
    Metric("weighted_f1", "Weighted F1"),
    Metric("balanced_accuracy", "Bal. acc.", whole="Balanced accuracy"),
    Metric("quadratic_kappa", "Kappa", 2, whole="Quadratic kappa"),
    Metric("macro_mae", "MAE", 2, is_better_high=False, whole="Macro-MAE, in steps"),
    Metric("within_one", "Within 1", 2, whole="Within one step"),
    Metric("polarity_flips", "Flips", 2, is_better_high=False, whole="Polarity flips"),
)


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's value with its interval; NaN where there is none, and why.

    `note` says what is odd about the interval. Below six clusters there is no interval: `singles`
    has the values of the single clusters.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    reason: str = ""
    singles: tuple[float, ...] = ()
    note: str = ""

    @property
    def has_interval(self) -> bool:
        """Whether both ends of the interval are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One line of the table: a model, a floor or a rater.

    Attributes:
        key: What requests name it by; unique within a table.
        name: For people, e.g. "ST-GCN #41".
        detail: The line under the name, e.g. "human target, 5 folds".
        kind: Floors are painted as rings and give the dashed line of each column.
        scores: By metric key; a missing key is shown as a dash.
        leak: Why the score carries the mark, e.g. "saw 9 test clips"; empty = clean.
        leak_detail: The same in full, for tool tips; `leak` where it is empty.
    """

    key: str
    name: str
    detail: str = ""
    kind: RowKind = "model"
    scores: dict[str, Score] = field(default_factory=dict)
    leak: str = ""
    leak_detail: str = ""

    def score(self, metric: str) -> Score:
        """Return the score of a metric, NaN where it is unknown."""
        return self.scores.get(metric, Score(math.nan))


@dataclass(frozen=True, slots=True)
class MatrixView:
    """A confusion matrix of one model.

    Attributes:
        title: Words above it.
        counts: Integers, shape (K, K) or (3, 3), row = label, column = answer, read-only.
    """

    title: str
    counts: Counts

    def __post_init__(self) -> None:
        counts = np.array(self.counts, dtype=np.int64)
        if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
            raise ValueError(f"a confusion matrix is square, not {counts.shape}")
        if counts.shape[0] not in (len(CLASSES), len(THREE)):
            raise ValueError(f"a confusion matrix has 7 or 3 classes, not {counts.shape[0]}")
        counts.setflags(write=False)
        object.__setattr__(self, "counts", counts)


@dataclass(frozen=True, slots=True)
class TestSentence:
    """The paired comparison in words: a headline, the numbers, and what it says."""

    __test__ = False

    headline: str
    detail: str = ""
    verdict: Verdict = "same"


@dataclass(frozen=True, slots=True)
class CompareClip:
    """A clip in a list of the right column.

    Attributes:
        clip_id: Number of the clip in the project.
        name: For people.
        detail: Signer and length, e.g. "S2 · 3.5 s".
        label: The target's value 0..6, or None.
        answer_a: Model A's value 0..6, or None where it has no output.
        answer_b: Model B's value 0..6, or None.
        size: 7, or 3 where label and answers are 0..2.
    """

    clip_id: int
    name: str
    detail: str = ""
    label: int | None = None
    answer_a: int | None = None
    answer_b: int | None = None
    size: int = K


@dataclass(frozen=True, slots=True, eq=False)
class ClipRows(Sequence[CompareClip]):
    """Clips of a list that are made when they are seen: a cell may hold thousands.

    Attributes:
        ids: Which, in their order.
        make: Returns the row of a clip.
    """

    ids: tuple[int, ...]
    make: Callable[[int], CompareClip]

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> CompareClip: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[CompareClip, ...]: ...

    def __getitem__(self, place: int | slice) -> CompareClip | tuple[CompareClip, ...]:
        if isinstance(place, slice):
            return tuple(self.make(clip_id) for clip_id in self.ids[place])
        return self.make(self.ids[place])


@dataclass(frozen=True, slots=True)
class OpenClip:
    """What stands under the player of the right column.

    Attributes:
        size: 7, or 3 where label and answers are 0..2; raters always say 0..6.
        raters: Values of the raters who decided on the clip, in the order of the raters.
        caption: None while it is hidden or absent.
    """

    clip_id: int
    label: int | None = None
    answer_a: int | None = None
    answer_b: int | None = None
    raters: tuple[int, ...] = ()
    caption: str | None = None
    size: int = K


@dataclass(frozen=True, slots=True)
class Choice:
    """An item of a choice box: what requests name it by, and its words."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """One comparison, ready to show.

    Attributes:
        target: Whose labels are the truth, in words, e.g. "Deaf annotators".
        clip_count: Clips that every compared source has an answer for.
        signer_count: Signers of these clips.
        rows: Models, floors and raters, in any order.
        key_a: Row that is A (solid, filled), or None.
        key_b: Row that is B (dashed, outlined), or None.
        matrix_a: Confusion of A against the target.
        matrix_b: Confusion of B, or None.
        sentence: The paired test in words, or None.
        notes: Short facts under the table, e.g. "Neutral has 3 clips".
    """

    target: str
    clip_count: int
    signer_count: int | None = None
    rows: tuple[ModelRow, ...] = ()
    key_a: str | None = None
    key_b: str | None = None
    matrix_a: MatrixView | None = None
    matrix_b: MatrixView | None = None
    sentence: TestSentence | None = None
    notes: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = METRICS


def class_words(size: int) -> tuple[str, ...]:
    """Return the names of the classes of a matrix of this size (7 or 3)."""
    return CLASSES if size == len(CLASSES) else THREE


def scale_values(size: int) -> tuple[int, ...]:
    """Return the scale value whose colour stands for each class of a matrix (7 or 3)."""
    return tuple(range(len(CLASSES))) if size == len(CLASSES) else (1, 3, 5)
