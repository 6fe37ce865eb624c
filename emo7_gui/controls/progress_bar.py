"""A flat bar of 4 px: how much of a list or a long work is done."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.controls.painting import paint_plate
from emo7_gui.theme import theme

HEIGHT = 4


class ProgressBar(QWidget):
    """A share 0..1 in the accent colour on the input colour."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(0.0)

    def share(self) -> float:
        return self._share

    def set_share(self, share: float) -> None:
        """Show a share 0..1."""
        self._share = min(max(share, 0.0), 1.0)
        self.setAccessibleName(f"{self._name}, {round(100 * self._share)} percent")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), theme().radius("bar")
        paint_plate(painter, self.rect(), theme().colour("input"), radius)
        done = self.rect()
        done.setWidth(round(self.width() * self._share))
        if done.width() > 0:
            paint_plate(painter, done, theme().colour("accent"), radius)
