"""A layer holds what was painted on it, where it was painted, within the clip."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from emo7_gui.player.layer import paint_layer

SIDE = 80


def painted(paint, ratio: float = 1.0, clip: QRectF | None = None) -> np.ndarray:
    """Paint over white; return red of every device pixel."""
    image = QImage(round(SIDE * ratio), round(SIDE * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if clip is not None:
        painter.setClipRect(clip)
    paint(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., 2].copy()


def line(painter: QPainter) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 128), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QLineF(10.3, 20.7, 61.2, 55.4))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_on_a_layer_a_line_looks_as_without(ratio: float) -> None:
    """Place, softness and alpha are the same, to the rounding of a colour."""
    bounds = QRectF(5, 15, 62, 47)
    layered = painted(lambda painter: paint_layer(painter, bounds, line), ratio)
    assert np.abs(layered.astype(int) - painted(line, ratio)).max() <= 2


def test_the_clip_holds() -> None:
    """Nothing is painted outside of it."""
    clip = QRectF(0, 0, 30, SIDE)
    whole = QRectF(0, 0, SIDE, SIDE)
    layered = painted(lambda painter: paint_layer(painter, whole, line), clip=clip)
    assert (layered[:, 30:] == 255).all()
    assert (layered[:, :30] < 255).any()


def test_out_of_the_clip_nothing_is_asked_for() -> None:
    """A part that left the picture costs nothing."""
    asked = []
    painted(
        lambda painter: paint_layer(painter, QRectF(60, 60, 9, 9), asked.append),
        clip=QRectF(0, 0, 30, 30),
    )
    assert asked == []
