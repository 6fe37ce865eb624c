"""The clips of a list in Compare, as a Qt model, and the painting of one row.

What it is: a list model over frozen rows with thumbnails that arrive later, and its delegate.
What it is not: the list's keys (clip_list.py).
Convention: rows are 52 px; badges stand under "Human", "A" and "B".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from emo7_gui.compare.comparison_view import ClipRows, CompareClip, class_words
from emo7_gui.control_style import draw_ring
from emo7_gui.icons import paint_icon
from emo7_gui.swatch import paint_badges
from emo7_gui.theme import theme

CLIP_ROLE = Qt.ItemDataRole.UserRole + 1
IMAGE_ROLE = Qt.ItemDataRole.UserRole + 2
ROW_HEIGHT = 52
BADGE_STEP = 32
THUMB_WIDTH, THUMB_HEIGHT = 54, 40

_Index = QModelIndex | QPersistentModelIndex


def ids_of(clips: Sequence[CompareClip]) -> tuple[int, ...]:
    """Return the ids of listed clips; rows that are made when they are seen know theirs."""
    if isinstance(clips, ClipRows):
        return clips.ids
    return tuple(clip.clip_id for clip in clips)


class ClipModel(QAbstractListModel):
    """Rows of clips."""

    def __init__(self) -> None:
        super().__init__()
        self.clips: Sequence[CompareClip] = ()
        self._places: dict[int, int] = {}
        self.has_b = True
        self._images: dict[int, QImage] = {}

    def set_clips(self, clips: Sequence[CompareClip], has_b: bool) -> None:
        """Show these clips."""
        self.beginResetModel()
        self.clips, self.has_b = clips, has_b
        self._places = {clip_id: place for place, clip_id in enumerate(ids_of(clips))}
        self.endResetModel()

    def renew_clips(self, clips: Sequence[CompareClip]) -> None:
        """Show other values of the same clips."""
        self.clips = clips
        if len(clips):
            self.dataChanged.emit(self.index(0), self.index(len(clips) - 1))

    def has_image(self, clip_id: int) -> bool:
        """Whether a thumbnail of the clip is here."""
        return clip_id in self._images

    def forget_images(self) -> None:
        """Drop all pictures: in another project the same ids are other clips."""
        self._images.clear()

    def set_image(self, clip_id: int, image: QImage) -> None:
        """Show a thumbnail, now or when the clip comes into the list."""
        self._images[clip_id] = image
        place = self._places.get(clip_id)
        if place is not None:
            self.dataChanged.emit(self.index(place), self.index(place), [IMAGE_ROLE])

    def _words(self, clip: CompareClip) -> str:
        parts = [clip.name, clip.detail]
        names = [self.tr("Label"), "A", "B"] if self.has_b else [self.tr("Label"), "A"]
        values = (clip.label, clip.answer_a, clip.answer_b)
        for name, value in zip(names, values, strict=False):
            words = self.tr("none") if value is None else class_words(clip.size)[value]
            parts.append(f"{name} {words}")
        return ", ".join(part for part in parts if part)

    # Qt overrides.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.clips)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        clip = self.clips[index.row()]
        if role == CLIP_ROLE:
            return clip
        if role == IMAGE_ROLE:
            return self._images.get(clip.clip_id)
        if role == Qt.ItemDataRole.DisplayRole:
            return clip.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(clip)
        return None


class ClipDelegate(QStyledItemDelegate):
    """Paints thumbnail, name, detail and the badges of label, A and B."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        clip: CompareClip = index.data(CLIP_ROLE)
        model = index.model()
        assert isinstance(model, ClipModel)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _paint_surface(painter, option)
        _paint_thumb(painter, option.rect, index.data(IMAGE_ROLE))
        values = [clip.label, clip.answer_a] + ([clip.answer_b] if model.has_b else [])
        taken = len(values) * BADGE_STEP
        _paint_words(painter, option.rect.adjusted(THUMB_WIDTH + 16, 4, -taken - 12, -4), clip)
        paint_badges(
            painter,
            option.rect.right() - 11,
            option.rect.center().y() + 0.5,
            values,
            BADGE_STEP,
            clip.size,
        )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, ROW_HEIGHT)


def _paint_surface(painter: QPainter, option: QStyleOptionViewItem) -> None:
    rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if is_selected or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("selected" if is_selected else "input"))
        painter.drawRoundedRect(rect, 6, 6)
    if is_selected and option.widget is not None and option.widget.hasFocus():
        draw_ring(painter, rect, theme().colour("accent"), 6)


def _paint_thumb(painter: QPainter, row: QRect, image: QImage | None) -> None:
    top = row.top() + (row.height() - THUMB_HEIGHT) / 2
    rect = QRectF(row.left() + 4, top, THUMB_WIDTH, THUMB_HEIGHT)
    path = QPainterPath()
    path.addRoundedRect(rect, 4, 4)
    if image is None or image.isNull():
        painter.fillPath(path, theme().colour("input"))
        centre = rect.center().toPoint()
        place = QRect(centre.x() - 8, centre.y() - 8, 16, 16)
        paint_icon(painter, place, "ph.film-strip", theme().colour("text_tertiary"))
        return
    scale = max(rect.width() / image.width(), rect.height() / image.height())
    source = QRectF(0, 0, rect.width() / scale, rect.height() / scale)
    source.moveCenter(QRectF(image.rect()).center())
    painter.save()
    painter.setClipPath(path)
    painter.drawImage(rect, image, source)
    painter.restore()


def _paint_words(painter: QPainter, rect: QRect, clip: CompareClip) -> None:
    look, left = theme(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    top, below = QRect(rect), QRect(rect)
    top.setHeight(24)
    below.setTop(rect.top() + 23)
    below.setHeight(18)
    painter.setFont(look.font("body"))
    painter.setPen(look.colour("text"))
    elide = Qt.TextElideMode.ElideMiddle
    painter.drawText(top, left, painter.fontMetrics().elidedText(clip.name, elide, top.width()))
    painter.setFont(look.font("small"))
    painter.setPen(look.colour("text_secondary"))
    painter.drawText(below, left, clip.detail)
