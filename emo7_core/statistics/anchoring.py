"""How often does a rater move to the model's value after the reveal?

What it is: the share of reviews that end on the model's value, among those that began elsewhere;
beside it the same share of control reviews, in which the model was kept hidden.
What it is not: proof that a move was wrong: the control share says how often people change to
that value by themselves, and the difference is what seeing the model does.
Sources: intervals of a share by Wilson (1927), of a difference of shares by Newcombe (1998,
method 10). They hold near 0 and 1, where a bootstrap of few reviews does not.
Conventions: values are codes on one scale; a revealed value of -1 means that nothing was changed.
Reviews count as independent of each other, so with many by one rater the limits are too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a number of reviews.

    Attributes:
        hits: How many.
        n: Of how many.
        value: hits / n, NaN for n = 0.
        low: Lower limit, NaN for n = 0.
        high: Upper limit, NaN for n = 0.
    """

    hits: int
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Anchoring:
    """What seeing the model did to the raters.

    Attributes:
        shown: Reviews that moved to the model's value after they saw it, of those whose blind
            value was another.
        control: The same where the model stayed hidden.
        nearer_shown: Reviews that moved nearer to the model's value, or onto it.
        nearer_control: The same where the model stayed hidden.
        difference: shown - control; NaN where one of the two has no review.
        low: Lower limit of the difference, NaN where there is none.
        high: Upper limit.
        agreed: Reviews whose blind value was the model's already: they cannot move to it.
        level: Nominal coverage of all limits.
        reason: Why something cannot be said, "" where all can.
    """

    shown: Share
    control: Share
    nearer_shown: Share
    nearer_control: Share
    difference: float
    low: float
    high: float
    agreed: int
    level: float
    reason: str


def anchoring(
    blind: npt.ArrayLike,
    revealed: npt.ArrayLike,
    model: npt.ArrayLike,
    was_shown: npt.ArrayLike,
    level: float = 0.95,
) -> Anchoring:
    """Count moves to the model's value.

    Args:
        blind: (N,) value before the reveal.
        revealed: (N,) value after it, -1 where nothing was changed.
        model: (N,) the model's value.
        was_shown: (N,) False for control reviews, in which the model stayed hidden.
        level: Nominal coverage in (0, 1).

    Raises:
        ValueError: the lengths differ.
    """
    before, after, guess = (np.asarray(part, np.int64) for part in (blind, revealed, model))
    is_shown = np.asarray(was_shown, bool)
    if not before.shape == after.shape == guess.shape == is_shown.shape:
        raise ValueError("blind, revealed, model and was_shown differ in length")
    after = np.where(after < 0, before, after)
    can_move = before != guess
    moved = after == guess
    nearer = np.abs(after - guess) < np.abs(before - guess)
    sides = [can_move & is_shown, can_move & ~is_shown]
    shown, control = (share_of(moved[side], level) for side in sides)
    difference, low, high = _difference(shown, control)
    return Anchoring(
        shown,
        control,
        share_of(nearer[sides[0]], level),
        share_of(nearer[sides[1]], level),
        difference,
        low,
        high,
        int(np.sum(~can_move)),
        level,
        _reason(shown.n, control.n),
    )


def share_of(hits: npt.ArrayLike, level: float = 0.95) -> Share:
    """Return a share with Wilson's score interval of (N,) truth values."""
    is_hit = np.asarray(hits, bool)
    n, k = int(is_hit.size), int(is_hit.sum())
    if n == 0:
        return Share(0, 0, np.nan, np.nan, np.nan)
    z = float(ndtri(0.5 + level / 2))
    p = k / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return Share(k, n, p, float(max(middle - reach, 0.0)), float(min(middle + reach, 1.0)))


def _difference(a: Share, b: Share) -> tuple[float, float, float]:
    if not a.n or not b.n:
        return np.nan, np.nan, np.nan
    apart = a.value - b.value
    low = apart - np.hypot(a.value - a.low, b.high - b.value)
    high = apart + np.hypot(a.high - a.value, b.value - b.low)
    return apart, float(low), float(high)


def _reason(shown: int, control: int) -> str:
    if not shown:
        return "No review in which the model was shown began at another value than the model's."
    if not control:
        return (
            "No control review: how often people change to this value by themselves is unknown, "
            "so the share says nothing about the model yet."
        )
    return ""
