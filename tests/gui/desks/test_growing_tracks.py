"""Landmarks that are being found are known piece by piece, and forgotten at their end."""

from __future__ import annotations

import pytest

from emo7_core.landmarks.progress import Overall, Progress
from emo7_gui.desks.growing_tracks import GrowingTracks
from tests.gui.desks.test_live_desk import piece_of

OVERALL = Overall(0, 0, 2, 10.0, None)


@pytest.fixture
def growing(qapp) -> GrowingTracks:
    made = GrowingTracks()
    made.said = []
    made.ended.connect(lambda key, is_whole: made.said.append((key, is_whole)))
    return made


def step(growing: GrowingTracks, key: str, state: str, done: int = 0, piece=None) -> None:
    growing.hear(Progress(key, state, done, 40, OVERALL, "", piece))  # type: ignore[arg-type]


def test_pieces_are_kept_in_order(growing: GrowingTracks) -> None:
    """Whoever comes late has them all, and knows how far it is."""
    pieces = [piece_of(0), piece_of(1)]
    step(growing, "a", "started")
    for number, piece in enumerate(pieces):
        step(growing, "a", "running", 5 * (number + 1), piece)
    growth = growing.of("a")
    assert growth.pieces == tuple(pieces)
    assert (growth.done, growth.total) == (10, 40)


def test_clips_do_not_mix(growing: GrowingTracks) -> None:
    """Two clips in work are two growths; another clip has none."""
    step(growing, "a", "running", 5, piece_of(0))
    step(growing, "b", "started")
    assert len(growing.of("a").pieces) == 1
    assert growing.of("b").pieces == ()
    assert growing.of("c") is None
    assert growing.of(None) is None


@pytest.mark.parametrize(("state", "is_whole"), [("finished", True), ("failed", False)])
def test_the_end_of_a_clip_is_said_once(growing: GrowingTracks, state: str, is_whole: bool) -> None:
    """With whether its landmarks are there now."""
    step(growing, "a", "started")
    step(growing, "a", state)
    step(growing, "a", state)
    assert growing.said == [("a", is_whole)]
    assert growing.of("a") is None


def test_a_skipped_clip_never_grew(growing: GrowingTracks) -> None:
    """Clips whose landmarks are there already end nothing."""
    step(growing, "a", "skipped")
    assert growing.said == []


def test_a_broken_extraction_ends_all(growing: GrowingTracks) -> None:
    """When the children cannot go on, no clip is left growing."""
    step(growing, "a", "started")
    step(growing, "b", "started")
    growing.forget()
    assert sorted(growing.said) == [("a", False), ("b", False)]
