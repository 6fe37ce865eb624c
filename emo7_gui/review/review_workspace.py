"""Review: queue at the left, picture in the middle, decision at the right.

What it is: the three views side by side, and the keys that concern the views alone.
What it is not: the player (given from outside), nor any decision.
Convention: perform(action id) is True where the workspace answered; the rest goes on to the
player and the session in app.py.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from emo7_core.labels.decision import CUES
from emo7_gui.actions import cue_action, decided_value
from emo7_gui.key_map import KeyMap
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.review.scale_panel import ScalePanel
from emo7_gui.theme import theme

_CUE_OF = {cue_action(cue): cue for cue in CUES}


class ReviewWorkspace(QWidget):
    """Queue, player, panel in a splitter.

    Signals:
        clip_chosen(row): another clip should open.
        next_requested, previous_requested, retract_requested: as the keys say.
        layout_changed: the splitter moved; layout_state() should be kept.
        picture_only_changed(is on): the sides went away or came back.
    """

    clip_chosen = Signal(object)
    next_requested = Signal()
    previous_requested = Signal()
    retract_requested = Signal()
    layout_changed = Signal()
    picture_only_changed = Signal(bool)

    def __init__(self, player: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue = QueuePanel()
        self.player = player
        self.panel = ScalePanel()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._is_picture_only = False
        self._hidden_sides: set[QWidget] = set()
        self._build()
        self.queue.clip_chosen.connect(self._on_clip_chosen)
        self.panel.next_requested.connect(self.next_requested)
        self._splitter.splitterMoved.connect(lambda: self.layout_changed.emit())

    @property
    def is_picture_only(self) -> bool:
        return self._is_picture_only

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self.queue.set_key_map(key_map)
        self.panel.set_key_map(key_map)

    def set_picture_only(self, is_on: bool) -> None:
        """Show the picture alone, or with the sides that were open."""
        self._is_picture_only = is_on
        self._show_sides()
        self.picture_only_changed.emit(is_on)

    def layout_state(self) -> bytes:
        """Return the places of the splitter, to be kept."""
        return bytes(self._splitter.saveState().data())

    def set_layout_state(self, state: bytes) -> None:
        """Restore the places of the splitter; nothing kept means those of the tokens."""
        if state:
            self._splitter.restoreState(QByteArray(state))

    def flush(self) -> None:
        """Tell what was typed but not told yet."""
        self.panel.flush_note()

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        if (decided := decided_value(action_id)) is not None:
            self.panel.press(*decided)
        elif action_id in _CUE_OF:
            self.panel.toggle_cue(_CUE_OF[action_id])
        elif action_id in self._simple():
            self._simple()[action_id]()
        else:
            return action_id == "back" and self._go_back()
        return True

    def _simple(self) -> dict[str, Callable[[], None]]:
        return {
            "next": self._flushed(self.next_requested.emit),
            "previous": self._flushed(self.previous_requested.emit),
            "retract": self._flushed(self.retract_requested.emit),
            "stage": self._flushed(self.panel.ask_other_stage),
            "history": self.panel.open_history,
            "evidence": self.panel.open_evidence,
            "note": self.panel.edit_note,
            "search": self._search,
            "list_up": lambda: self.queue.walk(-1),
            "list_down": lambda: self.queue.walk(1),
            "picture_only": lambda: self.set_picture_only(not self._is_picture_only),
            "left_side": lambda: self._toggle_side(self.queue),
            "right_side": lambda: self._toggle_side(self.panel),
        }

    def _flushed(self, act: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            self.flush()
            act()

        return run

    def _on_clip_chosen(self, clip_id: int) -> None:
        self.flush()
        self.clip_chosen.emit(clip_id)

    def _search(self) -> None:
        self._hidden_sides.discard(self.queue)
        self.set_picture_only(False)
        self.queue.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.queue.search.selectAll()

    def _go_back(self) -> bool:
        """Esc leaves a field first, then the picture alone."""
        fields = (self.queue.search, self.panel.details.note)
        field = next((field for field in fields if field.hasFocus()), None)
        if field is not None:
            field.clearFocus()
            return True
        if self._is_picture_only:
            self.set_picture_only(False)
            return True
        return False

    def _toggle_side(self, side: QWidget) -> None:
        self._hidden_sides ^= {side}
        self._is_picture_only = False
        self._show_sides()

    def _show_sides(self) -> None:
        for side in (self.queue, self.panel):
            side.setVisible(not self._is_picture_only and side not in self._hidden_sides)

    def _build(self) -> None:
        for place, (part, stretch) in enumerate(
            ((self.queue, 0), (_below_gap(self.player), 1), (self.panel, 0))
        ):
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(place, stretch)
            self._splitter.setCollapsible(place, False)
        self._splitter.setHandleWidth(theme().size("gutter"))
        sides = theme().size("queue"), theme().size("panel")
        self._splitter.setSizes([sides[0], 840, sides[1]])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)


def _below_gap(player: QWidget) -> QWidget:
    """Hold the player one gutter below the bar, level with the sides."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, theme().size("gutter"), 0, 0)
    column.addWidget(player)
    return holder
