"""A transparent layer that is painted apart and laid over a picture at once.

What it is: one function. Qt spreads translucent lines over threads in small pieces, and waits for
each; on a layer of its own a translucent line can be set down like an opaque one, which needs
neither, and lines that cross are not darker where they do.
What it is not: kept; a layer lasts for one painting.
Convention: the layer's pixels are device pixels; its painter takes widget px like the other.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter


def paint_layer(painter: QPainter, bounds: QRectF, paint: Callable[[QPainter], None]) -> None:
    """Let `paint` fill a layer, and lay it over what was painted.

    Args:
        painter: In widget px, at most moved and enlarged; its clip is kept.
        bounds: What the layer has to hold, widget px.
        paint: Gets the layer's painter, antialiased.
    """
    to_device = painter.deviceTransform()
    if painter.hasClipping():
        bounds = bounds.intersected(painter.clipBoundingRect())
    # A hair more on each side: the edges are soft.
    pixels = to_device.mapRect(bounds).toAlignedRect().adjusted(-1, -1, 1, 1)
    if bounds.isEmpty():
        return
    layer = QImage(pixels.size(), QImage.Format.Format_ARGB32_Premultiplied)
    layer.fill(Qt.GlobalColor.transparent)
    inner = QPainter(layer)
    inner.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner.translate(-pixels.left(), -pixels.top())
    inner.setTransform(to_device, combine=True)
    paint(inner)
    inner.end()
    corner = QPointF(pixels.topLeft()) - QPointF(to_device.dx(), to_device.dy())
    painter.save()
    painter.scale(1 / to_device.m11(), 1 / to_device.m22())
    painter.drawImage(corner, layer)
    painter.restore()
