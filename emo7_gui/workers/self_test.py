"""Tests off the GUI thread whether seeking in a clip shows the frame that playing shows.

Runs in: QThread "self-test", made in app.py.
Owns: nothing; each test opens the file anew.
Hears: check (queued); only the latest clip asked for is tested.
Says: checked with the clip's id and the result.
Stops when: its event loop ends; a test that nobody waits for any more ends at its next picture.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from emo7_core.clips.catalog import Catalog
from emo7_core.errors import MediaError, StorageError
from emo7_core.video.self_test import self_test

# Of a processor the test takes one part in REST + 1: the clip plays meanwhile.
REST, LONGEST_REST = 3.0, 0.25


class _LeftError(Exception):
    """The clip is no longer the one that is open."""


class _Breath:
    """Rests after each piece of a test; ends it when nobody waits for it any more."""

    def __init__(self, is_wanted: Callable[[], bool]) -> None:
        self._is_wanted = is_wanted
        self._began = time.perf_counter()

    def __call__(self) -> None:
        if not self._is_wanted():
            raise _LeftError
        worked = time.perf_counter() - self._began
        time.sleep(min(LONGEST_REST, REST * worked))
        self._began = time.perf_counter()


class SelfTester(QObject):
    """One test at a time, the latest clip wins: a later one ends the test of an earlier."""

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
            found = self_test(path, breathe=_Breath(lambda: clip_id == self._latest))
            if catalog is not None:
                catalog.record(clip_id, seek_is_exact=found.is_exact)
            self.checked.emit(clip_id, found)
        except _LeftError:
            return  # The rater went on; the clip is tested when it is open again.
        except (MediaError, StorageError):
            # The clip's own state says why it cannot be read; what is not recorded is tested again.
            return
