"""What the canvas says when a clip cannot be shown.

What it is: a card that is told its words.
What it is not: where the words come from (the session), or an empty place (empty_state.py).
Convention: an error says what happened, what was kept and what to do, with details to copy.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

CARD_WIDTH, LEAST_WIDTH = 480, 240


class ErrorCard(QFrame):
    """Says why a clip cannot be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setFixedWidth(CARD_WIDTH)
        self._details = ""
        self._icon = QLabel()
        self._what = text_label(face="strong", is_wrapping=True)
        self._kept = text_label(tone="secondary", is_wrapping=True)
        self._remedy = text_label(is_wrapping=True)
        self._copy = QPushButton(self.tr("Copy details"))
        self._copy.clicked.connect(self._copy_details)
        self._lay_out()
        self._colour()
        theme().changed.connect(self._colour)

    def set_error(self, what: str, kept: str, remedy: str, details: str) -> None:
        """Take what happened, what was kept, what to do, and the text to copy."""
        for label, text in ((self._what, what), (self._kept, kept), (self._remedy, remedy)):
            label.setText(text)
            label.setVisible(bool(text))
        self._details = details or "\n".join(part for part in (what, kept, remedy) if part)
        self._copy.setText(self.tr("Copy details"))
        self.setAccessibleName(self.tr("Error: {what}").format(what=what))
        parent = self.parentWidget()
        room = CARD_WIDTH if parent is None else parent.width() - 16
        self.setFixedWidth(max(LEAST_WIDTH, min(CARD_WIDTH, room)))
        self.adjustSize()

    @property
    def words(self) -> tuple[str, str, str]:
        """What is shown: what happened, what was kept, what to do."""
        return self._what.text(), self._kept.text(), self._remedy.text()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(8)
        for label in (self._what, self._kept, self._remedy):
            texts.addWidget(label)
        texts.addSpacing(8)
        texts.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 24, 16)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def _colour(self) -> None:
        icon = theme().icon("warning-circle", "error", 20)
        self._icon.setPixmap(icon.pixmap(theme().size("icon_large")))

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self._copy.setText(self.tr("Copied"))
