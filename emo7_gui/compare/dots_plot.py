"""Differences of single clusters as dots, where there are too few for a test.

What it is: one line with a zero, a ring for every signer or session, and their names.
What it is not: an interval or a p-value; below six clusters there is neither.
Convention: A minus B; clusters without a score are named at the end.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.compare.lower_view import Dot
from emo7_gui.compare.table_model import number
from emo7_gui.theme import theme

_ROW, _NAME, _VALUE, _RING = 24, 176, 72, 4.5
_MOST = 12


class DotsPlot(QWidget):
    """One row per cluster."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dots: tuple[Dot, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_dots(self, dots: tuple[Dot, ...], unit: str) -> None:
        """Show these differences; none hides the plot."""
        self._dots = dots[:_MOST]
        self.setVisible(bool(dots))
        said = ", ".join(f"{one.name} {number(one.value, 3)}" for one in dots)
        self.setAccessibleName(self.tr("A minus B by {0}: {1}").format(unit, said))
        self.setFixedHeight(max(1, len(self._dots)) * _ROW)
        self.update()

    def _reach(self) -> float:
        known = [abs(one.value) for one in self._dots if math.isfinite(one.value)]
        return max([*known, 0.05])

    def _paint_row(self, painter: QPainter, place: int, dot: Dot) -> None:
        look, top = theme(), place * _ROW
        middle = top + _ROW / 2
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        name = painter.fontMetrics().elidedText(dot.name, elide, _NAME - 16)
        painter.drawText(QRectF(8, top, _NAME - 16, _ROW), left, name)
        painter.drawText(QRectF(_NAME, top, _VALUE - 8, _ROW), left, number(dot.value, 3) or "")
        start, stop = _NAME + _VALUE, self.width() - 24
        zero = (start + stop) / 2
        painter.setPen(QPen(look.colour("hairline"), 0))
        painter.drawLine(QPointF(start, middle), QPointF(stop, middle))
        if math.isfinite(dot.value):
            x = zero + dot.value / self._reach() * (stop - start) / 2
            painter.setPen(QPen(look.colour("text"), 1.5))
            painter.setBrush(look.colour("window"))
            painter.drawEllipse(QPointF(x, middle), _RING, _RING)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(480, max(1, len(self._dots)) * _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zero = (_NAME + _VALUE + self.width() - 24) / 2
        painter.setPen(QPen(theme().colour("text_tertiary"), 1))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, self.height()))
        for place, dot in enumerate(self._dots):
            self._paint_row(painter, place, dot)
