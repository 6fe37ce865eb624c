"""Stamped dots lie where they should and are as large as they should be."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from emo7_gui.player.dots import paint_dots

SIDE = 60


def light(places: list[tuple[float, float]], diameter: float, ratio: float = 1.0) -> np.ndarray:
    """Paint white dots on black; return the light of every device pixel, 0..1."""
    image = QImage(round(SIDE * ratio), round(SIDE * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paint_dots(painter, np.array(places), QColor("white"), diameter)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[..., 0] / 255.0


def middle(pixels: np.ndarray) -> tuple[float, float]:
    """Return the middle of the light, x and y in device pixels from the corner."""
    y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]] + 0.5
    return float((x * pixels).sum() / pixels.sum()), float((y * pixels).sum() / pixels.sum())


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("place", [(20.0, 30.0), (20.3, 30.7), (41.47, 12.06)])
def test_a_dot_lies_at_its_place(place: tuple[float, float], ratio: float) -> None:
    """Its middle is off by no more than a tenth of a device pixel."""
    found = middle(light([place], 5.0, ratio))
    assert np.allclose(found, np.array(place) * ratio, atol=0.1)


@pytest.mark.parametrize("diameter", [2.0, 4.4, 9.0])
def test_a_dot_is_as_large_as_asked(diameter: float) -> None:
    """It covers the area of its circle."""
    assert light([(30.2, 30.6)], diameter).sum() == pytest.approx(np.pi * diameter**2 / 4, rel=0.06)


def test_a_dot_is_faint_where_its_colour_is() -> None:
    """Alpha lies over what was there."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_dots(painter, np.array([(30.0, 30.0)]), QColor(0, 0, 0, 128), 9.0)
    painter.end()
    assert image.pixelColor(30, 30).red() == pytest.approx(127, abs=2)


def test_a_moved_painter_moves_the_dots() -> None:
    """Widgets paint with an offset into the window."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.translate(QPointF(10.5, 4.25))
    paint_dots(painter, np.array([(20.0, 20.0)]), QColor("white"), 5.0)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, SIDE, 4)[..., 0] / 255.0
    assert np.allclose(middle(rows), (30.5, 24.25), atol=0.1)


def test_no_dots_paint_nothing() -> None:
    """A part without points leaves the picture alone."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paint_dots(painter, np.zeros((0, 2)), QColor("white"), 5.0)
    painter.end()
    assert not np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, SIDE, 4)[..., :3].any()
