"""What stands in the place of a workspace that is being made.

What it is: an empty page, which says so once that takes long enough to be noticed.
What it is not: the making (app.py).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from emo7_gui.actions import BY_ID
from emo7_gui.text_label import text_label

_NOTICED_MS = 200


class WaitingPage(QWidget):
    """An empty page with a few words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = text_label(tone="secondary")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.hide()
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        self._timer = QTimer(self, interval=_NOTICED_MS, singleShot=True)
        self._timer.timeout.connect(self.words.show)

    def wait_for(self, name: str) -> None:
        """Stand for a workspace, by its name in actions.WORKSPACES."""
        title = BY_ID[f"workspace_{name}"].text
        self.words.setText(self.tr("Opening {0} …").format(title))
        self._timer.start()

    # Qt overrides.

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.words.hide()
