"""Where to look in a clip: the signing space, and boxes around face and hands.

What it is: arithmetic over a landmark track, done once per track.
What it is not: painting.
Convention: boxes are (x, y) centres per frame and one side for the whole clip, picture pixels;
a box that never changes its size and moves smoothly does not jitter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emo7_core.landmarks.track import LandmarkTrack

LEAST_CONFIDENCE = 0.3
SMOOTHING_SECONDS = 0.12
# Side of the box in sizes of the part: hands need room to move inside their smoothed box.
ROOM = {"face": 1.3, "left_hand": 1.5, "right_hand": 1.5}


@dataclass(frozen=True, slots=True, eq=False)
class PartBoxes:
    """The box around one part in every frame.

    Attributes:
        centres: Shape (T, 2), float64, picture pixels; no NaN: gaps are bridged.
        side: Width and height of the box, picture pixels.
        share: Share of the frames in which the part was seen, 0..1.
        seen: Shape (T,), bool.
    """

    centres: NDArray[np.float64]
    side: float
    share: float
    seen: NDArray[np.bool_]


def part_boxes(track: LandmarkTrack, part: str) -> PartBoxes | None:
    """Return the boxes around a part; None when it is never seen."""
    points = track.layout.part(part)
    places = track.xyz[:, points.start : points.stop, :2].astype(np.float64)
    seen = np.isfinite(places[..., 0]).any(axis=1)
    if not seen.any():
        return None
    low = np.nanmin(places[seen], axis=1)
    high = np.nanmax(places[seen], axis=1)
    side = float(np.percentile((high - low).max(axis=1), 90)) * ROOM[part]
    frames = np.arange(len(track))
    middle = (low + high) / 2
    centres = np.stack([np.interp(frames, frames[seen], middle[:, i]) for i in (0, 1)], axis=1)
    return PartBoxes(_smooth(centres, track.times), max(16.0, side), float(seen.mean()), seen)


def signing_space(track: LandmarkTrack) -> tuple[float, float, float, float] | None:
    """Return left, top, width and height of where the signer moves, picture pixels; or None.

    It holds face, hands and upper body of nearly all frames, and the head's hair.
    """
    names = track.layout.points
    lower = ("hip", "knee", "ankle", "heel", "foot", "toe")
    kept = [i for i, name in enumerate(names) if not any(word in name for word in lower)]
    places, confidence = track.xyz[:, kept, :2], track.confidence[:, kept]
    size = np.array([track.width, track.height], dtype=np.float64)
    inside = ((places >= 0) & (places < size)).all(axis=2) & ~(confidence < LEAST_CONFIDENCE)
    if not inside.any():
        return None
    low = np.percentile(places[inside], 0.5, axis=0)
    high = np.percentile(places[inside], 99.5, axis=0)
    room = (high - low).max() * np.array([0.08, 0.2])
    low, high = np.maximum(0, low - room), np.minimum(size, high + room * [1, 0.5])
    width, height = high - low
    return float(low[0]), float(low[1]), float(width), float(height)


def crop(
    boxes: PartBoxes, ordinal: int, aspect: float, picture: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a crop with that aspect (width over height).

    The crop holds the box as far as the picture is large enough, and stays inside of it.
    """
    ordinal = min(ordinal, len(boxes.centres) - 1)
    size = np.array([boxes.side * max(1.0, aspect), boxes.side * max(1.0, 1 / aspect)])
    size *= min(1.0, *(np.array(picture) / size))
    corner = boxes.centres[ordinal] - size / 2
    corner = np.maximum(0, np.minimum(corner, np.array(picture) - size))
    return float(corner[0]), float(corner[1]), float(size[0]), float(size[1])


def _smooth(values: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weight neighbours in time by a bell of SMOOTHING_SECONDS."""
    if len(times) < 3:
        return values
    step = float(np.median(np.diff(times)))
    reach = max(1, min(len(times) - 1, round(3 * SMOOTHING_SECONDS / step)))
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / SMOOTHING_SECONDS) ** 2)
    padded = np.pad(values, ((reach, reach), (0, 0)), mode="edge")
    kernel = bell / bell.sum()
    return np.stack([np.convolve(padded[:, i], kernel, mode="valid") for i in (0, 1)], axis=1)
