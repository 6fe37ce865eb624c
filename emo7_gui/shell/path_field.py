"""A field for a file or folder: typed, browsed for, or dropped; what is wrong stands below it.

What it is: a caption, a line, a button and a message; Qt's own chooser opens on the button.
What it is not: a check of the path; who owns the field says what is wrong.
Convention: an empty line is None. "~" is the home folder.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.shell.drops import dropped_paths, has_paths
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme


class Wanted(Enum):
    """What the button looks for."""

    FOLDER = "folder"
    TABLE = "table"


class PathField(QWidget):
    """One path.

    Signals:
        edited: a person typed.
        chosen(tuple of Path): a person browsed or dropped, perhaps several together.
    """

    edited = Signal()
    chosen = Signal(object)

    def __init__(self, caption: str, wanted: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = wanted
        self._caption = text_label(caption, "small", "secondary")
        self.line = QLineEdit()
        self.line.setAcceptDrops(False)
        self.line.textEdited.connect(lambda _: self.edited.emit())
        self.browse = KeyButton(self.tr("Browse …"))
        self.browse.clicked.connect(self._on_browse)
        self._icon = QLabel()
        self._problem = text_label("", "small", "error", is_wrapping=True)
        self.setAcceptDrops(True)
        self._arrange()
        self.set_caption(caption)
        self.set_problem("")
        theme().changed.connect(self._paint_icon)

    def set_caption(self, caption: str, placeholder: str = "") -> None:
        """Say what the field is for."""
        self._caption.setText(caption)
        self.line.setAccessibleName(caption)
        self.line.setPlaceholderText(placeholder)
        self.browse.setAccessibleName(self.tr("Browse: {0}").format(caption))

    def path(self) -> Path | None:
        """Return what stands there, None while it is empty."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path | None) -> None:
        """Show a path without a signal."""
        text = "" if path is None else str(path)
        # What a person is typing ("~/clips") stays as it is.
        if path is None or path != self.path():
            self.line.setText(text)
        self.line.setToolTip(text)

    def set_problem(self, text: str) -> None:
        """Say what is wrong below the line; an empty text takes it away."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self._icon.setVisible(bool(text))
        self.line.setProperty("state", "error" if text else "")
        self.line.setAccessibleDescription(text)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
        self._paint_icon()

    def problem(self) -> str:
        """Return what is said to be wrong."""
        return self._problem.text()

    def _on_browse(self) -> None:
        start = str(self.path() or Path.home())
        if self.wanted is Wanted.FOLDER:
            found = [QFileDialog.getExistingDirectory(self, self._caption.text(), start)]
        else:
            kinds = self.tr("Tables ({0})").format("*.csv *.tsv *.txt *.xlsx *.xlsm *.xml")
            found, _ = QFileDialog.getOpenFileNames(self, self._caption.text(), start, kinds)
        if paths := tuple(Path(name) for name in found if name):
            self.chosen.emit(paths)

    def _paint_icon(self) -> None:
        icon = theme().icon("ph.warning-circle", "error", 14)
        self._icon.setPixmap(icon.pixmap(QSize(14, 14), self.devicePixelRatio()))

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._icon)
        below.addWidget(self._problem, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._caption)
        column.addLayout(row)
        column.addLayout(below)

    # Qt overrides.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.chosen.emit(paths)
