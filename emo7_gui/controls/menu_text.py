"""A quiet text with a caret that opens a menu of choices."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

_CARET, _GAP, _HEIGHT = 12, 4, 20


class MenuText(QAbstractButton):
    """Small secondary text; brighter under the mouse."""

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = menu
        self.setFont(theme().font("small"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        """Open the choices below."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + _GAP + _CARET
        return QSize(width + 2, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_CARET, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = theme().colour("text" if self.underMouse() else "text_secondary")
        room = self.width() - _CARET - _GAP
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.setFont(self.font())
        painter.setPen(ink)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), text)
        left = self.fontMetrics().horizontalAdvance(text) + _GAP
        place = QRect(left, (self.height() - _CARET) // 2 + 1, _CARET, _CARET)
        paint_icon(painter, place, "ph.caret-down", ink)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), theme().radius("badge"))
