"""What a place says while it has nothing to show: what is missing, what to do, one button.

What it is: an icon, a line, a sentence and a button with its key, centred, at most 420 wide.
What it is not: a message about an error.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

_WIDEST = 420


class EmptyState(QWidget):
    """An empty place that says what to do next.

    Signals:
        next_requested: the button was pressed.
    """

    next_requested = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        detail: str,
        action: str = "",
        cap: str = "",
        parent: QWidget | None = None,
        *,
        width: int = _WIDEST,
    ) -> None:
        super().__init__(parent)
        self._width = width
        self._icon_name = icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.title = text_label(title, "heading", is_wrapping=True)
        self.detail = text_label(detail, "body", "secondary", is_wrapping=True)
        self.detail.setFixedWidth(width)
        self.button = KeyButton(action, cap, kind="primary")
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.next_requested)
        self._arrange()
        self._paint_icon()
        self._fit()
        theme().changed.connect(self._paint_icon)

    def set_words(self, title: str, detail: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.detail.setText(detail)
        self._fit()

    def _fit(self) -> None:
        # A wrapping label in a centred column does not ask for its height by itself.
        self.detail.ensurePolished()
        self.detail.setFixedHeight(self.detail.heightForWidth(self._width))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        for label in (self.title, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._icon)
        column.addWidget(self.title)
        column.addWidget(self.detail, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _paint_icon(self) -> None:
        size = theme().size("icon_large")
        self._icon.setPixmap(theme().icon(self._icon_name, size=size).pixmap(size, size))
