"""The table behind the histogram: every bar with its bounds, its number and its class.

What it is: the same numbers for screen readers, and for whoever wants to read them.
What it is not: an editor.
Convention: exactly 0 has a row of its own; empty bars are left out.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from emo7_core.scale import CLASSES, digit_of
from emo7_gui.actions import LISTS
from emo7_gui.data.data_view import Bars, short_score
from emo7_gui.theme import theme


class BarsTable(QTableWidget):
    """Bars as rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._bars = Bars()
        self._cuts: tuple[float, ...] = ()
        self.setHorizontalHeaderLabels(
            [self.tr("over"), self.tr("up to"), self.tr("captions"), self.tr("class")]
        )
        self.setAccessibleName(self.tr("Captions per bar"))
        self.setProperty("key_group", LISTS)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().size("row_list"))
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        # Headings begin where Qt begins the text of their cells.
        self.setStyleSheet("QHeaderView::section { padding: 4px 3px; }")
        self.setTabKeyNavigation(False)

    def set_bars(self, bars: Bars, cuts: tuple[float, ...]) -> None:
        """Show bars; filled only while the table is seen."""
        if (bars, cuts) == (self._bars, self._cuts):
            return
        self._bars, self._cuts = bars, cuts
        rows = list(self._lines())
        self.setRowCount(len(rows))
        for place, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.setItem(place, column, QTableWidgetItem(text))

    def _lines(self) -> list[tuple[str, str, str, str]]:
        count = len(self._bars.counts)
        lines = []
        for place, captions in enumerate(self._bars.counts):
            if place == count // 2 and self._bars.zero_count:
                exact, classes = str(self._bars.zero_count), self._classes(0.0, 0.0)
                lines.append((self.tr("exactly"), "0", exact, classes))
            if captions:
                low, high = -1 + 2 * place / count, -1 + 2 * (place + 1) / count
                told = short_score(round(low, 4)), short_score(round(high, 4))
                classes = self._classes(round(low, 6), round(high, 6))
                lines.append((*told, str(captions), classes))
        return lines

    def _classes(self, low: float, high: float) -> str:
        """Name the classes that scores over `low` and up to `high` may have."""
        first = sum(cut <= low for cut in self._cuts) if high > low else None
        last = sum(cut < high for cut in self._cuts)
        values = range(last if first is None else first, last + 1)
        return ", ".join(f"{digit_of(value)} {CLASSES[value]}" for value in values)
