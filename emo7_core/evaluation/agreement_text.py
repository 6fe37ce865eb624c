"""A report of agreement as lines of text.

What it is: what the command prints: one line a figure, with n and interval or the reason.
What it is not: the sentences of the findings (statistics/agreement_words.py).
Conventions: three decimals, true minus sign; "–" stands for what is not there.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from emo7_core.evaluation.anchoring_of import ProjectAnchoring
from emo7_core.evaluation.wording import no_intervals, number
from emo7_core.statistics.agreement_report import AgreementReport, AgreementRow, RaterShift
from emo7_core.statistics.anchoring import Share
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.repeats import Repeated

_TITLE, _CELL = 40, 8


def lines_of(report: AgreementReport, anchored: ProjectAnchoring | None = None) -> Iterator[str]:
    """Yield the report line by line.

    Args:
        report: What is told.
        anchored: Moves to the model's value, None where there is nothing to tell.
    """
    yield _head(report)
    drawn = f"intervals: {_units(report)}, {report.resamples} draws, seed {report.seed}"
    yield no_intervals(report.unit, report.units) or drawn
    yield ""
    level = f"{report.level * 100:g} % interval"
    counts = f"{report.noun + 's':>{_CELL}}{'raters':>{_CELL}}"
    yield f"{'':{_TITLE}}{'value':>{_CELL}}  {level:20}{counts}"
    for row in (*report.rows, report.ceiling):
        yield _row(row)
    yield from _block("rater", [_shift(one) for one in report.shifts])
    yield from _block("the same again", [_repeated(one) for one in report.repeats])
    yield from _block("pairs of raters", _pairs(report))
    yield from _block("after the reveal", [] if anchored is None else list(_anchored(anchored)))
    yield from _block("what it means", list(report.findings))
    yield from _block("notes", list(report.notes))


def _head(report: AgreementReport) -> str:
    who = f"{len(report.raters)} raters" if report.raters else "unnamed raters"
    stage = f", {report.stage}" if report.stage else ""
    ends = f"{report.scale[0]} to {report.scale[-1]}" if report.scale else "nothing"
    return (
        f"{report.n_ratings} ratings of {report.n_items} {report.noun}s by {who}{stage}; "
        f"{report.n_paired} {report.noun}s with two or more; scale {ends}"
    )


def _units(report: AgreementReport) -> str:
    return f"{report.units} {report.unit}{'' if report.units == 1 else 's'}"


def _row(row: AgreementRow) -> str:
    if row.reason:
        return f"{row.title:{_TITLE}}{'–':>{_CELL}}  {row.reason}"
    raters = "–" if row.n_raters is None else str(row.n_raters)
    told = f"{row.title:{_TITLE}}{number(row.value):>{_CELL}}  {_span(row.interval):20}"
    line = f"{told}{row.n_items:>{_CELL}}{raters:>{_CELL}}"
    tail = [row.interval.note] if row.interval.note else []
    tail += [f"{name} {number(value)}" for name, value in row.singles]
    return line + (f"  {'; '.join(tail)}" if tail else "")


def _span(interval: Interval) -> str:
    if not np.isfinite(interval.low):
        return "–"
    return f"{number(interval.low)} to {number(interval.high)}"


def _shift(one: RaterShift) -> str:
    bars = " ".join(str(count) for count in one.histogram)
    words = f"  {', '.join(one.words)}" if one.words else ""
    return (
        f"{one.rater}: {one.n} ratings, {one.n_shared} shared; against the others "
        f"{number(one.shift.value, has_sign=True)} steps ({_span(one.shift)}), ends "
        f"{number(one.ends.value, has_sign=True)} ({_span(one.ends)}); by value {bars}{words}"
    )


def _repeated(one: Repeated) -> str:
    if one.reason:
        return f"{one.rater}: n = {one.n}; {one.reason}"
    return (
        f"{one.rater}: n = {one.n}; alpha {number(one.alpha.value)} ({_span(one.alpha)}), same "
        f"value {number(one.exact.value)} ({_span(one.exact)}), within one "
        f"{number(one.within_one.value)}, drift {number(one.drift.value, has_sign=True)}"
    )


def _pairs(report: AgreementReport) -> list[str]:
    return [
        f"{pair.a}, {pair.b}: n = {pair.n}; kappa quadratic {number(pair.quadratic)}, "
        f"linear {number(pair.linear)}, nominal {number(pair.nominal)}"
        for pair in report.pairs
    ]


def _anchored(anchored: ProjectAnchoring) -> Iterator[str]:
    found = anchored.figures
    yield f"moved to {anchored.model}: {_share(found.shown)}; nearer {_share(found.nearer_shown)}"
    yield f"control, model hidden: {_share(found.control)}; nearer {_share(found.nearer_control)}"
    if np.isfinite(found.difference):
        span = f"{number(found.low, has_sign=True)} to {number(found.high, has_sign=True)}"
        yield f"difference {number(found.difference, has_sign=True)} ({span})"
    if anchored.assumed:
        yield (
            f"{anchored.assumed} reviews do not record which models were in sight: "
            "the newest are assumed"
        )
    if found.reason:
        yield found.reason


def _share(share: Share) -> str:
    if not share.n:
        return "none of 0"
    return f"{share.hits} of {share.n} ({number(share.low)} to {number(share.high)})"


def _block(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)
