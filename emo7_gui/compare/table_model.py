"""The rows of the models table, sorted truly, with the best floor of each column.

What it is: the Qt model behind the table, and the scale of each column's bars.
What it is not: painting (score_delegate.py) or any computing of scores.
Convention: column 0 is the name, column 1 + i is metrics[i]; unknown scores sort last. Sorted by
"" the rows stand as they were given.
"""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from emo7_gui.compare.comparison_view import METRICS, Metric, ModelRow, Score

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
SCORE_ROLE = Qt.ItemDataRole.UserRole + 2
LINE_ROLE = Qt.ItemDataRole.UserRole + 3

_Index = QModelIndex | QPersistentModelIndex


def number(value: float, decimals: int) -> str:
    """Write a score with a true minus sign; an unknown one is a dash."""
    if math.isnan(value):
        return "–"
    # Adding 0.0 takes the sign from a zero: there is no score of minus nothing.
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def written(value: float, metric: Metric) -> str:
    """Write a score as its column does: with a sign, or as less than what can be told."""
    if metric.least and value < metric.least:
        return f"< {metric.least:g}"
    words = number(value, metric.decimals)
    return f"+{words}" if metric.has_sign and value > 0 else words


class TableModel(QAbstractTableModel):
    """Rows of models, floors and raters."""

    def __init__(self) -> None:
        super().__init__()
        self.metrics: tuple[Metric, ...] = METRICS
        self.rows: list[ModelRow] = []
        self.key_a: str | None = None
        self.key_b: str | None = None
        self.sorted_metric = METRICS[0].key
        self.is_best_first = True
        self.writes_all = False
        self.has_marks = True
        self._given: tuple[ModelRow, ...] = ()
        self._ends: dict[str, tuple[float, float]] = {}

    def set_rows(self, rows: tuple[ModelRow, ...], metrics: tuple[Metric, ...] = METRICS) -> None:
        """Show these rows, sorted by the column that is chosen."""
        self.beginResetModel()
        self._given, self.metrics, self._ends = rows, metrics, {}
        self._sort()
        self.endResetModel()

    def is_written(self, metric: Metric) -> bool:
        """Whether the column writes its intervals out."""
        return metric.has_bar and (self.writes_all or metric.key == self.sorted_metric)

    def set_pair(self, key_a: str | None, key_b: str | None) -> None:
        """Mark rows as A and B."""
        self.key_a, self.key_b = key_a, key_b
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.metrics))
            self.dataChanged.emit(self.index(0, 0), last)

    def sort_by(self, metric: str) -> None:
        """Sort by a metric, best first; the same again turns the order."""
        self.beginResetModel()
        self.is_best_first = not self.is_best_first if metric == self.sorted_metric else True
        self.sorted_metric = metric
        self._sort()
        self.endResetModel()

    def mark_of(self, row: ModelRow) -> str:
        """Return "A", "B" or nothing."""
        return {self.key_a: "A", self.key_b: "B"}.get(row.key, "")

    def row_of(self, key: str | None) -> int:
        """Return the line of a key, -1 where it is not."""
        return next((i for i, row in enumerate(self.rows) if row.key == key), -1)

    def best_floor(self, metric: Metric) -> float:
        """Return the best floor's score of a column, NaN without floors."""
        known = [row.score(metric.key).value for row in self.rows if row.kind == "floor"]
        known = [value for value in known if math.isfinite(value)]
        if not known:
            return math.nan
        return max(known) if metric.is_better_high else min(known)

    def ends(self, metric: Metric) -> tuple[float, float]:
        """Return the least and greatest number that the column's bars reach."""
        scale = metric.scale or metric.key
        if scale not in self._ends:
            self._ends[scale] = self._reach(scale)
        return self._ends[scale]

    def _reach(self, scale: str) -> tuple[float, float]:
        keys = [one.key for one in self.metrics if scale in (one.scale, one.key)]
        scores = [row.score(key) for row in self.rows for key in keys]
        ends = [x for one in scores for x in (one.value, one.low, one.high, *one.singles)]
        ends += [0.0 for one in self.metrics if one.has_sign and one.key in keys]
        ends = [end for end in ends if math.isfinite(end)] or [0.0, 1.0]
        low, high = min(ends), max(ends)
        return (low, high) if high > low else (low - 0.5, high + 0.5)

    def fraction(self, metric: Metric, value: float) -> float:
        """Return where a number lies between the ends of its column, 0..1."""
        low, high = self.ends(metric)
        return (value - low) / (high - low)

    def _sort(self) -> None:
        self.rows = list(self._given)
        if not self.sorted_metric:
            return
        metric = next((m for m in self.metrics if m.key == self.sorted_metric), self.metrics[0])
        sign = -1.0 if metric.is_better_high == self.is_best_first else 1.0

        def place(row: ModelRow) -> tuple[bool, float, str]:
            value = row.score(metric.key).value
            return math.isnan(value), 0.0 if math.isnan(value) else sign * value, row.name

        self.rows.sort(key=place)

    def _words(self, row: ModelRow, column: int) -> str:
        if column == 0:
            mark = self.mark_of(row)
            parts = [
                f"{mark}: {row.name}" if mark else row.name,
                row.detail,
                row.leak_detail or row.leak,
            ]
            return ", ".join(part for part in parts if part)
        metric = self.metrics[column - 1]
        score = row.score(metric.key)
        words = f"{metric.whole or metric.title} {written(score.value, metric)}"
        if score.reason:
            return f"{words}: {score.reason}"
        limits = interval_words(score, metric) if score.has_interval else ""
        parts = [words, limits, score.note]
        return ", ".join(part for part in parts if part)

    # Qt overrides.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 1 + len(self.metrics)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == ROW_ROLE:
            return row
        if role == SCORE_ROLE and column:
            return row.score(self.metrics[column - 1].key)
        if role == LINE_ROLE and column:
            return self.best_floor(self.metrics[column - 1])
        if role == Qt.ItemDataRole.DisplayRole:
            metric = self.metrics[column - 1] if column else None
            return written(row.score(metric.key).value, metric) if metric else row.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(row, column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section == 0:
            return None
        metric = self.metrics[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return metric.title
        if role == Qt.ItemDataRole.ToolTipRole and not metric.is_better_high:
            return self.tr("{0}: less is better").format(metric.whole or metric.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return metric.whole or metric.title
        return None


def interval_words(score: Score, metric: Metric) -> str:
    """Return "0.15 to 0.25"."""
    decimals = min(metric.decimals, 2)
    return f"{number(score.low, decimals)} to {number(score.high, decimals)}"
