"""Turns what a corpus annotated along a clip into rows of frames for the timeline.

What it is: seconds to frames by the clip's presentation times, and the rows' order.
What it is not: the store (emo7_core/clips/tiers.py) or the painting (player/lanes.py).
Convention: brows, head and gaze stand first, since they carry most grammar; what has no row of
its own shares the last one, named in its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from emo7_core.clips.tiers import Tier as Annotated
from emo7_gui.player.lane_plan import MOST_GRAMMAR
from emo7_gui.player.trace import Interval, Tier

# Words in names of tiers, the most telling first; the rest follows by name.
_FIRST = ("brow", "head", "gaze", "question", "neg", "topic", "cond", "aperture")


def tier_rows(
    told: Iterable[Annotated], times: NDArray[np.float64], most: int = MOST_GRAMMAR
) -> tuple[Tier, ...]:
    """Return at most so many rows of frames [start, stop).

    Args:
        told: Stretches in seconds, half open, as they are stored.
        times: (T,) presentation times, seconds, the first 0.
        most: Rows that there is room for.
    """
    by_name: defaultdict[str, list[Interval]] = defaultdict(list)
    for one in told:
        start, stop = (int(np.searchsorted(times, t)) for t in (one.start_time, one.stop_time))
        if start < len(times) and start < stop:
            by_name[one.name].append(Interval(start, stop, one.value or one.name))
    rows = [Tier(_title(name), tuple(by_name[name])) for name in sorted(by_name, key=_place)]
    return tuple(rows) if len(rows) <= most else (*rows[: most - 1], _shared(rows[most - 1 :]))


def _place(name: str) -> tuple[int, str]:
    low = name.casefold()
    known = (place for place, word in enumerate(_FIRST) if word in low)
    return next(known, len(_FIRST)), low


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _shared(rows: list[Tier]) -> Tier:
    named = [
        Interval(one.start, one.stop, _named(row, one)) for row in rows for one in row.intervals
    ]
    return Tier("More", tuple(sorted(named, key=lambda one: (one.start, one.stop))))


def _named(row: Tier, one: Interval) -> str:
    is_bare = one.text.casefold() == row.name.casefold()
    return row.name if is_bare else f"{row.name}: {one.text}"
