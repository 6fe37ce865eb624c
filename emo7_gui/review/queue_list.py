"""The list of the queue: chooses a clip, asks for the small pictures of what is in sight.

What it is: a table of one column, since a table with rows of one height asks its model for the
rows in sight alone; a QListView lays all of them out at each change of the filter.
What it is not: the painting of a row (queue_delegate.py).
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from emo7_gui.actions import LISTS
from emo7_gui.controls.painting import paint_plate
from emo7_gui.review.queue import QueueModel
from emo7_gui.review.queue_delegate import QueueDelegate
from emo7_gui.theme import theme

_SETTLE_MS = 40
_BLOCKS = 6


class QueueList(QTableView):
    """Rows of one height; keys walk it through the window's actions.

    Signals:
        clip_chosen(row): a row was pressed.
        thumbs_wanted(list of clip ids): rows in sight that have no picture yet.
    """

    clip_chosen = Signal(object)
    thumbs_wanted = Signal(list)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._is_loading = False
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(self))
        self._make_plain()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("key_group", LISTS)
        self.setAccessibleName(self.tr("Queue"))
        self.setMouseTracking(True)
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._ask_for_thumbs)
        self.verticalScrollBar().valueChanged.connect(self._settle.start)
        model.modelReset.connect(self._settle.start)
        self.clicked.connect(self._on_clicked)

    def _make_plain(self) -> None:
        """Let the table look and walk like a list."""
        self.setShowGrid(False)
        # The delegate paints the chosen row.
        self.setStyleSheet("QTableView { selection-background-color: transparent; }")
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAutoFillBackground(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setStretchLastSection(True)
        down.hide()
        down.setMinimumSectionSize(1)
        down.setDefaultSectionSize(theme().size("row_queue"))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def set_loading(self, is_loading: bool) -> None:
        """Show flat blocks in place of rows that are not here yet."""
        self._is_loading = is_loading
        self.viewport().update()

    def show_clip(self, clip_id: int) -> None:
        """Mark a clip as the open one; out of sight it comes with those around it."""
        index = self._rows.index_of(clip_id)
        is_seen = self.viewport().rect().contains(self.visualRect(index))
        # Changing the current row would scroll by a row, and paint all of them, at each step.
        self.setAutoScroll(False)
        self.setCurrentIndex(index)
        if index.isValid() and not is_seen:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def ids_in_sight(self) -> list[int]:
        """Return the clips whose rows can be seen, and a few below."""
        if not self._rows.rowCount():
            return []
        height = theme().size("row_queue")
        first = self.verticalScrollBar().value() // height
        count = self.viewport().height() // height + 3
        rows = (self._rows.row_at(place) for place in range(first, first + count))
        return [row.clip_id for row in rows if row is not None]

    def _ask_for_thumbs(self) -> None:
        wanted = [i for i in self.ids_in_sight() if not self._rows.has_thumb(i)]
        if wanted:
            self.thumbs_wanted.emit(wanted)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row())
        if row is not None:
            self.clip_chosen.emit(row.clip_id)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Letters are actions of the window, not a search in the list.
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_loading or self._rows.rowCount():
            return
        painter, size = QPainter(self.viewport()), theme().pair("thumb")
        for place in range(_BLOCKS):
            top = place * theme().size("row_queue") + 4
            colour, radius = theme().colour("input"), theme().radius("bar")
            paint_plate(painter, QRect(16, top, size.width(), size.height()), colour, radius)
            paint_plate(painter, QRect(88, top + 8, 96, 12), colour, radius)
            paint_plate(painter, QRect(88, top + 28, 56, 10), colour, radius)
