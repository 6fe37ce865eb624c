"""The stored split in a few lines: by what, how many golden clips and signers are shared.

What it is: icon and words per fact; a warning has a word and an icon, not only a colour.
What it is not: the making of a split (`emo7 split`).
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from emo7_gui.data.data_view import SplitLine
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

_ICONS = {"users": "ph.users", "shield": "ph.shield-check", "warning": "ph.warning"}


class SplitFacts(QWidget):
    """Facts about the split."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[SplitLine, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 0, 8, 0)
        self._column.setSpacing(8)
        theme().changed.connect(self._rebuild)

    def set_lines(self, lines: tuple[SplitLine, ...]) -> None:
        """Show these facts."""
        if lines != self._lines:
            self._lines = lines
            self._rebuild()

    def texts(self) -> list[str]:
        """Return what is said, from the top."""
        return [line.text for line in self._lines]

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for line in self._lines:
            self._column.addWidget(self._row(line))

    def _row(self, line: SplitLine) -> QWidget:
        row, is_warning = QWidget(), line.kind == "warning"
        icon = QLabel()
        tone = "warning" if is_warning else "text_secondary"
        icon.setPixmap(theme().icon(_ICONS[line.kind], tone).pixmap(16))
        icon.setFixedSize(16, 20)
        words = text_label(line.text, "body", "warning" if is_warning else "secondary")
        words.setWordWrap(True)
        words.setToolTip(line.detail)
        words.setAccessibleName(f"{self.tr('Warning: ') if is_warning else ''}{line.text}")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)
        return row
