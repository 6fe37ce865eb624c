"""The frame of the window with its first screen, before anything stands behind it.

What it is: the one place where a MainWindow is made, as this person left it.
What it is not: the rooms (app.py), or when they are made (start.py).
"""

from __future__ import annotations

from PySide6.QtGui import QImage

from emo7_core import paths
from emo7_gui.key_map import KeyMap
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow

FIRST_DEMO_CLIPS = 24


def make_window(settings: Settings) -> MainWindow:
    """Return the frame with its first screen, as this person left it."""
    window = MainWindow(KeyMap(settings.keys))
    window.set_layout_state(settings.layout("window"))
    window.top_bar.menu.set_scheme(settings.scheme)
    window.top_bar.menu.set_reveal(settings.is_reveal_on)
    detail = window.tr("{0} clips of drawn signers, made on this computer in about a minute")
    window.first_start.set_demo_detail(detail.format(FIRST_DEMO_CLIPS))
    picture = paths.resources() / "demo" / "first-start.png"
    window.first_start.set_picture(QImage(str(picture)) if picture.is_file() else None)
    return window
