"""Golden while the rating goes on: the own counts, and who may end it.

What it is: a page that says what is hidden and why, with one button.
What it is not: a way round the rule; nothing of other raters is in its view data.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from emo7_gui.golden.coverage_card import CoverageCard
from emo7_gui.golden.golden_view import BlindView
from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label

_ROW = 64


class BlindPage(QWidget):
    """Own counts only.

    Signals:
        clips_opened(ClipSet): one of the own bars was opened.
        close_requested: the rating should end; it is asked once more.
    """

    clips_opened = Signal(object)
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text_label(self.tr("Rating goes on"), "heading")
        self.detail = text_label("", "body", "secondary", is_wrapping=True)
        self.close_button = KeyButton(self.tr("End the rating …"), icon="ph.eye")
        self.own = CoverageCard(row=_ROW)
        self.close_button.clicked.connect(self.close_requested)
        self.own.clips_opened.connect(self.clips_opened)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        head = QHBoxLayout()
        head.setSpacing(24)
        head.addLayout(words, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.own, 1)
        column.addStretch(0)

    def set_blind(self, view: BlindView) -> None:
        """Show the own counts."""
        self.detail.setText(view.detail)
        self.own.set_coverage(view.own)
