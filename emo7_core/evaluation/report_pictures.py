"""The pictures of a report, as SVG and PNG. The only file that loads matplotlib.

What it is: intervals of the contenders, confusion matrices, reliability curves and slices.
What it is not: a table (report_tables.py) or the page (report_page.py).
Conventions: text is written as it is, never as mathematics, because names are foreign. Two
colours: ink and paper; a page may put its own in their place, so that one picture serves light
and dark. Contenders are told apart by place, never by colour.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
import matplotlib.patches
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from emo7_core.evaluation.comparison import Result
from emo7_core.evaluation.reliability import Reliability
from emo7_core.evaluation.report import Report
from emo7_core.evaluation.slices import SliceRow
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.metrics import METRICS

INK, PAPER, SOFT = "#15181c", "#fdfdfe", "#858c96"
SHOWN_METRICS = ("macro_f1", "quadratic_kappa", "macro_mae")
MOST_SLICES = 6
MOST_LETTERS = 28
# Stands before every contender that saw what it is tested on, or may have.
MARK = "⚠"
_DPI = 160
_STYLE: Mapping[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8.5,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "emo7",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in two forms.

    Attributes:
        key: Name of its files, without an ending.
        title: What it shows, for people and screen readers.
        svg: As text, with a transparent background.
        png: Bytes, on paper.
    """

    key: str
    title: str
    svg: str
    png: bytes


def pictures_of(report: Report) -> tuple[Picture, ...]:
    """Return every picture that the comparison has data for."""
    if not report.comparison.clips or not report.comparison.results:
        return ()
    # In a context, because these are settings of the whole process.
    with matplotlib.rc_context(dict(_STYLE)):
        return tuple(_drawn(report))


def _drawn(report: Report) -> Iterator[Picture]:
    yield _saved("overview", "Contenders with intervals and floors", _overview(report))
    for number, one in enumerate(report.comparison.results, start=1):
        title = f"Confusion of {one.name}: rows are the target, columns the answer"
        yield _saved(f"matrix-{number}", title, _matrix(report, one))
    with_curve = [one for one in report.reliability if one.bins]
    if with_curve:
        figure = _reliability(report, with_curve)
        yield _saved("reliability", "Confidence against accuracy", figure)
    for number, name in enumerate(report.slices, start=1):
        if report.slices[name]:
            yield _saved(f"slices-{number}", f"Slices of {name}", _slices(report, name))


def _saved(key: str, title: str, figure: Figure) -> Picture:
    vector, raster = io.StringIO(), io.BytesIO()
    FigureCanvasSVG(figure).print_svg(vector, metadata={"Date": None, "Creator": None})
    figure.set_facecolor("white")
    FigureCanvasAgg(figure)
    figure.savefig(raster, format="png", dpi=_DPI, facecolor="white", metadata={"Software": None})
    return Picture(key, title, vector.getvalue(), raster.getvalue())


