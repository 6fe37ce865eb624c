"""One plot of curves over the epochs, on a card.

What it is: the run in the accent colour, earlier runs thin and grey, the best epoch a diamond,
the last one a dot while it trains, the best floor a dashed line.
What it is not: which plots there are (curves.py); this file brings the plotting library.
Convention: x is the epoch; a missing value is NaN and leaves a gap.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.curve_pens import live_pen, other_pen
from emo7_gui.train.ticks import epoch_ticks, nice_ticks
from emo7_gui.train.train_view import CurvePoints, RunView

# Share of a plot left free beyond the last epoch and value, so that no mark is cut there.
AROUND = 0.04


class GridAxis(pg.AxisItem):  # type: ignore[misc]
    """The left axis; its first and last label may reach beyond the plot's edge."""

    def boundingRect(self) -> QRectF:
        rect: QRectF = super().boundingRect()
        return rect.adjusted(0, -12, 0, 12)


class CurvePlot(QFrame):
    """One plot on a card, with its latest value at the right of the title."""

    def __init__(
        self, title: str, series: tuple[str, ...], decimals: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._series, self._decimals = series, decimals
        self._view: RunView | None = None
        self._lines: list[tuple[str, pg.PlotDataItem]] = []
        self._marks: tuple[Any, ...] = ()
        self._title = title
        self.value = text_label(face="strong")
        self.note = text_label(face="small", tone="secondary")
        self.plot = pg.PlotWidget(background=None, axisItems={"left": GridAxis("left")})
        self._make_plot()
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(text_label(title, "emphasis"), 1)
        head.addWidget(self.value, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addWidget(self.note, 0, Qt.AlignmentFlag.AlignBaseline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.plot, 1)
        theme().changed.connect(self._paint)

    def _make_plot(self) -> None:
        item = self.plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.setDownsampling(auto=True, mode="peak")
        item.setClipToView(True)
        item.disableAutoRange()
        self.plot.setAntialiasing(True)
        self.plot.setFrameShape(QFrame.Shape.NoFrame)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setAccessibleName(self._title)
        self.plot.scene().sigMouseMoved.connect(self._on_mouse_moved)
        item.layout.setContentsMargins(0, 10, 34, 0)
        item.getAxis("left").setWidth(44)
        item.getAxis("bottom").setHeight(22)

    def set_run(self, view: RunView | None) -> None:
        """Show a run with those it is compared to; None shows an empty plot."""
        before, self._view = self._view, view
        if before is None or view is None or _lines_of(before) != _lines_of(view):
            self._paint()
        elif before.live is not view.live or before.job != view.job:
            self._grow()

    def describe(self, place: int) -> tuple[str, str]:
        """Return the value at a place of the run's epochs, and what is said beside it."""
        assert self._view is not None
        live = self._view.live
        value = float(live.of(self._series[0])[place])
        text = "–" if math.isnan(value) else f"{value:.{self._decimals}f}".replace("-", "−")
        if place != len(live.epochs) - 1:
            return text, self.tr("at epoch {0}").format(int(live.epochs[place]))
        return text, self._note_of_last()

    def _note_of_last(self) -> str:
        assert self._view is not None
        live, series = self._view.live, self._series[0]
        if series == "val_loss":
            return self.tr("validation")
        if series == "val_macro_f1" and live.best_epoch is not None:
            best = self._at_best(series)
            if not math.isnan(best):
                return self.tr("best {0} at {1}").format(
                    f"{best:.{self._decimals}f}", live.best_epoch
                )
        count = self._view.validation_count
        return "" if count is None else self.tr("n = {0}").format(count)

    def _at_best(self, series: str) -> float:
        assert self._view is not None
        live = self._view.live
        places = np.flatnonzero(live.epochs == (live.best_epoch or 0))
        return float(live.of(series)[places[0]]) if places.size else math.nan

    def _say(self, place: int | None = None) -> None:
        if self._view is None or not self._view.live.epochs.size:
            self.value.setText("")
            self.note.setText("")
            return
        last = len(self._view.live.epochs) - 1
        value, note = self.describe(last if place is None else place)
        self.value.setText(value)
        self.note.setText(note)
        words = self.tr("epoch {0}: {1}, {2}")
        now = int(self._view.live.epochs[last])
        self.plot.setAccessibleDescription(words.format(now, *self.describe(last)))

    def _dress(self) -> None:
        item = self.plot.getPlotItem()
        for name in ("left", "bottom"):
            axis = item.getAxis(name)
            axis.setPen(None)
            axis.setTextPen(theme().colour("text_secondary"))
            axis.setTickFont(theme().font("small"))
            axis.setStyle(tickLength=0, tickTextOffset=8, hideOverlappingLabels=40)
        item.getAxis("bottom").setTickPen(pg.mkPen(theme().colour("hairline")))
        left = item.getAxis("left")
        left.setTickPen(pg.mkPen(theme().colour("hairline"), width=1))
        left.setGrid(255)
        left.setZValue(-1)  # the grid lies under the curves

    def _paint(self) -> None:
        """Draw everything anew."""
        self.plot.getPlotItem().clear()
        self._lines = []
        self._dress()
        self._say()
        if self._view is None:
            return
        self._set_ranges()
        for place, other in enumerate(self._view.others):
            self._add_line(other, self._series[0], other_pen(place, self.devicePixelRatioF()))
        self._add_floor()
        for series in reversed(self._series):
            pen = live_pen(series == "train_loss", self.devicePixelRatioF())
            self._lines.append((series, self._add_line(self._view.live, series, pen)))
        self._add_marks()

    def _grow(self) -> None:
        """Draw the same lines with more points; making lines is what costs time."""
        assert self._view is not None
        live = self._view.live
        self._say()
        self._set_ranges()
        for series, line in self._lines:
            line.setData(live.epochs, live.of(series))
        self._place_marks()

    def _add_line(self, points: CurvePoints, series: str, pen: QPen) -> pg.PlotDataItem:
        item = self.plot.getPlotItem()
        values = points.of(series)
        return item.plot(points.epochs, values, pen=pen, connect="finite", antialias=True)

    def _add_floor(self) -> None:
        assert self._view is not None
        floor = self._view.floors.get(self._series[0])
        if floor is None:
            return
        width = self.devicePixelRatioF()
        pen = pg.mkPen(theme().colour("text"), width=width, style=Qt.PenStyle.DashLine)
        label = f"{floor[0]} {floor[1]:.3f}".replace("0.", ".")
        options: dict[str, Any] = {
            "position": 0.98,
            "anchors": [(1, 1), (1, 1)],
            "color": theme().colour("text_secondary"),
        }
        line = pg.InfiniteLine(floor[1], angle=0, pen=pen, label=label, labelOpts=options)
        line.label.setFont(theme().font("small"))
        self.plot.getPlotItem().addItem(line)

    def _add_marks(self) -> None:
        """Make the line down from the best epoch, its diamond, and the dot of a live run."""
        item, width = self.plot.getPlotItem(), self.devicePixelRatioF()
        colour = theme().colour("text_secondary")
        line = item.plot([], [], pen=pg.mkPen(colour, width=width, style=Qt.PenStyle.DotLine))
        self._marks = (line, _mark("d", 11, "text"), _mark("o", 10, "accent"))
        for mark in self._marks[1:]:
            item.addItem(mark)
        self._place_marks()

    def _place_marks(self) -> None:
        assert self._view is not None
        live, series = self._view.live, self._series[0]
        nothing: tuple[list[float], list[float]] = ([], [])
        line, diamond, dot = self._marks
        best, x = self._at_best(series), float(live.best_epoch or 0)
        has_best = series != "val_loss" and not math.isnan(best)
        bottom = self.plot.getPlotItem().getViewBox().viewRange()[1][0]
        line.setData(*(([x, x], [bottom, best]) if has_best else nothing))
        diamond.setData(*(([x], [best]) if has_best else nothing))
        values = live.of(series)
        is_live = self._view.job.is_live and values.size and np.isfinite(values[-1])
        last = ([float(live.epochs[-1])], [float(values[-1])]) if is_live else nothing
        dot.setData(*last)

    def _set_ranges(self) -> None:
        assert self._view is not None
        runs = (self._view.live, *self._view.others)
        ends = [float(run.epochs[-1]) for run in runs if run.epochs.size]
        end = max([float(self._view.job.epochs), *ends, 1.0])
        values = [self._view.live.of(series) for series in self._series]
        values += [other.of(self._series[0]) for other in self._view.others]
        flat = np.concatenate(values) if values else np.zeros(0)
        flat = flat[np.isfinite(flat)]
        low, high = (float(flat.min()), float(flat.max())) if flat.size else (0.0, 1.0)
        if floor := self._view.floors.get(self._series[0]):
            low, high = min(low, floor[1]), max(high, floor[1])
        if self._series[0] != "val_loss":
            low = min(low, 0.0)
        ticks = nice_ticks(low, high)
        box = self.plot.getPlotItem().getViewBox()
        above = AROUND * (ticks[-1] - ticks[0])
        values_shown = (ticks[0] - above, ticks[-1] + above)
        box.setRange(xRange=(0, end * (1 + AROUND)), yRange=values_shown, padding=0)
        self._set_ticks(ticks, epoch_ticks(end))

    def _set_ticks(self, values: list[float], epochs: list[float]) -> None:
        item = self.plot.getPlotItem()
        step = values[1] - values[0]
        decimals = max(1, len(f"{step:.6f}".rstrip("0").split(".")[1]))
        texts = [f"{value:.{decimals}f}".replace("-", "−") for value in values]
        item.getAxis("left").setTicks([list(zip(values, texts, strict=True))])
        words = [f"{epoch:g}" for epoch in epochs]
        words[-1] = self.tr("{0} epochs").format(words[-1])
        item.getAxis("bottom").setTicks([list(zip(epochs, words, strict=True))])

    def _on_mouse_moved(self, point: QPointF) -> None:
        box = self.plot.getPlotItem().getViewBox()
        if self._view is None or not self._view.live.epochs.size:
            return
        is_inside = box.sceneBoundingRect().contains(point)
        epoch = box.mapSceneToView(point).x()
        epochs = self._view.live.epochs
        self._say(int(np.abs(epochs - epoch).argmin()) if is_inside else None)

    # Qt overrides.

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._paint()
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._say()


def _lines_of(view: RunView) -> tuple[object, ...]:
    """Return what decides which lines there are, but not how long the own ones are."""
    others = tuple(id(other) for other in view.others)
    return (view.live.job_id, others, tuple(view.floors.items()))


def _mark(symbol: str, size: float, colour: str) -> pg.ScatterPlotItem:
    ring = pg.mkPen(theme().colour("card"), width=2 if symbol == "o" else 1)
    brush = pg.mkBrush(theme().colour(colour))
    mark = pg.ScatterPlotItem([], [], symbol=symbol, size=size, pen=ring, brush=brush)
    mark.setZValue(10)
    return mark
