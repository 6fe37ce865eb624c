"""The lower part of the panel before the commit: cues, note, moment, what is still hidden.

What it is: a view. After the reveal it can be opened again; then a button leads back.
Convention: a note is told when typing pauses or ends, never lost by going on.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from emo7_core.labels.decision import CUES
from emo7_gui.actions import cue_action
from emo7_gui.controls.cap_field import CapField
from emo7_gui.controls.chip import Chip
from emo7_gui.controls.flow_layout import FlowLayout
from emo7_gui.key_map import KeyMap
from emo7_gui.review.decisive_row import DecisiveRow
from emo7_gui.review.locked_row import LockedRow
from emo7_gui.review.panel_state import PanelState
from emo7_gui.text_label import text_label

_NOTE_PAUSE_MS = 600
_CUE_LINES = 80


class DetailsPage(QWidget):
    """Cues, note, decisive moment, and what the commit will show.

    Signals:
        cue_toggled(name): a cue tag was pressed.
        note_changed(text): the note is another one.
        decisive_requested: the moment should be set here.
        decisive_pressed: the moment that is set should be shown.
        reveal_requested: back to what the commit showed.
    """

    cue_toggled = Signal(str)
    note_changed = Signal(str)
    decisive_requested = Signal()
    decisive_pressed = Signal()
    reveal_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clip_id: int | None = None
        self._told_note = ""
        self.cues = {cue: Chip(self.tr(cue.capitalize())) for cue in CUES}
        self.note = CapField(self.tr("Note"))
        self._decisive = DecisiveRow()
        self._locked = {
            "captions": LockedRow("ph.closed-captioning", self.tr("Caption")),
            "guesses": LockedRow("ph.robot", self.tr("Model guesses")),
            "raters": LockedRow("ph.users", self.tr("Other raters")),
        }
        self._hidden = QWidget()
        self._hidden_title = text_label(self.tr("After you commit"), "strong")
        self._back = QPushButton(self.tr("Show what was revealed"))
        self._pause = QTimer(self, interval=_NOTE_PAUSE_MS, singleShot=True)
        self._build()
        self._connect()

    def set_state(self, state: PanelState) -> None:
        """Show cues, note, moment and counts."""
        for cue, chip in self.cues.items():
            chip.setChecked(cue in state.cues)
        for part in (*self.cues.values(), self.note, self._decisive):
            part.setEnabled(state.can_decide)
            part.setToolTip(state.locked_reason)
        is_typing = self.note.hasFocus() and state.clip_id == self._clip_id
        self._clip_id = state.clip_id
        if not is_typing:
            self._pause.stop()
            self.note.setText(state.note)
        self._told_note = state.note
        self._decisive.set_time(state.decisive_time)
        self._set_hidden(state)
        self._hidden.setVisible(not state.is_revealed)
        self._back.setVisible(state.is_revealed)

    def _set_hidden(self, state: PanelState) -> None:
        hidden = state.hidden
        is_late = hidden.is_held_back and state.value is not None
        self._hidden_title.setText(self.tr("Later") if is_late else self.tr("After you commit"))
        for name, row in self._locked.items():
            waits = name == "raters" and hidden.waits_for_rating
            row.set_count(getattr(hidden, name), self.tr("after the rating") if waits else "")

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        for cue, chip in self.cues.items():
            chip.set_key(key_map.cap(cue_action(cue)))
        self.note.set_cap(key_map.cap("note"))
        self._decisive.set_cap(key_map.cap("decisive"))

    def flush_note(self) -> None:
        """Tell the note now if it differs from what was told."""
        self._pause.stop()
        text = self.note.text().strip()
        if text != self._told_note and self.note.isEnabled():
            self._told_note = text
            self.note_changed.emit(text)

    def _on_decisive(self) -> None:
        (self.decisive_pressed if self._decisive.is_set else self.decisive_requested).emit()

    def _connect(self) -> None:
        for cue, chip in self.cues.items():
            chip.clicked.connect(lambda _=False, c=cue: self._on_cue(c))
        self.note.textEdited.connect(self._pause.start)
        self.note.editingFinished.connect(self.flush_note)
        self.note.returnPressed.connect(self.note.clearFocus)
        self._pause.timeout.connect(self.flush_note)
        self._decisive.clicked.connect(self._on_decisive)
        self._back.clicked.connect(self.reveal_requested)

    def _on_cue(self, cue: str) -> None:
        # What is on is decided outside; the chip follows the next state.
        self.cues[cue].setChecked(not self.cues[cue].isChecked())
        self.cue_toggled.emit(cue)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(text_label(self.tr("What carried it?"), "strong"), 1)
        head.addWidget(text_label(self.tr("optional"), "small", "secondary"))
        column.addLayout(head)
        column.addSpacing(8)
        column.addWidget(self._cue_lines())
        column.addSpacing(12)
        column.addWidget(self.note)
        column.addSpacing(8)
        column.addWidget(self._decisive)
        column.addSpacing(16)
        column.addWidget(self._hidden_part())
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._back.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _cue_lines(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for chip in self.cues.values():
            flow.addWidget(chip)
        holder.setFixedHeight(_CUE_LINES)
        return holder

    def _hidden_part(self) -> QWidget:
        column = QVBoxLayout(self._hidden)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._hidden_title)
        column.addSpacing(4)
        for row in self._locked.values():
            column.addWidget(row)
        return self._hidden
