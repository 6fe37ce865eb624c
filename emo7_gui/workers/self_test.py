"""Tests off the GUI thread whether seeking in a clip shows the frame that playing shows.

Runs in: QThread "self-test", made in app.py.
Owns: nothing; each test opens the file anew.
Hears: check (queued); only the latest clip asked for is tested.
Says: checked with the clip's id and the result.
Stops when: its event loop ends, after the test in hand (about a second).
"""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from emo7_core.errors import MediaError
from emo7_core.video.self_test import self_test


class SelfTester(QObject):
    """One test at a time, the latest clip wins."""

    checked = Signal(int, object)  # clip id, SelfTest

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._latest = -1

    def ask(self, clip_id: int) -> None:
        """Make this the latest clip; call before check, from any thread."""
        with self._lock:
            self._latest = clip_id

    @Slot(int, object)
    def check(self, clip_id: int, path: Path) -> None:
        """Test a clip unless a later one was asked for since."""
        with self._lock:
            if clip_id != self._latest:
                return
        try:
            self.checked.emit(clip_id, self_test(path))
        except MediaError:
            # The clip's own state says why it cannot be read.
            return
