"""The left side of Review: search, chips, filter, order, progress and the queue.

What it is: a view over QueueModel. Filters are applied here at once and told as
`filter_changed`; which clip opens is decided outside.
Convention: the width is that of the token `queue`; the list reaches the lower edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from emo7_gui.controls.cap_field import CapField
from emo7_gui.controls.chip import Chip
from emo7_gui.controls.menu_text import MenuText
from emo7_gui.controls.progress_bar import ProgressBar
from emo7_gui.key_map import KeyMap
from emo7_gui.review.filter_popover import FilterPopover
from emo7_gui.review.queue import QueueModel
from emo7_gui.review.queue_columns import QueueColumns
from emo7_gui.review.queue_list import QueueList
from emo7_gui.review.queue_row import QueueFilter, QueueRow
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

_SIDE, _LEAST = 16, 200


class QueuePanel(QWidget):
    """Search, chips, order, progress, list.

    Signals:
        clip_chosen(row): a row was pressed, or walked to.
        filter_changed(QueueFilter): the queue was narrowed or widened.
        order_chosen(name): another order of the queue was asked for.
        queue_requested: a new queue of the rater's own was asked for.
        thumbs_wanted(list of rows): rows in sight without a picture.
        import_requested: the empty queue's button was pressed.
    """

    clip_chosen = Signal(object)
    filter_changed = Signal(object)
    order_chosen = Signal(str)
    queue_requested = Signal()
    thumbs_wanted = Signal(list)
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = QueueModel(self)
        self._filter = QueueFilter()
        self._clip_id: int | None = None
        self.search = CapField(self.tr("Search clips"), "ph.magnifying-glass")
        self._all = Chip(self.tr("All"))
        self._open = Chip(self.tr("Not labelled"))
        self._more = Chip("", icon="ph.funnel-simple")
        self._only = Chip("", icon="ph.x")
        self._popover = FilterPopover(self)
        self._orders = QMenu(self)
        self._order = MenuText(self._orders)
        self._done = text_label("", "small", "secondary")
        self._bar = ProgressBar(self.tr("Labelled"))
        self.list = QueueList(self.model)
        self._empty = text_label("", "body", "secondary", is_wrapping=True)
        self._remedy = QPushButton()
        self._empty_icon = QLabel()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.set_orders((), "")
        self._refresh()

    @property
    def current_filter(self) -> QueueFilter:
        return self._filter

    @property
    def clip_id(self) -> int | None:
        """The clip that is marked as open."""
        return self._clip_id

    def set_rows(self, rows: Sequence[QueueRow]) -> None:
        """Show rows that are made already, in this order."""
        self.set_columns(QueueColumns.of(rows))

    def set_columns(self, columns: QueueColumns) -> None:
        """Show these rows in this order."""
        self.list.set_loading(False)
        self.model.set_columns(columns)
        self._refresh()

    def set_texts(self, columns: QueueColumns, texts: list[str]) -> None:
        """Take the texts to search through, where these rows are still shown."""
        if self.model.index_of_rows.columns is columns:
            self.model.index_of_rows.set_texts(texts)

    def set_loading(self) -> None:
        """Show blocks until set_rows."""
        self.list.set_loading(True)
        self._stack.setCurrentWidget(self.list)

    def update_row(self, row: QueueRow) -> None:
        """Show the new state of one clip in its place."""
        self.model.update_row(row)
        self._refresh_counts()

    def set_thumb(self, clip_id: int, image: QImage) -> None:
        """Show the small picture of a clip."""
        self.model.set_thumb(clip_id, image)

    def set_current(self, clip_id: int | None) -> None:
        """Mark the open clip."""
        self._clip_id = clip_id
        self.list.show_clip(-1 if clip_id is None else clip_id)

    def set_filter(self, wanted: QueueFilter) -> None:
        """Narrow the queue; the marked clip stays marked where it is still shown."""
        self._filter = wanted
        self.model.set_filter(wanted)
        self._refresh()
        self.filter_changed.emit(wanted)

    def set_orders(self, orders: Sequence[tuple[str, str]], current: str) -> None:
        """Offer orders as (name, words); the current one is shown."""
        self._orders.clear()
        for name, words in orders:
            entry = self._orders.addAction(words)
            entry.setCheckable(True)
            entry.setChecked(name == current)
            entry.triggered.connect(lambda _=False, n=name: self.order_chosen.emit(n))
        self._orders.addSeparator()
        make = self._orders.addAction(self.tr("Make a queue …"))
        make.triggered.connect(self.queue_requested)
        words = dict(orders).get(current, "")
        self._order.setText(words)
        self._order.updateGeometry()
        self._order.setAccessibleName(self.tr("Order: {}").format(words))
        self._order.setVisible(bool(words))

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self.search.set_cap(key_map.cap("search"))

    def neighbour(self, step: int) -> int | None:
        """Return the clip so many rows after (before, when negative) the open one.

        Without an open clip in sight the first row is next. None at the ends.
        """
        here = -1
        if self._clip_id is not None:
            here = self.model.index_of(self._clip_id).row()
        row = self.model.row_at(0 if here < 0 else here + step)
        return row.clip_id if row is not None else None

    def walk(self, step: int) -> None:
        """Ask for the neighbour."""
        found = self.neighbour(step)
        if found is not None:
            self.clip_chosen.emit(found)

    def open_filter(self) -> None:
        """Open the choices behind the filter button."""
        columns = self.model.index_of_rows.columns
        corner = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height() + 4))
        self._popover.open_at(corner, self._filter, columns.corpora.names, columns.signers.names)

    def _on_searched(self, text: str) -> None:
        self.set_filter(replace(self._filter, text=text.strip()))

    def _on_chip(self, is_labelled: bool | None) -> None:
        self.set_filter(replace(self._filter, is_labelled=is_labelled))

    def _on_remedy(self) -> None:
        if len(self.model.index_of_rows):
            self.search.clear()
            self.set_filter(QueueFilter())
        else:
            self.import_requested.emit()

    def _refresh(self) -> None:
        self._refresh_counts()
        self._all.setChecked(self._filter.is_labelled is None)
        self._open.setChecked(self._filter.is_labelled is False)
        narrowings = self._filter.narrowings
        self._more.setChecked(narrowings > 0)
        self._more.set_text(str(narrowings) if narrowings else "")
        self._more.setAccessibleName(self.tr("Filter, {} chosen").format(narrowings))
        self._show_only()
        if self._clip_id is not None:
            self.list.show_clip(self._clip_id)
        self._refresh_empty()

    def _show_only(self) -> None:
        """Say which clips another workspace asked for; a press shows all again."""
        wanted = self._filter
        self._only.setVisible(bool(wanted.clip_ids))
        self._only.setChecked(True)
        metrics, room = self._only.fontMetrics(), self.width() - 2 * _SIDE - 40
        mode = Qt.TextElideMode.ElideRight
        self._only.set_text(metrics.elidedText(wanted.clips_title, mode, room))
        self._only.setToolTip(self.tr("{}: press to show all clips").format(wanted.clips_title))
        self._only.setAccessibleName(self._only.toolTip())

    def _on_only_pressed(self) -> None:
        self.set_filter(replace(self._filter, clip_ids=frozenset(), clips_title=""))

    def _refresh_counts(self) -> None:
        index = self.model.index_of_rows
        total, done = len(index), index.labelled
        self._all.set_text(self.tr("All {}").format(f"{total:,}"))
        self._open.set_text(self.tr("Not labelled {}").format(f"{total - done:,}"))
        self._done.setText(self.tr("{} of {}").format(f"{done:,}", f"{total:,}"))
        self._bar.set_share(done / total if total else 0.0)

    def _refresh_empty(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.list)
            return
        if len(self.model.index_of_rows):
            self._empty.setText(self.tr("No clip matches the search and the filters."))
            self._remedy.setText(self.tr("Clear search and filter"))
        else:
            self._empty.setText(self.tr("No clips yet. Import a folder of videos or a sheet."))
            self._remedy.setText(self.tr("Import clips"))
        self._paint_empty_icon()
        self._stack.setCurrentIndex(1)

    def _paint_empty_icon(self) -> None:
        has_clips = bool(len(self.model.index_of_rows))
        icon, size = (
            "ph.magnifying-glass" if has_clips else "ph.film-strip",
            theme().size("icon_large"),
        )
        self._empty_icon.setPixmap(theme().icon(icon, size=size).pixmap(size, size))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_searched)
        self.search.returnPressed.connect(self._leave_search)
        self._all.clicked.connect(lambda: self._on_chip(None))
        self._open.clicked.connect(lambda: self._on_chip(False))
        self._more.clicked.connect(self.open_filter)
        self._only.clicked.connect(self._on_only_pressed)
        self._popover.changed.connect(self.set_filter)
        self.list.clip_chosen.connect(self.clip_chosen)
        self.list.thumbs_wanted.connect(self.thumbs_wanted)
        self._remedy.clicked.connect(self._on_remedy)
        theme().changed.connect(self._paint_empty_icon)

    def _leave_search(self) -> None:
        self.search.clearFocus()
        if self._clip_id is None or not self.model.index_of(self._clip_id).isValid():
            self.walk(1)

    def _build(self) -> None:
        self.setMinimumWidth(_LEAST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(_SIDE, 0, _SIDE, 0)
        head.setSpacing(8)
        head.addWidget(self.search)
        head.addLayout(self._chips())
        head.addWidget(self._only)
        head.addSpacing(4)
        head.addLayout(self._order_line())
        head.addWidget(self._bar)
        column.addLayout(head)
        column.addSpacing(8)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty_page())
        column.addWidget(self._stack, 1)

    def _chips(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._all)
        row.addWidget(self._open)
        row.addStretch(1)
        row.addWidget(self._more)
        return row

    def _order_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._order)
        row.addStretch(1)
        row.addWidget(self._done)
        return row

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(_SIDE, 24, _SIDE, _SIDE)
        column.setSpacing(12)
        column.addWidget(self._empty_icon)
        column.addWidget(self._empty)
        column.addWidget(self._remedy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page
