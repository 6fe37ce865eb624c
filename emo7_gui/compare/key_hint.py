"""A hint at keys: caps and what they do, in small quiet words.

What it is: a painted, unfocusable line.
What it is not: a button, or the sheet of all keys.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.theme import theme

_CAP, _GAP = 18, 6


class KeyHint(QWidget):
    """Key caps with words after them."""

    def __init__(
        self, caps: tuple[str, ...], text: str, joint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caps, self._text, self._joint = caps, text, joint
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{' '.join(caps)}: {text}")
        theme().changed.connect(self.update)

    def set_caps(self, *caps: str) -> None:
        """Show other keys, e.g. after one was remapped."""
        self._caps = caps
        self.setAccessibleName(f"{' '.join(caps)}: {self._text}")
        self.updateGeometry()
        self.update()

    def _cap_width(self, cap: str) -> int:
        words = QFontMetrics(theme().font("small_strong")).horizontalAdvance(cap)
        return max(_CAP, words + 8)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("small"))
        joints = (len(self._caps) - 1) * (metrics.horizontalAdvance(self._joint) + _GAP)
        caps = sum(self._cap_width(cap) + _GAP for cap in self._caps)
        return QSize(caps + joints + metrics.horizontalAdvance(self._text) + 4, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, top = 0.0, (self.height() - _CAP) / 2
        for place, cap in enumerate(self._caps):
            if place and self._joint:
                painter.setPen(look.colour("text_secondary"))
                painter.setFont(look.font("small"))
                width = painter.fontMetrics().horizontalAdvance(self._joint)
                box = QRectF(x, 0, width + 1, self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._joint)
                x += width + _GAP
            rect = QRectF(x, top, self._cap_width(cap), _CAP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("input"))
            painter.drawRoundedRect(rect, 4, 4)
            painter.setPen(look.colour("text_secondary"))
            painter.setFont(look.font("small_strong"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cap)
            x += rect.width() + _GAP
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        rest = QRectF(x, 0, self.width() - x, self.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self._text)
