"""Curves of a run while it trains: loss, macro-F1 and kappa over the epochs.

What it is: three cards side by side, each with its plot.
What it is not: the plots (curve_plot.py), reading of events, or a table of scores.
Convention: a plot is made when there is something to see in it, card by card, so that neither
the window nor a first visit without a run waits for the plotting library.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from emo7_gui.libraries import PLOTS, loading
from emo7_gui.train.train_view import RunView
from emo7_gui.turns import Turns

if TYPE_CHECKING:
    from emo7_gui.train.curve_plot import CurvePlot


class Curves(QWidget):
    """The three plots side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = {
            "loss": (self.tr("Loss"), ("val_loss", "train_loss"), 3),
            "macro_f1": (self.tr("Macro-F1"), ("val_macro_f1",), 3),
            "kappa": (self.tr("Kappa, quadratic"), ("val_kappa",), 2),
        }
        self._view: RunView | None = None
        self._plots: dict[str, CurvePlot] = {}
        self._making: Iterator[None] | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._cards = {name: QFrame() for name in self._kinds}
        for card in self._cards.values():
            card.setProperty("surface", "card")
            self._row.addWidget(card, 1)

    @property
    def loss(self) -> CurvePlot:
        """The loss, of training and validation."""
        return self._plot("loss")

    @property
    def macro_f1(self) -> CurvePlot:
        """Macro-F1 of the validation part."""
        return self._plot("macro_f1")

    @property
    def kappa(self) -> CurvePlot:
        """Quadratic kappa of the validation part."""
        return self._plot("kappa")

    def set_run(self, view: RunView | None) -> None:
        """Show a run in all plots."""
        self._view = view
        for plot in self._plots.values():
            plot.set_run(view)
        self._begin()

    def _begin(self) -> None:
        """Make the plots, once there is a run and somebody looks."""
        has_curves = self._view is not None and self._view.has_curves
        if self._making is None and has_curves and self.isVisible():
            self._making = self._stages()
            Turns(self._advance, parent=self)

    def _advance(self) -> bool:
        assert self._making is not None
        return next(self._making, self) is self

    def _stages(self) -> Iterator[None]:
        yield from loading(PLOTS)
        for name in self._kinds:
            self._plot(name)
            yield

    def _plot(self, name: str) -> CurvePlot:
        """Return a plot, put in the place of its empty card where it was not made yet."""
        if name not in self._plots:
            from emo7_gui.train.curve_plot import CurvePlot

            plot = self._plots[name] = CurvePlot(*self._kinds[name])
            card = self._cards.pop(name)
            self._row.replaceWidget(card, plot)
            card.deleteLater()
            plot.set_run(self._view)
        return self._plots[name]

    # Qt overrides.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()
