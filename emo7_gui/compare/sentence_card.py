"""The paired comparison of A and B, said in one plain sentence on a card.

What it is: an icon for the verdict, the sentence and its numbers.
What it is not: a warning; "no difference shown" is a result.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from emo7_gui.compare.comparison_view import TestSentence, Verdict
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

_ICONS = {"same": "ph.equals", "better": "ph.arrow-up", "too few": "ph.users"}


class SentenceCard(QFrame):
    """A card with the sentence of the test."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._icon = QLabel()
        self._icon.setFixedWidth(24)
        self.headline = text_label(face="emphasis", is_wrapping=True)
        self.detail = text_label(face="small", tone="secondary", is_wrapping=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.headline)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        self._verdict: Verdict = "same"
        self.hide()
        theme().changed.connect(self._paint_icon)

    def _paint_icon(self) -> None:
        size = theme().size("icon_large")
        self._icon.setPixmap(theme().icon(_ICONS[self._verdict], size=size).pixmap(size))

    def set_sentence(self, sentence: TestSentence | None) -> None:
        """Say it; None hides the card."""
        self.setVisible(sentence is not None)
        if sentence is None:
            return
        self._verdict = sentence.verdict
        self._paint_icon()
        self.headline.setText(sentence.headline)
        self.detail.setText(sentence.detail)
        self.detail.setVisible(bool(sentence.detail))
        self.setAccessibleName(f"{sentence.headline} {sentence.detail}".strip())
