"""The tables of a report as plain cells, from which CSV, LaTeX and HTML are made.

What it is: one `Table` each for the overview, pairs, classes, matrices, slices, reliability, soft
scores, clips, missing outputs and suspected labels.
What it is not: a file format (report_formats.py).
Conventions: a cell is text, a number or None (missing). Numbers stay numbers, so that CSV has
them in full. The leak mark is a column of every table that has contenders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from emo7_core.evaluation.comparison import Comparison, Result
from emo7_core.evaluation.report import Report
from emo7_core.evaluation.wording import no_intervals, number
from emo7_core.statistics.intervals import FLAT, Interval, is_flat
from emo7_core.statistics.metrics import METRICS

Cell = str | int | float | None
MARK = "mark"
TABLE_KEYS = (
    "overview", "pairs", "classes", "matrices", "slices", "reliability", "reliability_bins", "soft",
    "ceiling", "clips", "wins", "missing", "suspects",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns.

    Attributes:
        key: Name of its file, without an ending.
        title: For people.
        columns: Their names.
        rows: One cell per column.
        note: What a reader must know, "" where there is nothing.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def tables_of(report: Report) -> tuple[Table, ...]:
    """Return every table that has a row."""
    made = (
        overview(report), pairs(report), classes(report), matrices(report), slices(report),
        reliability(report), reliability_bins(report), soft(report), ceilings(report),
        clips(report), wins(report), missing(report), suspects(report),
    )  # fmt: skip
    return tuple(one for one in made if one.rows)


def overview(report: Report) -> Table:
    """Return contenders and floors by metric, with limits."""
    comparison = report.comparison
    columns = ["name", "kind", "n", MARK]
    for key in METRICS:
        columns += [key, f"{key}_low", f"{key}_high"]
    rows: list[tuple[Cell, ...]] = []
    for one in comparison.results:
        cells: list[Cell] = [one.name, one.kind, len(comparison.clips), one.leak.mark]
        for key in METRICS:
            cells += _limits(one.scores[key])
        rows.append(tuple(cells))
    for floor in comparison.floors:
        cells = [floor.title, "floor", floor.n, ""]
        for key in METRICS:
            cells += [_known(floor.scores[key]), None, None]
        rows.append(tuple(cells))
    return Table("overview", "Overview", tuple(columns), tuple(rows), unit_words(comparison))


def pairs(report: Report) -> Table:
    """Return every tested pair."""
    columns = (
        "a", "b", "metric", "difference", "low", "high", "p", "p_holm", "unit", "units",
        "only_a_right", "only_b_right", "p_mcnemar", "verdict", "says", "mark_a", "mark_b",
    )  # fmt: skip
    rows = tuple(
        (
            one.a,
            one.b,
            one.metric,
            _known(one.result.difference),
            _known(one.result.low),
            _known(one.result.high),
            one.result.p_value,
            one.adjusted,
            one.result.unit,
            one.result.units,
            one.mcnemar.wins,
            one.mcnemar.losses,
            one.mcnemar.p_value,
            one.sentence.verdict,
            f"{one.sentence.headline}. {one.sentence.detail}",
            report.comparison.result(one.a).leak.mark,
            report.comparison.result(one.b).leak.mark,
        )
        for one in report.pairs
    )
    return Table("pairs", "Paired tests", columns, rows)


def classes(report: Report) -> Table:
    """Return per-class scores of every contender."""
    columns = ("name", MARK, "class", "n", "answered", *_with_limits("precision", "recall", "f1"))
    rows = tuple(
        (
            *_who(report, name), one.word, one.n, one.answered, *_limits(one.precision),
            *_limits(one.recall), *_limits(one.f1),
        )
        for name, several in report.classes.items()
        for one in several
    )  # fmt: skip
    return Table("classes", "Classes", columns, rows)


def matrices(report: Report) -> Table:
    """Return the counts of every cell."""
    words = report.words
    rows = tuple(
        (*_who(report, one.name), words[i], words[j], int(one.matrix[i, j]))
        for one in report.comparison.results
        for i in range(len(words))
        for j in range(len(words))
    )
    return Table("matrices", "Confusion", ("name", MARK, "target", "answer", "clips"), rows)


def slices(report: Report) -> Table:
    """Return every slice of every model, the worst first within a cut."""
    columns = ("name", MARK, "by", "slice", "n", "metric", "score", "low", "high", "note")
    rows = tuple(
        (*_who(report, name), table.title, row.label, row.n, table.metric,
         *_limits(row.score), row.note or row.score.note)
        for name, tables in report.slices.items()
        for table in tables
        for row in table.rows
    )  # fmt: skip
    return Table("slices", "Slices", columns, rows)


def reliability(report: Report) -> Table:
    """Return calibration figures of every contender with probabilities."""
    columns = ("name", MARK, "n", *_with_limits("ece", "brier", "nll"), "note")
    rows = tuple(
        (*_who(report, one.name), one.n, *_limits(one.ece), *_limits(one.brier),
         *_limits(one.nll), one.note)
        for one in report.reliability
    )  # fmt: skip
    return Table("reliability", "Reliability", columns, rows)


def reliability_bins(report: Report) -> Table:
    """Return the bins of every reliability curve."""
    columns = ("name", MARK, "low", "high", "n", "confidence", "accuracy")
    rows = tuple(
        (*_who(report, one.name), bin.low, bin.high, bin.n, _known(bin.confidence),
         _known(bin.accuracy))
        for one in report.reliability
        for bin in one.bins
    )  # fmt: skip
    return Table("reliability_bins", "Reliability, bins of confidence", columns, rows)


def soft(report: Report) -> Table:
    """Return scores against raters' distributions."""
    columns = (
        "name", MARK, "n", "raters_per_clip", *_with_limits("ranked_score", "cross_entropy"),
        "entropy", "note",
    )  # fmt: skip
    rows = tuple(
        (*_who(report, one.name), one.n, one.votes, *_limits(one.ranked),
         *_limits(one.cross_entropy), one.entropy, one.note)
        for one in report.soft
    )  # fmt: skip
    return Table("soft", "Against raters' distributions", columns, rows)


