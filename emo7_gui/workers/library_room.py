"""Loads libraries before somebody needs them, so that a first visit waits for none.

Runs in: a thread of its own, "libraries"; loading gives way to the window every millisecond.
Owns: nothing that lasts; what is loaded is Python's.
Hears: start, once something has been seen; stop.
Says: nothing. A library that cannot be loaded says so at the visit.
Stops when: everything is loaded, or after the library in hand once stop was called.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer


class LibraryRoom(QObject):
    """Loads modules in a thread.

    Args:
        modules: Their names, in the order of loading.
        delay_ms: How long after `start` it begins.
        parent: Qt's owner.
    """

    def __init__(
        self, modules: Sequence[str], delay_ms: int = 1500, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._modules = modules
        self._is_leaving = threading.Event()
        self._thread = threading.Thread(target=self._load, name="libraries", daemon=True)
        self._timer = QTimer(self, singleShot=True, interval=delay_ms)
        self._timer.timeout.connect(self._thread.start)
        self._has_begun = False

    @property
    def is_loading(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin a while after the first call; further calls change nothing."""
        if not self._has_begun:
            self._has_begun = True
            self._timer.start()

    def stop(self) -> None:
        """End it and wait for the module in hand."""
        self._has_begun = True
        self._timer.stop()
        self._is_leaving.set()
        if self._thread.is_alive():
            self._thread.join()

    def _load(self) -> None:
        for name in self._modules:
            if self._is_leaving.is_set():
                return
            # Whoever goes there loads it again and is told why it fails.
            with suppress(Exception):
                importlib.import_module(name)
