"""Pages over the lower half of Compare that hold more than a table: curves, pairs, label checks.

What it is: views of a TabView with what stands beside its table.
What it is not: the tabs (lower_tabs.py) or any computing.
Convention: as in figure_page.py.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from emo7_gui.compare.comparison_view import Metric, ModelRow, Score
from emo7_gui.compare.dots_plot import DotsPlot
from emo7_gui.compare.figure_page import FigurePage
from emo7_gui.compare.lower_view import Curve, TabView
from emo7_gui.compare.reliability_plot import ReliabilityPlot
from emo7_gui.compare.score_table import HEADER_HEIGHT, ScoreTable
from emo7_gui.compare.sentence_card import SentenceCard
from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

BINS = (
    Metric("n", "Answers", 0, has_bar=False),
    Metric("confidence", "Confidence", 2, scale="share"),
    Metric("accuracy", "Share right", 2, scale="share"),
)


class ReliabilityPage(FigurePage):
    """Curves beside their figures, or the table of their bins."""

    def __init__(self, name: str) -> None:
        self.plot: ReliabilityPlot | None = None
        super().__init__(name)
        self.plot = ReliabilityPlot()
        self.bins = ScoreTable(self.tr("Bins of the curves"))
        self.bins.table.has_marks, self.bins.table.sorted_metric = False, ""
        self.bins.setFixedHeight(HEADER_HEIGHT + 7 * theme().size("row_table"))
        self.bins.hide()
        self.table.name_share = 200
        words = QVBoxLayout()
        words.setSpacing(8)
        for part in (self.table, self.note):
            self.body.removeWidget(part)
            words.addWidget(part)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.plot, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.bins)
        self.plot.hide()

    def set_view(self, view: TabView) -> None:
        """Show figures and curves."""
        super().set_view(view)
        if self.plot is not None:
            self.plot.set_curves(view.curves)
            self.plot.setVisible(bool(view.curves) and not self.is_table)
            self.bins.set_rows(_bin_rows(view.curves), BINS, self.tr("Confidence"))

    @property
    def is_table(self) -> bool:
        """Whether the bins stand in a table in the place of the curves."""
        return not self.bins.isHidden()

    @property
    def tables(self) -> tuple[ScoreTable, ...]:
        """Tables that keys walk in."""
        return (self.table, self.bins)

    def toggle_table(self) -> None:
        """Turn between curves and their table."""
        is_table = not self.is_table
        self.bins.setVisible(is_table)
        if self.plot is not None:
            self.plot.setVisible(not is_table and bool(self.view.curves))
        if is_table:
            self.bins.setFocus(Qt.FocusReason.OtherFocusReason)


def _bin_rows(curves: tuple[Curve, ...]) -> tuple[ModelRow, ...]:
    return tuple(
        ModelRow(
            f"{curve.letter} {one.low}",
            f"{curve.letter}  {one.low * 100:.0f} to {one.high * 100:.0f}\u2009%",
            scores={
                "n": Score(one.n),
                "confidence": Score(one.confidence),
                "accuracy": Score(one.accuracy),
            },
        )
        for curve in curves
        for one in curve.bins
        if one.n
    )


class PairsPage(FigurePage):
    """Pairs; the one that the table stands on is said in a sentence, with its dots."""

    def __init__(self, name: str) -> None:
        self.sentence: SentenceCard | None = None
        super().__init__(name)
        self.table.name_share = 320
        self.sentence, self.dots = SentenceCard(), DotsPlot()
        self.most_rows = 4
        self.body.insertWidget(2, self.dots)
        self.body.insertWidget(3, self.sentence)
        self.dots.hide()
        self.table.selectionModel().currentChanged.connect(lambda *_: self._say())

    def set_view(self, view: TabView) -> None:
        """Show pairs."""
        super().set_view(view)
        if self.sentence is not None and view.rows and self.table.current_key is None:
            self.table.select(view.rows[0].key)
        self._say()

    def _say(self) -> None:
        if self.sentence is None:
            return
        key = self.table.current_key or ""
        self.sentence.set_sentence(self.view.sentences.get(key))
        self.dots.set_dots(self.view.dots.get(key, ()), self.view.unit)


class ChecksPage(FigurePage):
    """Labels that models contradict: how many, and the way to look at them again, blind.

    Signals:
        review_requested: make the queue and go to Review.
    """

    review_requested = Signal()

    def __init__(self, name: str) -> None:
        self.button: KeyButton | None = None
        super().__init__(name)
        self.words = text_label(
            self.tr(
                "Labels that several models contradict with confidence. Which they are stays "
                "hidden: they come into your queue between other clips, in a mixed order, and "
                "nothing there tells what models say. Your answer stands beside the label and "
                "replaces nothing."
            ),
            is_wrapping=True,
        )
        self.words.setContentsMargins(8, 0, 0, 0)
        self.button = KeyButton(self.tr("Review blind"), icon="ph.eye-slash")
        self.button.clicked.connect(self.review_requested)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        self.body.insertWidget(1, self.words)
        self.body.addLayout(row)

    def set_view(self, view: TabView) -> None:
        """Show how many."""
        super().set_view(view)
        if self.button is None:
            return
        many = self.tr("Review {0} suspected labels blind").format(view.count)
        one = self.tr("Review 1 suspected label blind")
        none = self.tr("No suspected label")
        self.button.setText({0: none, 1: one}.get(view.count, many))
        self.button.setEnabled(view.count > 0)
        self.button.updateGeometry()

    def focus(self) -> None:
        """Let the keys be heard at the button."""
        if self.button is not None:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
