"""The window's end of the decode thread: asks the worker, drops what comes too late.

What it is: a QObject of the GUI thread that owns the thread and the mailbox. It numbers the
opened clips, and passes on only what belongs to the newest; its signals arrive in the GUI thread
whatever they are connected to (a bare function connected to the worker itself would run in the
decode thread).
What it is not: the decoding (decode.py), or a view.
Convention: frames are ordinals, loops half open.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from emo7_core.video.info import VideoInfo
from emo7_gui.workers.decode import CACHE_BYTES, DecodeWorker, start_decoding
from emo7_gui.workers.painting_ahead import Paint


class DecodeRoom(QObject):
    """One clip at a time, decoded elsewhere."""

    opened = Signal(object)  # VideoInfo; its first frame follows
    frame_arrived = Signal(object, object)  # Frame, tuple of what was painted of it
    failed = Signal(object)  # exception
    ended = Signal()
    stats_changed = Signal(object)  # PlaybackStats

    def __init__(self, parent: QObject | None = None, cache_bytes: int = CACHE_BYTES) -> None:
        super().__init__(parent)
        self._generation = 0
        self._worker = DecodeWorker(cache_bytes=cache_bytes)
        self._worker.opened.connect(self._on_opened)
        self._worker.frame_ready.connect(self._on_frame_ready)
        self._worker.failed.connect(self._on_failed)
        self._worker.ended.connect(self._on_ended)
        self._worker.stats_changed.connect(self._on_stats_changed)
        self._thread = start_decoding(self._worker)

    def open(self, clip_key: str, path: Path | str) -> None:
        """Open a clip and show its first frame; what earlier clips still send is dropped."""
        self._generation += 1
        self._worker.open(clip_key, path, self._generation)

    def leave(self) -> None:
        """Stop playing, and drop what the clip still sends."""
        self._generation += 1
        self._worker.pause()

    def seek(self, ordinal: int) -> None:
        """Show a frame; the latest request wins."""
        self._worker.seek(ordinal, self._generation)

    def play(self, rate: float = 1.0) -> None:
        """Play on from the shown frame, 1.0 is the true speed."""
        self._worker.play(rate)

    def pause(self) -> None:
        """Stay at the shown frame."""
        self._worker.pause()

    def set_loop(self, start: int, stop: int, is_on: bool) -> None:
        """Repeat frames [start, stop); opening a clip forgets it."""
        self._worker.set_loop(start, stop, is_on)

    def prefetch(self, clips: Iterable[tuple[str, Path]]) -> None:
        """Have the first frames of the next clips ready: pairs of clip key and path."""
        self._worker.prefetch(clips)

    def set_ahead(self, paints: tuple[Paint, ...]) -> None:
        """Have the next frames painted in the decode thread, where there is time while playing."""
        self._worker.set_ahead(paints)

    def stop(self, seconds: float = 5.0) -> bool:
        """Interrupt and join the thread; return whether it ended in time."""
        self._generation += 1
        return self._worker.stop(seconds)

    @Slot(object, int)
    def _on_opened(self, info: VideoInfo, generation: int) -> None:
        if generation == self._generation:
            self.opened.emit(info)

    @Slot()
    def _on_frame_ready(self) -> None:
        decoded = self._worker.mailbox.take()
        if decoded is not None and decoded.generation == self._generation:
            self.frame_arrived.emit(decoded.frame, decoded.ahead)

    @Slot(int, object)
    def _on_failed(self, generation: int, error: Exception) -> None:
        if generation == self._generation:
            self.failed.emit(error)

    @Slot(int)
    def _on_ended(self, generation: int) -> None:
        if generation == self._generation:
            self.ended.emit()

    @Slot(object)
    def _on_stats_changed(self, stats: object) -> None:
        self.stats_changed.emit(stats)
