"""Phosphor icons that take their colour from the theme while they are painted.

What it is: a QIcon engine over QtAwesome's Phosphor font. A change of theme needs no new icon.
What it is not: pictures of our own (resources/icons).
Convention: names as Phosphor has them, with or without "ph."; filled ones end in "-fill".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

if TYPE_CHECKING:
    from collections.abc import Callable

    from qtawesome.iconic_font import IconicFont

PREFIX = "ph"


@cache
def _phosphor() -> IconicFont:
    """Load Phosphor alone: the other fonts that QtAwesome brings cost time at the start."""
    import qtawesome
    from qtawesome.iconic_font import IconicFont

    bundled = next(font for font in qtawesome._BUNDLED_FONTS if font[0] == PREFIX)
    return IconicFont(bundled)


def glyph(name: str) -> str:
    """Return the character of an icon.

    Raises:
        KeyError: Phosphor has no icon of this name.
    """
    return str(_phosphor().charmap[PREFIX][name.removeprefix(f"{PREFIX}.")])


def paint_icon(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    """Paint one icon centred in a square rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(_phosphor().font(PREFIX, min(rect.width(), rect.height())))
    painter.setPen(colour)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), glyph(name))
    painter.restore()


class IconEngine(QIconEngine):
    """Paints one glyph; the colour is asked for at each painting."""

    def __init__(self, name: str, colour_of: Callable[[QIcon.Mode], QColor], size: int) -> None:
        super().__init__()
        self._name = name
        self._colour_of = colour_of
        self._size = size

    def clone(self) -> IconEngine:
        """Qt copies icons by value."""
        return IconEngine(self._name, self._colour_of, self._size)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint_icon(painter, rect, self._name, self._colour_of(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(self._size, size.width(), size.height())
        return QSize(side, side)
