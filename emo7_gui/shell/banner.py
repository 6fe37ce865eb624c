"""The strip under the top bar: another window holds the project, or it is read-only.

What it is: an icon, a sentence and perhaps one button; hidden while there is nothing to say.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.theme import theme

HEIGHT = 32


class Banner(QWidget):
    """One message that holds for the whole window.

    Signals:
        pressed: its button was pressed.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._text = ElidedLabel("", "body")
        self._button = QPushButton()
        self._button.setProperty("kind", "chip")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self.pressed)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.set_message("")
        theme().changed.connect(self._paint_icon)

    def set_message(self, text: str, button: str = "") -> None:
        """Say something; an empty text hides the strip."""
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(text)
        self._paint_icon()
        self.setVisible(bool(text))

    def _paint_icon(self) -> None:
        side = theme().size("icon")
        icon = theme().icon("ph.warning-circle", "warning")
        self._icon.setPixmap(icon.pixmap(QSize(side, side), self.devicePixelRatio()))

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("card"))
