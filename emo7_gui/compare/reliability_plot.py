"""Reliability curves of A and B: how often answers of a confidence are right, and how many.

What it is: a painted square with the line of truth, both curves, and bars of n under it.
What it is not: the figures (they stand in the table beside it), or a widget that is clicked.
Convention: both axes 0 to 1. A is solid and filled, B dashed and outlined; a bin without answers
leaves a gap. The table behind it is its accessible description.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.compare.lower_view import Curve
from emo7_gui.theme import theme

_LEFT, _TOP, _RIGHT, _SIDE, _BARS, _FOOT = 40, 8, 12, 224, 44, 36
_DASHES = [5 / 1.5, 4 / 1.5]


class ReliabilityPlot(QWidget):
    """Confidence against accuracy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: tuple[Curve, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Reliability: confidence against share that is right"))
        theme().changed.connect(self.update)

    def set_curves(self, curves: tuple[Curve, ...]) -> None:
        """Show these curves."""
        self._curves = tuple(one for one in curves if one.bins)
        self.setAccessibleDescription("\n".join(self.lines()))
        self.setToolTip("\n".join(self.lines()))
        self.setVisible(bool(self._curves))
        self.update()

    def lines(self) -> list[str]:
        """Return the curves in words, one line a bin."""
        words = self.tr("{0} {1}: sure {2}\u2009%, right {3}\u2009%, n = {4}")
        return [
            words.format(
                curve.letter,
                curve.name,
                round(100 * one.confidence),
                round(100 * one.accuracy),
                one.n,
            )
            for curve in self._curves
            for one in curve.bins
            if one.n
        ]

    def _at(self, x: float, y: float) -> QPointF:
        return QPointF(_LEFT + x * _SIDE, _TOP + (1 - y) * _SIDE)

    def _paint_frame(self, painter: QPainter) -> None:
        look = theme()
        painter.setFont(look.font("small"))
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            painter.setPen(QPen(look.colour("hairline"), 0))
            painter.drawLine(self._at(0, share), self._at(1, share))
            painter.setPen(look.colour("text_secondary"))
            y = self._at(0, share).y()
            box = QRectF(0, y - 8, _LEFT - 8, 16)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, f"{share * 100:.0f}")
            x = self._at(share, 0).x()
            below = QRectF(x - 16, _TOP + _SIDE + _BARS + 2, 32, 16)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{share * 100:.0f}")
        foot = QRectF(_LEFT, _TOP + _SIDE + _BARS + 18, _SIDE, 16)
        words = self.tr("confidence, %  (up: share right; bars: n)")
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)
        pen = QPen(look.colour("text_tertiary"), 1)
        pen.setDashPattern([2, 3])
        painter.setPen(pen)
        painter.drawLine(self._at(0, 0), self._at(1, 1))

    def _paint_curve(self, painter: QPainter, curve: Curve) -> None:
        path, is_open = QPainterPath(), False
        for one in curve.bins:
            if not one.n or not math.isfinite(one.accuracy):
                is_open = False
                continue
            point = self._at(one.confidence, one.accuracy)
            path.lineTo(point) if is_open else path.moveTo(point)
            is_open = True
        pen = QPen(theme().colour("text"), 2 if curve.letter == "A" else 1.5)
        if curve.letter == "B":
            pen.setDashPattern(_DASHES)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)
        painter.setPen(QPen(theme().colour("text"), 1.5))
        painter.setBrush(theme().colour("text" if curve.letter == "A" else "window"))
        for one in curve.bins:
            if one.n:
                painter.drawEllipse(self._at(one.confidence, one.accuracy), 3, 3)

    def _paint_counts(self, painter: QPainter) -> None:
        most = max((one.n for curve in self._curves for one in curve.bins), default=0)
        base, room = _TOP + _SIDE + _BARS, _BARS - 10
        for place, curve in enumerate(self._curves):
            for one in curve.bins:
                left, right = self._at(one.low, 0).x(), self._at(one.high, 0).x()
                width = (right - left - 2) / len(self._curves)
                height = room * one.n / max(1, most)
                bar = QRectF(left + 1 + place * width, base - height, width, height)
                self._paint_bar(painter, bar, curve.letter)

    def _paint_bar(self, painter: QPainter, bar: QRectF, letter: str) -> None:
        colour = QColor(theme().colour("text_secondary"))
        painter.setPen(QPen(colour, 1) if letter == "B" else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if letter == "B" else colour)
        if bar.height() > 0:
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, 0))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(_LEFT + _SIDE + _RIGHT, _TOP + _SIDE + _BARS + _FOOT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        self._paint_counts(painter)
        for curve in reversed(self._curves):
            self._paint_curve(painter, curve)
