"""Playback follows presentation times, drops what is late, and loops half open."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_gui.workers.play_clock import PlayClock

TIMES = np.array([0.0, 0.04, 0.08, 0.20, 0.24, 0.28])


@pytest.fixture
def clock() -> PlayClock:
    clock = PlayClock(TIMES, 0.32)
    clock.start(0, 1.0, now=100.0)
    return clock


def test_frames_are_due_at_their_times(clock: PlayClock) -> None:
    """A variable rate is kept: the fourth frame comes after its long predecessor."""
    step = clock.next_step(2, now=100.09)
    assert step is not None
    assert (step.ordinal, step.dropped) == (3, 0)
    assert step.due == pytest.approx(100.20)


def test_half_speed_takes_twice_as_long(clock: PlayClock) -> None:
    """At 0.5 the second frame is due after 80 ms."""
    clock.start(0, 0.5, now=100.0)
    step = clock.next_step(0, now=100.0)
    assert step is not None
    assert step.due == pytest.approx(100.08)


def test_late_frames_are_dropped_and_counted(clock: PlayClock) -> None:
    """Asked at 0.21 s after frame 0, frame 3 is on; two were dropped."""
    step = clock.next_step(0, now=100.21)
    assert step is not None
    assert (step.ordinal, step.dropped) == (3, 2)


def test_a_little_late_is_no_drop() -> None:
    """After a hiccup every picture is still shown, closer together until the clock is met."""
    clock = PlayClock(np.arange(50) / 50, 1.0)
    clock.start(0, 1.0, now=0.0)
    now, ordinal, late = 0.045, 0, []
    while ordinal < 20:
        step = clock.next_step(ordinal, now)
        assert step is not None
        assert (step.ordinal, step.dropped) == (ordinal + 1, 0)
        now, ordinal = max(now, step.due), step.ordinal
        clock.take(step, now)
        late.append(now - ordinal / 50)
    assert late[0] == pytest.approx(0.025)
    assert late[-1] == pytest.approx(0.0)
    assert late == sorted(late, reverse=True)


def test_a_long_stall_goes_on_with_the_next_frame(clock: PlayClock) -> None:
    """After a slow seek nothing is leapt over; the clock starts again."""
    step = clock.next_step(0, now=103.0)
    assert step is not None
    assert (step.ordinal, step.dropped, step.due) == (1, 0, 103.0)


def test_the_loop_is_half_open(clock: PlayClock) -> None:
    """In [1, 4) frame 3 is followed by frame 1, once frame 3 has lasted."""
    clock.set_loop(range(1, 4))
    step = clock.next_step(3, now=100.21)
    assert step is not None
    assert step.ordinal == 1
    assert step.due == pytest.approx(100.24)


def test_an_interrupted_step_changes_nothing(clock: PlayClock) -> None:
    """Planning a wrap twice gives the same step: only `take` counts it."""
    clock.set_loop(range(1, 4))
    assert clock.next_step(3, now=100.21) == clock.next_step(3, now=100.21)


def test_without_a_loop_the_clip_ends(clock: PlayClock) -> None:
    """Nothing follows the last frame, which lasts until the clip's end."""
    assert clock.next_step(5, now=100.29) is None
    assert clock.end_due(100.29) == pytest.approx(100.32)


def test_high_speed_leaves_out_by_plan() -> None:
    """At four times 50 frames per second every fourth frame is shown, none counts as dropped."""
    clock = PlayClock(np.arange(100) / 50, 2.0)
    clock.start(0, 4.0, now=0.0)
    step = clock.next_step(0, now=0.0)
    assert step is not None
    assert (step.ordinal, step.dropped) == (4, 0)


def test_what_follows_is_known_ahead() -> None:
    """One frame after the other, at a loop's end its start, at the clip's end nothing."""
    clock = PlayClock(np.arange(10) / 25, 0.4)
    assert [clock.after(n) for n in (0, 4, 9)] == [1, 5, None]
    clock.set_loop(range(2, 5))
    assert [clock.after(n) for n in (2, 3, 4)] == [3, 4, 2]
