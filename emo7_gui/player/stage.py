"""The picture and its close-ups in one well.

What it is: the layout of both: close-ups in a column at the right, or in a row under a picture
wider than 16:10; one enlarged close-up takes nearly half.
What it is not: painting (canvas.py, closeups.py).
Convention: px; the well shows in the gutter, the window behind the outer corners.
"""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from emo7_gui.player.canvas import Canvas
from emo7_gui.player.closeups import CloseUps
from emo7_gui.player.plates import mask_corners
from emo7_gui.theme import theme

WIDEST_FOR_COLUMN = 16 / 10
ENLARGED = 0.44
CORNERS = frozenset(("top_left", "top_right", "bottom_left", "bottom_right"))
LEFT = frozenset(("top_left", "bottom_left"))
TOP = frozenset(("top_left", "top_right"))


class Stage(QWidget):
    """Canvas and close-ups."""

    def __init__(self, canvas: Canvas, close_ups: CloseUps, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._close_ups = canvas, close_ups
        canvas.setParent(self)
        close_ups.setParent(self)
        self._is_column = True
        self._are_shown, self._has_clip = True, False
        close_ups.enlarged.connect(lambda _part: self._place())
        theme().changed.connect(self.update)
        self.setMinimumSize(240, 160)

    def set_aspect(self, aspect: float) -> None:
        """Take width over height of the picture."""
        self._is_column = aspect <= WIDEST_FOR_COLUMN
        self._close_ups.set_is_column(self._is_column)
        self._place()

    def set_close_ups_shown(self, are_shown: bool) -> None:
        """Show or hide the close-ups."""
        self._are_shown = are_shown
        self._place()

    def set_has_clip(self, has_clip: bool) -> None:
        """Without a clip the canvas takes the whole well."""
        self._has_clip = has_clip
        self._place()

    @property
    def are_close_ups_shown(self) -> bool:
        """Whether the close-ups have a place."""
        return self._are_shown

    def _place(self) -> None:
        whole = self.rect()
        has_close_ups = self._are_shown and self._has_clip
        self._close_ups.setVisible(has_close_ups)
        if not has_close_ups:
            self._canvas.setGeometry(whole)
            self._canvas.set_window_corners(CORNERS)
            return
        room = whole.width() if self._is_column else whole.height()
        size = theme().size("closeups")
        if self._close_ups.enlarged_part:
            size = max(size, int(room * ENLARGED))
        size = min(size, room // 3) if not self._close_ups.enlarged_part else size
        picture = room - size - theme().size("gutter")
        ends = LEFT if self._is_column else TOP
        if self._is_column:
            self._canvas.setGeometry(QRect(0, 0, picture, whole.height()))
            rest = QRect(room - size, 0, size, whole.height())
        else:
            self._canvas.setGeometry(QRect(0, 0, whole.width(), picture))
            rest = QRect(0, room - size, whole.width(), size)
        self._close_ups.setGeometry(rest)
        self._canvas.set_window_corners(ends)
        self._close_ups.set_window_corners(CORNERS - ends)

    # Qt's own names.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("well"))
        mask_corners(painter, self.rect().toRectF(), theme().colour("window"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
