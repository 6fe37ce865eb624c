"""Frames are painted ahead where there is time, once for each view, by who is asked now."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.video.frame import Frame
from emo7_gui.workers.painting_ahead import DEPTH, PaintingAhead

LONG = 3600.0


class View:
    """Paints in words, and notes which frames it painted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.painted: list[int] = []

    def __call__(self, frame: Frame) -> str:
        self.painted.append(frame.ordinal)
        return f"{self.name} {frame.ordinal}"


@pytest.fixture
def frames() -> list[Frame]:
    return [Frame(n, n / 25, np.zeros((2, 2, 3), np.uint8)) for n in range(DEPTH + 2)]


@pytest.fixture
def view() -> View:
    return View("canvas")


@pytest.fixture
def ahead(view: View) -> PaintingAhead:
    painting = PaintingAhead()
    painting.paints = (view,)
    return painting


def test_what_was_painted_belongs_to_its_frame(ahead: PaintingAhead, frames) -> None:
    """Another frame has nothing, and what was taken is gone."""
    assert ahead.paint(frames[1], LONG)
    assert ahead.take(frames[2]) == ()
    assert ahead.take(frames[1]) == ("canvas 1",)
    assert ahead.take(frames[1]) == ()


def test_a_frame_is_painted_once(ahead: PaintingAhead, view: View, frames) -> None:
    """A wait that was interrupted begins again without painting again."""
    assert [ahead.paint(frames[1], LONG) for _ in range(3)] == [True, False, False]
    assert view.painted == [1]


def test_every_view_is_a_piece_of_work(ahead: PaintingAhead, view: View, frames) -> None:
    """Between two views there is time to look whether something is due."""
    ahead.paints = (view, View("close-ups"))
    assert ahead.paint(frames[1], LONG)
    assert ahead.paint(frames[1], LONG)
    assert not ahead.paint(frames[1], LONG)
    assert ahead.take(frames[1]) == ("canvas 1", "close-ups 1")


def test_a_view_that_changed_paints_the_frame_again(ahead: PaintingAhead, frames) -> None:
    """An overlay was turned off while the frame waited."""
    ahead.paint(frames[1], LONG)
    ahead.paints = (View("another"),)
    assert ahead.paint(frames[1], LONG)
    assert ahead.take(frames[1])[-1] == "another 1"


def test_without_time_the_window_paints(ahead: PaintingAhead, view: View, frames) -> None:
    """What is due already is shown at once."""
    assert not ahead.paint(frames[1], 0.0)
    assert view.painted == []


def test_without_views_nothing_is_painted(frames) -> None:
    """Before the first frame was shown nobody knows the views."""
    assert not PaintingAhead().paint(frames[0], LONG)


def test_no_more_frames_wait_than_needed(ahead: PaintingAhead, frames) -> None:
    """The oldest makes room: frames are large."""
    for frame in frames[: DEPTH + 1]:
        ahead.paint(frame, LONG)
    assert ahead.take(frames[0]) == ()
    assert all(ahead.take(frame) for frame in frames[1 : DEPTH + 1])


def test_another_clip_forgets_what_waits(ahead: PaintingAhead, frames) -> None:
    """Its frames are never shown."""
    ahead.paint(frames[1], LONG)
    ahead.forget()
    assert ahead.take(frames[1]) == ()


def test_a_slow_painting_is_forgiven(view: View, frames, monkeypatch) -> None:
    """One that took too long is not tried at once, but later again."""
    now = [0.0]
    monkeypatch.setattr("emo7_gui.workers.painting_ahead.time.perf_counter", lambda: now[0])

    def paint(frame: Frame) -> str:
        now[0] += 0.05
        return view(frame)

    ahead = PaintingAhead()
    ahead.paints = (paint,)
    assert ahead.paint(frames[0], 0.02)
    assert not ahead.paint(frames[1], 0.02)
    assert any(ahead.paint(frames[1], 0.02) for _ in range(60))
