"""All keys on one sheet: look one up, change it, print the card.

What it is: a dialog over the window, made from the registry and the keys that hold now.
What it is not: the keeper of keys; it asks for a change and is told the new map.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from emo7_gui.actions import (
    ACTIONS,
    COMPARE,
    CUES,
    DATA,
    DECIDE,
    EVERYWHERE,
    GOLDEN,
    GROUPS,
    LISTS,
    PLAY,
    SEE,
    START,
    TRAIN,
    Action,
    is_offered,
)
from emo7_gui.key_map import KeyMap
from emo7_gui.shell.key_row import KeyRow
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme

_SIZE = QSize(1040, 880)
COLUMNS = (
    (DECIDE, CUES, LISTS),
    (PLAY, SEE, START),
    (EVERYWHERE, DATA),
    (COMPARE, TRAIN, GOLDEN),
)
UNSURE = Action("unsure", "Unsure", DECIDE, ("Shift+1 … 7",), is_fixed=True)


class KeySheet(Overlay):
    """The `?` sheet.

    Signals:
        remap_requested(action id, chord): a free key was pressed for an action.
        restore_requested: all keys should be as they came.
        print_requested: the card should be written to a file.
    """

    remap_requested = Signal(str, str)
    restore_requested = Signal()
    print_requested = Signal()

    def __init__(self, parent: QWidget, key_map: KeyMap) -> None:
        super().__init__(parent, self.tr("All keys"), _SIZE)
        self._key_map = key_map
        self._rows: dict[str, KeyRow] = {}
        self._headings: dict[str, QLabel] = {}
        self._message = text_label("", "body", "secondary")
        self._build()
        self.set_key_map(key_map)
        self.say_hint()

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self._key_map = key_map
        for action_id, row in self._rows.items():
            row.set_keys(key_map.keys(action_id))

    def set_workspaces(self, names: frozenset[str]) -> None:
        """Show what a window with these workspaces can do."""
        offered = [action for action in ACTIONS if is_offered(action, names)]
        ids, groups = {action.id for action in offered}, {action.group for action in offered}
        for action_id, row in self._rows.items():
            row.setVisible(action_id in ids)
        for group, heading in self._headings.items():
            heading.setVisible(group in groups)

    def row(self, action_id: str) -> KeyRow:
        """Return the line of an action."""
        return self._rows[action_id]

    def message(self) -> str:
        """Return the line under the heading."""
        return self._message.text()

    def say_hint(self) -> None:
        """Say how to change a key."""
        set_tone(self._message, "secondary")
        self._message.setText(self.tr("Click a line, then press the key it should have."))

    def _on_key_pressed(self, action_id: str, chord: str) -> None:
        reason = self._key_map.conflict(action_id, chord)
        if reason is None:
            self.say_hint()
            self.remap_requested.emit(action_id, chord)
            return
        set_tone(self._message, "error")
        self._message.setText(self.tr("Not changed: {}").format(reason))

    def _build(self) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(4)
        column.addLayout(self._header())
        column.addWidget(self._message)
        column.addSpacing(8)
        column.addWidget(self._sheet(), 1)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(text_label(self.tr("Keys"), "heading"), 1)
        for text, signal, kind in (
            (self.tr("As they came"), self.restore_requested, "flat"),
            (self.tr("Print card"), self.print_requested, ""),
            (self.tr("Close"), None, ""),
        ):
            button = QPushButton(text)
            button.setProperty("kind", kind)
            button.clicked.connect(signal or self.close_card)
            row.addWidget(button)
        return row

    def _sheet(self) -> QScrollArea:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        for place, groups in enumerate(COLUMNS):
            grid.addLayout(self._column(groups), 0, place)
            grid.setColumnStretch(place, 1)
        area = QScrollArea()
        area.setAccessibleName(self.tr("List of keys"))
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _column(self, groups: tuple[str, ...]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        for group in groups:
            self._headings[group] = self._heading(GROUPS[group], is_first=group == groups[0])
            column.addWidget(self._headings[group])
            for action in ACTIONS:
                if action.group == group:
                    column.addWidget(self._add_row(action))
            if group == DECIDE:
                unsure = KeyRow(UNSURE)
                unsure.set_keys(UNSURE.keys)
                column.addWidget(unsure)
        column.addStretch(1)
        return column

    def _add_row(self, action: Action) -> KeyRow:
        row = KeyRow(action)
        row.key_pressed.connect(self._on_key_pressed)
        self._rows[action.id] = row
        return row

    def _heading(self, text: str, is_first: bool) -> QLabel:
        above = 0 if is_first else 12
        label = text_label(text, "strong")
        label.setContentsMargins(6, above, 0, 4)
        label.setFixedHeight(theme().line("strong") + 4 + above)
        return label
