"""From pixels to what models see: one layout, one scale, one rate.

What it is: the mapping of every layout to COMMON, body-centred coordinates, and resampling by
time to a fixed rate.
What it is not: the earlier scripts' normalisation (legacy.py).
Convention: y still points down. NaN stays NaN, and the last channel says 1 = seen, 0 = not seen.

The unit of x and y is the clip's shoulder width, the origin its mid-shoulder point; both are
medians over the clip, so that leaning and stepping remain visible. Local coordinates take the
part's own motion away: the body from this frame's mid-shoulder point; the face from between the
outer eye corners, upright by their line, in units of their median distance; a hand from its
wrist, in units of the clip's median palm (wrist to middle knuckle).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from emo7_core.errors import LandmarkError
from emo7_core.landmarks import described, face_mesh
from emo7_core.landmarks.layout import COMMON, HOLISTIC, OPENPOSE, Layout
from emo7_core.landmarks.track import LEAST_CONFIDENCE, Array, LandmarkTrack

CHANNELS: tuple[str, ...] = ("x", "y", "local_x", "local_y", "presence")
# Parts of COMMON whose local coordinates do not turn with the signer.
UPRIGHT_PARTS: tuple[str, ...] = ("face",)
# Across a longer hole in the times nothing is interpolated, and nothing held for more than half.
LONGEST_GAP = 0.25
# For close-ups that show no shoulder; medians of four How2Sign signers.
_SHOULDERS_PER_EYES = 3.75
_EYES_ABOVE_SHOULDERS = 0.63

FROM_HOLISTIC: tuple[int, ...] = (
    *(HOLISTIC.index(point) for point in COMMON.points[: COMMON.parts["face"].start]),
    *(HOLISTIC.parts["face"].start + point for point in face_mesh.NEAREST_TO_68),
)
FROM_OPENPOSE: tuple[int, ...] = tuple(OPENPOSE.index(point) for point in COMMON.points)
_SOURCES: Mapping[Layout, tuple[int, ...]] = MappingProxyType(
    {HOLISTIC: FROM_HOLISTIC, OPENPOSE: FROM_OPENPOSE, COMMON: tuple(range(len(COMMON)))}
)

_LEFT_SHOULDER = COMMON.index("left_shoulder")
_RIGHT_SHOULDER = COMMON.index("right_shoulder")
_RIGHT_EYE_CORNER = COMMON.index("right_eye_lid_0")
_LEFT_EYE_CORNER = COMMON.index("left_eye_lid_3")


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """A clip as models see it; the arrays are read-only.

    Attributes:
        values: Shape (T', V, C), float32; channels are `CHANNELS`, in shoulder widths and in the
            part's own unit; NaN where not seen, the last channel 1 = seen or 0 = not seen.
        times: Shape (T',), float64, seconds: 0, 1/rate, 2/rate, ... up to the last frame.
        layout: COMMON, or what was described.
        rate: Rows per second.
    """

    values: Array
    times: Array
    layout: Layout
    rate: float

    def __len__(self) -> int:
        return len(self.times)


def to_common(track: LandmarkTrack) -> LandmarkTrack:
    """Return the track in the layout COMMON, still in pixels; missing points stay missing.

    Raises:
        LandmarkError: its layout was described: it is not of a signer, as far as anybody knows.
    """
    if track.layout is COMMON:
        return track
    if track.layout not in _SOURCES:
        raise LandmarkError(f"the layout “{track.layout.name}” cannot be brought to “common”")
    source = list(_SOURCES[track.layout])
    return LandmarkTrack(
        COMMON,
        track.xyz[:, source],
        track.confidence[:, source],
        track.times,
        track.width,
        track.height,
        track.extractor,
    )


def features(track: LandmarkTrack, rate: float) -> Features:
    """Return a track body-centred and resampled to `rate` rows per second.

    A row has a point only where the frame nearest in time has it; between two frames that both
    have it the value is interpolated. Points under `LEAST_CONFIDENCE` count as not seen. A clip
    that never shows both shoulders is scaled by its eyes; one that shows neither gives NaN and
    presence 0 throughout. Local coordinates are NaN where the points they stand on are missing.

    A track whose layout was described keeps it: middle and unit are then its own (described.py).

    Raises:
        LandmarkError: the rate is not above 0.
    """
    if not rate > 0:
        raise LandmarkError(f"a rate of {rate} rows per second is not above 0")
    if track.layout in _SOURCES:
        track = to_common(track)
        points = _trusted(track)
        joint = np.concatenate([_centred(points), _local(points)], axis=-1)
    else:
        points = _trusted(track)
        near = described.local(points, track.layout)
        joint = np.concatenate([described.centred(points), near], axis=-1)
    times = _row_times(track.times, rate)
    values = _resampled(joint, track.times, times)
    seen = np.isfinite(values[..., :2]).all(axis=-1, keepdims=True)
    result = np.concatenate([values, seen], axis=-1).astype(np.float32)
    for array in (result, times):
        array.flags.writeable = False
    return Features(result, times, track.layout, rate)


def _trusted(track: LandmarkTrack) -> Array:
    doubtful = track.confidence < LEAST_CONFIDENCE
    return np.where(doubtful[..., None], np.nan, track.xyz[..., :2].astype(np.float64))


def _centred(points: Array) -> Array:
    origin, unit = _clip_frame(points)
    return (points - origin) / unit


def _clip_frame(points: Array) -> tuple[Array, float]:
    """Return origin (2,) and unit in pixels of the clip; NaN where nothing tells them."""
    left, right = points[:, _LEFT_SHOULDER], points[:, _RIGHT_SHOULDER]
    origin, unit = _median((left + right) / 2), _median_distance(left, right)
    if np.isfinite(unit):
        return origin, unit
    left, right = points[:, _LEFT_EYE_CORNER], points[:, _RIGHT_EYE_CORNER]
    unit = _median_distance(left, right) * _SHOULDERS_PER_EYES
    below_eyes = np.array([0.0, unit * _EYES_ABOVE_SHOULDERS])
    return _median((left + right) / 2) + below_eyes, unit


def _local(points: Array) -> Array:
    result = np.full_like(points, np.nan)
    shoulders = (points[:, _LEFT_SHOULDER] + points[:, _RIGHT_SHOULDER]) / 2
    for part, where in COMMON.parts.items():
        inside = slice(where.start, where.stop)
        if part == "body":
            result[:, inside] = (points[:, inside] - shoulders[:, None]) / _clip_frame(points)[1]
        elif part == "face":
            result[:, inside] = _upright(points, inside)
        else:
            result[:, inside] = _from_wrist(points[:, inside])
    return result


def _upright(points: Array, face: slice) -> Array:
    left, right = points[:, _LEFT_EYE_CORNER], points[:, _RIGHT_EYE_CORNER]
    along = left - right
    length = np.hypot(*along.T)[:, None]
    cosine, sine = np.split(along / np.where(length > 0, length, np.nan), 2, axis=1)
    x, y = np.moveaxis(points[:, face] - ((left + right) / 2)[:, None], -1, 0)
    turned = np.stack([x * cosine + y * sine, y * cosine - x * sine], axis=-1)
    return turned / _median_distance(left, right)


def _from_wrist(hand: Array) -> Array:
    wrist, knuckle = hand[:, 0], hand[:, 9]
    return (hand - wrist[:, None]) / _median_distance(wrist, knuckle)


def _median(values: Array) -> Array:
    """Return the median over the first axis of what is known; NaN where nothing is."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="All-NaN slice encountered")
        warnings.filterwarnings("ignore", message="Mean of empty slice")
        return np.asarray(np.nanmedian(values, axis=0))


def _median_distance(a: Array, b: Array) -> float:
    distance = float(_median(np.hypot(*(a - b).T)))
    return distance if distance > 0 else float("nan")


def _row_times(times: Array, rate: float) -> Array:
    if not len(times):
        return np.zeros(0)
    # A hair more than the last time, so that rounding does not lose the last row.
    rows = int(np.floor(times[-1] * rate + 1e-6)) + 1
    return np.arange(rows) / rate


def _resampled(values: Array, times: Array, rows: Array) -> Array:
    """Return values (T, V, C) at the row times, shape (T', V, C)."""
    if not len(rows):
        return values[:0]
    after = np.clip(np.searchsorted(times, rows, side="right"), 1, max(len(times) - 1, 1))
    before = after - 1
    after = np.minimum(after, len(times) - 1)
    gap = times[after] - times[before]
    share = np.clip((rows - times[before]) / np.where(gap > 0, gap, 1.0), 0.0, 1.0)[:, None, None]
    low, high = values[before], values[after]
    near = np.where(share < 0.5, low, high)
    mixed = low * (1 - share) + high * share
    can_mix = np.isfinite(mixed) & (gap <= LONGEST_GAP)[:, None, None]
    result = np.where(can_mix & np.isfinite(near), mixed, near)
    distance = np.minimum(np.abs(rows - times[before]), np.abs(rows - times[after]))
    result[distance > LONGEST_GAP / 2] = np.nan
    return result
