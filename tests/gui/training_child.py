"""The real window in which a training is started from the dialog, for the test that kills it.

Usage: python -m tests.gui.training_child FOLDER. Opens the project, goes to Train by keys, adds a
training to the queue and prints the job's id once it runs. It never ends by itself.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from emo7_core.config import TrainConfig
from emo7_gui.app import Studio
from emo7_gui.start import make_application
from emo7_gui.theme import install
from tests.gui.demo_studio import studio_on
from tests.gui.waiting import until, wait

# Small, and long enough to outlive the window.
CONFIG = TrainConfig(
    num_epochs=30,
    hidden_size=8,
    num_layers=1,
    batch_size=4,
    split_by="clip",
)


def press(
    studio: Studio, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(studio.window.focusWidget() or studio.window, key, modifier)


def start_training(studio: Studio, config: TrainConfig) -> None:
    """Fill the dialog and add the training to the queue, by keys."""
    press(studio, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    press(studio, Qt.Key.Key_N)
    dialog = studio.training.dialog
    assert dialog is not None
    dialog.form.set_config(config)
    until(lambda: dialog.is_current and dialog.config() == config, "the preview", 60)
    assert not dialog.reasons, dialog.reasons
    press(studio, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: studio.training.jobs, "the job in the queue", 30)


def main(folder: str) -> None:
    """Start a training, say its id when it runs, and stay."""
    app = make_application()
    install(app, "dark")
    with tempfile.TemporaryDirectory() as place:
        studio = studio_on(Path(place) / "settings.ini", "MK")
        studio.show()
        studio.window.activateWindow()
        assert studio.projects.open_project(Path(folder))
        start_training(studio, CONFIG)
        jobs = studio.training.jobs
        until(lambda: any(j.status.state == "running" for j in jobs_of(studio)), "the run", 120)
        print(next(iter(jobs)), flush=True)
        while True:
            wait(1000)


def jobs_of(studio: Studio) -> list:
    """Return the jobs that the window knows."""
    return list(studio.training.jobs.values())


if __name__ == "__main__":
    main(sys.argv[1])
