"""Clips per class before and after, as seven rows: what a new version does to the balance.

What it is: painted badge, word, both counts and the difference.
What it is not: clickable; the list beside it opens clips.
Convention: 7 on top; a difference has a sign, none where nothing changes.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.swatch import paint_badge
from emo7_gui.theme import theme

ROW, WIDTH = 28, 280
_COLUMNS = (190.0, 232.0, 280.0)


class ClassBalance(QWidget):
    """Seven rows of counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._after = (0,) * K, (0,) * K
        self._names = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_counts(
        self, names: tuple[str, str], before: tuple[int, ...], after: tuple[int, ...]
    ) -> None:
        """Show seven counts of each, under their names."""
        self._names, self._before, self._after = names, before, after
        said = [
            self.tr("{0} {1}: {2}, was {3}").format(digit_of(v), CLASSES[v], after[v], before[v])
            for v in reversed(range(K))
        ]
        self.setAccessibleName("; ".join(said))
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 20 + K * ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for end, head in zip(_COLUMNS, self._names, strict=False):
            painter.drawText(QRectF(end - 60, 0, 60, 16), right, head)
        for value in range(K):
            self._paint_row(painter, value, 20 + (K - 1 - value) * ROW)

    def _paint_row(self, painter: QPainter, value: int, top: float) -> None:
        look, right = theme(), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        paint_badge(painter, QRectF(0, top + 4, 20, 20), value)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        words = QRectF(28, top, 140, ROW)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), CLASSES[value])
        steps = self._after[value] - self._before[value]
        texts = (str(self._before[value]), str(self._after[value]), _signed(steps))
        faces = ("body", "strong" if steps else "body", "small_strong")
        tones = ("text_secondary", "text", "text_secondary")
        for end, text, face, tone in zip(_COLUMNS, texts, faces, tones, strict=True):
            painter.setFont(look.font(face))
            painter.setPen(look.colour(tone))
            painter.drawText(QRectF(end - 60, top, 60, ROW), right, text)


def _signed(steps: int) -> str:
    return f"{steps:+d}".replace("-", "−") if steps else ""
