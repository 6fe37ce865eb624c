"""A report as one self-contained page.

What it is: HTML with its style and pictures inside, for the screen (light and dark) and for paper.
What it is not: figures or tables (report.py, report_tables.py); it loads nothing from anywhere.
Conventions: names, captions and notes are foreign text: `_e` escapes everything that is put in,
and the page's own policy forbids scripts and requests. Pictures take the page's two colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import isfinite

from emo7_core.evaluation.comparison import Result
from emo7_core.evaluation.pairs import PairTest
from emo7_core.evaluation.report import Report
from emo7_core.evaluation.report_look import STYLE
from emo7_core.evaluation.report_pictures import INK, PAPER, SOFT, Picture
from emo7_core.evaluation.report_tables import Cell, Table, merged, unit_words
from emo7_core.evaluation.wording import number, p_words, span_words
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.metrics import METRICS, Metric

MOST_ROWS = 40
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_INSIDE = ("classes", "reliability", "soft", "ceiling", "slices", "suspects", "wins", "missing")
_LEADS = {
    "classes": "Precision, recall and F1 of each class, with n.",
    "reliability": "Calibration error (0 to 1), Brier score (0 to 2) and log loss; less is better.",
    "soft": "Against all raters' answers: ranked probability score (0 to 1) and cross-entropy; "
    "lower is better.",
    "ceiling": "What raters' own agreement lets a model hope for.",
    "slices": "The worst slice of each cut first.",
    "suspects": "Labels that at least half of the models contradict with confidence. Look again, "
    "blind, before anything is changed.",
    "wins": "Clips that one of two gets right and the other wrong.",
    "missing": "Clips with a label that a contender has no output for.",
}


def page_of(report: Report, tables: Sequence[Table], pictures: Sequence[Picture]) -> str:
    """Return the page.

    Args:
        report: What it is about.
        tables: Of `report_tables.tables_of`.
        pictures: Of `report_pictures.pictures_of`.
    """
    known = {one.key: one for one in tables}
    parts = [
        *_head(report),
        *_top(report),
        *_overview(report, pictures),
        *_tests(report.pairs),
        *_section("Confusion", _pictures(pictures, "matrix")),
        *(part for key in _INSIDE if key in known for part in _tabled(known[key], pictures)),
        *_origin(report),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _head(report: Report) -> Iterator[str]:
    title = _e(f"Comparison: {report.project or 'emo7'}")
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{title}</title><style>{STYLE}</style></head><body><main>"


def _top(report: Report) -> Iterator[str]:
    comparison = report.comparison
    golden = comparison.golden
    where = f"golden version {golden.number}" if golden else "labels of today"
    facts = (
        ("target", comparison.target),
        ("labels", where),
        ("clips", str(len(comparison.clips))),
        ("classes", str(comparison.k)),
        ("made", report.created.replace("T", " ").removesuffix("+00:00") + " UTC"),
    )
    yield f"<header><p class='over'>{_e(report.project)}</p><h1>Models on the labels</h1><dl>"
    for name, value in facts:
        yield f"<div><dt>{_e(name)}</dt><dd>{_e(value)}</dd></div>"
    yield "</dl></header>"
    if comparison.notes:
        yield "<ul class='notes'>"
        yield from (f"<li>{_e(note)}</li>" for note in comparison.notes)
        yield "</ul>"


def _overview(report: Report, pictures: Sequence[Picture]) -> Iterator[str]:
    comparison = report.comparison
    if not comparison.results:
        return
    yield f"<section><h2>Overview</h2><p class='lead'>{_e(unit_words(comparison))}. Dashed: floors."
    first = comparison.results[0].scores["macro_f1"]
    if first.note and not isfinite(first.low):
        yield _e(f" {first.note.capitalize()}.")
    yield "</p><div class='wide'><table><thead><tr><th>Contender</th>"
    yield "".join(f"<th class='n'>{_e(metric.title)}</th>" for metric in METRICS.values())
    yield "</tr></thead><tbody>"
    for one in _sorted(report):
        mark = f"<span class='mark'>⚠ {_e(one.leak.mark)}</span>" if one.leak.mark else ""
        kind = one.judged_by or one.kind
        yield f"<tr><th>{_e(one.name)}<small>{_e(kind)}</small>{mark}</th>"
        for key, metric in METRICS.items():
            floors = [floor.scores[key] for floor in comparison.floors]
            yield _score(one.scores[key], metric, floors, one.undefined.get(key, ""), comparison.k)
        yield "</tr>"
    for floor in comparison.floors:
        yield f"<tr class='floor'><th>{_e(floor.title)}<small>{_e(floor.note)}</small></th>"
        yield "".join(f"<td class='n'>{number(floor.scores[key])}</td>" for key in METRICS)
        yield "</tr>"
    yield "</tbody></table></div>"
    yield from _pictures(pictures, "overview")
    yield "</section>"


def _sorted(report: Report) -> list[Result]:
    def place(one: Result) -> float:
        value = one.scores["macro_f1"].value
        return -value if isfinite(value) else 1.0

    return sorted(report.comparison.results, key=place)


def _score(interval: Interval, metric: Metric, floors: Iterable[float], reason: str, k: int) -> str:
    if not isfinite(interval.value):
        return f"<td class='n' title='{_e(reason)}'>–</td>"
    high = min(metric.high, k - 1.0) if metric.high > 1 else metric.high
    span = ""
    if isfinite(interval.low):
        span = f"<small>{span_words(interval)}</small>"
    bar = _bar(interval, metric.low, high, floors)
    return f"<td class='n'>{number(interval.value)}{span}{bar}</td>"


def _bar(interval: Interval, low: float, high: float, floors: Iterable[float]) -> str:
    """Return a small bar: the interval, the value as a tick, floors as dashed lines."""

    def x(value: float) -> str:
        return f"{100 * min(max((value - low) / (high - low), 0.0), 1.0):.1f}"

    parts = [
        f"<line class='fl' x1='{x(one)}' x2='{x(one)}' y1='0' y2='10'/>"
        for one in floors
        if isfinite(one)
    ]
    if isfinite(interval.low):
        left, right = float(x(interval.low)), float(x(interval.high))
        width = max(right - left, 0.5)
        parts.append(f"<rect x='{left}' y='3' width='{width:.1f}' height='4' rx='2'/>")
    parts.append(
        f"<line class='v' x1='{x(interval.value)}' x2='{x(interval.value)}' y1='1' y2='9'/>"
    )
    return f"<svg class='bar' viewBox='0 0 100 10' aria-hidden='true'>{''.join(parts)}</svg>"


def _tests(pairs: Sequence[PairTest]) -> Iterator[str]:
    if not pairs:
        return
    yield "<section><h2>Two beside each other</h2>"
    for one in pairs[:MOST_ROWS]:
        yield f"<article class='{_e(one.sentence.verdict.replace(' ', '-'))}'>"
        yield f"<h3>{_e(one.sentence.headline)}</h3><p>{_e(one.sentence.detail)}</p>"
        known = one.mcnemar.p_value
        p = "" if known is None else f", McNemar {p_words(known)}"
        note = f" ({one.mcnemar.note})" if one.mcnemar.note else ""
        alone = f"{one.a} alone right: {one.mcnemar.wins}; {one.b}: {one.mcnemar.losses}{p}{note}"
        yield f"<p class='lead'>{_e(alone)}</p></article>"
    yield _more(len(pairs) - MOST_ROWS, "pairs")
    yield "</section>"


def _tabled(table: Table, pictures: Sequence[Picture]) -> Iterator[str]:
    short = merged(table)
    # Classes are few for each contender, and a table cut within one of them is of no use.
    most = len(short.rows) if table.key == "classes" else MOST_ROWS
    yield f"<section><h2>{_e(table.title)}</h2><p class='lead'>{_e(_LEADS[table.key])}</p>"
    yield from _pictures(pictures, table.key)
    is_number = [
        any(isinstance(row[i], int | float) or _is_span(row[i]) for row in short.rows)
        for i in range(len(short.columns))
    ]
    kinds = [" class='n'" if one else "" for one in is_number]
    yield "<div class='wide'><table><thead><tr>"
    yield "".join(
        f"<th{kind}>{_e(column.replace('_', ' '))}</th>"
        for kind, column in zip(kinds, short.columns, strict=True)
    )
    yield "</tr></thead><tbody>"
    for row in short.rows[:most]:
        cells = zip(kinds, row, strict=True)
        yield "<tr>" + "".join(f"<td{kind}>{_e(_shown(cell))}</td>" for kind, cell in cells)
        yield "</tr>"
    yield "</tbody></table></div>"
    yield _more(len(short.rows) - most, table.key)
    yield "</section>"


def _more(left: int, key: str) -> str:
    return f"<p class='lead'>{left} more in {_e(key)}.csv.</p>" if left > 0 else ""


def _section(title: str, parts: Iterable[str]) -> Iterator[str]:
    inner = list(parts)
    if inner:
        yield f"<section><h2>{_e(title)}</h2><div class='row'>"
        yield from inner
        yield "</div></section>"


def _pictures(pictures: Sequence[Picture], key: str) -> Iterator[str]:
    for place, one in enumerate(pictures):
        if one.key.partition("-")[0] == key:
            yield f"<figure role='img' aria-label='{_e(one.title)}'>"
            yield f"{_inline(one.svg, place)}</figure>"


def _inline(svg: str, place: int) -> str:
    """Return a picture for inside the page: its own ids, the page's colours, no prologue."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.S)
    body = re.sub(r'\bid="', f'id="p{place}-', body)
    body = re.sub(r"url\(#", f"url(#p{place}-", body)
    body = re.sub(r'href="#', f'href="#p{place}-', body)
    for colour, name in ((INK, "ink"), (PAPER, "paper"), (SOFT, "faint")):
        body = body.replace(colour, f"var(--{name})")
    return body


def _origin(report: Report) -> Iterator[str]:
    comparison = report.comparison
    golden = comparison.golden
    yield "<section><h2>Where this comes from</h2><table><tbody>"
    facts = [
        ("versions", ", ".join(f"{name} {one}" for name, one in report.versions.items())),
        ("intervals", unit_words(comparison)),
    ]
    if golden:
        facts.append((f"golden version {golden.number}", f"{golden.clips} clips, {golden.hash}"))
    facts += [(one.name, f"weights {one.weights}") for one in comparison.results if one.weights]
    for name, value in facts:
        yield f"<tr><th>{_e(name)}</th><td class='hash'>{_e(value)}</td></tr>"
    yield "</tbody></table></section>"


def _is_span(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(re.match(r"^[−\d.]+ \([−\d.]+ to", cell))


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    return number(cell) if isinstance(cell, float) else str(cell)


def _e(text: str) -> str:
    return escape(text, quote=True)
