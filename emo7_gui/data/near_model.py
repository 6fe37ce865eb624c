"""The captions on both sides of a cut as a Qt model, and the painting of one row.

What it is: rows of three kinds (heading of a class, caption, the cut itself) and their delegate.
What it is not: the list's keys (near_list.py).
Convention: only captions can be walked to; a hidden clip shows a lock in place of its picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from emo7_core.scale import CLASSES, digit_of
from emo7_gui.control_style import draw_ring
from emo7_gui.data.data_view import NearCaption, NearCut, cut_text, score_text
from emo7_gui.icons import paint_icon
from emo7_gui.swatch import paint_badge
from emo7_gui.theme import theme

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
IMAGE_ROLE = Qt.ItemDataRole.UserRole + 2
HEADING, CAPTION, CUT = "heading", "caption", "cut"
HEIGHTS = {HEADING: 32, CAPTION: 64, CUT: 28}
_INSET, _SCORE = 8, 48

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class NearRow:
    """One row of the list.

    Attributes:
        kind: HEADING, CAPTION or CUT.
        value: The class of a heading or caption, 0..6.
        text: What a heading says, or the cut.
        caption: The caption of a caption row.
        is_other: Its class is not the one of the heading, for want of nearer captions.
    """

    kind: str
    value: int = 0
    text: str = ""
    caption: NearCaption | None = None
    is_other: bool = False


class NearModel(QAbstractListModel):
    """Rows above the cut, the cut, rows at or below it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[NearRow, ...] = ()
        self._images: dict[int, QImage] = {}

    def set_near(self, near: NearCut | None, most: int) -> None:
        """Show the captions of a cut, at most so many on each side."""
        self.beginResetModel()
        self.rows = () if near is None else self._rows_of(near, most)
        self.endResetModel()

    def has_image(self, clip_id: int) -> bool:
        """Whether a picture of the clip is here."""
        return clip_id in self._images

    def set_image(self, clip_id: int, image: QImage) -> None:
        """Show a picture, now or when its clip comes into the list."""
        self._images[clip_id] = image
        for place, row in enumerate(self.rows):
            if row.caption is not None and row.caption.clip_id == clip_id:
                self.dataChanged.emit(self.index(place), self.index(place), [IMAGE_ROLE])

    def forget_images(self) -> None:
        """Drop all pictures: in another project the same ids are other clips."""
        self._images.clear()

    def _rows_of(self, near: NearCut, most: int) -> tuple[NearRow, ...]:
        above, below = CLASSES[near.value_above], CLASSES[near.value_below]
        return (
            NearRow(HEADING, near.value_above, self.tr("{0}, above").format(above)),
            *_captions(near.above[:most], near.value_above),
            *(() if near.above else (NearRow(HEADING, -1, self.tr("no caption above it")),)),
            NearRow(CUT, text=cut_text(near.cut)),
            NearRow(HEADING, near.value_below, self.tr("{0}, at or below").format(below)),
            *_captions(near.below[:most], near.value_below),
            *(() if near.below else (NearRow(HEADING, -1, self.tr("no caption below it")),)),
        )

    def _words(self, row: NearRow) -> str:
        if row.caption is None:
            return self.tr("cut at {0}").format(row.text) if row.kind == CUT else row.text
        one = row.caption
        hidden = self.tr(", the clip is hidden until you decide it") if one.is_hidden else ""
        named = f"{digit_of(one.value)} {CLASSES[one.value]}"
        return f"{one.caption} {score_text(one.score)}, {named}{hidden}"

    # Qt overrides.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.rows[index.row()].kind == CAPTION:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == IMAGE_ROLE and row.caption is not None:
            return self._images.get(row.caption.clip_id)
        if role == Qt.ItemDataRole.ToolTipRole and row.caption is not None:
            # Captions are foreign text: never read as rich text.
            return f"<p>{escape(row.caption.caption)}</p>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(row)
        return None


