"""The landmarks of clips whose extraction is under way, as far as they are known.

What it is: the pieces of each clip in work, and how far it is.
What it is not: the extraction (workers/extract.py), or a whole track: that is read from its file.
Convention: keyed by content hash; pieces follow each other, so their frames are those from the
clip's first one on. A clip is forgotten when its extraction ends, however that was.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from emo7_core.landmarks.progress import Progress
from emo7_core.landmarks.track import LandmarkTrack


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """How far a clip is.

    Attributes:
        pieces: What is known, in order.
        done: Frames that are done.
        total: Frames of the clip, 0 where unknown.
    """

    pieces: tuple[LandmarkTrack, ...] = ()
    done: int = 0
    total: int = 0


class GrowingTracks(QObject):
    """Every clip in work."""

    grew = Signal(str)  # clip key: opened, or further frames
    ended = Signal(str, bool)  # clip key, whether its track is whole now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._growths: dict[str, Growth] = {}

    def of(self, clip_key: str | None) -> Growth | None:
        """Return how far a clip is, None where nothing works on it."""
        return self._growths.get(clip_key or "")

    def hear(self, step: Progress) -> None:
        """Take in a step of the extraction."""
        key = step.clip_key
        if step.state in ("started", "running"):
            known = self._growths.get(key, Growth())
            new = () if step.piece is None else (step.piece,)
            self._growths[key] = Growth((*known.pieces, *new), step.done_frames, step.total_frames)
            self.grew.emit(key)
        elif self._growths.pop(key, None) is not None:
            self.ended.emit(key, step.state == "finished")

    def forget(self) -> None:
        """Nothing is in work any more."""
        keys, self._growths = tuple(self._growths), {}
        for key in keys:
            self.ended.emit(key, False)
