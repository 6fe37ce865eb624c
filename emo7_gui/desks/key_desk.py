"""Wires the sheet of keys: another key for an action, the keys of the start, a card to print.

What it is: what happens when somebody changes or prints keys.
What it is not: the map (key_map.py), the sheet (shell/key_sheet.py) or the hearing of keys.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from emo7_gui.key_map import KeyMap
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow


class KeyDesk(QObject):
    """The keys of this person.

    Args:
        window: Where the sheet is.
        settings: Keeps what was changed.
        tell: Takes the map that holds now, besides the window itself.
    """

    told = Signal(str)
    failed = Signal(str)  # an error in a sentence

    def __init__(
        self, window: MainWindow, settings: Settings, tell: Callable[[KeyMap], object]
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._tell = window, settings, tell
        window.remap_requested.connect(self._on_remap)
        window.restore_requested.connect(lambda: self._set(KeyMap()))
        window.print_requested.connect(self._print)
        tell(KeyMap(settings.keys))

    def _on_remap(self, action_id: str, chord: str) -> None:
        self._set(KeyMap(self._settings.keys).remapped(action_id, chord))

    def _set(self, key_map: KeyMap) -> None:
        self._settings.keys = key_map.overrides
        self._window.set_key_map(key_map)
        self._tell(key_map)

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