def _overview(report: Report) -> Figure:
    results = report.comparison.results
    figure = Figure(figsize=(9.2, 1.1 + 0.32 * len(results)), layout="constrained")
    panels = figure.subplots(1, len(SHOWN_METRICS), sharey=True)
    places = np.arange(len(results))[::-1]
    for axes, key in zip(panels, SHOWN_METRICS, strict=True):
        metric = METRICS[key]
        axes.set_title(
            metric.title if metric.is_higher_better else f"{metric.title}, less is better"
        )
        for place, one in zip(places, results, strict=True):
            _bar(axes, place, one.scores[key], is_floor=one.kind == "floor")
        for floor in report.comparison.floors:
            value = floor.scores[key]
            if np.isfinite(value):
                axes.axvline(value, color=SOFT, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        axes.grid(axis="x", color=SOFT, alpha=0.25, linewidth=0.6)
        axes.tick_params(length=0)
        axes.margins(y=0.12)
    panels[0].set_yticks(places, [_marked(one) for one in results])
    return figure


def _bar(axes: Any, place: float, interval: Interval, is_floor: bool = False) -> None:
    if np.isfinite(interval.low):
        axes.plot([interval.low, interval.high], [place, place], color=INK, linewidth=4, alpha=0.28,
                  solid_capstyle="round")  # fmt: skip
    if np.isfinite(interval.value):
        face = "none" if is_floor else INK
        axes.plot(interval.value, place, "o", color=INK, markersize=5, markerfacecolor=face)
    for _, value in interval.singles:
        axes.plot(value, place, "|", color=INK, markersize=7, alpha=0.7)


def _matrix(report: Report, result: Result) -> Figure:
    counts = np.asarray(result.matrix, np.float64)
    k = counts.shape[0]
    figure = Figure(figsize=(1.9 + 0.42 * k, 1.0 + 0.42 * k), layout="constrained")
    axes = figure.subplots()
    rows = counts.sum(1, keepdims=True)
    shares = counts / np.where(rows > 0, rows, 1)
    for i in range(k):
        for j in range(k):
            strength = _strength(shares[i, j])
            axes.add_patch(
                matplotlib.patches.Rectangle((j - 0.48, i - 0.48), 0.96, 0.96, facecolor=INK,
                                             alpha=strength, linewidth=0)
            )  # fmt: skip
            if counts[i, j]:
                colour = PAPER if strength > 0.5 else INK
                axes.text(j, i, f"{int(counts[i, j])}", ha="center", va="center", color=colour)
    axes.set(
        xlim=(-0.5, k - 0.5), ylim=(k - 0.5, -0.5), aspect="equal", xlabel="answer", ylabel="target"
    )
    axes.set_xticks(range(k), [str(i + 1) for i in range(k)])
    axes.set_yticks(range(k), [f"{word}  {i + 1}" for i, word in enumerate(report.words)])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_title(_marked(result))
    return figure


def _strength(share: float) -> float:
    """Return how dark a cell is; middle greys are skipped, on which no digit is easy to read."""
    alpha = 0.05 + 0.85 * min(share / 0.6, 1.0) ** 1.25
    if 0.34 <= alpha <= 0.56:
        return 0.34 if alpha < 0.45 else 0.56
    return float(alpha)


def _reliability(report: Report, curves: Sequence[Reliability]) -> Figure:
    columns = min(3, len(curves))
    lines = -(-len(curves) // columns)
    size = (0.6 + 2.75 * columns, 0.3 + 2.75 * lines)
    figure = Figure(figsize=size, layout="constrained")
    panels = np.atleast_1d(figure.subplots(lines, columns, sharex=True, sharey=True)).ravel()
    for axes, one in zip(panels, curves, strict=False):
        axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        known = [bin for bin in one.bins if bin.n]
        most = max((bin.n for bin in known), default=1)
        axes.bar(
            [(bin.low + bin.high) / 2 for bin in known],
            [0.22 * bin.n / most for bin in known],
            width=0.9 / len(one.bins), color=INK, alpha=0.18, linewidth=0,
        )  # fmt: skip
        axes.plot([bin.confidence for bin in known], [bin.accuracy for bin in known], "o-",
                  color=INK, markersize=4, linewidth=1.4)  # fmt: skip
        axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
        axes.set_title(_marked(report.comparison.result(one.name)))
        ece = one.ece.value if one.ece else float("nan")
        axes.text(0.03, 0.94, f"n = {one.n}, ECE {ece:.3f}", va="top", fontsize=7.5)
    for axes in panels[len(curves) :]:
        axes.set_visible(False)
    for axes in panels[max(len(curves) - columns, 0) : len(curves)]:
        axes.tick_params(labelbottom=True)
    figure.supxlabel("confidence (bars: how many answers)", fontsize=8.5)
    figure.supylabel("share right", fontsize=8.5)
    return figure


def _slices(report: Report, name: str) -> Figure:
    lines: list[tuple[str, SliceRow | None]] = []
    for table in report.slices[name]:
        lines.append((table.title, None))
        lines += [(row.label, row) for row in table.rows[:MOST_SLICES]]
    figure = Figure(figsize=(6.6, 0.6 + 0.22 * len(lines)), layout="constrained")
    axes = figure.subplots()
    places = np.arange(len(lines))[::-1]
    for place, (_, row) in zip(places, lines, strict=True):
        if row is not None:
            _bar(axes, place, row.score, is_floor=bool(row.note))
            axes.text(1.01, place, f"n = {row.n}", transform=axes.get_yaxis_transform(),
                      va="center", fontsize=7)  # fmt: skip
    overall = report.comparison.result(name).scores["macro_f1_present"].value
    if np.isfinite(overall):
        axes.axvline(overall, color=SOFT, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    axes.set_yticks(places, [_short(label) for label, _ in lines])
    for label, (_, row) in zip(axes.get_yticklabels(), lines, strict=True):
        label.set_fontweight("bold" if row is None else "normal")
    axes.set(xlim=(0, 1), ylim=(-0.7, len(lines) - 0.3))
    axes.set_title(_marked(report.comparison.result(name)))
    axes.set_xlabel(f"{METRICS['macro_f1_present'].title}; dashed: all clips; hollow: few clips")
    axes.tick_params(length=0)
    axes.grid(axis="x", color=SOFT, alpha=0.25, linewidth=0.6)
    return figure


def _marked(result: Result) -> str:
    return f"{MARK} {_short(result.name)}" if result.leak.mark else _short(result.name)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_LETTERS else f"{flat[: MOST_LETTERS - 1]}…"
