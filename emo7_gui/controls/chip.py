"""A small button that can stay on, with an optional key cap: filters, cues, overlays.

Convention: chips never take the focus by mouse, so that keys keep going to the workspace.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import CAP_HEIGHT, cap_width, paint_cap, paint_plate
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

_PADDING, _GAP, _ICON = 8, 6, 14


class Chip(QAbstractButton):
    """A text, perhaps an icon before it and a key cap behind it; on = accent_soft."""

    def __init__(
        self, text: str, key: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._icon = icon
        self.setText(text)
        self.setCheckable(True)
        self.setFont(theme().font("small"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    def set_key(self, key: str) -> None:
        """Change the key that is shown."""
        self._key = key
        self._name()
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Change the text and the accessible name with it."""
        self.setText(text)
        self._name()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = 2 * _PADDING + self.fontMetrics().horizontalAdvance(self.text())
        if self._icon:
            width += _ICON + (_GAP if self.text() else 0)
        if self._key:
            width += _GAP + cap_width(self._key) - _PADDING // 2
        return QSize(width, theme().size("control_small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        plate = "accent_soft" if self.isChecked() else "input"
        if self.underMouse() and self.isEnabled() and not self.isChecked():
            plate = "selected"
        paint_plate(painter, self.rect(), theme().colour(plate), theme().radius("control"))
        self._paint_content(painter)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), theme().radius("control"))

    def _paint_content(self, painter: QPainter) -> None:
        left = _PADDING
        ink = theme().colour(self._ink_name())
        if self._icon:
            top = (self.height() - _ICON) // 2
            paint_icon(painter, QRect(left, top, _ICON, _ICON), self._icon, ink)
            left += _ICON + _GAP
        painter.setPen(ink)
        painter.setFont(self.font())
        room = self.rect().adjusted(left, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(flags), self.text())
        if self._key:
            width = cap_width(self._key)
            top = (self.height() - CAP_HEIGHT) // 2
            cap = QRect(self.width() - width - _PADDING // 2, top, width, CAP_HEIGHT)
            plate = theme().colour("selected")
            plate.setAlphaF(0.6 if self.isChecked() else 1.0)
            paint_cap(painter, cap, self._key, ink, plate)

    def _ink_name(self) -> str:
        if not self.isEnabled():
            return "text_disabled"
        return "text" if self.isChecked() else "text_secondary"

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}, {self._key}" if self._key else self.text())
