"""A painted place with marks that open their clips: by click, by arrows and Enter.

What it is: the base of every plot of the Golden workspace. It keeps the marks, the one that the
keys are at, hover, tool tips and what a screen reader hears.
What it is not: a plot; the children lay the marks out and paint them.
Convention: arrows go to the nearest mark in that direction; marks without clips are told, but
open nothing. The key group is that of Compare's matrices, whose arrows and Enter it shares.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from emo7_gui.actions import COMPARE
from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_plate
from emo7_gui.golden.golden_view import ClipSet
from emo7_gui.theme import theme

_SIDEWAYS = 3.0
_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar, a number or a point.

    Attributes:
        rect: Where it answers to the mouse, in widget px.
        words: What it says, with its figure and n.
        clips: What it opens.
    """

    rect: QRectF
    words: str
    clips: ClipSet


class MarkField(QWidget):
    """Marks over a painted ground.

    Signals:
        clips_opened(ClipSet): a mark with clips was opened.
    """

    clips_opened = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.marks: tuple[Mark, ...] = ()
        self._current = 0
        self._hovered: int | None = None
        self._has_key_focus = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("key_group", COMPARE)
        self.setAccessibleName(title)
        theme().changed.connect(self.update)

    @property
    def current(self) -> Mark | None:
        """The mark that the keys are at."""
        return self.marks[self._current] if self._current < len(self.marks) else None

    def lay_out(self) -> tuple[Mark, ...]:
        """Return the marks for the present size; a plain field has none."""
        return ()

    def paint_marks(self, painter: QPainter) -> None:
        """Paint everything but hover and focus; a plain field is empty."""

    def refresh(self) -> None:
        """Lay out and paint anew, after the data changed."""
        self.marks = self.lay_out()
        self._current = min(self._current, max(0, len(self.marks) - 1))
        self._hovered = None
        self._say()
        self.update()

    def move_by(self, rows: int, columns: int) -> None:
        """Go to the nearest mark below (+rows) or to the right (+columns)."""
        here = self.current
        if here is None:
            return
        found = [
            (cost, i)
            for i, mark in enumerate(self.marks)
            if (cost := _cost(here.rect, mark.rect, rows, columns)) is not None
        ]
        if found:
            self._current = min(found)[1]
            self._say()
            self.update()

    def open_current(self) -> None:
        """Open the clips of the mark that the keys are at."""
        self._open(self.current)

    def _open(self, mark: Mark | None) -> None:
        if mark is not None and mark.clips:
            self.clips_opened.emit(mark.clips)

    def _at(self, place: QPoint) -> int | None:
        return next((i for i, m in enumerate(self.marks) if m.rect.contains(place)), None)

    def _say(self) -> None:
        here = self.current
        self.setAccessibleName(f"{self._title}: {here.words}" if here else self._title)
        self.setAccessibleDescription("; ".join(mark.words for mark in self.marks))

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hovered is not None and self.marks[self._hovered].clips:
            rect = self.marks[self._hovered].rect
            paint_plate(painter, rect, theme().colour("input"), theme().radius("badge"))
        self.paint_marks(painter)
        if self.hasFocus() and self._has_key_focus and self.current is not None:
            ring = self.current.rect.toAlignedRect()
            draw_ring(painter, ring, theme().colour("accent"), theme().radius("badge"))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().toPoint())
        if found != self._hovered:
            self._hovered = found
            opens = found is not None and bool(self.marks[found].clips)
            shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._current = found
            self._open(self.marks[found])

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.move_by(*step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_current()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._at(event.pos())
            words = "" if found is None else self.marks[found].words
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)


def _cost(here: QRectF, there: QRectF, rows: int, columns: int) -> float | None:
    """Return how far a mark is in a direction, None where it is not there."""
    dx = there.center().x() - here.center().x()
    dy = there.center().y() - here.center().y()
    ahead, aside = (dy * rows, dx) if rows else (dx * columns, dy)
    return None if ahead < 2 else ahead + _SIDEWAYS * abs(aside)
