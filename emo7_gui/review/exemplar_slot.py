"""One point of the scale in the exemplars: its swatch, its word, how many clips show it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emo7_core.scale import CLASSES, digit_of
from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_plate, paint_swatch
from emo7_gui.theme import theme

_HEIGHT, _SIDE = 40, 8


class ExemplarSlot(QAbstractButton):
    """A button that shows its point of the scale."""

    def __init__(self, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = value
        self.words = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.update)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Say how many clips stand for it."""
        self.words = {0: self.tr("none yet"), 1: self.tr("1 clip")}.get(count, f"{count} clips")
        self.setEnabled(count > 0)
        digit, name = digit_of(self.value), CLASSES[self.value]
        self.setAccessibleName(f"{digit} {name}, {self.words}")
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(232, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), theme().radius("control")
        if self.isChecked():
            paint_plate(painter, self.rect(), theme().colour("selected"), radius)
        elif self.underMouse() and self.isEnabled():
            paint_plate(painter, self.rect(), theme().colour("input"), radius)
        side = theme().size("swatch_badge")
        swatch = QRect(_SIDE, (self.height() - side) // 2, side, side)
        paint_swatch(painter, swatch, self.value)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        text = self.rect().adjusted(_SIDE + side + 8, 0, -_SIDE, 0)
        painter.setFont(theme().font("emphasis" if self.isChecked() else "body"))
        painter.setPen(theme().colour("text" if self.isEnabled() else "text_secondary"))
        painter.drawText(text, middle, CLASSES[self.value])
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_secondary"))
        painter.drawText(text, middle | int(Qt.AlignmentFlag.AlignRight), self.words)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), radius)
