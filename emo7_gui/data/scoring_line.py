"""How far the scoring is: a bar, words with rate and time left, and Cancel.

What it is: one line over the plots; it keeps its place while it is empty.
What it is not: the scoring, or its clock's thread.
Convention: scoring that is over within 150 ms is never shown.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.progress_bar import ProgressBar
from emo7_gui.key_button import KeyButton
from emo7_gui.shell.pace import Pace

QUIET_MS = 150


class ScoringLine(QWidget):
    """Progress of the scoring.

    Signals:
        cancel_requested: Cancel was pressed; what was scored is kept.
        resume_requested: Go on was pressed, after a cancel.
    """

    cancel_requested = Signal()
    resume_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pace: Pace | None = None
        self.bar = ProgressBar(self.tr("Scoring captions"))
        self.text = ElidedLabel("", "small", "secondary")
        self.cancel = KeyButton(self.tr("Cancel"), kind="flat", is_small=True)
        self.resume = KeyButton(self.tr("Go on"), is_small=True)
        self.cancel.clicked.connect(self.cancel_requested)
        self.resume.clicked.connect(self.resume_requested)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._appear)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.resume)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def begin(self) -> None:
        """Something is being read or scored; shown if it takes longer than an instant."""
        self._pace = Pace(time.monotonic())
        self.text.setText(self.tr("reading captions …"))
        self.bar.set_share(0.0)
        if self.isHidden():
            self._quiet.start()
        else:
            self._appear()

    def advance(self, done: int, total: int) -> None:
        """Show how many of the new captions are scored."""
        if self._pace is None:
            return
        self._pace.advance(done, total, time.monotonic())
        self.bar.set_share(self._pace.share)
        self.text.setText(self.tr("scoring captions: {0}").format(self._pace.text()))

    def end(self) -> None:
        """Everything is scored."""
        self._quiet.stop()
        self._pace = None
        self.hide()

    def stay(self, scored: int, total: int) -> None:
        """Say that the scoring was cancelled, and offer to go on."""
        self._quiet.stop()
        self._pace = None
        words = self.tr("stopped: {0} of {1} captions are scored, and shown here")
        self.text.setText(words.format(f"{scored:,}", f"{total:,}"))
        self.bar.set_share(scored / max(1, total))
        self.cancel.hide()
        self.resume.show()
        self.show()

    def _appear(self) -> None:
        if self._pace is not None:
            self.cancel.show()
            self.resume.hide()
            self.show()
