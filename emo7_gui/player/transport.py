"""The row under the picture: play, step, loop, speed, and which overlays are on.

What it is: a view; it says what was pressed and shows what it is told.
What it is not: playback.
Convention: speeds are factors of the true speed, 0.1 to 4; a loop is frames [start, stop), shown
as the seconds where they begin and end. The compact form has neither the loop's range nor
the overlays' switches, which have keys.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from emo7_gui.key_map import KeyMap
from emo7_gui.player.buttons import OverlayToggle, icon_button
from emo7_gui.theme import theme

SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
NARROW = 700


def speed_text(rate: float) -> str:
    """Return 0.5×, 1×."""
    return f"{rate:g}×"


class Transport(QWidget):
    """Buttons of playback and overlays."""

    start_requested = Signal()
    step_requested = Signal(int)
    play_toggled = Signal()
    loop_toggled = Signal(bool)
    speed_changed = Signal(float)
    overlay_toggled = Signal(str, bool)
    picture_only_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_compact: bool = False) -> None:
        super().__init__(parent)
        self._is_compact = is_compact
        self.setFixedHeight(theme().size("transport"))
        self._keys = KeyMap()
        self._to_start = icon_button("skip-back", "", self)
        self._back = icon_button("caret-left", "", self)
        self._play = icon_button("play-fill", "", self)
        self._forward = icon_button("caret-right", "", self)
        self._loop = icon_button("repeat", "", self)
        self._loop.setCheckable(True)
        self._full = icon_button("corners-out", "", self)
        self._speed = self._speed_button()
        self._loop_word, self._loop_range = QLabel(self.tr("Loop")), QLabel()
        self._toggles = self._overlay_toggles()
        self._lay_out()
        self._connect()
        self._is_playing = False
        self.set_key_map(self._keys)
        self.set_rate(1.0)
        self._colour()
        theme().changed.connect(self._colour)

    # What the view is told.

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self._keys = key_map
        for toggle in self._toggles.values():
            toggle.set_key(key_map.cap(toggle.name))
        slower, faster = key_map.cap("slower"), key_map.cap("faster")
        self._speed.setToolTip(self.tr("Speed ({0} and {1})").format(slower, faster))
        self._name_buttons()

    def set_playing(self, is_playing: bool) -> None:
        """Show pause while playing, else play."""
        self._is_playing = is_playing
        self._name_buttons()
        self._colour()

    def set_rate(self, rate: float) -> None:
        """Show the speed."""
        self._rate = rate
        self._speed.setText(speed_text(rate))
        self._speed.setAccessibleName(self.tr("Speed {rate}").format(rate=speed_text(rate)))
        for action in self._speed.menu().actions():
            action.setChecked(action.data() == rate)

    def set_loop(self, start_time: float | None, stop_time: float | None, is_on: bool) -> None:
        """Show the loop range in seconds; None when there is no clip."""
        self._loop.setChecked(is_on)
        has_range = start_time is not None and stop_time is not None
        self._loop_range.setText(f"{start_time:.2f} – {stop_time:.2f} s" if has_range else "")
        self._loop_range.setProperty("tone", "" if is_on else "secondary")
        self._loop_range.style().polish(self._loop_range)
        self._loop_word.setVisible(has_range and not self._is_compact)

    def set_overlay(self, name: str, is_on: bool) -> None:
        """Show whether an overlay is on."""
        self._toggles[name].setChecked(is_on)

    def set_has_clip(self, has_clip: bool) -> None:
        """Enable what needs a clip."""
        for button in (self._to_start, self._back, self._play, self._forward, self._loop):
            button.setEnabled(has_clip)

    def step_speed(self, steps: int) -> None:
        """Ask for the next slower (-1) or faster (+1) speed."""
        nearest = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - self._rate))
        wanted = SPEEDS[min(max(0, nearest + steps), len(SPEEDS) - 1)]
        if wanted != self._rate:
            self.speed_changed.emit(wanted)

    @property
    def rate(self) -> float:
        """The speed that is shown."""
        return self._rate

    # How it is made.

    def _name_buttons(self) -> None:
        play = self.tr("Pause") if self._is_playing else self.tr("Play")
        names = (
            (self._to_start, self.tr("To start"), "clip_start"),
            (self._back, self.tr("One frame back"), "frame_back"),
            (self._play, play, "play"),
            (self._forward, self.tr("One frame on"), "frame_forward"),
            (self._loop, self.tr("Loop"), "loop"),
            (self._full, self.tr("Picture only"), "picture_only"),
        )
        for button, words, action_id in names:
            cap = self._keys.cap(action_id)
            name = f"{words} ({cap})" if cap else words
            button.setAccessibleName(name)
            button.setToolTip(name)

    def _speed_button(self) -> QPushButton:
        button = QPushButton(self)
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setIcon(theme().icon("caret-down", size=12))
        button.setFixedHeight(24)
        button.setMinimumWidth(58)
        button.setStyleSheet("min-height: 24px; padding: 0 8px;")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for rate in SPEEDS:
            action = QAction(speed_text(rate), menu, checkable=True)
            action.setData(rate)
            group.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(lambda action: self.speed_changed.emit(action.data()))
        button.setMenu(menu)
        return button

    def _overlay_toggles(self) -> dict[str, OverlayToggle]:
        return {
            "body": OverlayToggle("body", self.tr("Body"), "", "body", self),
            "hands": OverlayToggle("hands", self.tr("Hands"), "", "hands", self),
            "face": OverlayToggle("face", self.tr("Face"), "", "face", self),
            "trails": OverlayToggle("trails", self.tr("Trails"), "", "", self),
        }

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        buttons: tuple[QToolButton, ...] = (self._to_start, self._back, self._play, self._forward)
        for button in buttons:
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._loop)
        row.addSpacing(8)
        row.addWidget(self._speed)
        row.addSpacing(8)
        row.addWidget(self._loop_word)
        row.addWidget(self._loop_range)
        row.addStretch(1)
        for toggle in self._toggles.values():
            row.addWidget(toggle)
        row.addSpacing(8)
        row.addWidget(self._full)
        if self._is_compact:
            for widget in (self._loop_word, self._loop_range, self._full, *self._toggles.values()):
                widget.hide()
        self._loop_word.setProperty("tone", "secondary")
        for label in (self._loop_word, self._loop_range):
            label.setProperty("face", "small_strong" if label is self._loop_range else "small")

    def _connect(self) -> None:
        self._to_start.clicked.connect(self.start_requested)
        self._back.clicked.connect(lambda: self.step_requested.emit(-1))
        self._forward.clicked.connect(lambda: self.step_requested.emit(1))
        self._play.clicked.connect(self.play_toggled)
        self._loop.clicked.connect(self.loop_toggled)
        self._full.clicked.connect(self.picture_only_requested)
        for toggle in self._toggles.values():
            toggle.clicked.connect(
                lambda is_on, name=toggle.name: self.overlay_toggled.emit(name, is_on)
            )

    def _colour(self) -> None:
        """The play button is the one light block of the row, in the text colour."""
        text, quiet = (theme().colour(name).name() for name in ("text", "input"))
        self._play.setStyleSheet(
            f"QToolButton {{ padding: 0; background: {text}; }}"
            f"QToolButton:disabled {{ background: {quiet}; }}"
        )
        self._play.setIcon(
            theme().icon("pause-fill" if self._is_playing else "play-fill", "window")
        )

    # Qt's own names.

    def resizeEvent(self, event: QResizeEvent) -> None:
        for toggle in self._toggles.values():
            toggle.set_is_short(self.width() < NARROW)
