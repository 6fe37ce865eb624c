"""Where a contender does worse: its score by signer, session, length, quality and more.

What it is: the common set cut by one fact of its clips, the worst slice first.
What it is not: a test between slices; their intervals are not corrected for their number.
Conventions: a clip is in one slice of each cut, only markers overlap: a clip is in the slice of
each tier that it has. Clips whose fact is not known are counted apart. A slice of fewer than
`SMALL` clips says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from emo7_core.errors import UsageError
from emo7_core.evaluation.answers import Ints
from emo7_core.evaluation.comparison import Comparison, Result
from emo7_core.evaluation.leaks import ClipFacts
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.matrix_draws import matrix_draws
from emo7_core.statistics.metrics import METRICS, Metric

SMALL = 20
MARKER, NO_MARKER = "marker", "none annotated"
LENGTHS = (2.0, 4.0, 8.0)
QUALITIES = (0.5, 0.8, 0.95)


@dataclass(frozen=True, slots=True)
class SliceRow:
    """One slice of one contender.

    Attributes:
        label: What its clips share, in words.
        n: How many.
        clips: Which, in the comparison's order.
        score: With its interval.
        note: "only 7 clips", "" where they are enough.
    """

    label: str
    n: int
    clips: tuple[int, ...]
    score: Interval
    note: str = ""


@dataclass(frozen=True, slots=True)
class SliceTable:
    """One contender cut by one fact.

    Attributes:
        by: A key of CUTS.
        title: The cut, for people.
        name: The contender.
        metric: Key of the metric.
        rows: The worst first; slices without a score last.
        unknown: Clips of the common set whose fact is not known.
    """

    by: str
    title: str
    name: str
    metric: str
    rows: tuple[SliceRow, ...]
    unknown: tuple[int, ...]


def slices_of(
    comparison: Comparison, name: str, by: str, metric: str = "macro_f1_present"
) -> SliceTable:
    """Return a contender's score by slice.

    Args:
        comparison: It must be part of it.
        name: The contender.
        by: A key of CUTS.
        metric: Key of the metric. A slice seldom has all classes, so the mean F1 over those
            that it has is the default.

    Raises:
        UsageError: no such contender, cut or metric.
    """
    if by not in CUTS:
        raise UsageError(f"no slices by “{by}”", remedy=f"Choose one of {', '.join(CUTS)}.")
    if metric not in METRICS:
        raise UsageError(f"no metric “{metric}”", remedy=f"Choose one of {', '.join(METRICS)}.")
    title, labels_of = CUTS[by]
    members: dict[str, list[int]] = {}
    unknown: list[int] = []
    for place, fact in enumerate(comparison.facts):
        labels = labels_of(fact)
        if not labels:
            unknown.append(comparison.clips[place])
        for label in labels:
            members.setdefault(label, []).append(place)
    if by == MARKER and members:
        # Where no clip has a tier, nobody annotated: "none" would say something of nothing.
        named = {clip: place for place, clip in enumerate(comparison.clips)}
        if unknown:
            members[NO_MARKER] = [named[clip] for clip in unknown]
        unknown = []
    result = comparison.result(name)
    rows = [
        _row(comparison, result, METRICS[metric], label, np.array(places))
        for label, places in members.items()
    ]
    rows.sort(key=lambda row: _badness(row, METRICS[metric]))
    return SliceTable(by, title, name, metric, tuple(rows), tuple(unknown))


def all_slices(
    comparison: Comparison, name: str, metric: str = "macro_f1_present"
) -> tuple[SliceTable, ...]:
    """Return a contender's slices by every cut that parts the common set."""
    tables = (slices_of(comparison, name, by, metric) for by in CUTS)
    return tuple(one for one in tables if len(one.rows) > 1 or (one.rows and one.unknown))


def _row(
    comparison: Comparison,
    result: Result,
    metric: Metric,
    label: str,
    places: Ints,
) -> SliceRow:
    clusters = comparison.clusters
    drawn = matrix_draws(
        result.targets[places],
        result.values[places],
        None if clusters is None else [clusters[i] for i in places],
        comparison.unit,
        k=comparison.k,
        resamples=comparison.resamples,
        level=comparison.level,
        seed=comparison.seed,
    )
    n = int(places.size)
    note = "" if n >= SMALL else f"only {n} clip{'' if n == 1 else 's'}"
    clips = tuple(comparison.clips[i] for i in places)
    return SliceRow(label, n, clips, drawn.interval(metric), note)


def _badness(row: SliceRow, metric: Metric) -> tuple[bool, float, str]:
    value = row.score.value
    if not np.isfinite(value):
        return True, 0.0, row.label
    return False, value if metric.is_higher_better else -value, row.label


def _named(name: str) -> Callable[[ClipFacts], tuple[str, ...]]:
    def labels(fact: ClipFacts) -> tuple[str, ...]:
        value = getattr(fact, name)
        return (str(value),) if value else ()

    return labels


def _markers(fact: ClipFacts) -> tuple[str, ...]:
    return fact.markers


def _length(fact: ClipFacts) -> tuple[str, ...]:
    if fact.duration is None:
        return ()
    labels = ("under 2 s", "2 to 4 s", "4 to 8 s", "8 s and more")
    return (labels[int(np.searchsorted(LENGTHS, fact.duration, side="right"))],)


def _quality(fact: ClipFacts) -> tuple[str, ...]:
    if fact.quality is None:
        return ()
    labels = ("under 50\u2009%", "50 to 80\u2009%", "80 to 95\u2009%", "95\u2009% and more")
    return (labels[int(np.searchsorted(QUALITIES, fact.quality, side="right"))],)


def _caption(fact: ClipFacts) -> tuple[str, ...]:
    return () if fact.has_caption is None else ("caption" if fact.has_caption else "no caption",)


def _spread(fact: ClipFacts) -> tuple[str, ...]:
    if fact.spread is None:
        return ()
    labels = ("raters agree", "1 step apart", "2 steps apart")
    return (labels[fact.spread] if fact.spread < len(labels) else "3 steps and more",)


Cut = tuple[str, Callable[[ClipFacts], tuple[str, ...]]]
CUTS: Mapping[str, Cut] = MappingProxyType(
    {
        "signer": ("Signer", _named("signer")),
        "corpus": ("Corpus", _named("corpus")),
        "session": ("Session", _named("session")),
        "view": ("View", _named("view")),
        "length": ("Clip length", _length),
        "quality": ("Frames with face and hands", _quality),
        MARKER: ("Non-manual marker", _markers),
        "caption": ("Caption", _caption),
        "disagreement": ("Rater disagreement", _spread),
    }
)
