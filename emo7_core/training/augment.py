"""Training clips varied anew in each epoch, with the left and the right of the signer in mind.

    time warp -> mirror -> rotation -> joint drop -> jitter

What it is: changes of the features (landmarks/normalize.py) that leave the meaning of a clip.
What it is not: anything that a validation clip ever meets, or a scaling: it works on features
before they are scaled, where x = 0 is the signer's middle and the unit is a shoulder width.
Convention: NaN stays NaN, and what is hidden has presence 0. A variation is decided by seed,
epoch, clip and window alone, so that a resumed training sees the same ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.config import TrainConfig
from emo7_core.errors import UsageError
from emo7_core.landmarks.layout import COMMON, Layout
from emo7_core.landmarks.normalize import UPRIGHT_PARTS
from emo7_core.models.card import ModelCard

Array = npt.NDArray[Any]
# How often the speed of a warped window changes.
KNOTS = 5
# Below it a part is a single point, squares of its own unit.
LEAST_SPREAD = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Augmenter:
    """Varies windows.

    Attributes:
        layout: V points.
        channels: Names of the C channels; "x" and "y", and "local_x" and "local_y", turn
            together; the last is presence.
        seed: Of the training.
        chances: (K,) probability that a window of each class is varied at all.
        mirror: Probability to swap left and right.
        warp: Largest change of local speed, as a share, below 1.
        drop: Share of points that are hidden for a while.
        jitter: Deviation of the noise on each point, shoulder widths.
        rotation: Largest turn in the picture, degrees.
    """

    layout: Layout
    channels: tuple[str, ...]
    seed: int
    chances: Array
    mirror: float = 0.5
    warp: float = 0.2
    drop: float = 0.1
    jitter: float = 0.01
    rotation: float = 10.0

    def vary(self, values: Array, target: int, epoch: int, clip: int, start: int = 0) -> Array:
        """Return one variation of a window, or the window itself.

        Args:
            values: (T, V, C), not changed.
            target: Its class.
            epoch: The epoch, from 0.
            clip: The clip's number.
            start: The window's first row.

        Returns:
            (T', V, C) float32; a warped window is at most T rows long.
        """
        rng = np.random.default_rng([self.seed, epoch, clip, start])
        if rng.random() >= self.chances[target]:
            return values
        if self.warp:
            values = warped(values, rng, self.warp)
        values = np.array(values, dtype=np.float32)
        if rng.random() < self.mirror:
            values = mirrored(values, self.layout, self.channels)
        if self.rotation:
            angle = math.radians(rng.uniform(-self.rotation, self.rotation))
            values = turned(values, angle, self.layout, self.channels)
        if self.drop:
            values = with_drops(values, rng, self.drop)
        return jittered(values, rng, self.jitter, self.layout, self.channels)


def augmenter_of(
    config: TrainConfig, counts: npt.NDArray[np.int64], card: ModelCard
) -> Augmenter | None:
    """Return what a config varies training clips by, None where it does not.

    Args:
        config: The config.
        counts: (K,) training clips of each class.
        card: Of the model: its layout and channels.

    Raises:
        UsageError: it asks to vary what cannot be: pictures, or the earlier scripts' features.
    """
    if not config.augment:
        return None
    if card.pictures is not None or "x" not in card.channels:
        raise UsageError(
            "only landmarks can be varied, in emo7's own features",
            remedy="Train without augmentation.",
        )
    return Augmenter(
        card.seen_layout,
        card.channels,
        config.seed,
        rare_chances(counts) if config.augment_rare else np.ones(len(counts)),
        config.augment_mirror,
        config.augment_warp,
        config.augment_drop,
        config.augment_jitter,
        config.augment_rotation,
    )


def rare_chances(counts: npt.NDArray[np.int64]) -> Array:
    """Return (K,) probabilities: 1 for the rarest class, n_rarest / n for one of n clips."""
    some = np.maximum(counts, 1)
    rarest = counts[counts > 0].min() if (counts > 0).any() else 1
    return np.minimum(1.0, rarest / some)


def mirrored(values: Array, layout: Layout, channels: tuple[str, ...]) -> Array:
    """Return values as a mirror shows them: sides exchanged, x turned round."""
    result = values.take(layout.mirror, axis=1)
    for number, channel in enumerate(channels):
        if channel == "x" or channel.endswith("_x"):
            result[..., number] *= -1
    return result


def turned(values: Array, angle: float, layout: Layout, channels: tuple[str, ...]) -> Array:
    """Return values turned by an angle in radians about the signer's middle.

    A part that stands upright in its own frame (the face) does not turn there.
    """
    result = values.copy()
    for x, y in _planes(channels):
        cosine = np.full(len(layout), math.cos(angle), dtype=np.float32)
        sine = np.full(len(layout), math.sin(angle), dtype=np.float32)
        if channels[x] != "x" and layout is COMMON:
            for part in UPRIGHT_PARTS:
                inside = slice(layout.parts[part].start, layout.parts[part].stop)
                cosine[inside], sine[inside] = 1.0, 0.0
        across, down = values[..., x], values[..., y]
        result[..., x] = cosine * across - sine * down
        result[..., y] = sine * across + cosine * down
    return result


def with_drops(values: Array, rng: np.random.Generator, share: float) -> Array:
    """Return values with a share of the points hidden, each for a span of up to half the rows."""
    rows, points = values.shape[:2]
    hidden = np.flatnonzero(rng.random(points) < share)
    lengths = rng.integers(1, max(2, rows // 2 + 1), len(hidden))
    starts = rng.integers(0, np.maximum(1, rows - lengths + 1))
    row = np.arange(rows)[:, None]
    is_hidden = np.zeros((rows, points), dtype=bool)
    is_hidden[:, hidden] = (row >= starts) & (row < starts + lengths)
    result = values.copy()
    result[is_hidden] = [np.nan] * (values.shape[2] - 1) + [0.0]
    return result


def jittered(
    values: Array,
    rng: np.random.Generator,
    deviation: float,
    layout: Layout,
    channels: tuple[str, ...],
) -> Array:
    """Return values with noise on each point; in local units it is as large as in the picture."""
    result = values.copy()
    planes = _planes(channels)
    if not deviation or not planes:
        return result
    noise = rng.standard_normal((*values.shape[:2], 2), dtype=np.float32) * np.float32(deviation)
    for x, y in planes:
        units = _units(values, planes[0], (x, y), layout)
        result[..., x] += noise[..., 0] * units
        result[..., y] += noise[..., 1] * units
    return result


def _units(values: Array, world: tuple[int, int], plane: tuple[int, int], layout: Layout) -> Array:
    """Return (V,) how many units of a plane one shoulder width is, by the parts' sizes in both."""
    units = np.ones(len(layout), dtype=np.float32)
    if plane == world:
        return units
    of_part = np.zeros((len(layout), len(layout.parts)))
    for number, part in enumerate(layout.parts.values()):
        of_part[part.start : part.stop, number] = 1.0
    own, seen = _spreads(values, (plane, world), of_part)
    there = (seen > LEAST_SPREAD) @ of_part.T > 0
    ratios = np.sqrt(own / np.maximum(seen, LEAST_SPREAD))
    units[there] = (of_part @ ratios)[there]
    return units


def _spreads(values: Array, planes: tuple[tuple[int, int], ...], of_part: Array) -> Array:
    """Return (2, P) how far the points of each part lie from its middle in each plane.

    That is a sum of squares over all frames; points that are not known count for nothing, and the
    middle is that of a frame's known points.
    """
    # Axes (plane's x and y, T, V): sums over points are products with a matrix, which are quick.
    places = values.transpose(2, 0, 1)[[axis for plane in planes for axis in plane]]
    is_known = np.isfinite(places.sum(0))
    known = np.where(is_known, places, 0.0).astype(np.float64)
    middles = np.square(known @ of_part) / np.maximum(is_known @ of_part, 1.0)
    spread = np.square(known).sum(1) @ of_part - middles.sum(1)
    both: Array = np.maximum(spread, 0.0).reshape(len(planes), 2, -1).sum(1)
    return both


def _planes(channels: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the pairs of channels that are x and y of one plane."""
    return [
        (number, channels.index(f"{name[:-1]}y"))
        for number, name in enumerate(channels)
        if (name == "x" or name.endswith("_x")) and f"{name[:-1]}y" in channels
    ]


def warped(values: Array, rng: np.random.Generator, most: float) -> Array:
    """Return values at another speed, which changes smoothly and never turns back.

    Rows are read at rising places 0 = s_0 < s_1 < ... <= T - 1: as many as the window holds at
    the new speeds, at most T. Between two rows that both know a value it is interpolated; else
    the nearer one counts, so that nothing is invented.
    """
    rows = len(values)
    if rows < 2:
        return values
    knots = rng.uniform(-most, most, KNOTS)
    along = np.linspace(0, KNOTS - 1, rows - 1)
    speed = 1.0 + np.interp(along, np.arange(KNOTS), knots)
    places = np.concatenate([[0.0], np.cumsum(speed)])
    places = places[places <= rows - 1 + 1e-9]
    before = np.minimum(places.astype(np.int64), rows - 2)
    share = np.clip(places - before, 0.0, 1.0).astype(np.float32)[:, None, None]
    low = values[before]
    near = values[before + (share[:, 0, 0] >= 0.5)]
    mixed = low + (values[before + 1] - low) * share
    result = np.where(np.isfinite(mixed), mixed, near)
    result[..., -1] = near[..., -1]
    return result.astype(np.float32)
