"""The place of the player in the adjudication, with its two plates.

What it is: a holder that keeps the loop's plate and play in the upper corners.
What it is not: the player.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from emo7_gui.golden.loop_plate import LoopPlate

_EDGE, _LEAST, _WISH = 8, 160, 288


class PictureSlot(QWidget):
    """Player with plates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loop = LoopPlate("ph.repeat", self)
        self.play = LoopPlate("ph.pause-fill", self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setMinimumHeight(_LEAST)
        self.setMaximumHeight(_WISH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_player(self, player: QWidget) -> None:
        """Put the player in, under the plates."""
        self._column.addWidget(player)
        self.loop.raise_()
        self.play.raise_()

    def set_loop(self, name: str, span: str, is_on_moments: bool) -> None:
        """Say which clip loops where; an empty name hides both plates."""
        words = self.tr("loops around the moments") if is_on_moments else self.tr("loops whole")
        said = f"{name}, {span}, {words}" if name else ""
        self.loop.set_words(name, span, said)
        self._place()

    def set_playing(self, is_playing: bool, has_clip: bool = True) -> None:
        """Show what the button would do."""
        self.play.set_icon("ph.pause-fill" if is_playing else "ph.play-fill")
        said = self.tr("Pause") if is_playing else self.tr("Play")
        self.play.set_words("", "", said if has_clip else "")
        self._place()

    def _place(self) -> None:
        # The lower left corner belongs to the frame's own plate.
        self.loop.move(_EDGE, _EDGE)
        self.play.move(self.width() - _EDGE - self.play.width(), _EDGE)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(368, _WISH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
