"""Signers that do not exist: how another person could have made the same expressions.

    segments -> mirrored? retimed, louder or softer by region, bent, trembling -> standardised

What it is: one drawing per training step. What belongs to a person is drawn once per class of
that person (their nod, their way to doubt), what belongs to a moment once per segment.
What it is not: fitted to anybody; no second signer was looked at to choose the numbers.
Convention: segments come in and go out standardised, so that one unit is one deviation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.benchmarks.gfe_features import FACE_MOTION, Segment, mirrored, standardised
from tests.benchmarks.gfe_files import CLASSES

Array = npt.NDArray[Any]
V = len(FACE_MOTION)
FEWEST_ROWS, MOST_ROWS = 5, 36


@dataclass(frozen=True, slots=True)
class Variety:
    """How far the drawn signers differ; deviations of logarithms, or in units of the values.

    Attributes:
        loudness: Of a class's amplitude in each region.
        loudness_now: The same, of one segment.
        pose: Of what a class adds in each number while it lasts.
        tempo: Of a class's duration.
        tempo_now: The same, of one segment.
        mixing: Of how much each number bends every other.
        trembling: Of one segment, constant while it lasts.
        boundary: Largest share cut off at either end.
    """

    loudness: float = 0.5
    loudness_now: float = 0.2
    pose: float = 0.6
    tempo: float = 0.2
    tempo_now: float = 0.15
    mixing: float = 0.05
    trembling: float = 0.2
    boundary: float = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One drawn signer; arrays by class.

    Attributes:
        gains: (K, V, 1).
        poses: (K, V, 2).
        tempos: (K,) factors of duration.
        is_mirrored: (K,) bool.
        mixing: (2 V, 2 V).
    """

    gains: Array
    poses: Array
    tempos: Array
    is_mirrored: Array
    mixing: Array


def another_signer(
    segments: Sequence[Segment], variety: Variety, rng: np.random.Generator
) -> list[Segment]:
    """Return the segments as a drawn signer makes them, standardised over all of them."""
    person = _person(variety, rng)
    return standardised([_made_by(person, one, variety, rng) for one in segments])


def _person(variety: Variety, rng: np.random.Generator) -> Person:
    k = len(CLASSES)
    return Person(
        gains=np.exp(rng.normal(0, variety.loudness, (k, V, 1))),
        poses=rng.normal(0, variety.pose, (k, V, 2)),
        tempos=np.exp(rng.normal(0, variety.tempo, k)),
        is_mirrored=rng.random(k) < 0.5,
        mixing=np.eye(2 * V) + rng.normal(0, variety.mixing, (2 * V, 2 * V)),
    )


def _made_by(
    person: Person, segment: Segment, variety: Variety, rng: np.random.Generator
) -> Segment:
    kind = segment.target
    values = mirrored(segment.values) if person.is_mirrored[kind] else segment.values
    tempo = person.tempos[kind] * np.exp(rng.normal(0, variety.tempo_now))
    values = retimed(_cut(values, variety.boundary, rng), tempo)
    # Comes and goes with the expression: half a wave, flat on top.
    swell = np.minimum(1.0, 2 * np.sin(np.linspace(0, np.pi, len(values))))[:, None, None]
    values = values * person.gains[kind] * np.exp(rng.normal(0, variety.loudness_now, (V, 1)))
    values = values + person.poses[kind] * swell + rng.normal(0, variety.trembling, (V, 2))
    bent = _bent(values.reshape(len(values), -1), person.mixing)
    return replace(segment, values=bent.reshape(values.shape).astype(np.float32))


def _cut(values: Array, share: float, rng: np.random.Generator) -> Array:
    most = int(len(values) * share)
    start, stop = rng.integers(0, most + 1), len(values) - rng.integers(0, most + 1)
    return values[start:stop] if stop - start >= FEWEST_ROWS else values


def retimed(values: Array, tempo: float) -> Array:
    """Return values (T, V, 2) stretched by a factor, 5 to 36 rows."""
    rows = int(np.clip(round(len(values) * tempo), FEWEST_ROWS, MOST_ROWS))
    at = np.linspace(0, len(values) - 1, rows)
    before = np.floor(at).astype(int)
    after = np.minimum(before + 1, len(values) - 1)
    share = (at - before)[:, None, None]
    return values[before] * (1 - share) + values[after] * share


def _bent(rows: Array, mixing: Array) -> Array:
    is_known = np.isfinite(rows)
    return np.where(is_known, np.where(is_known, rows, 0.0) @ mixing, np.nan)
