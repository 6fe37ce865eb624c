"""From GFE recordings to segments that say little about who signs and in which recording.

    points -> less the recording's own neutral face: head motion | expression of 18 face regions
    -> 15 rows per second -> cut at the marked frames -> Segment
    -> per signer: less the mean, over the spread, of all segments (`standardised`)

What it is: the features of the benchmark, and the layout they have.
What it is not: channels as the networks take them (gfe_training.py) or augmentation.
Convention: values are (T, V, 2); x comes first and is what a mirror turns round. NaN is missing.

No class takes part here. What is used of a test signer besides a segment's own frames: the
unmarked frames of its recording (the neutral face), and mean and spread of all its signer's
segments taken together.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.landmarks.anatomy import Edges, mirror_by_name
from emo7_core.landmarks.face_100 import DEPTH, RIGIDITY
from emo7_core.landmarks.head_motion import HeadMotion, head_motion
from emo7_core.landmarks.layout import Layout
from tests.benchmarks.gfe_files import Recording

Array = npt.NDArray[Any]
RATE = 15.0
FEWEST_FRAMES = 5
FARTHEST = 5.0  # deviations
LONGEST_GAP = 0.5  # seconds; over a longer one nothing is interpolated

# Means over neighbouring points: a region moves, a single point of 640 x 480 trembles.
REGIONS: dict[str, tuple[int, ...]] = {
    "left_upper_lid": (1, 2, 3),
    "left_lower_lid": (5, 6, 7),
    "right_upper_lid": (9, 10, 11),
    "right_lower_lid": (13, 14, 15),
    "left_inner_brow": (16, 17, 24, 25),
    "left_outer_brow": (19, 20, 21, 22),
    "right_inner_brow": (26, 27, 34, 35),
    "right_outer_brow": (29, 30, 31, 32),
    "left_forehead": (90, 91, 92, 93, 94),
    "right_forehead": (95, 96, 97, 98, 99),
    "nose": tuple(range(38, 46)),
    "left_mouth_corner": (48, 49, 59, 60),
    "right_mouth_corner": (53, 54, 55, 64),
    "upper_lip": (50, 51, 52, 61, 62, 63),
    "lower_lip": (56, 57, 58, 65, 66, 67),
    "chin": (75, 76, 77, 78, 79),
    "left_jaw": (70, 71, 72),
    "right_jaw": (82, 83, 84),
}
# Two numbers each: where it is; how far it is turned to the side and down; its roll and size.
HEAD = ("head_place", "head_turn", "head_tilt")
_NAMES = (*REGIONS, *HEAD)
_EYES = (slice(0, 8), slice(8, 16))


def _edges(*pairs: tuple[str, str]) -> Edges:
    return tuple((_NAMES.index(a), _NAMES.index(b)) for a, b in pairs)


def _both_sides(*pairs: tuple[str, str]) -> Edges:
    sides = ("left_", "right_")
    return _edges(*((a.replace("*", s), b.replace("*", s)) for a, b in pairs for s in sides))


FACE_MOTION = Layout(
    name="face_motion",
    points=_NAMES,
    parts=MappingProxyType({"face": range(18), "head": range(18, 21)}),
    edges=(
        *_both_sides(("nose", "*upper_lid"), ("*upper_lid", "*lower_lid")),
        *_both_sides(("nose", "*inner_brow"), ("*inner_brow", "*outer_brow")),
        *_both_sides(("*inner_brow", "*forehead"), ("*outer_brow", "*forehead")),
        *_both_sides(("upper_lip", "*mouth_corner"), ("lower_lip", "*mouth_corner")),
        *_both_sides(("*jaw", "chin"), ("*jaw", "*mouth_corner")),
        *_edges(("nose", "upper_lip"), ("lower_lip", "chin"), ("upper_lip", "lower_lip")),
        *_edges(("nose", "head_turn"), ("head_turn", "head_place"), ("head_turn", "head_tilt")),
    ),
    mirror=mirror_by_name(_NAMES),
    contours=MappingProxyType({}),
    dots=(),
)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One occurrence of an expression.

    Attributes:
        values: (T, 21, 2) float32 on FACE_MOTION, NaN where missing; T is 3 or more.
        target: Number of the class.
        signer: Who signs.
    """

    values: Array
    target: int
    signer: str


