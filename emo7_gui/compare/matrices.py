"""The matrices of A and B side by side, with their difference, moving as one.

What it is: two confusion matrices and their difference; Y turns all to counts, shares of the
row or shares of the column.
What it is not: the lists of clips; it says which cell of which model was opened.
Convention: which = "a" or "b"; a cell is (row, column).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from emo7_gui.actions import COMPARE
from emo7_gui.compare.comparison_view import ComparisonView
from emo7_gui.compare.difference import DifferenceMatrix
from emo7_gui.compare.matrix import BADGE, CELL, SIDE, TOTALS, ConfusionMatrix
from emo7_gui.segmented import Segmented
from emo7_gui.text_label import text_label

_SPACE = 32


class Matrices(QWidget):
    """A, B and A minus B.

    Signals:
        cell_opened(which, row, column): a cell of A or B asks for its clips.
    """

    cell_opened = Signal(str, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.a, self.b = ConfusionMatrix(), ConfusionMatrix(shows_totals=False)
        self.difference = DifferenceMatrix()
        self.legend = text_label(face="small", tone="secondary", is_wrapping=True)
        self.numbers = Segmented(
            (
                ("counts", self.tr("Clips")),
                ("rows", self.tr("% of row")),
                ("columns", self.tr("% of column")),
            ),
            self.tr("Numbers in the cells"),
        )
        self.numbers.setProperty("key_group", COMPARE)
        self.numbers.chosen.connect(lambda key: self.set_numbers(str(key)))
        self._target = ""
        for which, matrix in (("a", self.a), ("b", self.b)):
            matrix.cell_opened.connect(lambda r, c, w=which: self._on_opened(w, r, c))
            matrix.shares_toggled.connect(self.toggle_shares)
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(_SPACE)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.a, 0, top)
        row.addWidget(self.b, 0, top)
        row.addWidget(self.difference, 0, top)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.legend)
        column.addStretch(1)
        self.setMinimumWidth(1)

    def set_comparison(self, view: ComparisonView) -> None:
        """Show the matrices that the comparison has."""
        self._target = view.target
        self.a.set_matrix(view.matrix_a)
        self.b.set_matrix(view.matrix_b)
        self.a.setVisible(view.matrix_a is not None)
        self.b.setVisible(view.matrix_b is not None)
        has_both = view.matrix_a is not None and view.matrix_b is not None
        if view.matrix_a is not None and view.matrix_b is not None:
            self.difference.set_matrices(view.matrix_a, view.matrix_b)
        self.difference.setVisible(has_both)
        self._say_legend()

    @property
    def shows_shares(self) -> bool:
        """Whether cells say percent of their row or column instead of clips."""
        return self.numbers.key != "counts"

    def toggle_shares(self) -> None:
        """Go on from counts to shares of the row, to shares of the column."""
        turn = {"counts": "rows", "rows": "columns", "columns": "counts"}
        self.set_numbers(turn[str(self.numbers.key)])

    def set_numbers(self, numbers: str) -> None:
        """Write "counts", or shares of "rows" or "columns"."""
        self.numbers.set_key(numbers)
        self.a.set_numbers(numbers)  # type: ignore[arg-type]
        self.b.set_numbers(numbers)  # type: ignore[arg-type]
        self._say_legend()

    def set_opened(self, which: str, cell: tuple[int, int]) -> None:
        """Frame the cell whose clips are listed."""
        self.a.set_opened(cell if which == "a" else None)
        self.b.set_opened(cell if which == "b" else None)

    def _on_opened(self, which: str, row: int, column: int) -> None:
        self.set_opened(which, (row, column))
        self.cell_opened.emit(which, row, column)

    def _say_legend(self) -> None:
        is_column = self.numbers.key == "columns"
        shade = self.tr("share of the column") if is_column else self.tr("share of the row")
        words = self.tr("Rows: {0}. Columns: model. Shade: {1}. Y: the next numbers.")
        text = words.format(self._target, shade)
        if self.b.isVisibleTo(self):
            text += " " + self.tr("Difference: filled = more in A, dashed = more in B.")
        self.legend.setText(text)

    def _fit(self) -> None:
        """Make the cells smaller where three matrices would not fit beside each other."""
        size = self.a.size_of_scale or 7
        fixed = 3 * SIDE + TOTALS + 2 * 8 + 2 * _SPACE + 8
        cell = max(BADGE + 4, min(CELL, (self.width() - fixed) // (3 * size)))
        for matrix in (self.a, self.b, self.difference):
            matrix.set_cell(cell)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
