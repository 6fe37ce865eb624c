"""A push button that shows its key in a cap beside its words.

What it is: QPushButton in the theme's kinds (primary, flat, or plain) with an icon and a cap.
What it is not: the binding of the key; workspaces and the registry of actions do that.
Convention: the cap is words for people ("Ctrl Enter"), empty for none.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

_PADDING, _GAP, _ICON, _CAP_PADDING, _CAP_HEIGHT = 12, 8, 16, 6, 18


class KeyButton(QPushButton):
    """A button with an optional icon and key cap."""

    def __init__(
        self,
        text: str,
        cap: str = "",
        icon: str = "",
        kind: str = "",
        parent: QWidget | None = None,
        *,
        is_small: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self.cap = cap
        self._icon_name = icon
        self._is_small = is_small
        if kind:
            self.setProperty("kind", kind)
        self.setAccessibleName(text)
        if cap:
            self.setAccessibleDescription(cap)
        self.setFixedHeight(theme().size("control_small" if is_small else "control"))
        if is_small:
            self.setStyleSheet(f"min-height: {theme().size('control_small')}px;")

    def set_cap(self, cap: str) -> None:
        """Show another key, e.g. after it was remapped."""
        self.cap = cap
        self.updateGeometry()
        self.update()

    def _text_font(self) -> QFont:
        if self._is_small:
            return theme().font("small_strong")
        return theme().font("strong" if self.property("kind") == "primary" else "emphasis")

    def _cap_width(self) -> int:
        if not self.cap:
            return 0
        metrics = QFontMetrics(theme().font("small_strong"))
        return max(_CAP_HEIGHT, metrics.horizontalAdvance(self.cap) + 2 * _CAP_PADDING)

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return theme().colour("text_disabled")
        is_primary = self.property("kind") == "primary"
        return theme().colour("accent_text" if is_primary else "text")

    def _paint_cap(self, painter: QPainter, left: float) -> None:
        is_bright = self.property("kind") == "primary" and self.isEnabled()
        box = QColor(self._ink()) if is_bright else theme().colour("selected")
        if is_bright:
            box.setAlphaF(0.25)
        rect = QRectF(left, (self.height() - _CAP_HEIGHT) / 2, self._cap_width(), _CAP_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(box)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setFont(theme().font("small_strong"))
        painter.setPen(self._ink() if is_bright else theme().colour("text_secondary"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.cap)

    def _content_width(self) -> int:
        width = QFontMetrics(self._text_font()).horizontalAdvance(self.text())
        width += _ICON + _GAP if self._icon_name else 0
        return width + (self._cap_width() + _GAP if self.cap else 0)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        padding = 8 if self._is_small else _PADDING
        return QSize(self._content_width() + 2 * padding, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        x = (self.width() - self._content_width()) / 2
        if self._icon_name:
            place = QRect(round(x), (self.height() - _ICON) // 2, _ICON, _ICON)
            paint_icon(painter, place, self._icon_name, self._ink())
            x += _ICON + _GAP
        painter.setFont(self._text_font())
        painter.setPen(self._ink())
        metrics = painter.fontMetrics()
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(x, baseline), self.text())
        if self.cap:
            self._paint_cap(painter, x + metrics.horizontalAdvance(self.text()) + _GAP)
