"""The queue as a list model: rows in their order, narrowed by a filter.

What it is: a QAbstractListModel over a QueueIndex; a filter resets it at once.
What it is not: a proxy model (too slow at 100,000 rows), or the painting (queue_delegate.py).
Convention: a row that stops to pass the filter by being labelled stays until the filter is
set again, so that nothing jumps under the reviewer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from emo7_core.scale import CLASSES, digit_of
from emo7_gui.review.queue_columns import QueueColumns
from emo7_gui.review.queue_index import QueueIndex
from emo7_gui.review.queue_row import LOW_SHARE, QueueFilter, QueueRow

ROW_ROLE = Qt.ItemDataRole.UserRole
THUMB_ROLE = Qt.ItemDataRole.UserRole + 1
_MOST_THUMBS = 2000
_Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """Rows that pass the filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._index = QueueIndex(QueueColumns.of(()))
        self._filter = QueueFilter()
        self._places = np.empty(0, dtype=np.int64)  # (M,) positions in the index
        self._thumbs: OrderedDict[int, QPixmap] = OrderedDict()

    @property
    def index_of_rows(self) -> QueueIndex:
        """The rows, all of them, with counts and names to filter by."""
        return self._index

    def set_columns(self, columns: QueueColumns) -> None:
        """Take these rows, in this order."""
        self.beginResetModel()
        self._index = QueueIndex(columns)
        self._places = self._index.find(self._filter)
        self.endResetModel()

    def set_rows(self, rows: Sequence[QueueRow]) -> None:
        """Take rows that are made already."""
        self.set_columns(QueueColumns.of(rows))

    def set_filter(self, wanted: QueueFilter) -> None:
        """Show only rows that pass."""
        self.beginResetModel()
        self._filter = wanted
        self._places = self._index.find(wanted)
        self.endResetModel()

    def update_row(self, row: QueueRow) -> None:
        """Show a clip's new state in its place; an unknown clip changes nothing."""
        if self._index.replace(row) is None:
            return
        shown = self.index_of(row.clip_id)
        if shown.isValid():
            self.dataChanged.emit(shown, shown)

    def set_thumb(self, clip_id: int, image: QImage) -> None:
        """Keep a small picture of a clip; the oldest go first."""
        self._thumbs[clip_id] = QPixmap.fromImage(image)
        self._thumbs.move_to_end(clip_id)
        while len(self._thumbs) > _MOST_THUMBS:
            self._thumbs.popitem(last=False)
        shown = self.index_of(clip_id)
        if shown.isValid():
            self.dataChanged.emit(shown, shown)

    def forget_thumbs(self) -> None:
        """Drop all pictures: in another project the same ids are other clips."""
        self._thumbs.clear()

    def has_thumb(self, clip_id: int) -> bool:
        return clip_id in self._thumbs

    def row_at(self, place: int) -> QueueRow | None:
        """Return the row at a shown place, None outside."""
        if not 0 <= place < len(self._places):
            return None
        return self._index.row(int(self._places[place]))

    def index_of(self, clip_id: int) -> QModelIndex:
        """Return where a clip is shown; an invalid index where it is not."""
        place = self._index.place_of.get(clip_id)
        if place is None:
            return QModelIndex()
        shown = int(np.searchsorted(self._places, place))
        if shown < len(self._places) and self._places[shown] == place:
            return self.index(shown)
        return QModelIndex()

    # Qt overrides.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == THUMB_ROLE:
            return self._thumbs.get(row.clip_id)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.message or row.why or None
        return None


def spoken(row: QueueRow) -> str:
    """Return a row as a screen reader says it."""
    parts = [row.name, length_text(row), f"signer {row.signer}" if row.signer else ""]
    if row.value is not None:
        sure = ", unsure" if row.is_unsure else ""
        parts.append(f"{digit_of(row.value)} {CLASSES[row.value]}{sure}")
    elif not row.is_bad:
        parts.append("not labelled")
    if row.is_bad:
        parts.append(row.message or row.state)
    parts += [f"{name} in {round(100 * share)} percent" for name, share in low_shares(row)]
    return ", ".join(part for part in parts if part)


def length_text(row: QueueRow) -> str:
    """Return the length as people read it, "" while unknown."""
    return "" if row.seconds is None else f"{row.seconds:.1f} s"


def low_shares(row: QueueRow) -> list[tuple[str, float]]:
    """Return ("face" | "hands", share) of what is found in few frames."""
    shares = (("face", row.face_share), ("hands", row.hands_share))
    return [(name, share) for name, share in shares if share is not None and share < LOW_SHARE]
