"""The window's end of the thread that makes small pictures.

What it is: a QObject of the GUI thread that owns the thread; `made` arrives in the GUI thread.
What it is not: the decoding (thumbs.py).
Convention: a picture of another file than was asked for last under its id, as of a project that
was left meanwhile, is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

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
        self._files: dict[int, Path] = {}
        self._worker.made.connect(self._on_made)
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        self._worker.moveToThread(self._thread)
        self._thread.start(QThread.Priority.LowPriority)

    def want(self, clips: Iterable[Clip | None]) -> None:
        """Ask for pictures of these clips instead of those asked for before."""
        readable = (clip for clip in clips if clip is not None and clip.state != "bad")
        wanted = [(clip.id, clip.path) for clip in readable if clip.path is not None]
        self._files |= dict(wanted)
        self._worker.want(wanted)

    def forget(self) -> None:
        """Ask for nothing more, and drop the picture in hand: the project closes."""
        self._files.clear()
        self._worker.want([])

    def stop(self) -> None:
        """End the thread and wait for it, after the picture in hand."""
        self._worker.want([])
        self._thread.quit()
        self._thread.wait()

    def _on_made(self, clip_id: int, image: QImage, path: Path) -> None:
        if self._files.get(clip_id) == path:
            self.made.emit(clip_id, image)
