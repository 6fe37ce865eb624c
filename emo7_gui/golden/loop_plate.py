"""The plate on the looping clip: its name and the range, pressed to loop the whole clip.

What it is: a small button on the picture, in the colours that lie on video.
What it is not: the loop itself; the player keeps it.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_plate
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

HEIGHT = 24
_ICON, _PADDING, _GAP = 14, 8, 8


class LoopPlate(QAbstractButton):
    """Name and range of the loop."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._strong, self._plain = icon, "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_words(self, strong: str, plain: str, said: str) -> None:
        """Show words, tell `said` to screen readers and as tool tip; nothing hides the plate."""
        self._strong, self._plain = strong, plain
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setVisible(bool(said))
        self.resize(self.sizeHint())
        self.update()

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self.update()

    def _widths(self) -> tuple[int, int]:
        strong = QFontMetrics(theme().font("small_strong")).horizontalAdvance(self._strong)
        plain = QFontMetrics(theme().font("small")).horizontalAdvance(self._plain)
        return min(strong, 180), plain

    # Qt overrides.

    def sizeHint(self) -> QSize:
        strong, plain = self._widths()
        words = sum(_GAP + width for width in (strong, plain) if width)
        return QSize(2 * _PADDING + _ICON + words, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        paint_plate(painter, self.rect(), look.colour("plate"), look.radius("control"))
        ink = look.colour("plate_text")
        top = (HEIGHT - _ICON) // 2
        paint_icon(painter, QRect(_PADDING, top, _ICON, _ICON), self._icon, ink)
        painter.setPen(ink)
        x = _PADDING + _ICON + _GAP
        for text, face, width in zip(
            (self._strong, self._plain), ("small_strong", "small"), self._widths(), strict=True
        ):
            if not text:
                continue
            painter.setFont(look.font(face))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width + 2)
            box = QRect(x, 0, width + 4, HEIGHT)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
            x += width + _GAP
        if self.hasFocus():
            draw_ring(painter, self.rect(), look.colour("accent"), look.radius("control"))
