"""The legend of two golden sets: a filled bar for people, an outlined one for captions."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.theme import theme

_SWATCH, _GAP, _BETWEEN = 16, 8, 16


class SetLegend(QWidget):
    """Names beside their kinds of bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_names(self, people: str, caption: str) -> None:
        """Name the sets; an empty name is left out."""
        self._names = tuple(name for name in (people, caption) if name)
        self.setAccessibleName(", ".join(self._names))
        self.updateGeometry()
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("small"))
        width = sum(_SWATCH + _GAP + metrics.horizontalAdvance(n) + _BETWEEN for n in self._names)
        return QSize(width, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, x = QPainter(self), 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("small"))
        for place, name in enumerate(self._names):
            bar = QRectF(x + 0.5, 7, _SWATCH - 1, 6)
            painter.setPen(QPen(theme().colour("text_secondary"), 1.25))
            if place == 0:
                painter.setBrush(theme().colour("text_secondary"))
            else:
                painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar, 2, 2)
            x += _SWATCH + _GAP
            painter.setPen(theme().colour("text_secondary"))
            width = painter.fontMetrics().horizontalAdvance(name)
            painter.drawText(QRectF(x, 0, width + 2, 20), int(Qt.AlignmentFlag.AlignVCenter), name)
            x += width + _BETWEEN
