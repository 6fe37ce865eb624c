"""The project's name at the left of the top bar; it opens the project menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_plate
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

WIDTH = 248
_ICON_LEFT, _TEXT_LEFT, _GAP = 8, 32, 8


class ProjectButton(QAbstractButton):
    """A folder, the name, and a caret while there is a project."""

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = menu
        self._is_open = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(theme().font("emphasis"))
        self.clicked.connect(self.open_menu)
        self.set_project(None)

    def set_project(self, name: str | None) -> None:
        """Show the open project."""
        self._is_open = name is not None
        self.setText(name or self.tr("No project"))
        self.setAccessibleName(self.tr("Project {}, menu").format(self.text()))
        self.update()

    def open_menu(self) -> None:
        """Open the menu below."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, theme().size("control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), theme().size("icon")
        top = (self.height() - side) // 2
        room = self.width() - _TEXT_LEFT - side - 2 * _GAP
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        width = self.fontMetrics().horizontalAdvance(text)
        if self.underMouse():
            plate = self.rect()
            plate.setWidth(_TEXT_LEFT + width + side + 2 * _GAP)
            paint_plate(painter, plate, theme().colour("input"), theme().radius("control"))
        quiet = theme().colour("text_secondary")
        paint_icon(painter, QRect(_ICON_LEFT, top, side, side), "ph.folder", quiet)
        painter.setFont(self.font())
        painter.setPen(theme().colour("text" if self._is_open else "text_secondary"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(_TEXT_LEFT, 0, 0, 0), int(flags), text)
        caret = QRect(_TEXT_LEFT + width + _GAP, top + 1, 14, 14)
        paint_icon(painter, caret, "ph.caret-down", quiet)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), theme().radius("control"))
