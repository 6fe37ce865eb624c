"""What the tabs over the lower half of Compare show: frozen values, made off the GUI thread.

What it is: tables of figures, reliability curves, single differences, clips behind rows.
What it is not: any computing of scores (emo7_core/evaluation).
Convention: rows are named by keys that are unique within their tab; a key with clips opens them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from emo7_gui.compare.comparison_view import Choice, Metric, ModelRow, TestSentence

MATRICES, SLICES, CLASSES, RELIABILITY = "matrices", "slices", "classes", "reliability"
PEOPLE, PAIRS, OUTPUTS, CHECKS = "people", "pairs", "outputs", "checks"


@dataclass(frozen=True, slots=True)
class CurveBin:
    """Answers of about the same confidence: how many, how sure, how many right (NaN if none)."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A reliability curve of A or B."""

    letter: str
    name: str
    bins: tuple[CurveBin, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """The difference A minus B of one cluster."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class TabView:
    """One tab.

    Attributes:
        caption: Words above the names of the table.
        rows: Rows of the table, in the order that stands where nothing sorts.
        metrics: Its columns.
        sort: Key of the column that sorts, "" for the order given.
        is_best_first: False puts the worst first.
        note: What a reader must know, under the table.
        clips: Clips behind a row, by its key.
        headings: What the list of these clips is called, by key.
        choices: What can be chosen above the table.
        choice: Key of the choice.
        curves: Reliability of A and B.
        sentences: What a pair's test says, by row key.
        dots: Differences of single clusters, by row key; () where there are enough clusters.
        pairs: Names of A and B, by row key.
        unit: What a dot is, in one word.
        count: Suspected labels that can be looked at again.
    """

    caption: str = ""
    rows: tuple[ModelRow, ...] = ()
    metrics: tuple[Metric, ...] = ()
    sort: str = ""
    is_best_first: bool = True
    note: str = ""
    clips: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choice: str = ""
    curves: tuple[Curve, ...] = ()
    sentences: Mapping[str, TestSentence] = field(default_factory=dict)
    dots: Mapping[str, tuple[Dot, ...]] = field(default_factory=dict)
    pairs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unit: str = ""
    count: int = 0
