"""Small things painted over a picture: text plates and rounded corners.

What it is: painting functions for the canvas and the close-ups.
What it is not: widgets.
Convention: widget px. Corners are masks in the colour behind the picture, which costs less than
a clip path in every frame.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath

from emo7_gui.theme import theme

PLATE_HEIGHT = 24.0
PADDING = 8.0


def paint_plate(painter: QPainter, corner: QPointF, strong: str, text: str = "") -> QRectF:
    """Paint words on a flat dark plate, the first ones bold; return its rectangle.

    Args:
        painter: In widget px.
        corner: The bottom left corner of the plate.
        strong: Words in a heavier weight, may be empty.
        text: Words that follow.
    """
    look = theme()
    bold, plain = look.font("small_strong"), look.font("small")
    first = QFontMetricsF(bold).horizontalAdvance(strong)
    gap = 6.0 if strong and text else 0.0
    width = first + gap + QFontMetricsF(plain).horizontalAdvance(text) + 2 * PADDING
    plate = QRectF(corner.x(), corner.y() - PLATE_HEIGHT, width, PLATE_HEIGHT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("plate"))
    painter.drawRoundedRect(plate, look.radius("control"), look.radius("control"))
    painter.setPen(look.colour("plate_text"))
    inside = plate.adjusted(PADDING, 0, -PADDING + 1, 0)
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.setFont(bold)
    painter.drawText(inside, middle, strong)
    painter.setFont(plain)
    painter.drawText(inside.adjusted(first + gap, 0, 0, 0), middle, text)
    return plate


def paint_still_plate(painter: QPainter, corner: QPointF, text: str) -> None:
    """Paint a plate whose words stay while a clip plays: it is drawn once and copied.

    Args:
        painter: In widget px.
        corner: The bottom left corner of the plate.
        text: The words.
    """
    to_device = painter.deviceTransform()
    ratio = to_device.m11()
    plate = _still_plate(text, ratio, theme().scheme)
    place = to_device.map(corner - QPointF(0, PLATE_HEIGHT))
    whole = QPointF(round(place.x()), round(place.y()))
    painter.save()
    # In device pixels nothing is scaled: the plate is copied as it is.
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawImage(whole - QPointF(to_device.dx(), to_device.dy()), plate)
    painter.restore()


@lru_cache(maxsize=32)
def _still_plate(text: str, ratio: float, scheme: str) -> QImage:
    """Return a plate in device pixels of a look."""
    width = QFontMetricsF(theme().font("small")).horizontalAdvance(text) + 2 * PADDING
    size = QSize(math.ceil(width * ratio), math.ceil(PLATE_HEIGHT * ratio))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    paint_plate(painter, QPointF(0, PLATE_HEIGHT), "", text)
    painter.end()
    image.setDevicePixelRatio(1)
    return image


def mask_corners(
    painter: QPainter, rect: QRectF, colour: QColor, other: Mapping[str, QColor] | None = None
) -> None:
    """Round a picture's corners by painting what lies outside of them.

    Args:
        painter: In widget px.
        rect: The picture.
        colour: What lies behind the picture.
        other: Colours of single corners: "top_left", "top_right", "bottom_left", "bottom_right".
    """
    radius = float(theme().radius("panel"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    places = {
        "top_left": (rect.topLeft(), 1, 1),
        "top_right": (rect.topRight(), -1, 1),
        "bottom_left": (rect.bottomLeft(), 1, -1),
        "bottom_right": (rect.bottomRight(), -1, -1),
    }
    for name, (corner, right, down) in places.items():
        painter.save()
        painter.translate(corner)
        painter.scale(right, down)
        painter.fillPath(_corner(radius), (other or {}).get(name, colour))
        painter.restore()


@lru_cache(maxsize=8)
def _corner(radius: float) -> QPainterPath:
    """Return the top left corner outside of a quarter circle; a hair outside closes the rim."""
    path = QPainterPath(QPointF(-0.5, -0.5))
    path.lineTo(radius, -0.5)
    path.lineTo(radius, 0)
    path.arcTo(QRectF(0, 0, 2 * radius, 2 * radius), 90, 90)
    path.lineTo(-0.5, radius)
    path.closeSubpath()
    return path
