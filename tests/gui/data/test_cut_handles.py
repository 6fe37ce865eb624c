"""Tests of the handles' arithmetic."""

from __future__ import annotations

from itertools import pairwise

import pytest

from emo7_gui.data import cut_handles as handles

CUTS = (-0.75, -0.4, -0.1, 0.1, 0.4, 0.75)


@pytest.mark.parametrize(
    ("index", "score", "expected"),
    [(4, 0.455, 0.46), (4, 0.9, 0.74), (4, -0.9, 0.11), (0, -2.0, -0.99), (5, 2.0, 0.99)],
)
def test_a_cut_stops_before_its_neighbours(index: int, score: float, expected: float):
    """Cuts go in steps of .01 and cannot cross or leave the scale."""
    found = handles.moved(CUTS, index, score)
    assert found[index] == expected
    assert list(found) == sorted(found)
    assert [cut for place, cut in enumerate(found) if place != index] == [
        cut for place, cut in enumerate(CUTS) if place != index
    ]


def test_a_cut_between_equal_neighbours_stays():
    """Three cuts on 0: the middle one has no room, the outer ones move outwards only."""
    cuts = (-0.3, 0.0, 0.0, 0.0, 0.4, 0.54)
    assert handles.moved(cuts, 2, 0.2) == cuts
    assert handles.moved(cuts, 3, 0.2)[3] == 0.2
    assert handles.moved(cuts, 3, -0.2) == cuts


def test_handles_never_cover_each_other():
    """Equal and close cuts stand side by side, in their order, around their lines."""
    centres = handles.spread([100, 300, 300, 300, 310, 600], 0, 800)
    gaps = [right - left for left, right in pairwise(centres)]
    assert min(gaps) >= handles.HANDLE_WIDTH
    assert centres[0] == 100
    assert centres[-1] == 600


def test_handles_stay_inside():
    """Handles at the ends of the scale are whole."""
    centres = handles.spread([0, 1, 2, 798, 799, 800], 0, 800)
    assert centres[0] >= handles.HANDLE_WIDTH / 2
    assert centres[-1] <= 800 - handles.HANDLE_WIDTH / 2 + 1e-9


def test_lines_are_grabbed_within_six_pixels():
    """The grab zone of a line is 12 px wide, that of a handle its 40."""
    places = [100.0, 200.0]
    assert handles.grabbed(places, places, 206, is_on_handle=False) == 1
    assert handles.grabbed(places, places, 207, is_on_handle=False) is None
    assert handles.grabbed(places, places, 119, is_on_handle=True) == 0
