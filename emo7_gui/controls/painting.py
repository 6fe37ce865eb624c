"""Marks that several widgets and delegates paint alike.

What it is: pure painting of swatches, key caps, avatars, bars and plates into a rectangle.
What it is not: widgets; they keep the state and the accessible names.
Convention: values are 0..6, digits 1..7; rectangles are in logical px.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from emo7_core.scale import digit_of
from emo7_gui.theme import theme

CAP_HEIGHT = 18
_CAP_PADDING = 5
_HATCH = 8


def paint_hatch(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Fill what is missing with diagonal lines, as far apart at 200 % as at 100 %.

    Qt counts its own patterns in device pixels, whatever their transform.
    """
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1))
    height = rect.height()
    places = range(int(rect.left() - height) // _HATCH, int(rect.right()) // _HATCH + 1)
    for place in places:
        x = place * _HATCH
        painter.drawLine(QLineF(x, rect.bottom(), x + height, rect.top()))
    painter.restore()


def paint_plate(painter: QPainter, rect: QRect | QRectF, colour: QColor, radius: float) -> None:
    """Fill a rectangle with round corners."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(rect), radius, radius)
    painter.restore()


def paint_outline(
    painter: QPainter, rect: QRect | QRectF, colour: QColor, radius: float, width: float = 1.5
) -> None:
    """Outline a rectangle with round corners, inside its edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def paint_swatch(painter: QPainter, rect: QRect, value: int, is_large: bool = False) -> None:
    """Paint the colour of a value with its digit."""
    radius = theme().radius("control" if is_large else "badge")
    paint_plate(painter, rect, theme().scale_fill(value), radius)
    painter.save()
    painter.setFont(theme().font("strong" if is_large else "small_strong"))
    painter.setPen(theme().scale_text(value))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(digit_of(value)))
    painter.restore()


def cap_width(text: str) -> int:
    """Return how wide a key cap is for its text."""
    width = QFontMetrics(theme().font("small")).horizontalAdvance(text)
    return max(CAP_HEIGHT, width + 2 * _CAP_PADDING)


def paint_cap(
    painter: QPainter,
    rect: QRect,
    text: str,
    ink: QColor | None = None,
    plate: QColor | None = None,
) -> None:
    """Paint a key as a small plate with its name."""
    paint_plate(painter, rect, plate or theme().colour("selected"), theme().radius("badge"))
    painter.save()
    painter.setFont(theme().font("small"))
    painter.setPen(ink or theme().colour("text_secondary"))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


def paint_avatar(painter: QPainter, rect: QRect, initials: str, plate: str = "selected") -> None:
    """Paint a rater as a circle with initials."""
    paint_plate(painter, rect, theme().colour(plate), rect.height() / 2)
    painter.save()
    font = theme().font("small_strong")
    if rect.height() < 22:
        font.setPixelSize(9)
    painter.setFont(font)
    painter.setPen(theme().colour("text"))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), initials)
    painter.restore()
