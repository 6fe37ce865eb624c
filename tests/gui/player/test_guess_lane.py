"""The guess lane shows probabilities, and nothing while it is locked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton

from emo7_gui.player.guess_lane import trace_image
from emo7_gui.player.lane_plan import LaneSet
from emo7_gui.player.timeline import Timeline
from emo7_gui.player.trace import GuessState, GuessTrace


def trace_of(value: int, windows: int = 10, expected: int = 0) -> GuessTrace:
    """Return a trace that is sure of one value, over 2.4 seconds."""
    probabilities = np.zeros((windows, 7))
    probabilities[:, value] = 1.0
    times = (np.arange(windows) + 0.5) * 2.4 / max(windows, expected)
    return GuessTrace("made", times, probabilities, np.ones(windows, bool), expected)


def pixels_of(timeline: Timeline) -> bytes:
    """Return what the timeline paints."""
    image = timeline.grab().toImage()
    return bytes(image.constBits())


@pytest.fixture
def timeline(qtbot, info) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(840, 168)
    timeline.set_clip(info.times, info.duration)
    return timeline


def test_the_highest_class_is_the_top_row() -> None:
    """Row 7 lies on top, as on the number pad."""
    image = trace_image(trace_of(6).probabilities)
    assert image.pixelColor(0, 0).alpha() > 200
    assert image.pixelColor(0, 6).alpha() == 0


def test_locked_guesses_look_the_same_whatever_they_are(timeline: Timeline) -> None:
    """Blind, no pixel depends on what the model guessed, or on whether it did."""
    timeline.lock_guesses(True)
    seen = []
    for traces in ((), (trace_of(0),), (trace_of(6), trace_of(1))):
        timeline.set_trace(traces)
        seen.append(pixels_of(timeline))
    assert seen[0] == seen[1] == seen[2]


def test_unlocked_guesses_are_seen(timeline: Timeline) -> None:
    """Revealed, two different guesses look different, in the guess lanes."""
    timeline.set_trace((trace_of(0),))
    low = pixels_of(timeline)
    timeline.set_trace((trace_of(6),))
    assert pixels_of(timeline) != low
    assert timeline.lane_set is LaneSet.GUESSES


def test_locked_lanes_do_not_change_their_set(timeline: Timeline) -> None:
    """While locked, X shows no guess lanes."""
    timeline.set_trace((trace_of(6),))
    timeline.lock_guesses(True)
    timeline.cycle_lanes()
    assert timeline.lane_set is LaneSet.SIGNING


@pytest.mark.parametrize("state", list(GuessState), ids=lambda state: state.name)
def test_a_lane_without_a_trace_says_why(timeline: Timeline, state: GuessState) -> None:
    """No model, no landmarks, waiting: each has its own words, never a default class."""
    timeline.set_guess_state(state)
    assert timeline.guess_words == state.value


def test_an_unfinished_trace_ends_with_its_last_window() -> None:
    """While guesses stream in, the rest of the clip stays empty."""
    half = trace_of(3, windows=5, expected=10)
    assert half.edges(2.4)[-1] == pytest.approx(1.2)
    assert trace_of(3).edges(2.4)[-1] == pytest.approx(2.4)


def part_of(windows: list[int], expected: int = 20, **changes) -> GuessTrace:
    """Return some windows of a trace that is sure of one value, over 2.4 seconds."""
    numbers = np.array(windows)
    probabilities = np.zeros((len(windows), 7))
    probabilities[:, 3] = 1.0
    times = (numbers + 0.5) * 2.4 / expected
    seen = np.ones(len(windows), bool)
    return GuessTrace("made", times, probabilities, seen, expected, windows=numbers, **changes)


def test_windows_in_the_middle_leave_the_rest_open() -> None:
    """A trace that grows from the playhead on is not stretched to the clip's ends."""
    trace = part_of([8, 9, 10])
    holes = trace.holes(2.4)
    assert np.allclose(holes, [(0.0, 0.96), (1.32, 2.4)])


def test_two_stretches_have_a_hole_between_them() -> None:
    """After scrubbing, windows at two places are two stretches."""
    trace = part_of([0, 1, 2, 15, 16, 17, 18, 19])
    assert trace.stretches() == [(0, 3), (3, 8)]
    assert np.allclose(trace.holes(2.4), [(0.36, 1.8)])


def test_a_whole_trace_has_no_hole() -> None:
    """From the clip's first moment to its last."""
    assert part_of(list(range(20))).holes(2.4) == []


def test_what_is_still_to_come_is_painted_as_missing(timeline: Timeline) -> None:
    """The same windows look different where the rest is not known yet."""
    timeline.set_trace((part_of(list(range(20))),))
    whole = pixels_of(timeline)
    timeline.set_trace((part_of([8, 9, 10]),))
    assert pixels_of(timeline) != whole


@pytest.mark.parametrize("missing", ["saw_face", "saw_hands"])
def test_a_part_that_was_not_seen_is_said(timeline: Timeline, missing: str) -> None:
    """Without face, and without hands, the lane looks different: it says so."""
    flags = np.ones(20, bool)
    timeline.set_trace((part_of(list(range(20))),))
    seen = pixels_of(timeline)
    flags[5:15] = False
    whole = part_of(list(range(20)))
    timeline.set_trace((replace(whole, **{missing: flags}),))
    assert pixels_of(timeline) != seen


def test_the_second_model_is_dashed_also_alone(timeline: Timeline) -> None:
    """A and B are told apart by their line, whoever else is there."""
    timeline.set_trace((part_of(list(range(20)), letter="A"),))
    solid = pixels_of(timeline)
    timeline.set_trace((part_of(list(range(20)), letter="B"),))
    assert pixels_of(timeline) != solid


@pytest.mark.parametrize(
    ("state", "name"),
    [(GuessState.NO_LANDMARKS, "Extract"), (GuessState.NO_MODEL, "Choose a model")],
)
def test_a_lane_without_a_trace_offers_what_to_do(timeline: Timeline, state, name: str) -> None:
    """One button, the one that helps."""
    timeline.show()
    timeline.set_guess_state(GuessState.WAITING)
    timeline.set_guess_state(state)
    shown = [one.text() for one in timeline.findChildren(QPushButton) if one.isVisible()]
    assert shown == [name]


def test_while_blind_no_model_is_offered(timeline: Timeline) -> None:
    """Locked, the lane offers landmarks only: a model is not spoken of."""
    timeline.show()
    timeline.lock_guesses(True)
    for state in (GuessState.NO_MODEL, GuessState.FAILED):
        timeline.set_guess_state(state)
        assert not any(one.isVisible() for one in timeline.findChildren(QPushButton))


def test_a_trace_of_other_shapes_is_refused() -> None:
    """Times, probabilities and faces must be of the same windows."""
    with pytest.raises(ValueError, match="do not fit"):
        GuessTrace("made", np.zeros(3), np.zeros((2, 7)), np.zeros(3, bool))
