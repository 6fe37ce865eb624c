"""An evaluation as lines of text.

What it is: what the command prints: scores beside their floors, classes, confusion, calibration.
What it is not: files (evaluation_files.py).
Conventions: three decimals, true minus sign, "–" for what is not defined. The mark of a model
that saw the test stands in the head of every table, not in a note below.
"""

from __future__ import annotations

from collections.abc import Iterator

from emo7_core.evaluation.evaluate import Evaluation, FloorColumn, classes_word
from emo7_core.evaluation.reliability import Reliability
from emo7_core.evaluation.wording import no_intervals, number, span_words
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.metrics import METRICS

_TITLE, _SPAN, _CELL, _FLOOR = 28, 18, 9, 15


def lines_of(evaluation: Evaluation) -> Iterator[str]:
    """Yield the evaluation line by line; the floors are told in full below the tables."""
    yield from _head(evaluation)
    yield ""
    yield from _scores(evaluation)
    yield ""
    yield from _classes(evaluation)
    yield ""
    yield from _confusion(evaluation)
    yield ""
    yield _calibration(evaluation.reliability)
    for floor in evaluation.floors:
        yield f"floor {floor.title}: {floor.note}"
    for note in evaluation.comparison.notes:
        yield f"note: {note}"


def span_of(interval: Interval) -> str:
    """Return the limits of an interval in words, or why there are none."""
    if interval.low == interval.low:
        return span_words(interval)
    return interval.note or "–"


def _head(evaluation: Evaluation) -> Iterator[str]:
    found = evaluation.comparison
    yield evaluation.name
    yield f"target {found.target}, {classes_word(found.k)}"
    if found.golden is not None:
        golden = found.golden
        yield f"golden version {golden.number}: {golden.clips} labels, hash {golden.hash[:12]}"
    units = "" if found.clusters is None else f" of {found.units} {found.unit}s"
    over = f"{found.level * 100:g} % intervals over {found.unit}s, {found.resamples} draws"
    yield f"n = {len(found.clips)} clips{units}; {no_intervals(found.unit, found.units) or over}"
    if evaluation.missing_classes:
        yield f"no clip has the target {', '.join(evaluation.missing_classes)}"


def _scores(evaluation: Evaluation) -> Iterator[str]:
    columns = "".join(f"{_short(one):>{_FLOOR}}" for one in evaluation.floors)
    yield f"{evaluation.name}"
    yield f"{'score':{_TITLE}}{'value':>{_CELL}}  {'interval':{_SPAN}}{columns}"
    for key, interval in evaluation.result.scores.items():
        beside = "".join(f"{_floor(one, key):>{_FLOOR}}" for one in evaluation.floors)
        figures = f"{number(interval.value):>{_CELL}}  {span_of(interval):{_SPAN}}"
        yield f"{METRICS[key].title:{_TITLE}}{figures}{beside}"


def _short(floor: FloorColumn) -> str:
    return floor.title.lower().removesuffix(" class").removeprefix("stratified ")


def _floor(floor: FloorColumn, key: str) -> str:
    return number(floor.scores[key]) if floor.scores else floor.note


def _classes(evaluation: Evaluation) -> Iterator[str]:
    heads = "".join(f"{word:>{_CELL + 1}}" for word in ("n", "answered", "precision", "recall"))
    yield f"{evaluation.name}"
    yield f"{'class':{_TITLE}}{heads}{'F1':>{_CELL}}  interval of F1"
    for row in evaluation.classes:
        parts = (str(row.n), str(row.answered), number(row.precision.value))
        cells = "".join(f"{one:>{_CELL + 1}}" for one in (*parts, number(row.recall.value)))
        told = span_of(row.f1) if row.f1.value == row.f1.value else row.note
        yield f"{row.word:{_TITLE}}{cells}{number(row.f1.value):>{_CELL}}  {told}"


def _confusion(evaluation: Evaluation) -> Iterator[str]:
    rows = evaluation.classes
    yield f"{evaluation.name}: rows are targets, columns answers"
    yield " " * _TITLE + "".join(f"{row.value + 1:>6}" for row in rows)
    for row, counts in zip(rows, evaluation.result.matrix.tolist(), strict=True):
        yield f"{row.value + 1} {row.word:{_TITLE - 2}}" + "".join(f"{one:>6}" for one in counts)


def _calibration(found: Reliability) -> str:
    if found.ece is None or found.brier is None or found.nll is None:
        return f"calibration: {found.note}"
    parts = (("error (ECE)", found.ece), ("Brier score", found.brier), ("log loss", found.nll))
    told = ", ".join(f"{name} {number(one.value)} ({span_of(one)})" for name, one in parts)
    return f"calibration of {found.n} answers: {told}" + (f"; {found.note}" if found.note else "")