class NearDelegate(QStyledItemDelegate):
    """Paints headings, captions and the line of the cut."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: NearRow = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if row.kind == CUT:
            _paint_cut(painter, option.rect, row.text)
        elif row.caption is None:
            _paint_heading(painter, option.rect, row)
        else:
            _paint_surface(painter, option)
            _paint_picture(painter, option.rect, index.data(IMAGE_ROLE), row.caption.is_hidden)
            _paint_caption(painter, option.rect, row.caption, row.is_other)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, HEIGHTS[index.data(ROW_ROLE).kind])


def _captions(found: tuple[NearCaption, ...], heading: int) -> tuple[NearRow, ...]:
    return tuple(
        NearRow(CAPTION, one.value, caption=one, is_other=one.value != heading) for one in found
    )


def _paint_heading(painter: QPainter, rect: QRect, row: NearRow) -> None:
    left = rect.left() + _INSET
    if row.value >= 0:
        paint_badge(painter, QRectF(left, rect.top() + 6, 20, 20), row.value)
        left += 28
    painter.setFont(theme().font("small"))
    painter.setPen(theme().colour("text_secondary"))
    room = QRect(left, rect.top(), rect.right() - left, rect.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, row.text)


def _paint_cut(painter: QPainter, rect: QRect, text: str) -> None:
    look = theme()
    painter.setFont(look.font("small_strong"))
    width = painter.fontMetrics().horizontalAdvance(text)
    right, y = rect.right() - _INSET, rect.center().y()
    painter.setPen(QPen(look.colour("accent"), 2))
    painter.drawLine(QPointF(rect.left() + _INSET, y), QPointF(right - width - 8, y))
    painter.setPen(look.colour("text"))
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect.adjusted(0, 0, -_INSET, 0), flags, text)


def _paint_surface(painter: QPainter, option: QStyleOptionViewItem) -> None:
    rect = QRectF(option.rect).adjusted(0, 2, 0, -2)
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    has_focus = option.widget is not None and option.widget.hasFocus()
    if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("selected" if is_selected else "input"))
        painter.drawRoundedRect(rect, 6, 6)
    if is_selected and has_focus:
        draw_ring(painter, rect, theme().colour("accent"), 6)


def _paint_picture(painter: QPainter, row: QRect, image: QImage | None, is_hidden: bool) -> None:
    size = theme().pair("thumb")
    top = row.top() + (row.height() - size.height()) / 2
    rect = QRectF(row.left() + _INSET, top, size.width(), size.height())
    path = QPainterPath()
    path.addRoundedRect(rect, 4, 4)
    if is_hidden or image is None or image.isNull():
        painter.fillPath(path, theme().colour("input"))
        place = QRect(0, 0, 16, 16)
        place.moveCenter(rect.center().toPoint())
        icon = "ph.eye-slash" if is_hidden else "ph.film-strip"
        paint_icon(painter, place, icon, theme().colour("text_tertiary"))
        return
    scale = max(rect.width() / image.width(), rect.height() / image.height())
    source = QRectF(0, 0, rect.width() / scale, rect.height() / scale)
    source.moveCenter(QRectF(image.rect()).center())
    painter.save()
    painter.setClipPath(path)
    painter.drawImage(rect, image, source)
    painter.restore()


def _paint_caption(painter: QPainter, row: QRect, one: NearCaption, is_other: bool) -> None:
    look = theme()
    left = row.left() + _INSET + look.pair("thumb").width() + 12
    right = row.right() - _INSET
    if is_other:
        paint_badge(painter, QRectF(right - 19, row.center().y() + 2, 20, 20), one.value)
    painter.setFont(look.font("small"))
    painter.setPen(look.colour("text_secondary"))
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    beside = QRect(right - _SCORE, row.top(), _SCORE, row.height())
    painter.drawText(beside.adjusted(0, 0, 0, -24 if is_other else 0), flags, score_text(one.score))
    painter.setFont(look.font("body"))
    painter.setPen(look.colour("text"))
    lines = two_lines(one.caption, painter.fontMetrics(), right - _SCORE - left)
    line_height = look.line("body")
    top = row.top() + (row.height() - len(lines) * line_height) / 2
    for place, line in enumerate(lines):
        box = QRectF(left, top + place * line_height, right - _SCORE - left, line_height)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line)


def two_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return a caption in at most two lines, the second one cut with an ellipsis."""
    plain = " ".join(text.split())
    layout = QTextLayout(plain, theme().font("body"))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    length = line.textLength()
    layout.endLayout()
    first, rest = plain[:length].rstrip(), plain[length:].strip()
    if not rest:
        return [first] if first else ["–"]
    return [first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
