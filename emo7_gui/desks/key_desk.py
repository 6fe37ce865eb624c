"""Wires the sheet of keys: another key for an action, the keys of the start, a card to print.

What it is: what happens when somebody changes or prints keys.
What it is not: the map (key_map.py), the sheet (shell/key_sheet.py) or the hearing of keys.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from emo7_gui.key_map import KeyMap
from emo7_gui.player.player import Player
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow


class KeyDesk(QObject):
    """The keys of this person.

    Args:
        window: Where the sheet is.
        settings: Keeps what was changed.
    """

    told = Signal(str)
    failed = Signal(str)  # an error in a sentence

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._views: list[QWidget] = []
        window.remap_requested.connect(self._on_remap)
        window.restore_requested.connect(lambda: self._set(KeyMap()))
        window.print_requested.connect(self._print)

    def show_in(self, view: QWidget) -> None:
        """Let a workspace, and every player in it, name the keys that hold, now and later."""
        self._views.append(view)
        _tell(view, KeyMap(self._settings.keys))

    def _on_remap(self, action_id: str, chord: str) -> None:
        self._set(KeyMap(self._settings.keys).remapped(action_id, chord))

    def _set(self, key_map: KeyMap) -> None:
        self._settings.keys = key_map.overrides
        self._window.set_key_map(key_map)
        for view in self._views:
            _tell(view, key_map)

    def _print(self) -> None:
        from emo7_gui.shell.key_card import ask_for_card, save_card

        path = ask_for_card(self._window)
        if path is None:
            return
        try:
            save_card(path, KeyMap(self._settings.keys), self._window.workspaces)
        except OSError as error:
            self.failed.emit(str(error))
        else:
            self.told.emit(self.tr("the keys are in {0}").format(path))


def _tell(view: QWidget, key_map: KeyMap) -> None:
    # Not every workspace writes keys.
    if hasattr(view, "set_key_map"):
        view.set_key_map(key_map)
    for player in view.findChildren(Player):
        player.set_key_map(key_map)
