"""A wide button of the first start: icon, what it does, a line below, its key."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import CAP_HEIGHT, cap_width, paint_cap, paint_plate
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

HEIGHT = 64
_ICON_LEFT, _TEXT_LEFT, _ICON = 16, 52, 20


class WayIn(QAbstractButton):
    """One way to begin; the primary one is filled with the accent."""

    def __init__(
        self, icon: str, title: str, detail: str, cap: str, is_primary: bool = False
    ) -> None:
        super().__init__()
        self._icon, self._detail, self._cap = icon, detail, cap
        self._is_primary = is_primary
        self.setText(title)
        self.setAccessibleName(f"{title}, {cap}")
        self.setAccessibleDescription(detail)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_cap(self, cap: str) -> None:
        """Show another key."""
        self._cap = cap
        self.setAccessibleName(f"{self.text()}, {cap}")
        self.update()

    def set_detail(self, text: str) -> None:
        """Change the line below."""
        self._detail = text
        self.setAccessibleDescription(text)
        self.update()

    def _ink(self, name: str) -> QColor:
        if not self.isEnabled():
            return theme().colour("text_disabled")
        return theme().colour("accent_text" if self._is_primary else name)

    def _surface(self) -> QColor:
        if self._is_primary and self.isEnabled():
            return theme().colour("accent")
        return theme().colour("input" if self.underMouse() else "card")

    def _paint_texts(self, painter: QPainter) -> None:
        strong, small = theme().font("strong"), theme().font("small")
        room = self.rect().adjusted(_TEXT_LEFT, 0, -64, 0)
        painter.setFont(strong)
        painter.setPen(self._ink("text"))
        top = (self.height() - theme().line("strong") - theme().line("small")) // 2
        line = QRect(room.left(), top, room.width(), theme().line("strong"))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(line, flags, self.text())
        painter.setFont(small)
        painter.setPen(self._ink("text_secondary"))
        line.moveTop(line.bottom() + 1)
        elide = Qt.TextElideMode.ElideRight
        detail = QFontMetrics(small).elidedText(self._detail, elide, room.width())
        painter.drawText(line, flags, detail)

    def _paint_cap(self, painter: QPainter) -> None:
        width = cap_width(self._cap)
        left, top = self.width() - 16 - width, (self.height() - CAP_HEIGHT) // 2
        plate = None
        if self._is_primary and self.isEnabled():
            plate = QColor(theme().colour("accent_text"))
            plate.setAlphaF(0.2)
        rect = QRect(left, top, width, CAP_HEIGHT)
        paint_cap(painter, rect, self._cap, self._ink("text_secondary"), plate)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), theme().radius("panel")
        paint_plate(painter, self.rect(), self._surface(), radius)
        place = QRect(_ICON_LEFT, (self.height() - _ICON) // 2, _ICON, _ICON)
        paint_icon(painter, place, self._icon, self._ink("text_secondary"))
        self._paint_texts(painter)
        self._paint_cap(painter)
        if self.hasFocus():
            colour = "text" if self._is_primary else "accent"
            draw_ring(painter, self.rect(), theme().colour(colour), radius)
