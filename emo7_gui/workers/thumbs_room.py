"""The window's end of the thread that makes small pictures.

What it is: a QObject of the GUI thread that owns the thread; `made` arrives in the GUI thread.
What it is not: the decoding (thumbs.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QImage

from emo7_core.clips.clip import Clip
from emo7_gui.workers.thumbs import Thumbs


class ThumbsRoom(QObject):
    """Small pictures, one at a time, the latest list wins."""

    made = Signal(int, QImage)

    def __init__(self, name: str = "thumbs", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Thumbs()
        self._worker.made.connect(self.made)
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        self._worker.moveToThread(self._thread)
        self._thread.start(QThread.Priority.LowPriority)

    def want(self, clips: Iterable[Clip | None]) -> None:
        """Ask for pictures of these clips instead of those asked for before."""
        readable = (clip for clip in clips if clip is not None and clip.state != "bad")
        self._worker.want([(clip.id, clip.path) for clip in readable if clip.path is not None])

    def stop(self) -> None:
        """End the thread and wait for it, after the picture in hand."""
        self._worker.want([])
        self._thread.quit()
        self._thread.wait()
