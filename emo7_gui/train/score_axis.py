"""The plain axes of small painted plots: a scale at the left, numbers below, hairlines.

What it is: geometry and painting shared by the plots of folds and of trials.
What it is not: a plotting library; curves of thousands of points are in curves.py.
Convention: rectangles are in widget px; a missing value is NaN and is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from emo7_gui.theme import theme
from emo7_gui.train.ticks import nice_ticks

LEFT, RIGHT, TOP, BOTTOM = 48, 20, 12, 26


@dataclass(frozen=True, slots=True)
class ScoreAxis:
    """Where values of a plot lie.

    Attributes:
        box: The plot without its numbers.
        ticks: Values at the left, the lowest first.
        first: Number at the left edge.
        last: Number at the right edge.
    """

    box: QRectF
    ticks: tuple[float, ...]
    first: float
    last: float

    def x(self, number: float) -> float:
        """Return where a number stands."""
        room = max(1.0, self.last - self.first)
        return self.box.left() + self.box.width() * (number - self.first + 0.5) / (room + 1)

    def y(self, value: float) -> float:
        """Return where a value stands."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.box.bottom() - self.box.height() * (value - low) / (high - low)

    def point(self, number: float, value: float) -> QPointF:
        """Return the place of a value."""
        return QPointF(self.x(number), self.y(value))


def axis_for(area: QRectF, values: Sequence[float], first: float, last: float) -> ScoreAxis:
    """Return axes that hold all finite values, from 0 on unless some are below.

    Args:
        area: The whole widget.
        values: What will be drawn; NaN is passed over.
        first: Number at the left edge.
        last: Number at the right edge.
    """
    finite = [value for value in values if np.isfinite(value)]
    low, high = (min(0.0, *finite), max(finite)) if finite else (0.0, 1.0)
    box = area.adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
    return ScoreAxis(box, tuple(nice_ticks(low, high, 4)), first, last)


def paint_axis(painter: QPainter, axis: ScoreAxis, unit: str) -> None:
    """Paint hairlines, the values at the left and the numbers below."""
    look = theme()
    painter.setFont(look.font("small"))
    step = axis.ticks[1] - axis.ticks[0]
    decimals = max(1, len(f"{step:.6f}".rstrip("0").split(".")[1]))
    hairline = QPen(look.colour("hairline"), 1)
    hairline.setCosmetic(True)
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    for value in axis.ticks:
        y = axis.y(value)
        painter.setPen(hairline)
        painter.drawLine(QPointF(axis.box.left(), y), QPointF(axis.box.right(), y))
        painter.setPen(look.colour("text_secondary"))
        text = f"{value:.{decimals}f}".replace("-", "−")
        painter.drawText(QRectF(0, y - 8, LEFT - 10, 16), middle, text)
    _paint_numbers(painter, axis, unit)


def _paint_numbers(painter: QPainter, axis: ScoreAxis, unit: str) -> None:
    count = round(axis.last - axis.first) + 1
    every = max(1, -(-count // max(1, int(axis.box.width() // 44))))
    top = axis.box.bottom() + 6
    numbers = [int(axis.first) + place for place in range(0, count, every)]
    for number in numbers:
        x = axis.x(number)
        words = f"{unit} {number}" if number == numbers[0] else str(number)
        box = QRectF(x - 40, top, 80, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
