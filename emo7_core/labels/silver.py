"""Captions to classes: VADER's compound score and the cuts that make seven classes of it.

What it is: the rule behind the caption-VADER labels, the same in tables, projects and floors.
What it is not: a human label. It scores the English translation, not the signing; its values are
guesses of a source of kind "caption rule".
Conventions: a score is vaderSentiment 3.3.2's compound in [-1, 1], four decimals. Cuts are six
ascending scores; a score on a cut belongs to the class below it (lower <= score <= upper, first
match from the negative end). An empty caption scores 0.0, as VADER does.
Source: Hutto and Gilbert (2014), "VADER", ICWSM-14. The cuts are those of the earlier notebooks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from emo7_core.errors import UsageError
from emo7_core.scale import CLASSES, K

THREE_CLASS_THRESHOLD = 0.34


@dataclass(frozen=True, slots=True)
class Cuts:
    """Six scores that part the seven classes.

    Attributes:
        name: "concentrated", "uniform", "percentile" or "own".
        values: Six scores in ascending order; equal neighbours leave a class empty.
        note: What a reader must know, "" where there is nothing.
    """

    name: str
    values: tuple[float, ...]
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.values) != K - 1 or list(self.values) != sorted(self.values):
            raise UsageError(
                f"cuts must be {K - 1} numbers in ascending order, not {list(self.values)}"
            )
        if not all(-1 <= value <= 1 for value in self.values):
            raise UsageError(f"cuts must lie between -1 and 1, not {list(self.values)}")


CONCENTRATED = Cuts("concentrated", (-0.75, -0.4, -0.1, 0.1, 0.4, 0.75))
UNIFORM = Cuts("uniform", (-0.67, -0.33, -0.05, 0.05, 0.33, 0.67))


class _Analyzer(Protocol):
    def polarity_scores(self, text: str) -> dict[str, float]: ...


def compound(caption: str) -> float:
    """Return VADER's compound score of a caption, -1..1, four decimals."""
    return float(_analyzer().polarity_scores(caption)["compound"])


def label(caption: str, cuts: Cuts = CONCENTRATED) -> tuple[float, int]:
    """Return (score, value 0..6) of a caption."""
    score = compound(caption)
    return score, class_of(score, cuts)


def class_of(score: float, cuts: Cuts = CONCENTRATED) -> int:
    """Return the value 0..6 of a score; a score on a cut belongs to the class below it.

    Raises:
        ValueError: the score is NaN.
    """
    return int(classes_of([score], cuts)[0])


def classes_of(scores: npt.ArrayLike, cuts: Cuts = CONCENTRATED) -> npt.NDArray[np.int64]:
    """Return (N,) values 0..6 of (N,) scores.

    Raises:
        ValueError: a score is NaN.
    """
    array = np.asarray(scores, dtype=np.float64)
    if np.isnan(array).any():
        raise ValueError("a score is NaN: a clip without a caption has no class")
    return np.searchsorted(cuts.values, array, side="left").astype(np.int64)


def three_class_of(score: float, threshold: float = THREE_CLASS_THRESHOLD) -> int:
    """Return 0, 1 or 2 (Negative, Neutral, Positive) as the old 3-class system did."""
    return 1 + int(score >= threshold) - int(score <= -threshold)


def percentile_cuts(scores: npt.ArrayLike) -> Cuts:
    """Return the cuts that part the data at hand into seven equal shares.

    Nearly half of all captions score exactly 0, so several cuts are 0.0 and the classes between
    them stay empty; the note says which.

    Args:
        scores: (N,) compound scores.

    Raises:
        UsageError: there are no scores.
    """
    array = np.asarray(scores, dtype=np.float64)
    if array.size == 0:
        raise UsageError("percentile cuts need captions: there are none")
    shares = np.arange(1, K) / K
    values = tuple(float(value) for value in np.round(np.quantile(array, shares), 4))
    return Cuts("percentile", values, degenerate_note(values))


def degenerate_note(cuts: Sequence[float]) -> str:
    """Say in words which classes equal cuts leave empty; "" where none is."""
    empty = [CLASSES[i] for i in range(1, K - 1) if cuts[i] == cuts[i - 1]]
    if not empty:
        return ""
    repeated = sorted({cuts[i] for i in range(1, K - 1) if cuts[i] == cuts[i - 1]})
    at = " and ".join(f"{sum(c == value for c in cuts)} cuts at {value:g}" for value in repeated)
    return f"{at}: no caption can be {' or '.join(empty)}."


def parse_cuts(text: str, scores: Iterable[float] = ()) -> Cuts:
    """Return the cuts that a person names, or writes as six numbers.

    Args:
        text: "concentrated", "uniform", "percentile", or like "-0.75,-0.4,-0.1,0.1,0.4,0.75".
        scores: The scores at hand, for percentile cuts.

    Raises:
        UsageError: it is none of these.
    """
    name = text.strip().casefold()
    if name == "percentile":
        return percentile_cuts(list(scores))
    for known in (CONCENTRATED, UNIFORM):
        if name == known.name:
            return known
    try:
        values = tuple(float(part) for part in text.replace("−", "-").split(","))
    except ValueError:
        raise UsageError(
            f"“{text}” are no cuts",
            remedy="Use concentrated, uniform, percentile or six numbers parted by commas.",
        ) from None
    return Cuts("own", values, degenerate_note(values) if len(values) == K - 1 else "")


@cache
def _analyzer() -> _Analyzer:
    # 0.1 s and two lexicon files: only when the first caption is scored.
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer: _Analyzer = SentimentIntensityAnalyzer()
    return analyzer
