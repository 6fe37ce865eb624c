"""Paints one row of the queue: thumb, name, length and signer, badges.

What it is: painting alone, from a QueueRow.
Convention: row 56 high; the own digit stands at the right, the rest to its left.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_plate, paint_swatch
from emo7_gui.icons import paint_icon
from emo7_gui.review.queue import ROW_ROLE, THUMB_ROLE, length_text, low_shares
from emo7_gui.review.queue_row import QueueRow
from emo7_gui.theme import theme

_SIDE, _INSET, _GAP, _ICON = 16, 4, 8, 14
_RIGHT = 16
_QUALITY_ICONS = {"face": "ph.smiley-blank", "hands": "ph.hand"}
_Index = QModelIndex | QPersistentModelIndex


class QueueDelegate(QStyledItemDelegate):
    """One look for every row; all rows have the same height."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(theme().size("queue"), theme().size("row_queue"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, QueueRow):
            return
        painter.save()
        self._paint_surface(painter, option)
        rect = _whole(option)
        size = theme().pair("thumb")
        top = rect.top() + (rect.height() - size.height()) // 2
        thumb = QRect(rect.left() + _SIDE, top, size.width(), size.height())
        _paint_thumb(painter, thumb, row, index.data(THUMB_ROLE))
        right = _paint_badges(painter, rect, row)
        left = thumb.right() + 1 + _GAP
        _paint_texts(painter, QRect(left, rect.top(), right - left, rect.height()), row)
        painter.restore()

    def _paint_surface(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        plate = _whole(option).adjusted(_SIDE - _INSET, 0, _INSET - _SIDE + 4, 0)
        radius = theme().radius("control")
        if state & QStyle.StateFlag.State_Selected:
            paint_plate(painter, plate, theme().colour("selected"), radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint_plate(painter, plate, theme().colour("input"), radius)
        has_focus = state & QStyle.StateFlag.State_HasFocus
        if has_focus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            draw_ring(painter, plate, theme().colour("accent"), radius)


def _whole(option: QStyleOptionViewItem) -> QRect:
    """Return the row as wide as the list, whether it has a scroll bar or not."""
    rect = QRect(option.rect)
    rect.setWidth(option.widget.width() if option.widget is not None else rect.width())
    return rect


def _paint_thumb(painter: QPainter, rect: QRect, row: QueueRow, picture: QPixmap | None) -> None:
    radius = theme().radius("bar")
    if picture is None or picture.isNull():
        paint_plate(painter, rect, theme().colour("input"), radius)
        if row.is_bad:
            icon = QRect(0, 0, theme().size("icon"), theme().size("icon"))
            icon.moveCenter(rect.center())
            paint_icon(painter, icon, "ph.film-strip", theme().colour("text_tertiary"))
        return
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.save()
    painter.setClipPath(path)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    fill = picture.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    place = QRect(0, 0, fill.width(), fill.height())
    place.moveCenter(rect.center())
    painter.drawPixmap(place, picture)
    painter.restore()


def _paint_texts(painter: QPainter, room: QRect, row: QueueRow) -> None:
    top = room.center().y() - (theme().line("body") + theme().line("small")) // 2 + 1
    line = QRect(room.left(), top, room.width(), theme().line("body"))
    name_ink = theme().colour("text_secondary" if row.is_bad else "text")
    _paint_line(painter, line, row.name, "body", name_ink)
    line = QRect(room.left(), line.bottom() + 1, room.width(), theme().line("small"))
    _paint_line(painter, line, second_line(row), "small", theme().colour("text_secondary"))


def second_line(row: QueueRow) -> str:
    """Return the line under the name: what is wrong, else length and signer."""
    if row.is_bad:
        return row.message or ("not found" if row.state == "missing" else "not readable")
    return " · ".join(part for part in (length_text(row), row.signer) if part)


def _paint_line(painter: QPainter, rect: QRect, text: str, face: str, ink: QColor) -> None:
    painter.setFont(theme().font(face))
    painter.setPen(ink)
    elide = Qt.TextElideMode.ElideMiddle
    shown = painter.fontMetrics().elidedText(text, elide, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), shown)


def _paint_badges(painter: QPainter, rect: QRect, row: QueueRow) -> int:
    """Paint marks from the right; return where they begin."""
    right = rect.right() + 1 - _RIGHT
    middle = rect.center().y() + 1
    if row.is_bad:
        side = theme().size("icon")
        right -= side
        place = QRect(right, middle - side // 2, side, side)
        paint_icon(painter, place, "ph.warning-circle", theme().colour("error"))
        return right - _GAP
    if row.value is not None:
        side = theme().size("swatch_badge")
        right -= side
        paint_swatch(painter, QRect(right, middle - side // 2, side, side), row.value)
        right -= _GAP
        if row.is_unsure:
            right = _paint_word(painter, right, middle, "~") - _GAP
    for name, share in low_shares(row):
        percent = f"{round(100 * share)}\u2009%"
        right = _paint_word(painter, right, middle, percent) - 4 - _ICON
        place = QRect(right, middle - _ICON // 2, _ICON, _ICON)
        paint_icon(painter, place, _QUALITY_ICONS[name], theme().colour("text_secondary"))
        right -= _GAP
    return right


def _paint_word(painter: QPainter, right: int, middle: int, text: str) -> int:
    font = theme().font("strong" if text == "~" else "small")
    painter.setFont(font)
    painter.setPen(theme().colour("text_secondary"))
    width = painter.fontMetrics().horizontalAdvance(text)
    place = QRect(right - width, middle - 10, width + 1, 20)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
    return right - width
