"""The scale as a row of seven swatches with their words, 1 to 7 from the left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.controls.painting import paint_swatch
from emo7_gui.theme import theme

_GAP = 8


class ScaleStrip(QWidget):
    """Seven swatches, each with its word in up to two lines below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = (f"{digit_of(value)} {name}" for value, name in enumerate(CLASSES))
        self.setAccessibleName(", ".join(words))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(560, theme().size("swatch") + _GAP + 2 * theme().line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), theme().size("swatch")
        step = (self.width() + _GAP) // K
        painter.setFont(theme().font("small"))
        for value, name in enumerate(CLASSES):
            left = value * step
            paint_swatch(painter, QRect(left, 0, side, side), value, is_large=True)
            painter.setPen(theme().colour("text_secondary"))
            for line, word in enumerate(name.split()):
                top = side + _GAP + line * (theme().line("small") - 2)
                place = QRect(left, top, step, theme().line("small"))
                painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft), word)
