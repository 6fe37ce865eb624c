"""What a long work brought, to be read and copied: a heading, a text, two buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import text_label

_SIZE = QSize(800, 560)


class ReportCard(Overlay):
    """A text over the window."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title, _SIZE)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self.copy = KeyButton(self.tr("Copy all"), icon="ph.copy")
        self.close_button = KeyButton(self.tr("Close"), self.tr("Esc"), kind="primary")
        self.copy.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.close_card)
        self._arrange(title)

    def open_on(self, text: str) -> None:
        """Show a text from its start."""
        self.text.setPlainText(text)
        self.copy.setText(self.tr("Copy all"))
        self.open_card()
        self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText(self.tr("Copied"))

    def _arrange(self, title: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addWidget(text_label(title, "heading"))
        column.addWidget(self.text, 1)
        column.addLayout(row)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_card()
        super().keyPressEvent(event)
