"""How many windows of a step."""

from __future__ import annotations

import pytest

from emo7_core.inference.pace import Pace


def test_a_slow_model_is_looked_at_window_by_window() -> None:
    """One window that takes longer than a step shall still makes a step."""
    pace = Pace(seconds=0.1, most=16)
    pace.took(1, 0.5)
    assert pace.windows == 1


def test_a_quick_model_takes_more_and_more_up_to_the_most() -> None:
    """The count doubles while it fits, so that one lucky step does not make a long one."""
    pace, counts = Pace(seconds=0.1, most=16), []
    for _ in range(6):
        pace.took(pace.windows, 0.001 * pace.windows)
        counts.append(pace.windows)
    assert counts == [8, 16, 16, 16, 16, 16]


@pytest.mark.parametrize(
    ("windows", "seconds", "expected"), [(16, 0.8, 2), (2, 0.1, 2), (4, 0.4, 1)]
)
def test_it_follows_how_long_a_window_takes(windows: int, seconds: float, expected: int) -> None:
    """As many as fit into the time, measured on the last step."""
    pace = Pace(seconds=0.1, most=16)
    pace.took(windows, seconds)
    assert pace.windows == expected


def test_a_step_without_a_window_says_nothing() -> None:
    """Where nothing was judged nothing is learned."""
    pace = Pace(seconds=0.1, most=16)
    pace.took(2, 0.01)
    pace.took(0, 9.0)
    assert pace.windows == 4
