"""The table of models, floors and raters, with their intervals as bars.

What it is: the table of scores whose rows are chosen as A and B: click or Enter makes a row A,
with Shift B. The menu of the header chooses columns.
What it is not: the choice itself; it asks with `a_requested` and `b_requested`.
Convention: at least one column stays.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from emo7_gui.compare.comparison_view import ComparisonView, Metric
from emo7_gui.compare.score_table import HEADER_HEIGHT, ScoreTable
from emo7_gui.compare.table_model import ROW_ROLE
from emo7_gui.theme import theme

LEAST_ROWS, MOST_ROWS = 2, 9


class ModelsTable(ScoreTable):
    """All compared sources, one row each.

    Signals:
        a_requested(key): this row shall be A.
        b_requested(key): this row shall be B.
    """

    a_requested = Signal(str)
    b_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Models, floors and raters"), parent)
        self._view: ComparisonView | None = None
        self._hidden: set[str] = set()
        self._most_rows = MOST_ROWS
        self.setToolTip(self.tr("Enter or click: A. With Shift: B."))
        self.row_opened.connect(self._on_row_opened)
        self.header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.header.customContextMenuRequested.connect(self._on_header_menu)

    def set_comparison(self, view: ComparisonView) -> None:
        """Show the rows of a comparison; the sorting stays as it was."""
        self._view = view
        if view.signer_count is None:
            caption = self.tr("{0} common clips").format(view.clip_count)
        else:
            caption = self.tr("{0} common clips, {1} signers").format(
                view.clip_count, view.signer_count
            )
        self.set_rows(view.rows, self._columns(view), caption)
        self.table.set_pair(view.key_a, view.key_b)
        self.select(view.key_a)

    def set_column_shown(self, key: str, is_shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        wanted = self._hidden - {key} if is_shown else self._hidden | {key}
        view = self._view
        if view is None or all(one.key in wanted for one in view.metrics):
            return
        self._hidden = wanted
        if self.sorted_metric in wanted:
            self.table.sorted_metric = self._columns(view)[0].key
            self.sorted_by.emit(self.sorted_metric)
        self.set_comparison(view)

    def set_most_rows(self, rows: int) -> None:
        """Scroll where there are more rows than these."""
        self._most_rows = rows
        self.fit()

    def make_columns_menu(self) -> QMenu:
        """Return a menu with every column, checked where it is shown."""
        menu = QMenu(self)
        for metric in self._view.metrics if self._view else ():
            action = menu.addAction(metric.whole or metric.title)
            action.setCheckable(True)
            action.setChecked(metric.key not in self._hidden)
            action.toggled.connect(lambda is_on, key=metric.key: self.set_column_shown(key, is_on))
        return menu

    def fit(self) -> None:
        """Share the width between the columns; show all rows where they are few."""
        super().fit()
        rows = min(self._most_rows, max(LEAST_ROWS, len(self.table.rows)))
        self.setFixedHeight(HEADER_HEIGHT + rows * theme().size("row_table"))

    def _columns(self, view: ComparisonView) -> tuple[Metric, ...]:
        return tuple(one for one in view.metrics if one.key not in self._hidden)

    def _on_row_opened(self, key: str, is_b: bool) -> None:
        (self.b_requested if is_b else self.a_requested).emit(key)

    def _on_header_menu(self, place: QPoint) -> None:
        menu = self.make_columns_menu()
        menu.exec(self.header.mapToGlobal(place))
        menu.deleteLater()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(1008, self.height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.indexAt(event.pos()).data(ROW_ROLE)
        if row is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Show as A")).triggered.connect(
            lambda: self.a_requested.emit(row.key)
        )
        menu.addAction(self.tr("Show as B")).triggered.connect(
            lambda: self.b_requested.emit(row.key)
        )
        menu.exec(event.globalPos())
        menu.deleteLater()
