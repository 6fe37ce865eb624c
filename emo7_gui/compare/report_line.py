"""What became of a report: being written, written with a way to its folder, or why not.

What it is: one line under the choices of Compare.
What it is not: the report (evaluation/report.py).
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.key_button import KeyButton


class ReportLine(QFrame):
    """A line that says it.

    Signals:
        folder_requested: open the folder.
    """

    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.words = ElidedLabel()
        self.open_button = KeyButton(self.tr("Open folder"), icon="ph.folder-open")
        self.close_button = KeyButton(self.tr("Close"), kind="flat")
        self.open_button.clicked.connect(self.folder_requested)
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.close_button)
        self.hide()

    def tell(self, words: str, has_folder: bool) -> None:
        """Say how it is."""
        self.words.setText(words)
        self.words.setToolTip(words)
        self.setAccessibleName(words)
        self.open_button.setVisible(has_folder)
        self.show()
