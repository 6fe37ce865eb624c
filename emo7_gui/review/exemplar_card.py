"""Exemplars of the scale, for calibration: seven points, and the clip that shows one.

What it is: a card with a player of its own. A digit shows the first clip of its value, the same
digit again the next one; Space plays or pauses.
What it is not: a decision: no digit typed here labels anything.
Convention: values are 0..6, 7 on top as in every upright list.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.key_button import KeyButton
from emo7_gui.key_chord import KeyPress, chords
from emo7_gui.review.exemplar_slot import ExemplarSlot
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import text_label

_SIZE, _GUTTER = QSize(840, 464), 16


class ExemplarCard(Overlay):
    """The card.

    Signals:
        value_pressed(value): show a clip of it, the next one where one is shown.
        play_pressed: play or pause.
    """

    value_pressed = Signal(int)
    play_pressed = Signal()

    def __init__(self, parent: QWidget, player: QWidget) -> None:
        super().__init__(parent, self.tr("Exemplars of the scale"), _SIZE)
        self.slots = {value: ExemplarSlot(value) for value in reversed(range(K))}
        self.title = ElidedLabel("", "body", "secondary")
        self._empty = text_label(
            self.tr(
                "No clip stands for a point of the scale yet. Open a clip that shows one well, and "
                "choose “Use this clip as exemplar for” in the menu of the project."
            ),
            "body",
            "secondary",
            is_wrapping=True,
        )
        self.player = player
        self.done = KeyButton(self.tr("Close"), self.tr("Esc"), kind="flat")
        self.done.clicked.connect(self.close_card)
        for value, slot in self.slots.items():
            slot.clicked.connect(lambda _=False, v=value: self.value_pressed.emit(v))
        self._arrange()

    def set_counts(self, counts: Sequence[int]) -> None:
        """Take how many clips stand for each value, 7 numbers."""
        for value, slot in self.slots.items():
            slot.set_count(counts[value])
        self._empty.setVisible(not any(counts))
        self.player.setVisible(any(counts))

    def set_shown(self, value: int | None, name: str = "", place: int = 0, count: int = 0) -> None:
        """Say which clip is shown, of how many of its value."""
        for one, slot in self.slots.items():
            slot.setChecked(one == value)
        if value is None:
            self.title.setText("")
            return
        several = self.tr(", {0} of {1}").format(place + 1, count) if count > 1 else ""
        self.title.setText(f"{digit_of(value)} {CLASSES[value]} · {name}{several}")

    def _arrange(self) -> None:
        points = QVBoxLayout()
        points.setSpacing(0)
        for slot in self.slots.values():
            points.addWidget(slot)
        points.addStretch(1)
        hint = self.tr("A digit shows its clip, again the next one; Space plays.")
        points.addWidget(text_label(hint, "small", "secondary", is_wrapping=True))
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.player, 1)
        right.addWidget(self._empty)
        right.addWidget(self.title)
        body = QHBoxLayout()
        body.setSpacing(_GUTTER)
        body.addLayout(points)
        body.addLayout(right, 1)
        head = QHBoxLayout()
        head.addWidget(text_label(self.tr("Exemplars of the scale"), "heading"), 1)
        head.addWidget(self.done)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 16, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(body, 1)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = chords(KeyPress.of(event))
        digit = next((int(name) for name in names if name.isdigit()), 0)
        if 1 <= digit <= K and self.slots[digit - 1].isEnabled():
            self.value_pressed.emit(digit - 1)
        elif event.key() == Qt.Key.Key_Space:
            self.play_pressed.emit()
        super().keyPressEvent(event)
