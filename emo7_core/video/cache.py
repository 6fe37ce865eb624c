"""Frames that were decoded lately, so that looking again costs nothing.

What it is: a least-recently-used store of frames, bounded in bytes, safe for many threads.
What it is not: a decoder; a missing frame is None and the caller reads it.
Convention: a key is (clip key, ordinal).
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from emo7_core.video.frame import Frame

FrameKey = tuple[str, int]


class FrameCache:
    """Keeps the frames used last, up to a number of bytes."""

    def __init__(self, capacity_bytes: int) -> None:
        if capacity_bytes < 0:
            raise ValueError("capacity_bytes must not be negative")
        self._capacity_bytes = capacity_bytes
        self._bytes_used = 0
        self._frames: OrderedDict[FrameKey, Frame] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: FrameKey) -> Frame | None:
        """Return the frame, which now counts as just used, or None."""
        with self._lock:
            frame = self._frames.get(key)
            if frame is not None:
                self._frames.move_to_end(key)
            return frame

    def put(self, key: FrameKey, frame: Frame) -> None:
        """Keep a frame; the ones used longest ago make room. Too big a frame is not kept."""
        with self._lock:
            self._remove(key)
            if frame.size_bytes > self._capacity_bytes:
                return
            self._frames[key] = frame
            self._bytes_used += frame.size_bytes
            while self._bytes_used > self._capacity_bytes:
                self._remove(next(iter(self._frames)))

    def clear(self) -> None:
        """Forget all frames."""
        with self._lock:
            self._frames.clear()
            self._bytes_used = 0

    @property
    def bytes_used(self) -> int:
        """Bytes of pixels that are kept now."""
        with self._lock:
            return self._bytes_used

    def __len__(self) -> int:
        with self._lock:
            return len(self._frames)

    def __contains__(self, key: object) -> bool:
        with self._lock:
            return key in self._frames

    def _remove(self, key: FrameKey) -> None:
        frame = self._frames.pop(key, None)
        if frame is not None:
            self._bytes_used -= frame.size_bytes
