"""The log of a job: follows the newest line until a person scrolls away from it.

What it is: read-only text on a card with Copy and the job's folder.
What it is not: a reader of files; lines are told.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

LEAST_LINES, MOST_LINES = 6, 5000
HEAD_HEIGHT = 62


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
        # As high as there is room, and no reason to scroll the page: it scrolls itself.
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(LEAST_LINES * theme().line("mono") + HEAD_HEIGHT)
        self._follows = True
        bar = self.text.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_range_changed)
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
        bar = self.text.verticalScrollBar()
        follows, place = self._follows, bar.value()
        added = _added(self._lines, lines)
        if added is None:
            self.text.setPlainText("\n".join(lines))
        elif added:
            self.text.appendPlainText("\n".join(added))
        self._lines = lines
        bar.setValue(bar.maximum() if follows else place)
        self._follows = follows

    def follow(self) -> None:
        """Go to the newest line, e.g. of another job."""
        self._follows = True
        self._on_range_changed()

    @property
    def is_following(self) -> bool:
        """Whether the newest line is in sight and new ones will be."""
        return self._follows

    def _on_scrolled(self, value: int) -> None:
        self._follows = value >= self.text.verticalScrollBar().maximum()

    def _on_range_changed(self, *_: int) -> None:
        # Also when the card gets smaller: the newest line stays in sight.
        if self._follows:
            bar = self.text.verticalScrollBar()
            bar.setValue(bar.maximum())

    def copy(self) -> None:
        """Put the whole log on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(self._lines))

    # Qt overrides.

    def focusInEvent(self, event: object) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)


def _added(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the lines that were added at the end, None where other lines changed too.

    Lines that were let go at the start change nothing: the view keeps more of them.
    """
    if not before or after[: len(before)] == before:
        return after[len(before) :]
    for place in range(len(after) - 1, -1, -1):
        if after[place] == before[-1] and after[: place + 1] == before[-place - 1 :]:
            return after[place + 1 :]
    return None
