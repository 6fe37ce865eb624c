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

from emo7_core.clips.catalog import Catalog
from emo7_core.errors import MediaError, StorageError
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

    @Slot(int, object, object)
    def check(self, clip_id: int, path: Path, catalog: Catalog | None) -> None:
        """Test a clip unless a later one was asked for since.

        Args:
            clip_id: The clip.
            path: Its file.
            catalog: Where the answer is recorded, None where nothing may be written.
        """
        with self._lock:
            if clip_id != self._latest:
                return
        try:
            found = self_test(path)
            if catalog is not None:
                catalog.record(clip_id, seek_is_exact=found.is_exact)
            self.checked.emit(clip_id, found)
        except (MediaError, StorageError):
            # The clip's own state says why it cannot be read; what is not recorded is tested again.
            return
