"""Rate and time left, from counts and a clock."""

from __future__ import annotations

import pytest

from emo7_gui.shell.pace import Pace, span


def test_the_rate_is_said_after_two_seconds() -> None:
    """A first guess from half a second would jump."""
    pace = Pace(0.0)
    pace.advance(1, 20, 0.0)
    pace.advance(2, 20, 1.0)
    assert pace.text() == "2 of 20"
    pace.advance(4, 20, 2.0)
    assert pace.rate == 2.0
    assert pace.text() == "4 of 20, 2.0 a second, about 8 s left"


def test_a_slow_start_is_forgotten() -> None:
    """Only the last ten seconds count."""
    pace = Pace(0.0)
    pace.advance(1, 1000, 100.0)
    for second in range(20):
        pace.advance(10 * (second + 1), 1000, 101.0 + second)
    assert pace.rate == pytest.approx(10.0)


def test_a_new_phase_starts_over() -> None:
    """Keypoints are counted from one again."""
    pace = Pace(0.0)
    pace.advance(14, 14, 5.0)
    pace.advance(1, 6, 6.0)
    assert (pace.rate, pace.share) == (None, pytest.approx(1 / 6))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (89, "89 s"), (100, "2 min"), (7500, "2 h 5 min")],
)
def test_a_span_has_two_units_at_most(seconds: float, text: str) -> None:
    """Nobody needs the seconds of an hour."""
    assert span(seconds) == text
