"""What A and B said along the open clip: two lines over the seven levels, and the playhead.

What it is: a small lane under the player: A solid, B dashed; a click seeks.
What it is not: a prediction; traces that were stored are read, nothing is judged here.
Convention: time in seconds from the first frame; 7 is on top. Without a trace it says so.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_core.scale import K
from emo7_gui.player.trace import GuessTrace
from emo7_gui.theme import theme

HEIGHT, _INSET = 56, 6
_DASHES = [5 / 1.5, 4 / 1.5]


class TraceLane(QWidget):
    """Lines of A and B.

    Signals:
        seek_requested(share): 0 is the first frame, 1 the last.
    """

    seek_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._traces: dict[str, GuessTrace] = {}
        self._duration, self._share = 0.0, 0.0
        self._words = ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_traces({}, 0.0, self.tr("A and B along the open clip"))
        theme().changed.connect(self.update)

    def set_traces(self, traces: dict[str, GuessTrace], duration: float, words: str) -> None:
        """Show the traces of "A" and "B" of a clip.

        Args:
            traces: By letter.
            duration: Of the clip, s.
            words: Why there is none, for where there is none.
        """
        self._traces, self._duration, self._words = traces, duration, words
        names = ", ".join(f"{letter} {one.name}" for letter, one in traces.items())
        self.setAccessibleName(self.tr("Along the clip: {0}").format(names or words))
        self.update()

    @property
    def letters(self) -> tuple[str, ...]:
        """Whose lines are shown."""
        return tuple(self._traces)

    def set_place(self, share: float) -> None:
        """Move the playhead."""
        if share != self._share:
            self._share = share
            self.update()

    def _line(self, trace: GuessTrace) -> list[QPolygonF]:
        values = trace.values()
        xs = np.clip(trace.times / max(self._duration, 1e-6), 0, 1) * self.width()
        room = self.height() - 2 * _INSET
        ys = _INSET + (K - 1 - values) / (K - 1) * room
        parts, points = [], QPolygonF()
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
            if np.isfinite(y):
                points.append(QPointF(x, y))
            elif points:
                parts.append(points)
                points = QPolygonF()
        parts.append(points)
        # A clip that was judged as a whole has one value: a level line.
        return [_level(part, self.width()) if part.size() == 1 else part for part in parts]

    def _paint_traces(self, painter: QPainter) -> None:
        for letter in reversed(self._traces):
            pen = QPen(theme().colour("text"), 2 if letter == "A" else 1.5)
            if letter == "B":
                pen.setDashPattern(_DASHES)
            painter.setPen(pen)
            for part in self._line(self._traces[letter]):
                painter.drawPolyline(part)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        if not self._traces:
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("text_secondary"))
            words = self.rect().adjusted(12, 0, -12, 0)
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(words, middle, self._words)
            return
        painter.setPen(QPen(look.colour("hairline"), 0))
        middle_y = self.height() / 2
        painter.drawLine(QPointF(0, middle_y), QPointF(self.width(), middle_y))
        self._paint_traces(painter)
        x = self._share * self.width()
        painter.setPen(QPen(look.colour("accent"), 1.5))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._traces:
            self.seek_requested.emit(event.position().x() / max(1, self.width()))


def _level(part: QPolygonF, width: int) -> QPolygonF:
    y = part.first().y()
    return QPolygonF([QPointF(0, y), QPointF(width, y)])
