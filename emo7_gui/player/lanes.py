"""The plain lanes of the timeline: movement, quality, tiers.

What it is: painting functions over a time axis.
What it is not: the guess lane (guess_lane.py).
Convention: a lane is told its middle and height in px; gaps are hatched, never left out.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from emo7_gui.controls.painting import paint_hatch
from emo7_gui.player.time_axis import TimeAxis
from emo7_gui.player.trace import Tier
from emo7_gui.theme import theme

# The movement lane is as high as this percentile; single jumps are cut.
TALLEST = 97
LABEL_LEFT = 8.0


def paint_label(painter: QPainter, text: str, middle: float) -> None:
    """Paint a lane's name at the left."""
    painter.setFont(theme().font("small"))
    painter.setPen(theme().colour("text_secondary"))
    width = theme().size("lane_label") - LABEL_LEFT
    text = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width - 6)
    painter.drawText(QRectF(LABEL_LEFT, middle - 8, width, 16), _LEFT, text)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def hatch(painter: QPainter, rect: QRectF) -> None:
    """Fill what is missing with diagonal lines."""
    painter.save()
    painter.setOpacity(0.55)
    paint_hatch(painter, rect, theme().colour("text_tertiary"))
    painter.restore()


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int, bool]]:
    """Return the half-open stretches of equal values: start, stop, value."""
    if len(mask) == 0:
        return []
    changes = (np.flatnonzero(np.diff(mask)) + 1).tolist()
    edges = [0, *changes, len(mask)]
    return [(a, b, bool(mask[a])) for a, b in pairwise(edges)]


def paint_quality(
    painter: QPainter, axis: TimeAxis, seen: NDArray[np.bool_], middle: float, height: float
) -> None:
    """Paint in which frames a part was seen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bar = theme().radius("bar")
    grey = theme().colour("text_tertiary")
    grey.setAlphaF(0.78)
    for start, stop, is_seen in runs(seen[: len(axis.times)]):
        left, right = axis.x_of(start), axis.x_of(stop)
        rect = QRectF(left, middle - height / 2, right - left, height)
        if is_seen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(grey)
            painter.drawRoundedRect(rect, bar, bar)
        else:
            hatch(painter, rect)


def paint_movement(
    painter: QPainter, axis: TimeAxis, speed: NDArray[np.float64], top: float, height: float
) -> None:
    """Paint the wrists' speed as hills; unknown stretches stay empty."""
    known = np.isfinite(speed)
    if not known.any():
        return
    tallest = max(1e-6, float(np.percentile(speed[known], TALLEST)))
    heights = np.clip(speed / tallest, 0, 1) * (height - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for start, stop, is_known in runs(known[: len(axis.times)]):
        if is_known:
            xs = [axis.x_of(i) for i in range(start, stop)]
            ys = (top + height - heights[start:stop]).tolist()
            _paint_hill(painter, xs, ys, top + height, axis.x_of(stop))


def _paint_hill(
    painter: QPainter, xs: list[float], ys: list[float], foot: float, end: float
) -> None:
    ridge = [QPointF(x, y) for x, y in zip([*xs, end], [*ys, ys[-1]], strict=True)]
    hill = QPolygonF([QPointF(xs[0], foot), *ridge, QPointF(end, foot)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("selected"))
    painter.drawPolygon(hill)
    line = QPainterPath()
    line.addPolygon(QPolygonF(ridge))
    painter.strokePath(line, QPen(theme().colour("text_tertiary"), 1))


def paint_tier(painter: QPainter, axis: TimeAxis, tier: Tier, middle: float, height: float) -> None:
    """Paint a tier's intervals with their words."""
    painter.setFont(theme().font("small"))
    metrics = QFontMetricsF(painter.font())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for interval in tier.intervals:
        left, right = axis.x_of(interval.start), axis.x_of(interval.stop)
        rect = QRectF(left, middle - height / 2, max(2.0, right - left), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("selected"))
        painter.drawRoundedRect(rect, theme().radius("bar"), theme().radius("bar"))
        painter.setPen(theme().colour("text"))
        inside = rect.adjusted(6, 0, -4, 0)
        mode = Qt.TextElideMode.ElideRight
        painter.drawText(inside, _LEFT, metrics.elidedText(interval.text, mode, inside.width()))
