"""Tiers in seconds become rows of frames by the clip's presentation times."""

from __future__ import annotations

import numpy as np

from emo7_core.clips.tiers import Tier
from emo7_gui.desks.tier_rows import tier_rows
from emo7_gui.player.lane_plan import LaneSet, lane_plan
from emo7_gui.player.trace import Interval

TIMES = np.array([0.0, 0.1, 0.2, 0.5, 0.6, 1.0])


def test_seconds_become_presented_frames() -> None:
    """Frames are looked up in the times, also where the rate varies; ranges are half open."""
    (row,) = tier_rows([Tier("eye brows", "raised", 0.15, 0.6)], TIMES)
    assert (row.name, row.intervals) == ("Eye brows", (Interval(2, 4, "raised"),))


def test_what_lies_after_the_clip_is_left_out() -> None:
    """A stretch without a frame has no place; one that outlasts the clip ends with it."""
    told = [Tier("a", "x", 2.0, 3.0), Tier("a", "y", 0.9, 9.0)]
    (row,) = tier_rows(told, TIMES)
    assert row.intervals == (Interval(5, 6, "y"),)


def test_brows_head_and_gaze_stand_first() -> None:
    """The rows that carry most grammar are those that are always seen."""
    names = ("topic", "eye gaze", "wh question", "head mvmt: shake", "eye brows")
    rows = tier_rows([Tier(name, "", 0.0, 0.5) for name in names], TIMES)
    assert [row.name for row in rows] == [
        "Eye brows",
        "Head mvmt: shake",
        "Eye gaze",
        "Wh question",
        "Topic",
    ]


def test_tiers_without_a_row_share_the_last_one() -> None:
    """Nothing is lost: what has no room stands in one row, with its name."""
    told = [Tier(f"t{place}", "v" if place else "", 0.0, 0.5) for place in range(4)]
    rows = tier_rows(told, TIMES, most=2)
    assert [row.name for row in rows] == ["T0", "More"]
    assert [one.text for one in rows[1].intervals] == ["T1: v", "T2: v", "T3: v"]


def test_grammar_lanes_leave_the_guesses_where_they_were() -> None:
    """Tiers take the place of movement and quality; nothing else moves."""
    plain, grammar = lane_plan(LaneSet.SIGNING, 6), lane_plan(LaneSet.GRAMMAR, 6)
    assert (grammar.guesses, grammar.bottom) == (plain.guesses, plain.bottom)
    assert len(grammar.tiers) == 6
    assert grammar.tiers[-1] + 8 <= grammar.bottom
