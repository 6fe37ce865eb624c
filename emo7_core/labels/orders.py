"""Orders in which clips can be met, as pure functions over plain arrays.

What it is: a score per clip (higher comes first, NaN where nothing is known), an order made from
it, and the mixing in of a random share, hidden repeats and control clips.
What it is not: the query of the arrays (evidence.py) or the stored queue (queue.py).
Conventions: N clips; every draw depends on the clip's id, the seed and a purpose alone, so that a
clip that is added later does not change the lot of the others. Probabilities (N, 7) are NaN in the
rows of clips that no model has answered; a missing value is -1.
Sources: entropy as uncertainty, Lewis and Gale (1994), "A sequential algorithm for training text
classifiers".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.errors import UsageError
from emo7_core.scale import K

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# How far apart the showings of a clip lie, in queue places, as multiples of the least gap.
WIDEST_GAP = 4


def draws(ids: Ids, seed: int, purpose: str) -> Floats:
    """Return (N,) numbers in [0, 1), one per clip id: splitmix64 of the id (Steele et al. 2014)."""
    text = hashlib.blake2b(f"{seed}:{purpose}".encode(), digest_size=8).digest()
    x = ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x += np.uint64(int.from_bytes(text, "little"))
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / 2.0**53


def by_score(score: Floats, ids: Ids, seed: int) -> Ids:
    """Return (N,) places: the highest score first, ties drawn, unknown scores last."""
    known = np.where(np.isnan(score), -np.inf, score)
    return np.lexsort((draws(ids, seed, "tie"), -known)).astype(np.int64)


def entropy(probabilities: Floats) -> Floats:
    """Return (N,) Shannon entropy as a share 0..1 of that of seven equal probabilities."""
    p = np.clip(probabilities, 0, 1)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return np.clip(-(p * logs).sum(axis=1) / np.log(K), 0, 1)


def need(values: Ids, target_count: int) -> Floats:
    """Return (7,) how much of the wanted number of clips each class lacks, 0..1."""
    have = np.bincount(values[values >= 0], minlength=K)
    return np.clip((target_count - have) / target_count, 0, 1)


def rarity(values: Ids, likely: Floats, target_count: int) -> tuple[Floats, Ids]:
    """Return how much a clip may fill short classes, and the class it may fill most.

    Args:
        values: (N,) labels, -1 where there is none.
        likely: (N, 7) what the clip may be, from models or its caption; NaN where unknown.
        target_count: Wanted clips per class.

    Returns:
        (N,) expected share of need, -1 for clips that are labelled; (N,) classes.
    """
    weighted = likely * need(values, target_count)
    score = np.where(values >= 0, -1.0, weighted.sum(axis=1))
    return score, np.where(np.isnan(weighted), -1, weighted).argmax(axis=1).astype(np.int64)


def disagreement(spread: Floats, deviation: Floats) -> Floats:
    """Return (N,) steps between the outermost raters; equal ones by their standard deviation."""
    # A deviation is at most 3: it never outweighs one step.
    return spread + deviation / 10


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What is mixed into an order.

    Attributes:
        random: Share of clips that come at random, whatever their score.
        repeats: Share of clips that come twice.
        control: Share of clips that are shown without any model.
        gap: The least number of places between the two showings of a clip.
    """

    random: float = 0.1
    repeats: float = 0.05
    control: float = 0.1
    gap: int = 40

    def __post_init__(self) -> None:
        if not all(0 <= share <= 1 for share in (self.random, self.repeats, self.control)):
            raise UsageError("a share lies between 0 and 1")
        if self.gap < 1:
            raise UsageError("a repeat needs at least one place between")


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """An order with everything mixed in; M >= N places.

    Attributes:
        clips: (M,) index of the clip at each place.
        is_repeat: (M,) the second showing of a clip.
        is_random: (M,) the clip came by the random share.
        is_control: (M,) no model is shown; both showings of a clip agree.
    """

    clips: Ids
    is_repeat: Bools
    is_random: Bools
    is_control: Bools


def arrange(order: Ids, ids: Ids, shares: Shares, seed: int, salt: str = "") -> Arrangement:
    """Mix the random share, hidden repeats and control clips into an order.

    Args:
        order: (N,) indices of clips, the first to be met first.
        ids: (N,) ids of the clips, by index.
        shares: How much of each.
        seed: Of the order.
        salt: Tells one rater from another, so that they do not share repeats and controls.
    """
    is_random = draws(ids, seed, f"random {salt}") < shares.random
    if not is_random.any():
        mixed = order
    else:
        mixed = _interleaved(order, is_random, draws(ids, seed, f"place {salt}"))
    places = np.arange(len(mixed), dtype=np.float64)
    again, where = _repeats(mixed, ids, shares, seed, salt)
    clips = np.concatenate([mixed, mixed[again]])
    is_repeat = np.arange(len(clips)) >= len(mixed)
    sequence = np.argsort(np.concatenate([places, where]), kind="stable")
    clips, is_repeat = clips[sequence], is_repeat[sequence]
    # Not of the seed: a clip stays a control clip when another order is made.
    is_control = draws(ids, 0, f"control {salt}") < shares.control
    return Arrangement(clips, is_repeat, is_random[clips], is_control[clips])


def _interleaved(order: Ids, is_random: Bools, lot: Floats) -> Ids:
    """Spread the random clips evenly at random over the others, which keep their order."""
    n = len(order)
    others = order[~is_random[order]]
    chosen = np.flatnonzero(is_random)
    places = np.concatenate([np.arange(len(others)) * n / max(1, len(others)), lot[chosen] * n])
    return np.concatenate([others, chosen])[np.argsort(places, kind="stable")].astype(np.int64)


def _repeats(
    order: Ids, ids: Ids, shares: Shares, seed: int, salt: str
) -> tuple[npt.NDArray[np.intp], Floats]:
    """Return the places that come again, and where, as places between the others."""
    n = len(order)
    gap = min(shares.gap, n // 2)
    chosen = draws(ids[order], seed, f"repeat {salt}") < shares.repeats
    again = np.flatnonzero(chosen & (np.arange(n) + gap < n)) if gap else np.empty(0, np.intp)
    lot = draws(ids[order[again]], seed, f"gap {salt}")
    where = again + gap + lot * gap * (WIDEST_GAP - 1)
    return again, np.minimum(where, n - 1) + 0.5
