"""One clip of Compare, or two beside each other: pictures, one transport, traces, values, captions.

What it is: a grid with a column for each clip and one row of buttons for both.
What it is not: players (put in with `set_player`), playback (desks/duet.py) or lists.
Convention: side 0 is the left clip, side 1 the right one, which is there only while two are shown.
Arrows and digits are for the clip that is marked above the pictures.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from emo7_gui.compare.caption_line import CaptionLine
from emo7_gui.compare.trace_lane import TraceLane
from emo7_gui.compare.values_line import ValuesLine
from emo7_gui.key_map import KeyMap
from emo7_gui.player.buttons import icon_button
from emo7_gui.player.transport import Transport
from emo7_gui.segmented import Segmented
from emo7_gui.theme import theme

PICTURE_HEIGHT, LEAST_PICTURE, GAP = 288, 168, 8
# Beside the pictures: buttons, trace, values, two lines of caption, list; more with two clips.
LEAST_HEIGHT, TAKEN, TAKEN_BY_TWO = 140, 384, 448
LEFT, RIGHT = 0, 1
_SEGMENT_ROOM = 28


class ClipSides(QWidget):
    """The clips that are open.

    Signals:
        side_chosen(0 or 1): arrows and digits shall be for this clip.
        beside_toggled: a second clip shall come or go.
        in_step_toggled: the other way to keep two clips in step.
    """

    side_chosen = Signal(int)
    beside_toggled = Signal()
    in_step_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = ["", ""]
        self._keys = KeyMap()
        self._is_by_time = False
        self.is_double = False
        self._room = TAKEN + PICTURE_HEIGHT
        self.switch = Segmented(((LEFT, ""), (RIGHT, "")), self.tr("Clip for arrows and digits"))
        self.transport = Transport(is_compact=True)
        self.beside_button = icon_button("ph.columns", self.tr("Second clip beside"))
        self.beside_button.setCheckable(True)
        self.step_button = QPushButton()
        self.step_button.setStyleSheet("min-height: 24px; padding: 0 8px;")
        self.step_button.setFixedHeight(24)
        self.step_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.traces = (TraceLane(), TraceLane())
        self.values = (ValuesLine(), ValuesLine())
        self.captions = (CaptionLine(), CaptionLine())
        self._players: dict[int, QWidget] = {}
        self._grid = QGridLayout(self)
        self._arrange()
        self.switch.chosen.connect(lambda side: self.side_chosen.emit(int(side)))
        self.beside_button.clicked.connect(self._on_beside)
        self.step_button.clicked.connect(self.in_step_toggled)
        self.set_double(False)
        self.set_by_time(False)
        theme().changed.connect(self._colour)

    def _colour(self) -> None:
        self.beside_button.setIcon(theme().icon("ph.columns", "text"))

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.transport, 1)
        buttons.addWidget(self.step_button)
        buttons.addWidget(self.beside_button)
        grid = self._grid
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GAP)
        grid.addWidget(self.switch, 0, 0, 1, 2)
        grid.addLayout(buttons, 2, 0, 1, 2)
        for side in (LEFT, RIGHT):
            grid.setColumnStretch(side, 1)
            grid.addWidget(self.traces[side], 3, side)
            grid.addWidget(self.values[side], 4, side)
            top = Qt.AlignmentFlag.AlignTop if side == RIGHT else Qt.AlignmentFlag(0)
            grid.addWidget(self.captions[side], 5, side, top)

    def set_player(self, player: QWidget, side: int = LEFT) -> None:
        """Put a player into its place."""
        self._players[side] = player
        player.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid.addWidget(player, 1, side)
        self.set_double(self.is_double)

    def set_double(self, is_double: bool) -> None:
        """Show two clips, or one."""
        self.is_double = is_double
        for side, player in self._players.items():
            player.setMinimumWidth(LEAST_PICTURE)
            player.setVisible(is_double or side == LEFT)
        self._grid.setHorizontalSpacing(GAP if is_double else 0)
        self._fit()
        for part in (self.switch, self.step_button, self.traces[RIGHT], self.values[RIGHT]):
            part.setVisible(is_double)
        for values in self.values:
            values.set_is_narrow(is_double)
        self.captions[RIGHT].set_is_there(is_double)
        self._grid.setColumnStretch(RIGHT, 1 if is_double else 0)
        self.beside_button.setChecked(is_double)
        self._name()

    def set_room(self, height: int) -> None:
        """Take the height of the whole column: in a low window the pictures give way."""
        self._room = height
        self._fit()

    def _fit(self) -> None:
        most = PICTURE_HEIGHT
        most -= theme().size("control") + GAP if self.is_double else 0
        free = self._room - (TAKEN_BY_TWO if self.is_double else TAKEN)
        for player in self._players.values():
            player.setFixedHeight(min(most, max(LEAST_HEIGHT, free)))

    def set_by_time(self, is_by_time: bool) -> None:
        """Say how two clips are kept in step."""
        self._is_by_time = is_by_time
        self._name()

    def set_name(self, side: int, name: str) -> None:
        """Say which clip a side shows."""
        self._names[side] = name
        self._name()

    def set_side(self, side: int) -> None:
        """Mark the clip that arrows and digits are for."""
        self.switch.set_key(side)

    def _on_beside(self) -> None:
        # Whether a second clip comes is answered by `set_double`.
        self.beside_button.setChecked(self.is_double)
        self.beside_toggled.emit()

    def perform(self, action_id: str) -> bool:
        """Answer a key of two clips; True where it was one of ours."""
        if action_id == "beside":
            self.beside_toggled.emit()
        elif self.is_double and action_id == "in_step":
            self.in_step_toggled.emit()
        elif self.is_double and action_id == "other_side":
            self.side_chosen.emit(RIGHT if self.switch.key == LEFT else LEFT)
        else:
            return False
        return True

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self._keys = key_map
        self.transport.set_key_map(key_map)
        self._name()

    def _name(self) -> None:
        self.step_button.setText(self.tr("by time") if self._is_by_time else self.tr("by share"))
        way = self.tr("In step by time from each start; the shorter clip waits at its end")
        if not self._is_by_time:
            way = self.tr("In step by share: both begin and end together")
        _tell(self.step_button, way, self._keys.cap("in_step"))
        words = self.tr("One clip alone") if self.is_double else self.tr("Second clip beside")
        _tell(self.beside_button, words, self._keys.cap("beside"))
        self._name_sides()

    def _name_sides(self) -> None:
        room = self.width() // 2 - _SEGMENT_ROOM
        empty = (self.tr("Left"), self.tr("Right"))
        for side in (LEFT, RIGHT):
            whole = self._names[side] or empty[side]
            segment = self.switch.segment(side)
            metrics = segment.fontMetrics()
            self.switch.set_text(
                side, metrics.elidedText(whole, Qt.TextElideMode.ElideMiddle, max(24, room))
            )
            segment.setAccessibleName(f"{empty[side]}: {whole}")
            segment.setToolTip(whole)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_sides()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._name_sides()


def _tell(button: QWidget, words: str, cap: str) -> None:
    told = f"{words} ({cap})" if cap else words
    button.setToolTip(told)
    button.setAccessibleName(words)
