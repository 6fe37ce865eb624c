"""The pictures of a cross-validation or a tuning, in the place of the curves.

What it is: two pages of cards; the one of the chosen job is shown.
What it is not: the cards themselves.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from emo7_gui.train.fold_plot import FoldPlot
from emo7_gui.train.pooled_card import PooledCard
from emo7_gui.train.study_view import FoldsView, TrialsView
from emo7_gui.train.trial_plot import TrialPlot
from emo7_gui.train.tuning_cards import BestCard, ImportanceCard

PLOT_HEIGHT, FOLD_HEIGHT, SIDE = 280, 216, 300


class FoldsPane(QWidget):
    """Three scores over the folds, and all answers together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots = (
            FoldPlot(self.tr("Macro-F1"), "macro_f1"),
            FoldPlot(self.tr("Kappa, quadratic"), "quadratic_kappa"),
            FoldPlot(self.tr("Macro-MAE, steps"), "macro_mae"),
        )
        self.pooled = PooledCard()
        row = QHBoxLayout()
        row.setSpacing(16)
        for plot in self.plots:
            plot.setFixedHeight(FOLD_HEIGHT)
            row.addWidget(plot, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(row)
        column.addWidget(self.pooled)

    def set_view(self, view: FoldsView | None) -> None:
        """Show a cross-validation; None hides the page."""
        self.setVisible(view is not None)
        if view is not None:
            for plot in self.plots:
                plot.set_view(view)
            self.pooled.set_view(view)


class TrialsPane(QWidget):
    """The trials, the best settings, the importance.

    Signals:
        train_requested: a training with the best settings.
    """

    train_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = TrialPlot()
        self.best, self.importance = BestCard(), ImportanceCard()
        self.best.train_requested.connect(self.train_requested)
        self.plot.setMinimumHeight(PLOT_HEIGHT)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.plot, 1)
        self.best.setFixedWidth(SIDE)
        row.addWidget(self.best)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(row)
        column.addWidget(self.importance)

    def set_view(self, view: TrialsView | None) -> None:
        """Show a tuning; None hides the page."""
        self.setVisible(view is not None)
        if view is not None:
            for card in (self.plot, self.best, self.importance):
                card.set_view(view)
