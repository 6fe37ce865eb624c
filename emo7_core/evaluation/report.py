"""Everything that a comparison says, gathered once for all forms of the report.

What it is: a frozen value: tests of pairs, classes, slices, reliability, soft scores, the ceiling
of raters, suspected labels, and where it all comes from.
What it is not: a page (report_page.py), tables (report_tables.py) or files (report_files.py).
Conventions: pairs are all pairs of models, and each model with caption-VADER and with raters; Holm
corrects over them. Slices are those of models.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata

from emo7_core.evaluation.classes import ClassRow, classes_of
from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.pairs import PairTest, pair_tests
from emo7_core.evaluation.rater_ceiling import RaterCeiling, rater_ceiling
from emo7_core.evaluation.reliability import Reliability, reliability_of
from emo7_core.evaluation.slices import SliceTable, all_slices
from emo7_core.evaluation.soft import SoftScore, soft_scores
from emo7_core.evaluation.suspects import Suspects, suspects_of
from emo7_core.scale import CLASSES, THREE, K
from emo7_core.statistics.metrics import METRICS

METRIC, SLICE_METRIC = "macro_f1", "macro_f1_present"
_LIBRARIES = ("numpy", "scipy", "matplotlib", "vaderSentiment")


@dataclass(frozen=True, slots=True)
class Report:
    """One comparison in full.

    Attributes:
        comparison: What it is about.
        project: Name of the project.
        created: ISO 8601, UTC.
        versions: Of emo7, Python and the libraries behind the figures.
        metric: Key of the metric that pairs are tested on.
        pairs: Every tested pair.
        classes: By contender.
        slices: By model.
        reliability: By contender.
        soft: Against raters' distributions; () without raters.
        ceilings: Of raters, by metric key.
        suspects: Suspected label errors.
        captions: By clip id; foreign text.
    """

    comparison: Comparison
    project: str
    created: str
    versions: Mapping[str, str]
    metric: str
    pairs: tuple[PairTest, ...]
    classes: Mapping[str, tuple[ClassRow, ...]]
    slices: Mapping[str, tuple[SliceTable, ...]]
    reliability: tuple[Reliability, ...]
    soft: tuple[SoftScore, ...]
    ceilings: Mapping[str, RaterCeiling]
    suspects: Suspects
    captions: Mapping[int, str] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """Return the classes compared."""
        return CLASSES if self.comparison.k == K else THREE

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the models."""
        return tuple(one.name for one in self.comparison.results if one.kind == "model")


def make_report(
    comparison: Comparison,
    project: str = "",
    captions: Mapping[int, str] | None = None,
    metric: str = METRIC,
    created: datetime | None = None,
) -> Report:
    """Compute everything that a report shows.

    Args:
        comparison: What it is about.
        project: Name of the project.
        captions: By clip id, to stand beside clips; foreign text.
        metric: Key of the metric that pairs are tested on.
        created: The time that it states; None takes now.
    """
    names = [one.name for one in comparison.results]
    has_clips = bool(comparison.clips)
    models = [one.name for one in comparison.results if one.kind == "model"]
    return Report(
        comparison,
        project,
        (created or datetime.now(UTC)).isoformat(timespec="seconds"),
        versions(),
        metric,
        pair_tests(comparison, None, metric) if has_clips else (),
        {name: classes_of(comparison, name) for name in names} if has_clips else {},
        {name: all_slices(comparison, name, SLICE_METRIC) for name in models} if has_clips else {},
        tuple(reliability_of(comparison, name) for name in names) if has_clips else (),
        soft_scores(comparison),
        {key: rater_ceiling(comparison, key) for key in METRICS},
        suspects_of(comparison),
        {clip: captions[clip] for clip in comparison.clips if clip in captions} if captions else {},
    )


def versions() -> dict[str, str]:
    """Return the versions of emo7, Python and the libraries behind the figures."""
    found = {"emo7": _version("emo7"), "python": platform.python_version()}
    return found | {name: _version(name) for name in _LIBRARIES}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def scores_of_report(report: Report) -> dict[str, float]:
    """Return every score as "<contender>.<metric>", also those that are not defined."""
    results = {one.name: one.scores for one in report.comparison.results}
    return {
        f"{name}.{key}": interval.value
        for name, scores in results.items()
        for key, interval in scores.items()
    }


def facts_of_report(report: Report) -> dict[str, str]:
    """Return what was compared with what, in words."""
    comparison = report.comparison
    golden = comparison.golden
    marks = [f"{one.name}: {one.leak.mark}" for one in comparison.results if one.leak.mark]
    return {
        "target": comparison.target,
        "golden": f"version {golden.number}, {golden.hash}" if golden else "labels of today",
        "clips": str(len(comparison.clips)),
        "classes": str(comparison.k),
        "unit": f"{comparison.unit}, {comparison.units}",
        "contenders": ", ".join(one.name for one in comparison.results),
        "leak_marks": "; ".join(marks) or "none",
        "code_version": report.versions["emo7"],
        "seed": str(comparison.seed),
    }
