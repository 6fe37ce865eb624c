"""The table of models, floors and raters, with their intervals as bars.

What it is: the view, its header and its keys. Click or Enter makes a row A, with Shift B.
What it is not: the choice itself; it asks with `a_requested` and `b_requested`.
Convention: the sorted column is the wide one and writes its intervals out.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from emo7_gui.actions import LISTS
from emo7_gui.compare.comparison_view import ComparisonView
from emo7_gui.compare.score_delegate import ScoreDelegate
from emo7_gui.compare.table_model import ROW_ROLE, TableModel
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

HEADER_HEIGHT = 28
NAME_SHARE, SORTED_SHARE, OTHER_SHARE = 192, 184, 104
LEAST_ROWS, MOST_ROWS = 2, 9


class ModelsHeader(QHeaderView):
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


class ModelsTable(QTableView):
    """All compared sources, one row each.

    Signals:
        a_requested(key): this row shall be A.
        b_requested(key): this row shall be B.
    """

    a_requested = Signal(str)
    b_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = TableModel()
        self._header = ModelsHeader(self._rows, self)
        self.setModel(self._rows)
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(ScoreDelegate(self))
        self._set_manners()
        self._header.sectionClicked.connect(self._on_section_clicked)
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
        self.setAccessibleName(self.tr("Models, floors and raters"))
        self.setToolTip(self.tr("Enter or click: A. With Shift: B."))

    def set_comparison(self, view: ComparisonView) -> None:
        """Show the rows of a comparison; the sorting stays as it was."""
        if view.signer_count is None:
            self._header.caption = self.tr("{0} common clips").format(view.clip_count)
        else:
            self._header.caption = self.tr("{0} common clips, {1} signers").format(
                view.clip_count, view.signer_count
            )
        self._rows.set_rows(view.rows, view.metrics)
        self._rows.set_pair(view.key_a, view.key_b)
        self._select(view.key_a)
        self._fit()

    @property
    def keys_shown(self) -> tuple[str, ...]:
        """Keys of the rows from top to bottom."""
        return tuple(row.key for row in self._rows.rows)

    @property
    def sorted_metric(self) -> str:
        """Key of the metric that the rows are sorted by."""
        return self._rows.sorted_metric

    def sort_by(self, metric: str) -> None:
        """Sort by a metric; the same again turns the order."""
        current = self.currentIndex().data(ROW_ROLE)
        self._rows.sort_by(metric)
        self._select(current.key if current else self._rows.key_a)
        self._fit()

    def step(self, by: int) -> None:
        """Walk up (-1) or down (1)."""
        row = self.currentIndex().row() + by
        if 0 <= row < len(self._rows.rows):
            self.setCurrentIndex(self._rows.index(row, 0))

    def choose_current(self, is_b: bool = False) -> None:
        """Ask for the row that the table stands on as A or B."""
        self._ask(self.currentIndex(), is_b)

    def _select(self, key: str | None) -> None:
        row = self._rows.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row, 0))

    def _fit(self) -> None:
        """Share the width between the columns; show all rows where they are few."""
        shares = [NAME_SHARE] + [
            SORTED_SHARE if metric.key == self._rows.sorted_metric else OTHER_SHARE
            for metric in self._rows.metrics
        ]
        scale = self.viewport().width() / sum(shares)
        for column, share in enumerate(shares):
            self.setColumnWidth(column, int(share * scale))
        rows = min(MOST_ROWS, max(LEAST_ROWS, len(self._rows.rows)))
        self.setFixedHeight(HEADER_HEIGHT + rows * theme().size("row_table"))

    def _on_section_clicked(self, section: int) -> None:
        if section:
            self.sort_by(self._rows.metrics[section - 1].key)

    def _ask(self, index: QModelIndex, is_b: bool) -> None:
        if index.isValid():
            (self.b_requested if is_b else self.a_requested).emit(index.data(ROW_ROLE).key)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(1008, self.height())

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
            is_b = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._ask(self.indexAt(event.position().toPoint()), is_b)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Show as A")).triggered.connect(lambda: self._ask(index, False))
        menu.addAction(self.tr("Show as B")).triggered.connect(lambda: self._ask(index, True))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
