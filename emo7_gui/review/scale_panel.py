"""The right side of Review: stage, the seven rows, and what belongs to the decision.

What it is: a view of one frozen PanelState. It says what was asked for and changes nothing
by itself; the geometry is the same blind and revealed.
What it is not: keys (key_router.py); the workspace calls press() and the like for them.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from emo7_core.scale import CLASSES, K
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.key_button import KeyButton
from emo7_gui.key_map import KeyMap
from emo7_gui.review.details_page import DetailsPage
from emo7_gui.review.evidence_popover import EvidencePopover
from emo7_gui.review.expected_row import BarLegend
from emo7_gui.review.hint_line import HintLine
from emo7_gui.review.history_popover import HistoryPopover
from emo7_gui.review.panel_state import SIGNING_ONLY, WITH_CAPTION, PanelState
from emo7_gui.review.reveal_page import RevealPage
from emo7_gui.review.scale_row import RowFacts, ScaleRow
from emo7_gui.segmented import Segmented
from emo7_gui.theme import theme

_SIDE, _BLEED, _LEAST = 16, 8, 280


class ScalePanel(QWidget):
    """The decision panel.

    Signals:
        value_requested(value 0..6, is unsure): a row or its key was pressed.
        cue_toggled(name), note_changed(text): what belongs to the decision.
        decisive_requested, decisive_pressed: set the moment here; show the one that is set.
        stage_requested(stage): the other stage was asked for.
        next_requested: the button of the reveal was pressed.
        models_requested: other models should be chosen.
        revert_requested(uuid): an entry of the history should hold again.
    """

    value_requested = Signal(int, bool)
    cue_toggled = Signal(str)
    note_changed = Signal(str)
    decisive_requested = Signal()
    decisive_pressed = Signal()
    stage_requested = Signal(str)
    next_requested = Signal()
    models_requested = Signal()
    revert_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = PanelState()
        self._key_map = KeyMap()
        self._shows_details = False
        self.stage = Segmented(
            ((SIGNING_ONLY, self.tr("Signing only")), (WITH_CAPTION, self.tr("With caption"))),
            self.tr("Stage"),
        )
        self._title = ElidedLabel("", "strong")
        self._legend = BarLegend()
        self.rows = {value: ScaleRow(value) for value in reversed(range(K))}
        self._hint = HintLine()
        self.details = DetailsPage()
        self.reveal = RevealPage()
        self._lower = QStackedWidget()
        self.next_button = KeyButton(self.tr("Next clip"), kind="primary")
        self._history = HistoryPopover(self)
        self.evidence = EvidencePopover(self)
        self._build()
        self._connect()
        self.set_state(self._state)

    @property
    def state(self) -> PanelState:
        return self._state

    def set_state(self, state: PanelState) -> None:
        """Show the open clip."""
        if state.clip_id != self._state.clip_id or not state.is_revealed:
            self._shows_details = False
        self._state = state
        self.stage.set_key(state.stage)
        self._set_rows(state)
        self._set_words(state)
        self.details.set_state(state)
        self.reveal.set_state(state)
        self._show_page()
        self.next_button.setEnabled(state.next_enabled)
        self.next_button.setVisible(state.is_revealed)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self._key_map = key_map
        self.details.set_key_map(key_map)
        self.next_button.set_cap(key_map.cap("next"))
        self._set_words(self._state)

    def press(self, value: int, is_unsure: bool) -> None:
        """Answer a digit: its row lights up and the value is asked for."""
        if not self._state.can_decide:
            return
        self.details.flush_note()
        self.rows[value].flash()
        self.value_requested.emit(value, is_unsure)

    def toggle_cue(self, cue: str) -> None:
        """Answer the key of a cue tag."""
        if self._state.can_decide:
            self.cue_toggled.emit(cue)

    def ask_other_stage(self) -> None:
        """Answer the key of the stage switch."""
        is_first = self._state.stage == SIGNING_ONLY
        self.stage_requested.emit(WITH_CAPTION if is_first else SIGNING_ONLY)

    def edit_note(self) -> None:
        """Show the note and put the cursor in."""
        if self._state.can_decide:
            self._open_details()
            self.details.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush_note(self) -> None:
        """Tell a note that was typed but not told yet."""
        self.details.flush_note()

    def open_history(self) -> None:
        """List the own entries on this clip."""
        button = self.reveal.history_button
        anchor = button if button.isVisible() else self._hint
        corner = anchor.mapToGlobal(QPoint(anchor.width(), -4))
        self._history.open_at(corner, self._state.history)

    def open_evidence(self) -> None:
        """Say why the clip is here and what speaks for its value."""
        corner = self._title.mapToGlobal(QPoint(self._title.width(), self._title.height() + 4))
        self.evidence.open_at(corner, self._state.evidence)

    def _set_rows(self, state: PanelState) -> None:
        for value, row in self.rows.items():
            row.setEnabled(state.can_decide)
            row.setToolTip(state.locked_reason)
            row.set_own(state.value == value, state.is_unsure)
            row.set_facts(_facts(state, value) if state.is_revealed else None)
        letters = tuple(model.letter for model in state.models) if state.is_revealed else ()
        self._legend.set_letters(letters)

    def _set_words(self, state: PanelState) -> None:
        if state.value is None:
            self._title.setText(self.tr("What does the signing express?"))
        else:
            sure = self.tr(", unsure") if state.is_unsure else ""
            word = self.tr(CLASSES[state.value])
            self._title.setText(self.tr("Your decision: {}{}").format(word, sure))
        if state.locked_reason:
            self._hint.set_hint(state.locked_reason, "", "")
        elif state.is_revealed:
            text = self.tr("A digit now decides again, caption seen")
            self._hint.set_hint(text, self._last_key("undo"), self.tr("undo"))
        else:
            meaning = self.tr("+ digit: unsure")
            self._hint.set_hint(self.tr("One key commits"), "Shift", meaning)

    def _last_key(self, action_id: str) -> str:
        """Undo shows its short key, which stands last."""
        keys = self._key_map.keys(action_id)
        return keys[-1] if keys else ""

    def _open_details(self) -> None:
        self._shows_details = True
        self._show_page()

    def _close_details(self) -> None:
        self._shows_details = False
        self._show_page()

    def _show_page(self) -> None:
        is_reveal = self._state.is_revealed and not self._shows_details
        self._lower.setCurrentWidget(self.reveal if is_reveal else self.details)

    def _on_stage_chosen(self, stage: object) -> None:
        # What holds is decided outside; the switch follows the next state.
        self.stage.set_key(self._state.stage)
        self.stage_requested.emit(str(stage))

    def _connect(self) -> None:
        for row in self.rows.values():
            row.value_pressed.connect(self.press)
        self.stage.chosen.connect(self._on_stage_chosen)
        self.details.cue_toggled.connect(self.cue_toggled)
        self.details.note_changed.connect(self.note_changed)
        self.details.decisive_requested.connect(self.decisive_requested)
        self.details.decisive_pressed.connect(self.decisive_pressed)
        self.details.reveal_requested.connect(self._close_details)
        self.reveal.details_requested.connect(self._open_details)
        self.reveal.history_requested.connect(self.open_history)
        self.reveal.models_requested.connect(self.models_requested)
        self._history.revert_requested.connect(self.revert_requested)
        self.next_button.clicked.connect(self.next_requested)

    def _build(self) -> None:
        self.setMinimumWidth(_LEAST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        column.addLayout(_inset(self.stage))
        column.addSpacing(16)
        column.addLayout(_inset(self._title, self._legend))
        column.addSpacing(8)
        column.addLayout(self._rows_column())
        column.addSpacing(4)
        column.addLayout(_inset(self._hint))
        column.addSpacing(18)
        column.addWidget(self._lower_part(), 1)
        column.addSpacing(8)
        column.addLayout(_inset(self.next_button))
        policy = self.next_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.next_button.setSizePolicy(policy)
        self.next_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for value in range(2):
            key = (SIGNING_ONLY, WITH_CAPTION)[value]
            self.stage.segment(key).setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _rows_column(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setContentsMargins(_SIDE - _BLEED, 0, _SIDE - _BLEED, 0)
        rows.setSpacing(theme().size("gutter") // 2)
        for row in self.rows.values():
            rows.addWidget(row)
        return rows

    def _lower_part(self) -> QScrollArea:
        for page in (self.details, self.reveal):
            page.setContentsMargins(_SIDE, 0, _SIDE, 0)
            self._lower.addWidget(page)
        area = QScrollArea()
        area.setWidget(self._lower)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.verticalScrollBar().rangeChanged.connect(self._make_room_for_bar)
        return area

    def _make_room_for_bar(self, least: int, most: int) -> None:
        """Let the scroll bar take the margin, so that nothing moves when it comes."""
        right = _SIDE - _BLEED if most > least else _SIDE
        for page in (self.details, self.reveal):
            page.setContentsMargins(_SIDE, 0, right, 0)


def _facts(state: PanelState, value: int) -> RowFacts:
    said = {one.letter: one.probabilities[value] for one in state.models if one.probabilities}
    # B alone keeps its place under an A that is not there.
    shares = (said.get("A"), said.get("B")) if state.models else ()
    return RowFacts(shares, tuple(mark for mark in state.raters if mark.value == value))


def _inset(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(_SIDE, 0, _SIDE, 0)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 0 if place else 1)
    return row
