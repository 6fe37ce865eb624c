"""Shows the frame of the window at once; everything behind it is made after the first paint.

What it is: the entry of a person, and the few things that a first picture needs.
What it is not: what makes and ends the rooms (app.py); it is imported here only once the frame
stands, since it brings the libraries.
Convention: making the rest happens in one turn of the event loop: a key pressed meanwhile waits
for it and is not lost.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from emo7_core.bulk import keep_for_good, without_collecting
from emo7_gui.frame import make_window
from emo7_gui.settings import Settings
from emo7_gui.source_reading import spare_source_reading
from emo7_gui.theme import install

if TYPE_CHECKING:
    from emo7_gui.app import Studio

# Seconds after which a worker lets the GUI thread go on; Python's own 0.005 is felt at a key.
SWITCH_SECONDS = 0.001


class Start(QObject):
    """The frame now, the Studio after the first paint.

    Args:
        settings: What this person likes.
    """

    painted = Signal()
    made = Signal(object)  # Studio

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.studio: Studio | None = None
        self.window = make_window(settings)
        self.window.first_start.installEventFilter(self)
        self.window.show()

    def close(self) -> None:
        """End the Studio, where it was made."""
        if self.studio is not None:
            self.studio.close()

    def _make(self) -> None:
        with without_collecting():
            from emo7_gui.app import Studio

            self.studio = Studio(self._settings, self.window)
            keep_for_good()
        self.made.emit(self.studio)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the first paint, and make the rest in the next turn."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
            QTimer.singleShot(0, self._make)
        return False


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the application with its names, made once."""
    # Importing cv2 anywhere would point Qt at foreign plugins.
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
    sys.setswitchinterval(SWITCH_SECONDS)
    spare_source_reading()
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("emo7")
    app.setOrganizationName("emo7")
    return app


def run(project: Path | None = None, has_demo: bool = False) -> int:
    """Open the window, with a project where one is given, and return the exit code."""
    app = make_application()
    settings = Settings()
    install(app, settings.scheme)
    start = Start(settings)

    def go_on(studio: Studio) -> None:
        if project is not None and not has_demo:
            studio.projects.open_project(project)
        elif has_demo:
            studio.projects.open_demo(project)

    start.made.connect(go_on)
    app.aboutToQuit.connect(start.close)
    code = app.exec()
    start.close()
    return code
