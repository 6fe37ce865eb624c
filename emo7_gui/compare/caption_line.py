"""The caption of an open clip with its icon, where it is revealed.

What it is: wrapped plain words after an icon; nothing where there is no caption to show.
What it is not: the rule of what is revealed (desks/compare_clips.py).
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from emo7_gui.text_label import text_label
from emo7_gui.theme import theme


class CaptionLine(QWidget):
    """Words of a caption."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_caption, self._is_there = False, True
        self._icon = QLabel()
        self.words = text_label(tone="secondary", is_wrapping=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self._colour()
        self._show()
        theme().changed.connect(self._colour)

    def set_caption(self, caption: str | None) -> None:
        """Show a caption; None takes no room."""
        self._has_caption = caption is not None
        self.words.setText(caption or "")
        self._show()

    def set_is_there(self, is_there: bool) -> None:
        """Take the line away with its clip, or bring it back."""
        self._is_there = is_there
        self._show()

    def _show(self) -> None:
        is_shown = self._has_caption and self._is_there
        self.setVisible(is_shown)
        self.words.setVisible(is_shown)

    def _colour(self) -> None:
        self._icon.setPixmap(theme().icon("ph.closed-captioning").pixmap(16))
