"""A key drawn as a small plate, for hints beside texts and inside buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.controls.painting import CAP_HEIGHT, cap_width, paint_cap


class KeyCap(QWidget):
    """Shows the name of a key. Screen readers hear it with the text beside it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        """Change the key; an empty text takes no room."""
        self._text = text
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(cap_width(self._text), CAP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_cap(QPainter(self), self.rect(), self._text)
