"""Frames are painted ahead where there is time, once, by who is asked now."""

from __future__ import annotations

import time

import numpy as np
import pytest

from emo7_core.video.frame import Frame
from emo7_gui.workers.painting_ahead import PaintingAhead

LATER = 3600.0


@pytest.fixture
def frames() -> list[Frame]:
    return [Frame(n, n / 25, np.zeros((2, 2, 3), np.uint8)) for n in range(3)]


@pytest.fixture
def painting() -> tuple[PaintingAhead, list[int]]:
    """A painting that notes which frames were painted."""
    painting, painted = PaintingAhead(), []

    def paint(frame: Frame) -> str:
        painted.append(frame.ordinal)
        return f"picture {frame.ordinal}"

    painting.paint = paint
    return painting, painted


def test_what_was_painted_belongs_to_its_frame(painting, frames) -> None:
    """Another frame has nothing."""
    ahead, _ = painting
    ahead.prepare(frames[1], time.perf_counter() + LATER)
    assert ahead.of(frames[1]) == "picture 1"
    assert ahead.of(frames[2]) is None


def test_a_frame_is_painted_once(painting, frames) -> None:
    """A wait that was interrupted begins again without painting again."""
    ahead, painted = painting
    for _ in range(3):
        ahead.prepare(frames[1], time.perf_counter() + LATER)
    assert painted == [1]


def test_a_new_painter_paints_the_frame_again(painting, frames) -> None:
    """The view changed while the frame waited."""
    ahead, painted = painting
    ahead.prepare(frames[1], time.perf_counter() + LATER)
    ahead.paint = lambda frame: "another"
    ahead.prepare(frames[1], time.perf_counter() + LATER)
    assert ahead.of(frames[1]) == "another"
    assert painted == [1]


def test_a_late_frame_is_left_to_the_window(painting, frames) -> None:
    """What is due already is shown at once."""
    ahead, painted = painting
    ahead.prepare(frames[1], time.perf_counter() - 1.0)
    assert painted == []
    assert ahead.of(frames[1]) is None


def test_without_a_painter_nothing_is_painted(frames) -> None:
    """Before the first frame was shown nobody knows the view."""
    ahead = PaintingAhead()
    ahead.prepare(frames[0], time.perf_counter() + LATER)
    assert ahead.of(frames[0]) is None


def test_a_slow_painting_is_forgiven(painting, frames, monkeypatch) -> None:
    """One that took too long is not tried at once, but soon again."""
    ahead, painted = painting
    now = [0.0]
    monkeypatch.setattr("emo7_gui.workers.painting_ahead.time.perf_counter", lambda: now[0])
    slow = ahead.paint

    def paint(frame: Frame) -> object:
        now[0] += 0.05
        return slow(frame)

    ahead.paint = paint
    ahead.prepare(frames[0], 0.02)
    ahead.prepare(frames[1], now[0] + 0.02)
    assert painted == [0]
    for turn in range(20):
        ahead.prepare(frames[1 + turn % 2], now[0] + 0.02)
    assert len(painted) > 1
