"""The strip above the status bar: a long work with rate, time left and Cancel, then its outcome.

What it is: a view with two states, at work and done; hidden while there is neither.
What it is not: the work; who shows it hears `cancel_requested`.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.progress_bar import ProgressBar
from emo7_gui.key_button import KeyButton
from emo7_gui.shell.pace import Pace
from emo7_gui.theme import theme

HEIGHT = 40
SHOWN_MS = 12_000


class WorkStrip(QWidget):
    """One long work at a time.

    Signals:
        cancel_requested: Cancel was pressed.
        details_requested: Report was pressed, after the end.
    """

    cancel_requested = Signal()
    details_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._pace = Pace(time.monotonic())
        self.bar = ProgressBar(self.tr("Import"))
        self.text = ElidedLabel("", "body")
        self.cancel = KeyButton(self.tr("Cancel"), kind="flat", is_small=True)
        self.details = KeyButton(self.tr("Report"), icon="ph.list-bullets", is_small=True)
        self.dismiss = KeyButton(self.tr("Close"), kind="flat", is_small=True)
        self.cancel.clicked.connect(self._on_cancel)
        self.details.clicked.connect(self.details_requested)
        self.dismiss.clicked.connect(self.hide)
        self.setFixedHeight(HEIGHT)
        # The picture gets its room back where there is nothing more to say.
        self._fading = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._fading.timeout.connect(self.hide)
        self._arrange()
        self.hide()

    def begin(self, title: str) -> None:
        """Show a work that has begun and cannot be counted yet."""
        if title != self._title or self.isHidden():
            self._pace = Pace(time.monotonic())
        self._title = title
        self._show_state(is_at_work=True, has_details=False)
        self._say(f"{title} …")

    def advance(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._pace.advance(done, total, time.monotonic())
        self.bar.set_share(self._pace.share)
        if self.cancel.isEnabled():
            self._say(f"{self._title}: {self._pace.text()}")

    def tell(self, words: str, share: float) -> None:
        """Show a work that counts by itself: its words, and its share 0..1."""
        if not self.cancel.isVisible():
            self._show_state(is_at_work=True, has_details=False)
        self._title = self._title or words.partition(" ")[0]
        self.bar.set_share(share)
        if self.cancel.isEnabled():
            self._say(words)

    def leave(self) -> None:
        """Go without a word: nobody waits for the outcome."""
        self._title = ""
        self.hide()

    def end(self, text: str, has_details: bool, is_failure: bool = False) -> None:
        """Show the outcome, with a button for more where there is more.

        It goes by itself after a while, unless there is more to read or something failed.
        """
        self._show_state(is_at_work=False, has_details=has_details)
        if not has_details and not is_failure:
            self._fading.start()
        self._title = ""
        self._say(text)

    @property
    def is_fading(self) -> bool:
        """Whether it will go by itself."""
        return self._fading.isActive()

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._say(self.tr("{0}: stopping after this file …").format(self._title))
        self.cancel_requested.emit()

    def _say(self, text: str) -> None:
        self.text.setText(text)
        self.setAccessibleName(text)

    def _show_state(self, is_at_work: bool, has_details: bool) -> None:
        self._fading.stop()
        self.bar.set_share(0.0)
        self.bar.setVisible(is_at_work)
        self.cancel.setVisible(is_at_work)
        self.cancel.setEnabled(True)
        self.details.setVisible(has_details)
        self.dismiss.setVisible(not is_at_work)
        self.show()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.details)
        row.addWidget(self.cancel)
        row.addWidget(self.dismiss)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(row, 1)

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("card"))
