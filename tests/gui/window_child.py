"""The real window with a rater at its keys, for the kill test.

Usage: python -m tests.gui.window_child FOLDER. A timer presses keys in the window as fast as
decisions are saved. Prints one line for each decision that the session called durable: its uuid,
clip and value. It never ends by itself.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest

from emo7_core.labels.decision import STAGES
from emo7_gui.app import Studio
from emo7_gui.settings import Settings
from emo7_gui.start import make_application
from emo7_gui.theme import install

K, M = Qt.Key, Qt.KeyboardModifier
DIGITS = (K.Key_1, K.Key_2, K.Key_3, K.Key_4, K.Key_5, K.Key_6, K.Key_7)


class Presser:
    """Presses keys, and tells what was saved."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.told = {entry.uuid for entry in self._entries()}
        studio.session.save_state_changed.connect(self.acknowledge)

    def press(self) -> None:
        """Press one key, as a rater in a hurry would."""
        if self.studio.session.save_state.kind != "saved":
            return
        choice = random.random()
        if choice < 0.15:
            self._key(K.Key_Z, M.ControlModifier)
        elif choice < 0.3:
            self._key(random.choice((K.Key_Q, K.Key_E, K.Key_M)))
        elif choice < 0.6:
            self._key(K.Key_Return, random.choice((M.NoModifier, M.ShiftModifier)))
        else:
            self._key(random.choice(DIGITS), random.choice((M.NoModifier, M.KeypadModifier)))

    def acknowledge(self, state: object) -> None:
        """Print what is durable now and was not told before."""
        if self.studio.session.save_state.kind != "saved":
            return
        for entry in self._entries():
            if entry.uuid not in self.told:
                self.told.add(entry.uuid)
                print(entry.uuid, entry.clip_id, entry.value, flush=True)

    def _entries(self):
        session = self.studio.session
        both = ((clip_id, stage) for clip_id in session.clips for stage in STAGES)
        return [
            session.standing.decisions[place]
            for place in both
            if place in session.standing.decisions
        ]

    def _key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = M.NoModifier) -> None:
        window = self.studio.window
        QTest.keyClick(window.focusWidget() or window, key, modifiers)


def main(folder: str) -> None:
    app = make_application()
    install(app, "dark")
    with tempfile.TemporaryDirectory() as place:
        store = QSettings(str(Path(place) / "settings.ini"), QSettings.Format.IniFormat)
        settings = Settings(store)
        settings.rater = "MK"
        studio = Studio(settings)
        studio.show()
        studio.window.activateWindow()
        studio.projects.open_project(Path(folder))
        presser, again = Presser(studio), QTimer()
        again.timeout.connect(presser.press)
        again.start(5)
        app.exec()


if __name__ == "__main__":
    main(sys.argv[1])