def segments_of(recordings: Sequence[Recording]) -> list[Segment]:
    """Return all segments of 5 frames or more, standardised per signer."""
    found = [segment for recording in recordings for segment in _segments(recording)]
    found.sort(key=lambda segment: segment.signer)
    return [
        segment
        for _, group in groupby(found, key=lambda segment: segment.signer)
        for segment in standardised(list(group))
    ]


def standardised(segments: Sequence[Segment]) -> list[Segment]:
    """Return segments less their common mean, over their common deviation, number by number.

    Where the tracker lost the face, numbers are far off: mean and deviation are those of the
    numbers drawn into the middle 98 %, and none stands farther out than FARTHEST afterwards.
    """
    rows = np.concatenate([segment.values for segment in segments])
    low, high = _over_known(_one_and_99, rows, 0)
    middle = np.clip(rows, low, high)
    mean, spread = _over_known(np.nanmean, middle, 0), _over_known(np.nanstd, middle, 0)
    mean, spread = np.nan_to_num(mean), np.where(spread > 1e-6, spread, 1.0)
    return [
        replace(one, values=_narrow(np.clip((one.values - mean) / spread, -FARTHEST, FARTHEST)))
        for one in segments
    ]


def _one_and_99(values: Array, axis: int) -> Array:
    return np.asarray(np.nanpercentile(values, (1, 99), axis=axis))


def mirrored(values: Array) -> Array:
    """Return values (T, 21, 2) as a mirror shows them."""
    return values[:, list(FACE_MOTION.mirror)] * np.array([-1, 1], values.dtype)


def runs(is_marked: Array) -> list[tuple[int, int]]:
    """Return the half open ranges of marked frames, those of 5 frames or more."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_marked.astype(np.int8), [0]])))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(int(a), int(b)) for a, b in pairs if b - a >= FEWEST_FRAMES]


def _segments(recording: Recording) -> list[Segment]:
    values = motion_of(recording.points, ~recording.is_expression)
    found = []
    for start, stop in runs(recording.is_expression):
        span = recording.times[stop - 1] - recording.times[start]
        rows = recording.times[start] + np.linspace(0.0, span, max(3, round(span * RATE) + 1))
        cut = _resampled(values, recording.times, rows)
        found.append(Segment(_narrow(cut), recording.target, recording.signer))
    return found


def motion_of(points: Array, is_neutral: Array) -> Array:
    """Return head motion and expression (T, 21, 2), less their medians over neutral frames.

    Args:
        points: (T, 100, 2) pixels.
        is_neutral: (T,) bool, frames that are not marked; all frames are taken if there is none.
    """
    rest = is_neutral if is_neutral.any() else np.ones(len(points), dtype=bool)
    left, right = (_over_known(np.nanmean, points[:, eye], 1) for eye in _EYES)
    middle, between = (left + right) / 2, np.hypot(*(right - left).T)
    upright = (points - middle[:, None]) / between[:, None, None]
    neutral = _over_known(np.nanmedian, upright[rest], 0)
    placed = points - _over_known(np.nanmedian, middle[rest], 0)
    placed = placed / _over_known(np.nanmedian, between[rest], 0)
    values = _side_by_side(head_motion(placed, neutral, DEPTH, RIGIDITY))
    return values - _over_known(np.nanmedian, values[rest], 0)


def _side_by_side(motion: HeadMotion) -> Array:
    regions = [
        _over_known(np.nanmean, motion.expression[:, list(at)], 1) for at in REGIONS.values()
    ]
    tilt = np.stack([motion.roll, motion.size], axis=-1)
    return np.stack([*regions, motion.place, motion.turn, tilt], axis=1)


def _over_known(function: Callable[..., Array], values: Array, axis: int) -> Array:
    """Return a nan-function's answer; NaN, without a warning, where nothing is known."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="All-NaN|Mean of empty|Degrees of freedom")
        return np.asarray(function(values, axis=axis))


def _resampled(values: Array, times: Array, rows: Array) -> Array:
    flat = values.reshape(len(values), -1)
    result = np.full((len(rows), flat.shape[1]), np.nan)
    for column, series in enumerate(flat.T):
        known = np.isfinite(series)
        if known.any():
            result[:, column] = np.interp(rows, times[known], series[known])
            away = np.abs(rows[:, None] - times[known][None]).min(1)
            result[away > LONGEST_GAP / 2, column] = np.nan
    return result.reshape(len(rows), *values.shape[1:])


def _narrow(values: Array) -> Array:
    narrow = values.astype(np.float32)
    narrow.flags.writeable = False
    return narrow
