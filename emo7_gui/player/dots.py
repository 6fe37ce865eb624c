"""Round dots on a picture, stamped instead of drawn.

What it is: one painting function. Qt draws many round points as one large path, which costs more
than all lines together; a small picture of each dot costs a tenth.
What it is not: squares, which Qt draws fast, or the choice of dots (strokes.py).
Convention: a stamp is made for its place between device pixels, in eighths, and for its size in
eighths of a device pixel: no dot is off by more than a sixteenth.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

STEPS = 8


def paint_dots(
    painter: QPainter, places: NDArray[np.float64], colour: QColor, diameter: float
) -> None:
    """Paint round dots.

    Args:
        painter: In widget px, at most moved and enlarged.
        places: Middles, shape (P, 2), widget px, no NaN.
        colour: With its alpha; where two dots meet, both are seen.
        diameter: Widget px.
    """
    to_device = painter.deviceTransform()
    ratio, corner = to_device.m11(), np.array([to_device.dx(), to_device.dy()])
    size = max(1, round(diameter * ratio * STEPS))
    whole, parts = np.divmod(np.rint((places * ratio + corner) * STEPS).astype(np.int64), STEPS)
    corners = (whole - _reach(size) - corner).tolist()
    rgba = colour.rgba()
    painter.save()
    # In device pixels nothing is scaled: a stamp is copied as it is.
    painter.scale(1 / ratio, 1 / ratio)
    for (x, y), (right, down) in zip(corners, parts.tolist(), strict=True):
        painter.drawImage(QPointF(x, y), _stamp(rgba, size, right, down))
    painter.restore()


def _reach(size: int) -> int:
    """Return the whole device pixels from a stamp's corner to the pixel of its middle."""
    return math.ceil(size / STEPS / 2) + 1


@lru_cache(maxsize=4096)
def _stamp(rgba: int, size: int, right: int, down: int) -> QImage:
    """Return one dot; size and place beside the pixel's corner in steps."""
    reach = _reach(size)
    stamp = QImage(2 * reach + 1, 2 * reach + 1, QImage.Format.Format_ARGB32_Premultiplied)
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(rgba))
    radius = size / STEPS / 2
    painter.drawEllipse(QPointF(reach + right / STEPS, reach + down / STEPS), radius, radius)
    painter.end()
    return stamp
