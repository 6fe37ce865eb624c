"""What a model is given of a clip; frozen, no torch.

What it is: everything that any model may look at, of which each takes what it needs.
What it is not: a catalog's clip (clips/clip.py), or pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from emo7_core.errors import LandmarkError, MediaError
from emo7_core.landmarks.track import LandmarkTrack

Needs: TypeAlias = Literal["landmarks", "pictures"]


@dataclass(frozen=True, slots=True, eq=False)
class ClipInput:
    """A clip, for a predictor.

    Attributes:
        key: Content hash, None where unknown.
        track: Its landmarks or the file they are in, None where there are none.
        video: Its file, None where there is none.
        caption: What is said in it, None where unknown; only models that were asked to read it do.
        duration: Length in s, None where unknown.
        is_growing: Whether further frames of the track will come.
    """

    key: str | None = None
    track: LandmarkTrack | Path | None = None
    video: Path | None = None
    caption: str | None = None
    duration: float | None = None
    is_growing: bool = False

    def landmarks(self) -> LandmarkTrack | None:
        """Return the track, read from its file if it is one.

        Raises:
            LandmarkError: the file cannot be read.
        """
        return LandmarkTrack.load(self.track) if isinstance(self.track, Path) else self.track

    def needed_track(self) -> LandmarkTrack:
        """Return the track.

        Raises:
            LandmarkError: there is none, or its file cannot be read.
        """
        track = self.landmarks()
        if track is None:
            raise LandmarkError("this clip has no landmarks yet", remedy="Extract them first.")
        return track

    def needed_video(self) -> Path:
        """Return the clip's file.

        Raises:
            MediaError: there is none.
        """
        if self.video is None:
            raise MediaError("the file of this clip is not known", remedy="Relink the clip.")
        return self.video
