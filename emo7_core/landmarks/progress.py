"""What an extraction says while it runs.

What it is: the frozen values that cross from the extraction to whoever watches it.
What it is not: the work itself (extract.py, extraction_child.py).
Convention: frames are counts; times are seconds.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from emo7_core.landmarks.track import LandmarkTrack

State = Literal["started", "running", "finished", "skipped", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class ExtractionTask:
    """One clip to extract.

    Attributes:
        clip_key: The clip's key; comes back in every progress.
        path: The video.
        out: The .npz to write; where it exists already, the clip is skipped.
        frame_count: The clip's frames where known, for the time left.
        is_repeated: Extract also where `out` exists, and replace it.
    """

    clip_key: str
    path: Path
    out: Path
    frame_count: int | None = None
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Overall:
    """The whole extraction so far.

    Attributes:
        clips_done: Clips that are finished, skipped or failed.
        clips_failed: How many of them failed.
        clips_total: All clips of this extraction.
        rate: Frames per second over all workers since the first clip was opened; 0.0 before.
        seconds_left: Estimated from the rate; None while it cannot be told.
    """

    clips_done: int
    clips_failed: int
    clips_total: int
    rate: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of one clip.

    Attributes:
        clip_key: Whose step this is.
        state: "started" (opened), "running" (has a piece), and one of "finished", "skipped",
            "failed", "cancelled" as the clip's last.
        done_frames: Frames of this clip that are done.
        total_frames: All frames of this clip; 0 where it was never opened.
        overall: The whole extraction at this moment.
        reason: Why the clip failed, one line; else empty.
        piece: While running, the track of the newest frames, done_frames - len(piece) onwards.
    """

    clip_key: str
    state: State
    done_frames: int
    total_frames: int
    overall: Overall
    reason: str = ""
    piece: LandmarkTrack | None = None


class Tally:
    """Counts what has been done; the only mutable thing here, it never leaves the extraction."""

    def __init__(self, tasks: Iterable[ExtractionTask]) -> None:
        self.tasks = {task.clip_key: task for task in tasks}
        known = {key: task.frame_count for key, task in self.tasks.items() if task.frame_count}
        self._totals: dict[str, int] = known
        self._done: dict[str, int] = {}
        self._frames_left = sum(known.values())
        self._frames_known = self._frames_left
        self._frames_done = 0
        self._unknown_clips = len(self.tasks) - len(known)
        self._ended = 0
        self._failed = 0
        self._first_opened: float | None = None

    def opened(self, key: str, total: int) -> Progress:
        """Note that a clip was opened and has this many frames."""
        if self._first_opened is None:
            self._first_opened = time.monotonic()
        self._unknown_clips -= key not in self._totals
        change = total - self._totals.get(key, 0)
        self._frames_left += change
        self._frames_known += change
        self._totals[key], self._done[key] = total, 0
        return self._progress(key, "started")

    def advanced(self, key: str, piece: LandmarkTrack) -> Progress:
        """Note further frames of a clip."""
        self._done[key] += len(piece)
        self._frames_done += len(piece)
        self._frames_left -= len(piece)
        return self._progress(key, "running", piece=piece)

    def end(self, key: str, state: State, reason: str = "") -> Progress:
        """Note a clip's last step."""
        self._ended += 1
        self._failed += state == "failed"
        self._unknown_clips -= key not in self._totals
        self._frames_left -= self._totals.get(key, 0) - self._done.get(key, 0)
        return self._progress(key, state, reason=reason)

    def overall(self) -> Overall:
        """Return the whole extraction at this moment."""
        rate = self._rate()
        left = self._expected_frames()
        return Overall(
            clips_done=self._ended,
            clips_failed=self._failed,
            clips_total=len(self.tasks),
            rate=rate,
            seconds_left=left / rate if rate > 0 and left is not None else None,
        )

    def _progress(
        self, key: str, state: State, reason: str = "", piece: LandmarkTrack | None = None
    ) -> Progress:
        return Progress(
            clip_key=key,
            state=state,
            done_frames=self._done.get(key, 0),
            total_frames=self._totals.get(key, 0),
            overall=self.overall(),
            reason=reason,
            piece=piece,
        )

    def _rate(self) -> float:
        if self._first_opened is None:
            return 0.0
        elapsed = time.monotonic() - self._first_opened
        return self._frames_done / elapsed if elapsed > 0 else 0.0

    def _expected_frames(self) -> float | None:
        """Return the frames to come; clips of unknown length count as the mean of the known."""
        if not self._totals:
            return None
        usual = self._frames_known / len(self._totals)
        return max(self._frames_left, 0) + max(self._unknown_clips, 0) * usual
