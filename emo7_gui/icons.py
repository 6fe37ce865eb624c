"""Phosphor icons that take their colour from the theme while they are painted.

What it is: a QIcon engine over the Phosphor font that QtAwesome brings. A change of theme
needs no new icon.
What it is not: pictures of our own (resources/icons).
Convention: names as Phosphor has them, with or without "ph."; filled ones end in "-fill".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "ph"


@dataclass(frozen=True, slots=True)
class _Phosphor:
    family: str
    characters: dict[str, str]  # hexadecimal code points by name


@cache
def _phosphor() -> _Phosphor:
    """Load the font and its names from QtAwesome's folder.

    Importing QtAwesome itself would cost the first picture of the window 130 ms.
    """
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise ImportError("QtAwesome, which brings the icons, is not installed")
    fonts = Path(spec.origin).parent / "fonts"
    names = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    number = QFontDatabase.addApplicationFont(str(next(fonts.glob("phosphor-[0-9]*.ttf"))))
    return _Phosphor(QFontDatabase.applicationFontFamilies(number)[0], names)


def _font(side: int) -> QFont:
    font = QFont(_phosphor().family)
    font.setPixelSize(side)
    return font


def glyph(name: str) -> str:
    """Return the character of an icon.

    Raises:
        KeyError: Phosphor has no icon of this name.
    """
    return chr(int(_phosphor().characters[name.removeprefix(f"{PREFIX}.")], 16))


def paint_icon(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    """Paint one icon centred in a square rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(_font(min(rect.width(), rect.height())))
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
