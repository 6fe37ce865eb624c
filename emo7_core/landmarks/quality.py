"""How much of a clip the landmarks saw, and how fast the wrists move.

What it is: shares of frames for badges and filters, and the movement strip of the timeline.
What it is not: per-frame presence (LandmarkTrack.presence).
Convention: shares are 0..1 of all frames of the clip; a clip without frames has shares 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.landmarks.track import LEAST_CONFIDENCE, Array, LandmarkTrack


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of frames, 0..1, in which a part was seen.

    Attributes:
        face: Any face point.
        left_hand: Any point of the signer's left hand.
        right_hand: Any point of the signer's right hand.
        hands: Any point of either hand.
        body: Any body point.
    """

    face: float
    left_hand: float
    right_hand: float
    hands: float
    body: float


def quality_of(track: LandmarkTrack) -> Quality:
    """Return the shares of frames in which each part was seen."""
    left, right = track.presence("left_hand"), track.presence("right_hand")
    return Quality(
        face=_share(track.presence("face")),
        left_hand=_share(left),
        right_hand=_share(right),
        hands=_share(left | right),
        body=_share(track.presence("body")),
    )


def wrist_speed(track: LandmarkTrack) -> Array:
    """Return the speed of the faster wrist, shape (T,), float64, pixels per second.

    A frame's speed is the distance between its neighbours over their time difference; at the
    ends, and beside a frame without the wrist, between the frame and its one known neighbour.
    NaN where neither wrist has a known neighbour. A wrist under `LEAST_CONFIDENCE` is not known.
    """
    speeds = [_speed(track, f"{side}_wrist") for side in ("left", "right")]
    return np.fmax(*speeds)


def _share(seen: Array) -> float:
    return float(seen.mean()) if len(seen) else 0.0


def _speed(track: LandmarkTrack, point: str) -> Array:
    index = track.layout.index(point)
    place = track.xyz[:, index, :2].astype(np.float64)
    doubtful = track.confidence[:, index] < LEAST_CONFIDENCE
    place = np.where(doubtful[:, None], np.nan, place)
    result = np.full(len(track), np.nan)
    if len(track) < 2:
        return result
    step = np.hypot(*np.diff(place, axis=0).T) / np.diff(track.times)
    result[1:] = step
    result[:-1] = np.where(np.isfinite(step), step, result[:-1])
    if len(track) > 2:
        span = np.hypot(*(place[2:] - place[:-2]).T) / (track.times[2:] - track.times[:-2])
        known = np.isfinite(span) & np.isfinite(place[1:-1, 0])
        result[1:-1] = np.where(known, span, result[1:-1])
    result[~np.isfinite(place[:, 0])] = np.nan
    return result
