"""Validation confusion by epoch: small matrices in a row, the best one framed.

What it is: a card of painted matrices, at most as many as fit; first, best and last stay.
What it is not: clickable; the cells of Compare open clips.
Convention: shade = share of the row, as in every confusion matrix of the program.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from emo7_core.scale import K
from emo7_gui.swatch import row_shares, shade_colour
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.train_view import EpochConfusion, RunView

CELL, EDGE, SIDE_GAP, LABEL = 19, 4, 6, 28
_FRAME = 8
TILE = K * CELL + EDGE + SIDE_GAP
GAP = 10
STEP = TILE + GAP


def chosen_places(count: int, best: int | None, room: int) -> list[int]:
    """Return at most `room` of `count` places: evenly spread, with the first, best and last.

    Args:
        count: How many there are.
        best: The place of the best one, None without.
        room: How many may be chosen, at least 2.
    """
    if count <= room:
        return list(range(count))
    places = set(np.linspace(0, count - 1, max(2, room)).round().astype(int).tolist())
    if best is not None and best not in places:
        inner = [place for place in places if place not in (0, count - 1)]
        if inner:
            places.remove(min(inner, key=lambda place: abs(place - best)))
        places.add(best)
    return sorted(places)


def chosen_epochs(confusions: tuple[EpochConfusion, ...], room: int) -> tuple[EpochConfusion, ...]:
    """Return at most `room` epochs: evenly spread, with the first, the best and the last."""
    best = next((i for i, confusion in enumerate(confusions) if confusion.is_best), None)
    return tuple(confusions[place] for place in chosen_places(len(confusions), best, room))


class Tiles(QWidget):
    """The painted matrices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._confusions: tuple[EpochConfusion, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_confusions(self, confusions: tuple[EpochConfusion, ...]) -> None:
        """Show matrices, oldest first."""
        self._confusions = confusions
        self.setAccessibleName(", ".join(self._label(c) for c in self.shown()))
        self.update()

    def shown(self) -> tuple[EpochConfusion, ...]:
        """Return the epochs that fit into the width."""
        return chosen_epochs(self._confusions, max(2, (self.width() + GAP - 10) // STEP))

    def _label(self, confusion: EpochConfusion) -> str:
        words = self.tr("epoch {0}").format(confusion.epoch)
        if confusion.is_best:
            return self.tr("{0} · best").format(words)
        return self.tr("{0} · now").format(words) if confusion.is_now else words

    def _paint_tile(self, painter: QPainter, left: float, confusion: EpochConfusion) -> None:
        look, size = theme(), len(confusion.counts)
        cell = K * CELL / size
        shares = row_shares(confusion.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        x0, y0 = left + EDGE + SIDE_GAP / 2, float(_FRAME)
        for place in range(size):
            painter.setBrush(look.scale_fill(place if size == K else (1, 3, 5)[place]))
            painter.drawRect(QRectF(left, y0 + place * cell + 0.5, EDGE, cell - 1))
            bottom = y0 + size * cell + SIDE_GAP / 2
            painter.drawRect(QRectF(x0 + place * cell + 0.5, bottom, cell - 1, EDGE))
        for row in range(size):
            for column in range(size):
                painter.setBrush(shade_colour(float(shares[row, column])))
                box = QRectF(x0 + column * cell + 0.5, y0 + row * cell + 0.5, cell - 1, cell - 1)
                painter.drawRoundedRect(box, 2, 2)
        self._paint_label(painter, left, confusion)

    def _paint_label(self, painter: QPainter, left: float, confusion: EpochConfusion) -> None:
        look = theme()
        is_strong = confusion.is_best or confusion.is_now
        top = _FRAME + TILE + 2 + _FRAME
        painter.setFont(look.font("small_strong" if is_strong else "small"))
        painter.setPen(look.colour("text" if is_strong else "text_secondary"))
        box = QRectF(left + EDGE + SIDE_GAP / 2, top, TILE, LABEL - 8)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._label(confusion))
        if confusion.is_best:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("text"), 1.25))
            frame = QRectF(left - 5, 2.5, TILE + 8, TILE + 10)
            painter.drawRoundedRect(frame, 6, 6)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(7 * STEP, TILE + 2 * _FRAME + LABEL)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * STEP, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.shown()
        room = self.width() - TILE - 10  # the frame of the best reaches over its tile
        step = min(STEP + 3.0 * GAP, room / (len(shown) - 1)) if len(shown) > 1 else 0.0
        for place, confusion in enumerate(shown):
            self._paint_tile(painter, 6 + place * step, confusion)


class ConfusionStrip(QFrame):
    """The card with its heading and the matrices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.tiles = Tiles()
        self.note = text_label(face="small", tone="secondary")
        head = QHBoxLayout()
        head.addWidget(text_label(self.tr("Confusion by epoch, validation"), "emphasis"), 1)
        head.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.tiles)

    def set_run(self, view: RunView | None) -> None:
        """Show the matrices of a run."""
        self.tiles.set_confusions(view.confusions if view is not None else ())
        words = self.tr("Rows: label 1 to 7, columns: model 1 to 7. Shade: share of the row.")
        count = view.validation_count if view is not None else None
        self.note.setText(words if count is None else self.tr("{0} clips. ").format(count) + words)
