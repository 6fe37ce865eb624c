"""The card with the histogram, its second tab and the table behind it.

What it is: three pages over the same captions and cuts.
What it is not: the deciding of cuts.
Convention: pages are named HISTOGRAM, LENGTH, TABLE; Shift T goes to the table and back.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.data.bars_table import BarsTable
from emo7_gui.data.data_view import Bars, LengthDots
from emo7_gui.data.histogram import CompoundHistogram
from emo7_gui.data.length_plot import LengthPlot
from emo7_gui.segmented import Segmented

HISTOGRAM, LENGTH, TABLE = "histogram", "length", "table"


class PlotCard(QFrame):
    """Histogram, length plot and table.

    Signals:
        cut_chosen(index), cut_moved(index, cuts): as the histogram says.
    """

    cut_chosen = Signal(int)
    cut_moved = Signal(int, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._bars, self._finding = Bars(), ""
        self._cuts: tuple[float, ...] = ()
        self.histogram = CompoundHistogram()
        self.length = LengthPlot()
        self.table = BarsTable()
        self.tabs = Segmented(
            (
                (HISTOGRAM, self.tr("Histogram")),
                (LENGTH, self.tr("Caption length")),
                (TABLE, self.tr("Table")),
            ),
            self.tr("Plot"),
        )
        self.caption = ElidedLabel("", "small", "secondary")
        self._pages = QStackedWidget()
        for page in (self.histogram, self.length, self.table):
            self._pages.addWidget(page)
        self._arrange()
        self.tabs.chosen.connect(lambda key: self.show_page(str(key)))
        self.histogram.cut_chosen.connect(self.cut_chosen)
        self.histogram.cut_moved.connect(self.cut_moved)
        self.show_page(HISTOGRAM)

    def set_bars(self, bars: Bars, dots: LengthDots | None) -> None:
        """Show other captions."""
        self._bars, self._finding = bars, "" if dots is None else dots.finding
        self.histogram.set_bars(bars)
        self.length.set_dots(dots)
        self._say()
        self._fill_table()

    def set_cuts(self, cuts: tuple[float, ...], chosen: int) -> None:
        """Show other cuts."""
        self._cuts = cuts
        self.histogram.set_cuts(cuts, chosen)
        self.length.set_cuts(cuts)
        self._fill_table()

    @property
    def page(self) -> str:
        """Which page is in front."""
        return str(self.tabs.key)

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        self.tabs.set_key(key)
        self._pages.setCurrentIndex((HISTOGRAM, LENGTH, TABLE).index(key))
        self._say()
        self._fill_table()

    def toggle_table(self) -> None:
        """Go to the table behind the plot, or back to the histogram."""
        self.show_page(HISTOGRAM if self.page == TABLE else TABLE)

    def _say(self) -> None:
        words = {
            HISTOGRAM: self.tr("captions per .05"),
            LENGTH: self._finding or self.tr("compound score against words"),
            TABLE: self.tr("captions per .05; a bar holds its upper edge"),
        }
        self.caption.setText(words[self.page])

    def _fill_table(self) -> None:
        if self.page == TABLE:
            self.table.set_bars(self._bars, self._cuts)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(16)
        head.addWidget(self.caption, 1)
        head.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 0, 4)
        column.setSpacing(8)
        top = QWidget()
        top.setLayout(head)
        head.setContentsMargins(0, 0, 16, 0)
        column.addWidget(top)
        column.addWidget(self._pages, 1)