def ceilings(report: Report) -> Table:
    """Return how well one rater answers for the others, by metric."""
    columns = ("metric", "n", "raters", "score", "low", "high", "note")
    rows = tuple(
        (METRICS[key].title, one.n, one.raters, *_limits(one.score), one.score.note)
        for key, one in report.ceilings.items()
        if not one.reason
    )
    return Table("ceiling", "One rater against the others", columns, rows)


def clips(report: Report) -> Table:
    """Return every clip with its target and all answers."""
    comparison = report.comparison
    names = tuple(one.name for one in comparison.results)
    columns = ("clip", "name", "key", "signer", "session", "target", *names, "caption")
    words = report.words
    rows = []
    for i, clip in enumerate(comparison.clips):
        fact = comparison.facts[i]
        said = tuple(words[one.values[i]] for one in comparison.results)
        rows.append(
            (clip, fact.name, fact.key or "", fact.signer or "", fact.session or "",
             words[comparison.targets[i]], *said, report.captions.get(clip, ""))
        )  # fmt: skip
    return Table("clips", "Clips", columns, tuple(rows))


def wins(report: Report) -> Table:
    """Return the clips that one contender of a pair alone gets right."""
    columns = ("right", "wrong", "mark_right", "mark_wrong", "clip", "name", "target", "answer",
               "other_answer")  # fmt: skip
    rows = tuple(
        row
        for one in report.pairs
        for a, b in ((one.a, one.b), (one.b, one.a))
        for row in _won(report, a, b)
    )
    return Table("wins", "Only one is right", columns, rows)


def missing(report: Report) -> Table:
    """Return which contender has no output for which clip."""
    rows = tuple(
        (*_who(report, one.name), clip) for one in report.comparison.results for clip in one.missing
    )
    return Table("missing", "No output", ("name", MARK, "clip"), rows)


