"""Class counts in the scale's order: bars, badges, words, and the numbers of two cuts.

What it is: one painted widget; the chosen cuts are filled bars and strong numbers, the second
ones an outline over them and quiet numbers.
What it is not: an editor.
Conventions: 1 to 7 from left to right; both kinds of bars share one scale.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_core.scale import CLASSES, K
from emo7_gui.data.data_view import Counted
from emo7_gui.swatch import paint_badge
from emo7_gui.theme import theme

NAMES, BAR, BADGE = 112, 28, 24
_ROW, _WORDS, _AROUND = 24, 32, 5


class ClassCounts(QWidget):
    """Counts of the chosen cuts, against those of a second choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Counted | None = None
        self._second: Counted | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def set_counts(self, chosen: Counted | None, second: Counted | None) -> None:
        """Show counts; without a second choice there is no outline and no second row."""
        if (chosen, second) == (self._chosen, self._second):
            return
        self._chosen, self._second = chosen, second
        self.setAccessibleName(". ".join(self._words(one) for one in (chosen, second) if one))
        self.update()

    def _words(self, counted: Counted) -> str:
        told = ", ".join(
            f"{value + 1} {CLASSES[value]} {counted.counts[value]}" for value in range(K)
        )
        line = self.tr("Class counts, {0}: {1}; imbalance {2}")
        return line.format(counted.title, told, counted.imbalance or self.tr("none"))

    @property
    def _numbers_top(self) -> float:
        return self.height() - 2 * _ROW - 4

    def _centre(self, value: int) -> float:
        step = (self.width() - NAMES) / K
        return round(NAMES + (value + 0.5) * step)

    def _paint_bars(self, painter: QPainter, base: float) -> None:
        assert self._chosen is not None
        rows = [one.counts for one in (self._chosen, self._second) if one is not None]
        most = max((max(row) for row in rows), default=0) or 1
        room = base - 12
        for value in range(K):
            x = self._centre(value)
            if count := self._chosen.counts[value]:
                height = max(2.0, room * count / most)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme().scale_fill(value))
                rect = QRectF(x - BAR / 2, base - height, BAR, height)
                painter.drawRoundedRect(rect, 2, 2)
            if self._second is not None and (count := self._second.counts[value]):
                self._paint_outline(painter, x, base, max(2.0, room * count / most))

    def _paint_outline(self, painter: QPainter, x: float, base: float, height: float) -> None:
        half, top = BAR / 2 + _AROUND, round(base - height) + 0.5
        painter.setPen(QPen(theme().colour("text_tertiary"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(x - half + 0.5, top, 2 * half - 1, base - top - 0.5), 2, 2)

    def _paint_class(self, painter: QPainter, value: int, top: float) -> None:
        x = self._centre(value)
        paint_badge(painter, QRectF(x - BADGE / 2, top, BADGE, BADGE), value)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_secondary"))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        words = CLASSES[value].replace(" ", "\n", 1)
        painter.drawText(QRectF(x - 44, top + BADGE + 5, 88, _WORDS), flags, words)

    def _paint_row(self, painter: QPainter, counted: Counted, top: float, is_chosen: bool) -> None:
        look, middle = theme(), Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("strong" if is_chosen else "body"))
        painter.setPen(look.colour("text" if is_chosen else "text_secondary"))
        painter.drawText(QRectF(0, top, NAMES, _ROW), middle, counted.title)
        for value in range(K):
            rect = QRectF(self._centre(value) - 44, top, 88, _ROW)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(counted.counts[value]))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(752, 232)

    def minimumSizeHint(self) -> QSize:
        return QSize(NAMES + 7 * 56, 168)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chosen is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        badges = self._numbers_top - BADGE - _WORDS - 10
        self._paint_bars(painter, badges - 8)
        for value in range(K):
            self._paint_class(painter, value, badges)
        self._paint_row(painter, self._chosen, self._numbers_top, is_chosen=True)
        if self._second is not None:
            self._paint_row(painter, self._second, self._numbers_top + _ROW, is_chosen=False)
