"""The viewport keeps the picture where a reviewer expects it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF

from emo7_gui.player.viewport import Fit, Viewport


@pytest.fixture
def viewport() -> Viewport:
    view = Viewport()
    view.set_area(QSizeF(800, 400), 1.0)
    view.set_picture(QSizeF(640, 480))
    return view


def test_the_whole_picture_is_centred(viewport: Viewport) -> None:
    """Fit "whole" shows every pixel, with equal room at both sides."""
    viewport.set_fit(Fit.WHOLE)
    rect = viewport.picture_rect()
    assert rect.height() == pytest.approx(400)
    assert rect.left() == pytest.approx(800 - rect.right(), abs=1)


def test_the_signing_space_lies_on_the_canvas(viewport: Viewport) -> None:
    """All of the signing space is visible, and larger than in the whole picture."""
    viewport.set_signing_space(QRectF(200, 100, 240, 200))
    rect = viewport.to_widget(QRectF(200, 100, 240, 200))
    assert QRectF(-1, -1, 802, 402).contains(rect)
    assert viewport.scale == pytest.approx(2.0)


def test_the_wheel_keeps_the_point_under_the_cursor(viewport: Viewport) -> None:
    """Zooming does not move what the user looks at."""
    viewport.set_fit(Fit.WHOLE)
    viewport.zoom(4.0, QPointF(400, 200))
    before = viewport.to_picture(QPointF(300, 150))
    viewport.zoom(1.2, QPointF(300, 150))
    after = viewport.to_picture(QPointF(300, 150))
    assert (after - before).manhattanLength() < 1.0


def test_a_large_picture_leaves_no_empty_edge(viewport: Viewport) -> None:
    """Panning stops at the picture's edge."""
    viewport.zoom(6.0, QPointF(400, 200))
    viewport.pan(QPointF(5000, 5000))
    assert viewport.picture_rect().topLeft() == QPointF(0, 0)


def test_true_size_is_one_device_pixel(viewport: Viewport) -> None:
    """At 100 % and a device ratio of 2, a picture pixel is half a px wide."""
    viewport.set_area(QSizeF(800, 400), 2.0)
    viewport.set_fit(Fit.TRUE_SIZE)
    assert viewport.scale == pytest.approx(0.5)


def test_the_cycle_is_signer_whole_true(viewport: Viewport) -> None:
    """Three steps lead round."""
    seen = []
    for _ in range(3):
        viewport.set_fit(viewport.next_fit())
        seen.append(viewport.fit)
    assert seen == [Fit.WHOLE, Fit.TRUE_SIZE, Fit.SIGNING_SPACE]
