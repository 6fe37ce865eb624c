"""The window ends at once and for good, whatever is in hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from emo7_gui.theme import install
from tests.gui.demo_studio import drawn_demo, studio_on
from tests.gui.waiting import until, wait


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_closing_while_a_project_is_completed_asks_nothing(qapp: QApplication, tmp_path: Path):
    """Closing stops the work in hand; no box stands in the way afterwards."""
    install(qapp, "dark")
    folder = drawn_demo(tmp_path / "demo", 1, frames=12)
    studio = studio_on(tmp_path / "settings.ini")
    told: list[int] = []
    studio.projects._intake.progressed.connect(lambda done, total, name: told.append(done))
    studio.show()
    assert studio.projects.open_project(folder)
    until(lambda: told, "the work to begin")
    studio.window.close()
    assert studio.close()
    boxes: list[QDialog] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QDialog):
            boxes.append(box)
            box.reject()

    QTimer.singleShot(150, look)
    wait(300)
    assert not boxes
