"""The log of a job: follows the newest line until a person scrolls away from it.

What it is: read-only text on a card with Copy and the job's folder.
What it is not: a reader of files; lines are told.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

LEAST_LINES, MOST_LINES = 6, 5000


class LogTail(QFrame):
    """The last lines of a log.

    Signals:
        folder_requested: the job's folder shall be opened.
    """

    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._lines: tuple[str, ...] = ()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(theme().font("mono"))
        self.text.setAccessibleName(self.tr("Log"))
        self.text.setTabChangesFocus(True)
        self.text.setStyleSheet("background: transparent; border-color: transparent; padding: 0;")
        self.text.setMinimumHeight(LEAST_LINES * theme().line("mono") + 12)
        copy = KeyButton(self.tr("Copy"), icon="ph.copy", kind="flat", is_small=True)
        folder = KeyButton(self.tr("Job folder"), icon="ph.folder-open", kind="flat", is_small=True)
        copy.clicked.connect(self.copy)
        folder.clicked.connect(self.folder_requested)
        head = QHBoxLayout()
        head.addWidget(text_label(self.tr("Log"), "emphasis"), 1)
        head.addWidget(copy)
        head.addWidget(folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.text, 1)

    def set_lines(self, lines: tuple[str, ...]) -> None:
        """Show these lines; what only grew is added, so that a selection stays."""
        follows = self.is_following
        place = self.text.verticalScrollBar().value()
        if lines[: len(self._lines)] == self._lines:
            for line in lines[len(self._lines) :]:
                self.text.appendPlainText(line)
        else:
            self.text.setPlainText("\n".join(lines))
        self._lines = lines
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum() if follows else place)

    @property
    def is_following(self) -> bool:
        """Whether the newest line is in sight and new ones will be."""
        bar = self.text.verticalScrollBar()
        return bar.value() >= bar.maximum()

    def copy(self) -> None:
        """Put the whole log on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(self._lines))

    # Qt overrides.

    def focusInEvent(self, event: object) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
