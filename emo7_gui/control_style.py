"""The style under the style sheet: Fusion with our focus ring, marks and choice boxes.

What it is: what a style sheet cannot paint without picture files: the 2 px accent ring inside
every control, check and radio marks, the combo box with its chevron.
What it is not: the style sheet (style_sheet.py), which paints surfaces and text.
Convention: text fields show focus by their border, in the style sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QStyleOptionComplex, QWidget

from emo7_gui.icons import paint_icon

if TYPE_CHECKING:
    from emo7_gui.theme import Theme

RING = 2.0
_TOOL_TIP_DELAY_MS = 500
_CHEVRON = 16
# A text field has 8 px of padding, 2 px of border and Qt's own 2; a combo's text adds 1.
_FIELD_PAD = 11
_Primitive = QStyle.PrimitiveElement
_State = QStyle.StateFlag
_CHECK_MARKS = (_Primitive.PE_IndicatorCheckBox, _Primitive.PE_IndicatorItemViewItemCheck)


def draw_ring(painter: QPainter, rect: QRect | QRectF, colour: QColor, radius: float) -> None:
    """Paint the ring of 2 px inside a rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = RING / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


class ControlStyle(QProxyStyle):
    """Fusion with one focus ring for every control and marks in the theme's colours."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self._theme = theme

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Paint focus, check and radio marks; leave everything else to Fusion."""
        if element == _Primitive.PE_FrameFocusRect:
            whole = option.rect if widget is None or _is_view(widget) else widget.rect()
            self._ring(painter, whole)
        elif element in _CHECK_MARKS:
            self._mark(painter, option, "ph.check-bold", self._theme.radius("badge"))
        elif element == _Primitive.PE_IndicatorRadioButton:
            self._mark(painter, option, "ph.circle-fill", option.rect.width() / 2)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the combo box flat; leave everything else to Fusion."""
        if control != QStyle.ComplexControl.CC_ComboBox:
            super().drawComplexControl(control, option, painter, widget)
            return
        is_hot = bool(_state(option) & _State.State_MouseOver)
        self._plate(painter, option.rect, "selected" if is_hot else "input")
        paint_icon(painter, _chevron_rect(option.rect), "ph.caret-down", self._ink(option))
        if _state(option) & _State.State_HasFocus:
            self._ring(painter, option.rect)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Let the words of a combo box begin where those of a text field do."""
        found = super().subControlRect(control, option, part, cast("QWidget", widget))
        if part == QStyle.SubControl.SC_ComboBoxEditField:
            found.setLeft(option.rect.left() + _FIELD_PAD)
        return found

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        """Make combo boxes as high as every other control."""
        found = super().sizeFromContents(kind, option, size, cast("QWidget", widget))
        if kind == QStyle.ContentsType.CT_ComboBox:
            found.setHeight(self._theme.size("control"))
            found.setWidth(found.width() + self._theme.size("gutter"))
        return found

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: object = None,
    ) -> int:
        """Open tool tips after half a second and lists below their box."""
        if hint == QStyle.StyleHint.SH_ToolTip_WakeUpDelay:
            return _TOOL_TIP_DELAY_MS
        if hint == QStyle.StyleHint.SH_ComboBox_Popup:
            return 0
        return super().styleHint(hint, option, widget, cast("None", returnData))

    def _ring(self, painter: QPainter, rect: QRect) -> None:
        draw_ring(painter, rect, self._theme.colour("accent"), self._theme.radius("control"))

    def _ink(self, option: QStyleOption) -> QColor:
        is_on = bool(_state(option) & _State.State_Enabled)
        return self._theme.colour("text_secondary" if is_on else "text_disabled")

    def _plate(self, painter: QPainter, rect: QRect, name: str) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(name))
        radius = self._theme.radius("control")
        painter.drawRoundedRect(rect, radius, radius)
        painter.restore()

    def _mark(self, painter: QPainter, option: QStyleOption, icon: str, radius: float) -> None:
        """Paint a box or circle, filled with the accent where it is chosen."""
        state = _state(option)
        is_chosen = bool(state & _State.State_On)
        is_enabled = bool(state & _State.State_Enabled)
        edge = "accent" if is_chosen and is_enabled else "text_tertiary"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(edge if is_enabled else "text_disabled"), 1.5))
        painter.setBrush(self._theme.colour("accent" if is_chosen and is_enabled else "input"))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), radius, radius)
        painter.restore()
        if is_chosen:
            ink = self._theme.colour("accent_text" if is_enabled else "text_disabled")
            paint_icon(painter, option.rect.adjusted(2, 2, -2, -2), icon, ink)


def _state(option: QStyleOption) -> QStyle.StateFlag:
    return option.state


def _chevron_rect(rect: QRect) -> QRect:
    top = rect.top() + (rect.height() - _CHEVRON) // 2
    return QRect(rect.right() - _CHEVRON - 7, top, _CHEVRON, _CHEVRON)


def _is_view(widget: QWidget) -> bool:
    """Lists and tables focus a row, so the ring belongs to the row's rectangle."""
    return widget.inherits("QAbstractItemView") or widget.inherits("QTabBar")
