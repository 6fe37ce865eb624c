"""Painted marks of the scale: the digit badge, and the grey shade of a confusion cell.

What it is: pure painting with the theme's colours.
What it is not: widgets, or any other use of the scale's colours.
Convention: rectangles are in widget pixels; a value is 0..6; a share is 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from emo7_core.scale import K, digit_of
from emo7_gui.theme import theme

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
EMPTY_ALPHA = 0.03
_LEAST, _RANGE, _FULL, _POWER = 0.07, 0.85, 0.6, 1.25
_SKIP_FROM, _SKIP_TO = 0.34, 0.56
_THREE_SIGNS = ("−", "0", "+")
# Whose colours the three classes have.
_THREE_VALUES = (1, 3, 5)


def shade_alpha(share: float) -> float:
    """Return the alpha of a cell's fill for its share of the row.

    Alphas between .34 and .56 are skipped, so that a digit on the cell keeps its contrast.
    """
    if share <= 0 or not np.isfinite(share):
        return EMPTY_ALPHA
    alpha: float = min(0.92, _LEAST + _RANGE * (share / _FULL) ** _POWER)
    if _SKIP_FROM < alpha < _SKIP_TO:
        return _SKIP_FROM if alpha - _SKIP_FROM < _SKIP_TO - alpha else _SKIP_TO
    return alpha


def shade_colour(share: float) -> QColor:
    """Return the fill of a cell with this share of its row."""
    colour = QColor(theme().colour("text"))
    colour.setAlphaF(shade_alpha(share))
    return colour


def digit_colour(share: float) -> QColor:
    """Return the colour of a number on a cell: light on weak shades, dark on strong ones."""
    strong = shade_alpha(share) >= _SKIP_TO
    return theme().colour("window" if strong else "text")


def row_shares(counts: Counts) -> Shares:
    """Return each cell's share of its row, shape as counts; rows without clips are 0."""
    totals = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, totals, out=np.zeros(counts.shape), where=totals > 0)


def class_sign(value: int, size: int = K) -> str:
    """Return what a badge says: the digit of seven classes, the sign of three."""
    return str(digit_of(value)) if size == K else _THREE_SIGNS[value]


def paint_badge(painter: QPainter, rect: QRectF, value: int, text: str | None = None) -> None:
    """Paint a class badge: its colour, rounded, with its digit (or another sign)."""
    look = theme()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.scale_fill(value))
    painter.drawRoundedRect(rect, 4, 4)
    font = QFont(look.font("small"))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(look.scale_text(value))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text or str(digit_of(value)))


def paint_badges(
    painter: QPainter,
    right: float,
    middle: float,
    values: Sequence[int | None],
    step: float,
    size: int = K,
) -> None:
    """Paint 20 px badges in columns that end at right; None leaves a dash in its place.

    Args:
        painter: Where.
        right: The end of the last badge.
        middle: Of all badges, downwards.
        values: 0..size - 1.
        step: From one badge to the next.
        size: 7, or 3 for signs.
    """
    for place, value in enumerate(reversed(values)):
        rect = QRectF(right - 20 - place * step, middle - 10, 20, 20)
        if value is None:
            painter.setPen(theme().colour("text_tertiary"))
            painter.setFont(theme().font("small"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "–")
        else:
            shown = value if size == K else _THREE_VALUES[value]
            paint_badge(painter, rect, shown, class_sign(value, size))
