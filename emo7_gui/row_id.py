"""The identity of one place of the review queue: a clip, and which showing of it.

What it is: a number that views and desks pass on; a first showing has its clip's own id.
What it is not: a place in the order, or anything that is stored.
Convention: round 0 is the label, later rounds are hidden repeats (emo7_core/labels/decision.py).
Signals that carry a row are declared `object`, since it may be larger than a C int.
"""

from __future__ import annotations

_ROUND = 1 << 40


def row_of(clip_id: int, round: int = 0) -> int:
    """Return the identity of a showing of a clip."""
    return clip_id + round * _ROUND


def clip_of(row: int) -> int:
    """Return the clip of a row."""
    return row % _ROUND


def round_of(row: int) -> int:
    """Return 0, or the number of the hidden repeat."""
    return row // _ROUND
