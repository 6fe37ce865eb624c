"""What the corpus says of the grammar lies under the ruler while blind, and gives way to X."""

from __future__ import annotations

import pytest

from emo7_gui.player.lane_plan import LaneSet
from emo7_gui.player.timeline import Timeline
from emo7_gui.player.trace import Interval, Tier
from tests.gui.player.test_guess_lane import trace_of

BROWS = Tier("Eye brows", (Interval(3, 9, "raised"),))


@pytest.fixture
def timeline(qtbot, info) -> Timeline:
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(840, 168)
    made.set_clip(info.times, info.duration)
    return made


def test_tiers_are_seen_while_blind(timeline: Timeline) -> None:
    """Grammar can be told from affect before the commit; the guesses stay locked."""
    timeline.lock_guesses(True)
    timeline.set_tiers((BROWS,))
    assert timeline.lane_set is LaneSet.GRAMMAR
    assert timeline.guess_words == "Hidden until you commit"


def test_x_never_reaches_locked_guesses(timeline: Timeline) -> None:
    """While blind the lanes cycle between grammar and signing alone."""
    timeline.set_trace((trace_of(3),))
    timeline.set_tiers((BROWS,))
    timeline.lock_guesses(True)
    seen = []
    for _ in range(4):
        timeline.cycle_lanes()
        seen.append(timeline.lane_set)
    assert set(seen) == {LaneSet.SIGNING, LaneSet.GRAMMAR}


def test_a_clip_without_tiers_has_no_grammar_lanes(timeline: Timeline) -> None:
    """A choice made on another clip leads to no empty lanes."""
    timeline.set_tiers((BROWS,))
    timeline.cycle_lanes()
    timeline.cycle_lanes()
    timeline.cycle_lanes()
    timeline.set_tiers(())
    assert timeline.lane_set is not LaneSet.GRAMMAR
