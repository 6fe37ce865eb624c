"""A quiet line of text that opens the clips behind it.

What it is: small secondary text, brighter under the mouse, reached by Tab.
What it is not: a button with a plate; without clips it is plain text.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.golden.golden_view import ClipSet
from emo7_gui.theme import theme


class ClipLink(QAbstractButton):
    """Words with clips behind them.

    Signals:
        clips_opened(ClipSet): it was pressed.
    """

    clips_opened = Signal(object)

    def __init__(self, clips: ClipSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clips = clips
        self.setText(clips.title)
        self.setFont(theme().font("small"))
        self.setToolTip(clips.title)
        self.setAccessibleName(clips.title)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        opens = bool(clips)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        theme().changed.connect(self.update)

    def _on_clicked(self) -> None:
        if self._clips:
            self.clips_opened.emit(self._clips)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 6, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        is_lit = self.underMouse() and bool(self._clips)
        painter.setPen(theme().colour("text" if is_lit else "text_secondary"))
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - 2
        )
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), text)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), theme().radius("badge"))
