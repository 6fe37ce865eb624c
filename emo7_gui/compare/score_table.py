"""A table of scores with their intervals as bars, sorted by a click on a title.

What it is: the view, its header and its keys; models, slices, classes and pairs are shown in it.
What it is not: what opening a row means; it says which row was opened.
Convention: the sorted column is the wide one and writes its intervals out.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from emo7_gui.actions import LISTS
from emo7_gui.compare.comparison_view import METRICS, Metric, ModelRow
from emo7_gui.compare.score_delegate import ScoreDelegate
from emo7_gui.compare.table_model import ROW_ROLE, TableModel
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

HEADER_HEIGHT = 28
NAME_SHARE, WRITTEN_SHARE, OTHER_SHARE, PLAIN_SHARE = 224, 176, 104, 80


class ScoreHeader(QHeaderView):
    """Titles of the columns; the first says how many clips and signers are compared."""

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self.caption = ""
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(HEADER_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        look = theme()
        metric = self._rows.metrics[index - 1] if index else None
        is_sorted = metric is not None and metric.key == self._rows.sorted_metric
        text = metric.title if metric else self.caption
        painter.save()
        painter.setFont(look.font("small_strong" if is_sorted else "small"))
        painter.setPen(look.colour("text" if is_sorted else "text_secondary"))
        left = rect.adjusted(0 if index else 8, 0, -2, 0)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, text)
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.restore()
        icon = self._icon(is_sorted, metric is not None and not metric.is_better_high)
        if icon:
            place = QRect(left.left() + width + 5, rect.center().y() - 5, 12, 12)
            paint_icon(painter, place, icon, look.colour("text" if is_sorted else "text_tertiary"))

    def _icon(self, is_sorted: bool, is_better_low: bool) -> str:
        if is_sorted:
            return "ph.caret-down" if self._rows.is_best_first else "ph.caret-up"
        return "ph.arrow-down" if is_better_low else ""


class ScoreTable(QTableView):
    """Rows of scores.

    Signals:
        row_opened(key, is with Shift): Enter or a click on a row.
        sorted_by(metric key): another column sorts, or the same one turned.
    """

    row_opened = Signal(str, bool)
    sorted_by = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = TableModel()
        self.header = ScoreHeader(self.table, self)
        self.name_share = NAME_SHARE
        self.setModel(self.table)
        self.setHorizontalHeader(self.header)
        self.setItemDelegate(ScoreDelegate(self))
        self.setAccessibleName(name)
        self._set_manners()
        self.header.sectionClicked.connect(self._on_section_clicked)
        theme().changed.connect(self.viewport().update)

    def _set_manners(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().size("row_table"))
        self.setShowGrid(False)
        # The delegate paints the surface of a whole row.
        self.setStyleSheet("selection-background-color: transparent;")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setProperty("key_group", LISTS)
        self.setMouseTracking(True)

    def set_rows(
        self, rows: tuple[ModelRow, ...], metrics: tuple[Metric, ...] = METRICS, caption: str = ""
    ) -> None:
        """Show rows; the sorting stays where its column does.

        Args:
            rows: In the order that stands where nothing sorts.
            metrics: The columns.
            caption: Words above the names.
        """
        current = self.current_key
        self.header.caption = caption
        self.table.set_rows(rows, metrics)
        self.select(current)
        self.fit()

    @property
    def keys_shown(self) -> tuple[str, ...]:
        """Keys of the rows from top to bottom."""
        return tuple(row.key for row in self.table.rows)

    @property
    def current_key(self) -> str | None:
        """Key of the row that the table stands on."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.key if row else None

    @property
    def sorted_metric(self) -> str:
        """Key of the metric that the rows are sorted by."""
        return self.table.sorted_metric

    def sort_by(self, metric: str) -> None:
        """Sort by a metric; the same again turns the order."""
        current = self.current_key
        self.table.sort_by(metric)
        self.select(current)
        self.fit()
        self.sorted_by.emit(metric)

    def step(self, by: int) -> None:
        """Walk up (-1) or down (1)."""
        row = self.currentIndex().row() + by
        if 0 <= row < len(self.table.rows):
            self.setCurrentIndex(self.table.index(row, 0))

    def choose_current(self, is_other: bool = False) -> None:
        """Open the row that the table stands on."""
        self._ask(self.currentIndex(), is_other)

    def select(self, key: str | None) -> None:
        """Stand on a row."""
        row = self.table.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.table.index(row, 0))

    def fit(self) -> None:
        """Share the width between the columns."""
        shares = [self.name_share, *(self._share(one) for one in self.table.metrics)]
        scale = self.viewport().width() / sum(shares)
        for column, share in enumerate(shares):
            self.setColumnWidth(column, int(share * scale))

    def _share(self, metric: Metric) -> int:
        if not metric.has_bar:
            return PLAIN_SHARE
        return WRITTEN_SHARE if self.table.is_written(metric) else OTHER_SHARE

    def _on_section_clicked(self, section: int) -> None:
        if section:
            self.sort_by(self.table.metrics[section - 1].key)

    def _ask(self, index: QModelIndex, is_other: bool) -> None:
        if index.isValid():
            self.row_opened.emit(index.data(ROW_ROLE).key, is_other)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.text().strip():
            event.ignore()  # letters and digits are keys of the workspace, not a search
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            is_other = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._ask(self.indexAt(event.position().toPoint()), is_other)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
