"""Chooses the models of the live guesses: two slots, and a list of all that can be used.

What it is: a card over the window, worked by keys alone if one likes.
What it is not: the listing, the loading or the remembering; it says what was meant.
Convention: Enter takes the row as A and closes; A and B take it and stay; Shift A and Shift B
empty a slot; O opens a folder; Esc closes. What was chosen holds at once.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.empty_state import EmptyState
from emo7_gui.key_button import KeyButton
from emo7_gui.review.picker_list import PickerList, PickerModel
from emo7_gui.review.picker_view import PickedModel, PickerRow
from emo7_gui.review.slot_line import SlotLine
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import set_tone, text_label

_SIZE = QSize(720, 600)


class ModelPicker(Overlay):
    """The card.

    Signals:
        picked(uri, letter): this model should answer in that slot.
        cleared(letter): the slot should hold no model.
        folder_requested: a model that is in no list should be opened.
    """

    picked = Signal(str, str)
    cleared = Signal(str)
    folder_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.tr("Models for live guesses"), _SIZE)
        self.setObjectName("model-picker")
        self._rows = PickerModel()
        self.list = PickerList(self._rows)
        self.slots = {letter: SlotLine(letter) for letter in "AB"}
        self._empty = EmptyState(
            "chart-line",
            self.tr("No model yet"),
            self.tr("Train one in Train, or open the folder of one."),
        )
        self._pages = QStackedWidget()
        self.note = ElidedLabel("", "small", "secondary")
        self.open_folder = KeyButton(self.tr("Open a folder …"), "O", kind="flat")
        self.use_b = KeyButton(self.tr("Use as B"), "B")
        self.use_a = KeyButton(self.tr("Use as A"), self.tr("Enter"), kind="primary")
        self._is_loading = False
        self._connect()
        self._arrange()
        self._refresh()

    @property
    def rows(self) -> tuple[PickerRow, ...]:
        """What the list shows."""
        return self._rows.rows

    def open_for(self, models: tuple[PickedModel, ...]) -> None:
        """Open the card."""
        self.set_models(models)
        self.open_card()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_models(self, models: tuple[PickedModel, ...]) -> None:
        """Show what the slots hold."""
        for model in models:
            self.slots[model.letter].set_model(model)

    def set_rows(self, rows: tuple[PickerRow, ...]) -> None:
        """Show these models; the list stays on the same one."""
        before = self.list.current
        self._rows.set_rows(rows)
        if rows and not self.list.currentIndex().isValid():
            kept = (place for place, row in enumerate(rows) if before and row.uri == before.uri)
            usable = (place for place, row in enumerate(rows) if not row.refused)
            place = next(kept, next(usable, 0))
            self.list.setCurrentIndex(self._rows.index(place))
        self._refresh()

    def set_loading(self, words: str) -> None:
        """Say what is still being read; "" at the end."""
        self._is_loading = bool(words)
        self.list.set_loading(self._is_loading)
        self.say(words)

    def say(self, words: str, is_problem: bool = False) -> None:
        """Say a sentence under the list."""
        self.note.setText(words)
        self.note.setToolTip(words if is_problem else "")
        set_tone(self.note, "error" if is_problem else "secondary")
        self._refresh()

    def _on_picked(self, uri: str, letter: str, is_final: bool) -> None:
        self.picked.emit(uri, letter)
        if is_final:
            self.close_card()

    def _refresh(self) -> None:
        row = self.list.current
        reason = row.refused if row is not None else self.tr("There is no model to choose.")
        for button in (self.use_a, self.use_b):
            button.setEnabled(not reason)
            button.setToolTip(reason)
        is_empty = not self._rows.rows and not self._is_loading
        self._pages.setCurrentIndex(1 if is_empty else 0)

    def _connect(self) -> None:
        self.list.picked.connect(self._on_picked)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._refresh())
        for line in self.slots.values():
            line.cleared.connect(self.cleared)
        self.use_a.clicked.connect(lambda: self.list.pick("A", is_final=True))
        self.use_b.clicked.connect(lambda: self.list.pick("B", is_final=False))
        self.open_folder.clicked.connect(self.folder_requested)

    def _arrange(self) -> None:
        for page in (self.list, _centred(self._empty)):
            self._pages.addWidget(page)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.open_folder)
        foot.addStretch(1)
        for button in (self.use_b, self.use_a):
            foot.addWidget(button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(text_label(self.tr("Models for live guesses"), "heading"))
        column.addSpacing(4)
        for line in self.slots.values():
            column.addWidget(line)
        column.addSpacing(4)
        column.addWidget(self._pages, 1)
        column.addWidget(self.note)
        column.addLayout(foot)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        letter = {Qt.Key.Key_A: "A", Qt.Key.Key_B: "B"}.get(Qt.Key(event.key()))
        if letter and is_shifted:
            self.cleared.emit(letter)
        elif letter:
            self.list.pick(letter, is_final=False)
        elif event.key() == Qt.Key.Key_O:
            self.folder_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.pick("A", is_final=True)
        super().keyPressEvent(event)


def _centred(widget: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return holder
