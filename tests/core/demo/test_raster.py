"""The z-buffer: what is nearer covers what is farther, forms have the right extent."""

import numpy as np
import pytest

from emo7_core.demo.light import ramp
from emo7_core.demo.raster import Layer, draw_capsule, draw_ellipsoid, triangle_map

RED, BLUE = ramp((255, 0, 0)), ramp((0, 0, 255))


def capsule(layer, z, colours, radius=10.0):
    draw_capsule(layer, np.array([[30.0, 50.0, z], [70.0, 50.0, z]]), (radius, radius), colours)


def test_a_capsule_has_its_length_and_width():
    """From end to end and across."""
    layer = Layer.empty(100, 100)
    capsule(layer, 0.0, RED)
    rows, columns = np.nonzero(np.isfinite(layer.depth))
    assert np.ptp(columns) == pytest.approx(60, abs=2)
    assert np.ptp(rows) == pytest.approx(20, abs=2)


def test_the_nearer_solid_covers_the_farther_one():
    """Whatever is drawn first."""
    for order in ((0.0, 50.0), (50.0, 0.0)):
        layer = Layer.empty(100, 100)
        for z in order:
            capsule(layer, z, RED if z == 0.0 else BLUE)
        assert layer.colour[50, 50, 0] > 100 > layer.colour[50, 50, 2]


def test_a_capsule_seen_from_its_end_is_a_disc():
    """Foreshortened to nothing, the nearer end shows."""
    layer = Layer.empty(100, 100)
    draw_capsule(layer, np.array([[50.0, 50.0, 0.0], [50.0, 50.0, -40.0]]), (10.0, 10.0), RED)
    assert np.isfinite(layer.depth).sum() == pytest.approx(np.pi * 100, rel=0.1)
    assert layer.depth[50, 50] == pytest.approx(-50.0, abs=0.5)


def test_a_long_slanted_capsule_is_whole():
    """Halving a large capsule leaves no gap."""
    layer = Layer.empty(300, 300)
    draw_capsule(layer, np.array([[40.0, 40.0, 0.0], [260.0, 260.0, 0.0]]), (20.0, 15.0), RED)
    assert np.isfinite(layer.depth[np.arange(40, 260), np.arange(40, 260)]).all()


def test_an_ellipsoid_has_its_radii():
    """Width and height of an upright ellipsoid, and its nearest point."""
    layer = Layer.empty(100, 100)
    draw_ellipsoid(layer, np.full(3, 50.0), np.array([30.0, 20.0, 10.0]), np.eye(3), RED)
    rows, columns = np.nonzero(np.isfinite(layer.depth))
    assert (np.ptp(columns), np.ptp(rows)) == pytest.approx((60, 40), abs=2)
    assert layer.depth[50, 50] == pytest.approx(40.0, abs=0.1)


def test_what_lies_outside_the_picture_is_left_out():
    """A solid off the picture changes nothing."""
    layer = Layer.empty(40, 40)
    draw_capsule(layer, np.array([[90.0, 90.0, 0.0], [99.0, 90.0, 0.0]]), (5.0, 5.0), RED)
    assert not np.isfinite(layer.depth).any()


def test_triangles_that_face_away_do_not_show():
    """Only the clockwise one of two triangles is drawn."""
    points = np.array([[2.0, 2.0, 0.0], [2.0, 30.0, 0.0], [30.0, 2.0, 0.0]])
    shown = triangle_map(points, np.array([[0, 1, 2]]), (40, 40))
    hidden = triangle_map(points, np.array([[0, 2, 1]]), (40, 40))
    assert (shown >= 0).sum() > 300
    assert (hidden >= 0).sum() == 0
