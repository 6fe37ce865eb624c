"""Open readers of a few clips, and the frames that were decoded from them.

What it is: the decode thread's own store: `read` answers from the cache or the reader.
What it is not: safe between threads; one thread makes, uses and closes it.
Convention: frames are known by (clip key, ordinal); the cache is bounded in bytes and the
readers in number, the longest unused goes first.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from emo7_core.video.cache import FrameCache
from emo7_core.video.frame import Frame
from emo7_core.video.reader import VideoInfo, VideoReader


class Reels:
    """Readers and frames of the current clip and of those that come next."""

    def __init__(self, cache_bytes: int, open_count: int = 4) -> None:
        self._cache = FrameCache(cache_bytes)
        self._readers: OrderedDict[str, VideoReader] = OrderedDict()
        self._open_count = open_count

    def open(self, key: str, path: Path) -> VideoInfo:
        """Open a clip, or find it open; raises MediaError when it cannot be played."""
        reader = self._readers.get(key)
        if reader is None or reader.info.path != path:
            self._drop(key)
            reader = self._readers[key] = VideoReader(path)
        self._readers.move_to_end(key)
        while len(self._readers) > self._open_count:
            self._drop(next(iter(self._readers)))
        return reader.info

    def read(self, key: str, ordinal: int) -> Frame:
        """Return a frame of an open clip, decoding it when it is not kept."""
        frame = self._cache.get((key, ordinal))
        if frame is not None:
            return frame
        frame = self._readers[key].read(ordinal)
        self._cache.put((key, ordinal), frame)
        return frame

    def has(self, key: str, ordinal: int) -> bool:
        """Whether a frame is kept."""
        return (key, ordinal) in self._cache

    def close(self) -> None:
        """Close every reader."""
        for key in list(self._readers):
            self._drop(key)

    def _drop(self, key: str) -> None:
        reader = self._readers.pop(key, None)
        if reader is not None:
            reader.close()
