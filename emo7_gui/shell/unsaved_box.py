"""The question before a window closes whose decisions the disk refuses.

What it is: a box over the window; staying is the default and what Escape means.
What it is not: a nested event loop: it is opened, and says by a signal that somebody leaves.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget


class UnsavedBox(QMessageBox):
    """Asks whether decisions that could not be saved are to be lost.

    Args:
        waiting: Decisions that wait.
        reason: Why they could not be written.
        parent: The window.
    """

    leaving = Signal()

    def __init__(self, waiting: int, reason: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Critical)
        self.setWindowTitle("emo7")
        some = self.tr("{0} decisions are not saved yet.").format(waiting)
        self.setText(self.tr("A decision is not saved yet.") if waiting == 1 else some)
        kept = self.tr("They are kept here and tried again until this window closes.")
        self.setInformativeText(f"{reason}\n{kept}")
        stay = self.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        self._leave = self.addButton(
            self.tr("Close and lose them"), QMessageBox.ButtonRole.AcceptRole
        )
        self.setDefaultButton(stay)
        self.setEscapeButton(stay)
        self.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self.deleteLater()
        if self.clickedButton() is self._leave:
            self.leaving.emit()
