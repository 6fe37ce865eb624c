"""Where the six handles lie, which of them is under the mouse, and how far one may go.

What it is: arithmetic on scores and pixels.
What it is not: painting (histogram.py).
Conventions: cuts are ascending scores; places are px from the left edge; a handle is 40 px wide,
and its line can be grabbed within 6 px on either side.
"""

from __future__ import annotations

from collections.abc import Sequence

HANDLE_WIDTH, HANDLE_HEIGHT = 40, 20
GRAB = 12
LEAST_GAP = 0.01
STEP, LARGE_STEP = 0.01, 0.05
LIMIT = 0.99
_BETWEEN = 2


def limits(cuts: Sequence[float], index: int) -> tuple[float, float]:
    """Return between which scores a cut may move without touching its neighbours.

    A cut that stands on a neighbour already, as percentile cuts may, has no room on that side.
    """
    here = cuts[index]
    low = -LIMIT if index == 0 else cuts[index - 1] + LEAST_GAP
    high = LIMIT if index == len(cuts) - 1 else cuts[index + 1] - LEAST_GAP
    return min(low, here), max(high, here)


def moved(cuts: Sequence[float], index: int, score: float) -> tuple[float, ...]:
    """Return the cuts with one of them at a score, or as near as its neighbours let it."""
    low, high = limits(cuts, index)
    clamped = round(min(max(round(score, 2), low), high), 4)
    return (*cuts[:index], clamped, *cuts[index + 1 :])


def spread(places: Sequence[float], left: float, right: float) -> list[float]:
    """Return centres of handles near their lines, so that none covers another.

    Groups that would overlap stand side by side around their common middle.
    """
    step = HANDLE_WIDTH + _BETWEEN
    groups: list[tuple[float, int]] = []  # sum of (place - offset within the group), members
    for place in places:
        groups.append((place, 1))
        while len(groups) > 1 and _end(groups[-2], step) > _start(groups[-1], step):
            (first, n), (second, m) = groups[-2:]
            groups[-2:] = [(first + second - n * m * step, n + m)]
    centres = [
        min(max(sum_ / n, left + HANDLE_WIDTH / 2), right - HANDLE_WIDTH / 2 - (n - 1) * step)
        + place * step
        for sum_, n in groups
        for place in range(n)
    ]
    return centres


def grabbed(
    centres: Sequence[float], lines: Sequence[float], x: float, is_on_handle: bool
) -> int | None:
    """Return which cut is at a place: by its handle, or by its line, None for none."""
    places, reach = (centres, HANDLE_WIDTH / 2) if is_on_handle else (lines, GRAB / 2)
    if not places:
        return None
    nearest = min(range(len(places)), key=lambda index: abs(places[index] - x))
    return nearest if abs(places[nearest] - x) <= reach else None


def _start(group: tuple[float, int], step: float) -> float:
    return group[0] / group[1] - step / 2


def _end(group: tuple[float, int], step: float) -> float:
    return group[0] / group[1] + (group[1] - 1) * step + step / 2
