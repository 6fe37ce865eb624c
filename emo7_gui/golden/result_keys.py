"""The seven keys of the result, with their words below.

What it is: seven buttons in the colours of the scale; the settled one is framed.
What it is not: the keyboard; the workspace hears 1..7 and asks here for the same thing.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_outline, paint_swatch
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

SIDE = 40
# The words that have room below seven keys: both ends and the middle.
_SHOWN = {0: Qt.AlignmentFlag.AlignLeft, 3: Qt.AlignmentFlag.AlignHCenter,
          6: Qt.AlignmentFlag.AlignRight}  # fmt: skip


class ResultKey(QAbstractButton):
    """One value."""

    def __init__(self, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self.is_settled = False
        self.setToolTip(f"{digit_of(value)} {CLASSES[value]}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.update)
        self.set_settled(False)

    def set_settled(self, is_settled: bool) -> None:
        """Frame it, or not."""
        self.is_settled = is_settled
        words = f"{digit_of(self._value)} {CLASSES[self._value]}"
        self.setAccessibleName(self.tr("{0}, the result").format(words) if is_settled else words)
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(SIDE + 8, SIDE + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.4)
        inside = QRect(4, 4, SIDE, SIDE)
        paint_swatch(painter, inside, self._value, is_large=True)
        radius = theme().radius("control")
        if self.underMouse() and self.isEnabled() and not self.is_settled:
            frame = QRectF(inside).adjusted(-2, -2, 2, 2)
            paint_outline(painter, frame, theme().colour("text_secondary"), radius + 2, 1.0)
        if self.is_settled:
            frame = QRectF(inside).adjusted(-3.5, -3.5, 3.5, 3.5)
            paint_outline(painter, frame, theme().colour("accent"), radius + 3)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), radius + 3)


class ResultKeys(QWidget):
    """All seven.

    Signals:
        value_pressed(value): 0..6.
    """

    value_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = tuple(ResultKey(value) for value in range(K))
        row = QHBoxLayout()
        row.setSpacing(0)
        for value, key in enumerate(self.keys):
            key.clicked.connect(lambda _=False, v=value: self.value_pressed.emit(v))
            if value:
                row.addStretch(1)
            row.addWidget(key)
        words = QHBoxLayout()
        words.setContentsMargins(4, 0, 4, 0)
        for value, align in _SHOWN.items():
            label = text_label(CLASSES[value], "small", "secondary")
            label.setAlignment(align)
            words.addWidget(label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(words)

    def set_settled(self, value: int | None) -> None:
        """Frame the result; None frames nothing."""
        for place, key in enumerate(self.keys):
            key.set_settled(place == value)
