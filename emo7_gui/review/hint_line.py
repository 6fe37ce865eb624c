"""The quiet line under the scale: what a digit does now, and one key at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.key_cap import KeyCap
from emo7_gui.text_label import text_label


class HintLine(QWidget):
    """A text at the left, a key and its meaning at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ElidedLabel("", "small", "secondary")
        self._cap = KeyCap("")
        self._meaning = text_label("", "small", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._text, 1)
        row.addWidget(self._cap)
        row.addWidget(self._meaning)

    def set_hint(self, text: str, cap: str, meaning: str) -> None:
        """Say this."""
        self._text.setText(text)
        self._cap.set_text(cap)
        self._meaning.setText(meaning)
