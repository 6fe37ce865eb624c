"""One line of the key sheet: what an action is called and its keys; pressing it listens.

What it is: a view of one action. While it listens, the next key press is reported.
What it is not: the judge of conflicts (key_map.py).
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emo7_gui.actions import Action
from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import CAP_HEIGHT, cap_width, paint_cap, paint_plate
from emo7_gui.key_chord import KeyPress, chords, shown
from emo7_gui.theme import theme

HEIGHT = 23
_PAD, _GAP = 6, 4


class KeyRow(QAbstractButton):
    """Shows an action's keys and listens for a new one.

    Signals:
        key_pressed(action id, chord): a key was pressed while it listened.
    """

    key_pressed = Signal(str, str)

    def __init__(self, action: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action_id = action.id
        self._caps: tuple[str, ...] = ()
        self._is_listening = False
        self.setText(action.text)
        self.setEnabled(not action.is_fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.listen)

    def set_keys(self, keys: tuple[str, ...]) -> None:
        """Show these keys."""
        self._caps = tuple(shown(key) for key in keys)
        self.setAccessibleName(f"{self.text()}: {', '.join(self._caps)}")
        self.update()

    def listen(self) -> None:
        """Wait for the next key."""
        self._is_listening = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def stop_listening(self) -> None:
        self._is_listening = False
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_listening:
            super().keyPressEvent(event)
            return
        names = chords(KeyPress.of(event))
        if event.key() == Qt.Key.Key_Escape:
            self.stop_listening()
        elif names:
            self.stop_listening()
            signs = [name for name in names if len(name) == 1 and not name.isalnum()]
            self.key_pressed.emit(self.action_id, signs[0] if signs else names[0])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.stop_listening()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if (self.underMouse() and self.isEnabled()) or self._is_listening:
            paint_plate(painter, self.rect(), theme().colour("input"), theme().radius("badge"))
        right = self._paint_caps(painter)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text"))
        room = QRect(_PAD, 0, right - _PAD - _GAP, self.height())
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), theme().radius("badge"))

    def _paint_caps(self, painter: QPainter) -> int:
        """Paint the caps from the right; return where they begin."""
        caps = (self.tr("press a key"),) if self._is_listening else self._caps
        ink = theme().colour("accent" if self._is_listening else "text")
        right = self.width() - _PAD
        for cap in reversed(caps):
            width = cap_width(cap)
            right -= width
            place = QRect(right, (self.height() - CAP_HEIGHT) // 2, width, CAP_HEIGHT)
            paint_cap(painter, place, cap, ink)
            right -= _GAP
        return right
