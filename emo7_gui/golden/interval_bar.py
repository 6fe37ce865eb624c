"""An interval on a line: the range as a bar, the value as a tick; rings for single clusters.

What it is: painting into a rectangle, shared by agreement and rater shift.
What it is not: a widget.
Convention: `place` turns a number into px from the left of the rectangle.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from emo7_gui.theme import theme

BAR, TICK, TICK_WIDTH, RING = 6.0, 12.0, 2.5, 3.0


def paint_interval(
    painter: QPainter,
    rect: QRectF,
    place: Callable[[float], float],
    value: float,
    low: float,
    high: float,
    singles: tuple[float, ...] = (),
) -> None:
    """Paint range, single clusters and value, in the middle of a rectangle."""
    middle = rect.center().y()
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    if math.isfinite(low) and math.isfinite(high):
        painter.setBrush(theme().colour("text_tertiary"))
        left, right = rect.left() + place(low), rect.left() + place(high)
        bar = QRectF(left, middle - BAR / 2, max(1.0, right - left), BAR)
        painter.drawRoundedRect(bar, theme().radius("bar"), theme().radius("bar"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colour("text_secondary"), 1.5))
    for single in singles:
        if math.isfinite(single):
            painter.drawEllipse(QPointF(rect.left() + place(single), middle), RING, RING)
    if math.isfinite(value):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("text"))
        tick = QRectF(
            rect.left() + place(value) - TICK_WIDTH / 2, middle - TICK / 2, TICK_WIDTH, TICK
        )
        painter.drawRoundedRect(tick, 1, 1)
    painter.restore()


def two(value: float, *, has_zero: bool = True, has_sign: bool = False) -> str:
    """Write two decimals with a true minus sign; a dash for NaN."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:+.2f}" if has_sign else f"{value:.2f}"
    if not has_zero and abs(value) < 1 and not text.endswith("1.00"):
        text = text.replace("0.", ".", 1)
    return text.replace("-", "−")
