"""A one-line text field that shows, while empty, the key that leads into it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from emo7_gui.controls.painting import CAP_HEIGHT, cap_width, paint_cap
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme


class CapField(QLineEdit):
    """A line to type in, with an optional icon at the left and a key cap at the right."""

    def __init__(self, placeholder: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cap = ""
        self._icon = icon
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTextMargins(24 if icon else 0, 0, 0, 0)
        self.setFixedHeight(theme().size("control"))

    @property
    def cap(self) -> str:
        """The key that is shown."""
        return self._cap

    def set_cap(self, cap: str) -> None:
        """Show the key that leads here."""
        self._cap = cap
        self.update()

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, side = QPainter(self), theme().size("icon")
        if self._icon:
            place = QRect(8, (self.height() - side) // 2, side, side)
            paint_icon(painter, place, self._icon, theme().colour("text_secondary"))
        if self._cap and not self.text() and not self.hasFocus():
            width = cap_width(self._cap)
            left = self.width() - width - 8
            place = QRect(left, (self.height() - CAP_HEIGHT) // 2, width, CAP_HEIGHT)
            paint_cap(painter, place, self._cap)
