"""Clips by class before a training: training as filled bars, validation as outlined ones.

What it is: one painted row per class, 7 on top, with digit, word and both numbers.
What it is not: an editor.
Convention: bars share one scale; three classes keep the colours of 2, 4 and 6.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_core.scale import CLASSES, THREE, K
from emo7_gui.swatch import class_sign, paint_badge
from emo7_gui.theme import theme
from emo7_gui.train.train_view import ClassCount

ROW = 28
_BAR_LEFT, _NUMBERS = 168, 96


class ClassBars(QWidget):
    """Counts of training and validation by class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[ClassCount, ...] = ()
        self._is_stale = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_counts(self, counts: tuple[ClassCount, ...]) -> None:
        """Show counts, in the order of the scale."""
        self._counts = counts
        self.setAccessibleName(self._words())
        self.updateGeometry()
        self.update()

    def set_stale(self, is_stale: bool) -> None:
        """Fade the numbers while they are counted again."""
        self._is_stale = is_stale
        self.update()

    @property
    def _size(self) -> int:
        return len(THREE) if len(self._counts) == len(THREE) else K

    def _name(self, value: int) -> str:
        return (THREE if self._size == len(THREE) else CLASSES)[value]

    def _words(self) -> str:
        line = self.tr("{0}: {1} to train, {2} to validate")
        return "; ".join(
            line.format(self._name(c.value), c.train, c.validation) for c in reversed(self._counts)
        )

    def _colour_value(self, value: int) -> int:
        return value if self._size == K else (1, 3, 5)[value]

    def _paint_row(self, painter: QPainter, top: float, count: ClassCount, most: int) -> None:
        look, value = theme(), self._colour_value(count.value)
        badge = QRectF(0, top + 4, 20, 20)
        paint_badge(painter, badge, value, class_sign(count.value, self._size))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        painter.drawText(QRectF(28, top, _BAR_LEFT, ROW), middle, self._name(count.value))
        self._paint_bars(painter, top, count, most, look.scale_fill(value))
        right = Qt.AlignmentFlag.AlignRight | middle
        stale = look.colour("text_tertiary")
        painter.setPen(stale if self._is_stale else look.colour("text"))
        first = QRectF(self.width() - _NUMBERS, top, _NUMBERS - 44, ROW)
        painter.drawText(first, right, str(count.train))
        painter.setPen(stale if self._is_stale else look.colour("text_secondary"))
        painter.drawText(QRectF(self.width() - 44, top, 44, ROW), right, str(count.validation))

    def _paint_bars(
        self, painter: QPainter, top: float, count: ClassCount, most: int, fill: QColor
    ) -> None:
        room = self.width() - _BAR_LEFT - _NUMBERS
        train, validation = (
            max(2.0, room * number / most) if number else 0.0
            for number in (count.train, count.validation)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        if train:
            painter.drawRoundedRect(QRectF(_BAR_LEFT, top + 7, train, 8), 2, 2)
        if validation:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(fill, 1.25))
            box = QRectF(_BAR_LEFT + 0.6, top + 17.6, max(2.0, validation - 1.2), 4)
            painter.drawRoundedRect(box, 2, 2)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(480, ROW * (len(self._counts) or K))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((max(c.train, c.validation) for c in self._counts), default=0) or 1
        for line, count in enumerate(reversed(self._counts)):
            self._paint_row(painter, line * ROW, count, most)