def suspects(report: Report) -> Table:
    """Return suspected label errors, the most suspicious first."""
    columns = ("clip", "name", "label", "models_say", "score", "against", "models", "why",
               "caption")  # fmt: skip
    words = report.words
    rows = tuple(
        (one.clip_id, one.name, words[one.label], words[one.other], one.score, one.against,
         one.models, one.reason, report.captions.get(one.clip_id, ""))
        for one in report.suspects.rows
    )  # fmt: skip
    return Table("suspects", "Suspected label errors", columns, rows)


def merged(table: Table) -> Table:
    """Return the table as people read it: each score and its limits in one cell, keys as words."""
    places = [i for i, name in enumerate(table.columns) if not name.endswith(("_low", "_high"))]
    has_limits = [
        table.columns[i + 1 : i + 3] in (_ends(table.columns[i]), ("low", "high")) for i in places
    ]
    is_kept = [
        not (name in ("low", "high") and table.columns[i - 1] in ("score", "difference", "low"))
        for i, name in enumerate(table.columns)
    ]
    chosen = [(i, has) for i, has in zip(places, has_limits, strict=True) if is_kept[i]]
    columns = tuple(table.columns[i] for i, _ in chosen)
    rows = tuple(
        tuple(
            _span(row[i : i + 3]) if has else _worded(table.columns[i], row[i]) for i, has in chosen
        )
        for row in table.rows
    )
    return Table(table.key, table.title, columns, rows, table.note)


def unit_words(comparison: Comparison) -> str:
    """Return what the intervals are over, in words."""
    if few := no_intervals(comparison.unit, comparison.units):
        return few
    level = f"{comparison.level * 100:g}\u2009%"
    n = comparison.units
    unit = comparison.unit if n == 1 else f"{comparison.unit}s"
    return (
        f"{level} intervals over {n} {unit}, {comparison.resamples} draws, seed {comparison.seed}"
    )


def _won(report: Report, a: str, b: str) -> Iterator[tuple[Cell, ...]]:
    comparison, words = report.comparison, report.words
    truth, _ = comparison.truths(a, b)
    of_a, of_b = comparison.result(a), comparison.result(b)
    place = {clip: i for i, clip in enumerate(comparison.clips)}
    for clip in comparison.wins(a, b):
        i = place[clip]
        yield (
            a, b, of_a.leak.mark, of_b.leak.mark, clip, comparison.facts[i].name,
            words[truth[i]], words[of_a.values[i]], words[of_b.values[i]],
        )  # fmt: skip


def _who(report: Report, name: str) -> tuple[Cell, Cell]:
    return name, next((one.leak.mark for one in _named(report.comparison, name)), "")


def _named(comparison: Comparison, name: str) -> Sequence[Result]:
    return [one for one in comparison.results if one.name == name]


def _ends(name: str) -> tuple[str, str]:
    return f"{name}_low", f"{name}_high"


def _span(cells: Sequence[Cell]) -> Cell:
    value, low, high = cells
    if not isinstance(value, float):
        return value
    if not isinstance(low, float) or not isinstance(high, float):
        return value
    if is_flat(low, high):
        return f"{number(value)} ({FLAT})"
    return f"{number(value)} ({number(low)} to {number(high)})"


def _worded(column: str, cell: Cell) -> Cell:
    if column == "metric" and cell in METRICS:
        return METRICS[str(cell)].title
    is_p = column == "p" or column.startswith("p_")
    return "< 0.001" if is_p and isinstance(cell, float) and cell < 0.001 else cell


def _with_limits(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}{end}" for name in names for end in ("", "_low", "_high"))


def _limits(interval: Interval | None) -> tuple[Cell, Cell, Cell]:
    if interval is None:
        return None, None, None
    return _known(interval.value), _known(interval.low), _known(interval.high)


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
