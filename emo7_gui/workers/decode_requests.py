"""What the decode worker hears and says, as frozen values.

What it is: the requests that wait in its inbox, the frame that waits in the mailbox, and the
figures of playback.
What it is not: behaviour (`decode.py`).
Convention: `generation` numbers the opened clips; whatever carries an older one is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from emo7_core.video.frame import Frame


@dataclass(frozen=True, slots=True)
class OpenClip:
    """Open this clip and show its first frame."""

    key: str
    path: Path
    generation: int


@dataclass(frozen=True, slots=True)
class Seek:
    """Show this frame of the clip of that generation."""

    ordinal: int
    generation: int


@dataclass(frozen=True, slots=True)
class SetPlaying:
    """Play at a rate (1.0 is the true speed), or pause with None."""

    rate: float | None


@dataclass(frozen=True, slots=True)
class SetLoop:
    """Repeat frames [start, stop) while `is_on`."""

    start: int
    stop: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Prefetch:
    """Have the first frames of these clips ready: pairs of clip key and path."""

    clips: tuple[tuple[str, Path], ...]


@dataclass(frozen=True, slots=True)
class DecodedFrame:
    """A frame, and the clip that it belongs to.

    Attributes:
        ahead: What the views' painters made of it (`DecodeWorker.set_ahead`).
    """

    clip_key: str
    generation: int
    frame: Frame
    ahead: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaybackStats:
    """How playback goes.

    Attributes:
        frames_per_second: Frames given out per second since the last report.
        dropped: Frames since play that were late, or overwritten before the window took them.
    """

    frames_per_second: float
    dropped: int
