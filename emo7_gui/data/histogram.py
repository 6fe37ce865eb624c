"""The histogram of compound scores with six cuts that mouse and keys move.

What it is: one painted widget. It tells which cut is chosen and where it shall go.
What it is not: the one that decides where the cuts are; it is told with `set_cuts`.
Conventions: cuts are six ascending scores. Bars are .05 wide in the colour of their class, which
changes at a cut also within a bar; the bar at exactly 0 stands for itself and may be cut short.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from emo7_core.scale import CLASSES
from emo7_gui.actions import DATA
from emo7_gui.data import cut_handles as handles
from emo7_gui.data.bar_painting import HistogramPainting
from emo7_gui.data.data_view import Bars, cut_text, short_score
from emo7_gui.theme import theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CompoundHistogram(QWidget):
    """Bars, cuts, handles.

    Signals:
        cut_chosen(index 0..5): another cut has the handle in the accent colour.
        cut_moved(index, cuts): a cut shall go there; `cuts` are all six, none crosses another.
        let_go: a drag has ended.
    """

    cut_chosen = Signal(int)
    cut_moved = Signal(int, tuple)
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = Bars()
        self._cuts: tuple[float, ...] = ()
        self._chosen = 0
        self._hover: int | None = None
        self._is_dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("key_group", DATA)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)
        self._describe()

    def set_bars(self, bars: Bars) -> None:
        """Show other captions."""
        self._bars = bars
        self._describe()
        self.update()

    def set_cuts(self, cuts: tuple[float, ...], chosen: int) -> None:
        """Show cuts, one of them chosen; the captions beside it are shown elsewhere."""
        self._cuts, self._chosen = cuts, chosen
        self._describe()
        self.update()

    @property
    def cuts(self) -> tuple[float, ...]:
        """The cuts that are shown."""
        return self._cuts

    @property
    def is_dragging(self) -> bool:
        """Whether the mouse holds a cut."""
        return self._is_dragging

    @property
    def chosen(self) -> int:
        """Index of the cut that the keys move."""
        return self._chosen

    def step(self, by: float) -> None:
        """Ask to move the chosen cut by a score."""
        if self._cuts:
            self._move_to(self._cuts[self._chosen] + by)

    def choose(self, index: int) -> None:
        """Choose a cut, as a person would."""
        if self._cuts and index != self._chosen:
            self._chosen = index
            self._describe()
            self.update()
            self.cut_chosen.emit(index)

    def handle_centre(self, index: int) -> QPointF:
        """Return where a handle is painted, in widget px."""
        return self._painting().handle_rect(index).center()

    def _painting(self) -> HistogramPainting:
        return HistogramPainting(self.size(), self._bars, self._cuts)

    def _move_to(self, score: float) -> None:
        cuts = handles.moved(self._cuts, self._chosen, score)
        if cuts != self._cuts:
            self.cut_moved.emit(self._chosen, cuts)

    def _at(self, place: QPointF) -> int | None:
        return self._painting().cut_at(place)

    def _describe(self) -> None:
        words = self.tr("Histogram of compound scores: {0} captions, {1} at exactly 0")
        self.setAccessibleName(words.format(self._bars.total, self._bars.zero_count))
        if not self._cuts:
            self.setAccessibleDescription("")
            return
        told = self.tr("Cut {0} of {1} at {2}: {3} above, {4} at or below")
        at = cut_text(self._cuts[self._chosen])
        above, below = CLASSES[self._chosen + 1], CLASSES[self._chosen]
        self.setAccessibleDescription(
            told.format(self._chosen + 1, len(self._cuts), at, above, below)
        )

    def _tool_tip_at(self, place: QPointF) -> str:
        painting = self._painting()
        if (cut := painting.cut_at(place)) is not None:
            return self.tr("cut at {0}: drag it").format(cut_text(self._cuts[cut]))
        if painting.zero_rect().contains(place):
            return self.tr("exactly 0: {0} captions").format(self._bars.zero_count)
        bar = painting.bar_at(place.x())
        if bar is None:
            return ""
        low, high = painting.bar_edges(bar)
        return self.tr("over {0} to {1}: {2} captions").format(
            short_score(low), short_score(high), self._bars.counts[bar]
        )

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(752, 376)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 190)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        index = self._chosen + (1 if is_next else -1)
        if self._cuts and 0 <= index < len(self._cuts):
            self.choose(index)
            return True
        return super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Tab comes in at the end it came from, so that it passes every cut once.
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.choose(0)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.choose(len(self._cuts) - 1)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = _STEPS.get(Qt.Key(event.key()))
        if direction is None:
            super().keyPressEvent(event)
            return
        is_large = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.step(direction * (handles.LARGE_STEP if is_large else handles.STEP))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._is_dragging = True
            self.choose(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self._move_to(self._painting().axis.score(event.position().x()))
            return
        hover = self._at(event.position())
        if hover != self._hover:
            self._hover = hover
            is_grab = hover is not None
            self.setCursor(Qt.CursorShape.SplitHCursor if is_grab else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self._is_dragging = False
            self.let_go.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tool_tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting = self._painting()
        painting.paint_grid(painter)
        painting.paint_bars(painter)
        painting.paint_cuts(painter, self._chosen, self._hover, self.hasFocus())
        painting.paint_zero(
            painter,
            self.tr("{0} at exactly 0").format(self._bars.zero_count),
            self.tr("bar is cut short"),
        )
