"""Words on a picture, painted each time or once."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from emo7_gui.player.plates import paint_plate, paint_still_plate

SIZE = (160, 60)


def painted(paint, ratio: float) -> np.ndarray:
    """Paint over grey; return red, green and blue of every device pixel."""
    image = QImage(round(SIZE[0] * ratio), round(SIZE[1] * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(120, 120, 120))
    painter = QPainter(image)
    painter.translate(3, 2)
    paint(painter)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[..., :3].astype(int)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_still_plate_looks_like_any_other(ratio: float) -> None:
    """Same place, size and words; only the rims of letters may differ by a shade."""
    corner = QPointF(10, 40)
    still = painted(lambda painter: paint_still_plate(painter, corner, "Face 97 %"), ratio)
    each = painted(lambda painter: paint_plate(painter, corner, "", "Face 97 %"), ratio)
    differs = np.abs(still - each).max(axis=2) > 24
    assert differs.mean() < 0.01
    assert (still != 120).any()
