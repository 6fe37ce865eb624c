"""Which lanes the timeline shows, and where.

What it is: a plan made from what is known of the clip; the two lane sets.
What it is not: painting.
Convention: y from the top of the timeline, px, at its full height of 168. Blind and revealed
share the ruler, the lanes' left edge and the bottom: only the content changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

QUALITY_TOP, ROW = 111.0, 16.0
MOST_TIERS, MOST_GRAMMAR = 3, 6


class LaneSet(Enum):
    """What the lanes below the ruler are for."""

    SIGNING = "signing"
    GRAMMAR = "grammar"
    GUESSES = "guesses"


@dataclass(frozen=True, slots=True)
class LanePlan:
    """Where lanes lie: middles of rows, and (top, height) of the tall ones.

    Attributes:
        movement: Top and height, or None.
        quality: Part and middle of each quality row.
        quality_height: Height of their bars.
        guesses: Top and height of the guess lane.
        is_traced: Whether the guess lane has room for rows, lines and legend.
        tiers: Middle of each tier row.
        bottom: Where the loop's tint and the playhead end.
    """

    movement: tuple[float, float] | None
    quality: tuple[tuple[str, float], ...]
    quality_height: float
    guesses: tuple[float, float]
    is_traced: bool
    tiers: tuple[float, ...]
    bottom: float


_SIGNING = LanePlan(
    movement=(32.0, 36.0),
    quality=(("face", 84.0), ("left_hand", 100.0), ("right_hand", 116.0)),
    quality_height=8.0,
    guesses=(136.0, 32.0),
    is_traced=False,
    tiers=(),
    bottom=128.0,
)
# Tiers stand in the place of movement and quality; guesses and bottom stay where they were.
_GRAMMAR = replace(_SIGNING, movement=None, quality=())


def lane_plan(lane_set: LaneSet, tier_count: int) -> LanePlan:
    """Return the plan of a lane set; without tiers the hands take their rows."""
    if lane_set is LaneSet.SIGNING:
        return _SIGNING
    if lane_set is LaneSet.GRAMMAR:
        shown = min(MOST_GRAMMAR, tier_count)
        return replace(_GRAMMAR, tiers=tuple(36.0 + ROW * i for i in range(shown)))
    rows = min(MOST_TIERS, tier_count)
    parts = ("face",) if rows else ("face", "left_hand", "right_hand")
    return LanePlan(
        movement=None,
        quality=tuple((part, QUALITY_TOP + ROW * i) for i, part in enumerate(parts)),
        quality_height=6.0,
        guesses=(26.0, 77.0),
        is_traced=True,
        tiers=tuple(QUALITY_TOP + ROW * (i + 1) for i in range(rows)),
        bottom=QUALITY_TOP + ROW * (rows or 2) + 8.0,
    )
