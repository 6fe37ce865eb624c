"""The frame is painted before the libraries behind it are loaded, and becomes the Studio's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from emo7_gui.settings import Settings
from emo7_gui.start import Start
from emo7_gui.theme import install
from tests.gui.waiting import until

ROOT = Path(__file__).resolve().parents[2]
FIRST_PAINT = """
import sys
from PySide6.QtCore import QSettings
from emo7_gui.settings import Settings
from emo7_gui.start import Start, make_application
from emo7_gui.theme import install

app = make_application()
settings = Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat))
install(app, "dark")
start = Start(settings)
start.painted.connect(lambda: print(*sorted({name.split(".")[0] for name in sys.modules})))
start.made.connect(lambda studio: start.window.close())
app.exec()
start.close()
"""


def test_the_first_picture_waits_for_no_library(tmp_path: Path):
    """When the frame is painted, neither the store nor video, plots or configs are loaded."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path / "s.ini")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "PySide6" in loaded
    assert not loaded & {"sqlalchemy", "av", "pyqtgraph", "pydantic", "numpy", "scipy"}


def test_the_studio_takes_the_frame_that_is_shown(qtbot, tmp_path: Path):
    """No second window appears, and all ends when it is closed."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    install(app, "dark")
    settings = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    start = Start(settings)
    until(lambda: start.studio is not None, "the studio")
    assert start.studio.window is start.window
    start.window.close()
    start.close()
