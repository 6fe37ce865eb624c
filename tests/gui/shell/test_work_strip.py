"""The strip above the status bar: at work, stopping, done."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emo7_gui.shell.work_strip import WorkStrip
from emo7_gui.theme import install


@pytest.fixture
def strip(qapp: QApplication, qtbot: QtBot) -> WorkStrip:
    install(qapp, "dark")
    made = WorkStrip()
    qtbot.addWidget(made)
    return made


def test_it_shows_how_far_the_work_is(strip: WorkStrip) -> None:
    """Title, count and share; Cancel and nothing else."""
    strip.begin("Reading files")
    strip.advance(7, 14)
    assert strip.text.text().startswith("Reading files: 7 of 14")
    assert strip.bar.share() == 0.5
    assert strip.cancel.isVisible()
    assert not strip.details.isVisible()


def test_cancel_is_asked_once_and_says_what_happens(strip: WorkStrip, qtbot: QtBot) -> None:
    """The file in hand is finished; a late step does not cover the words."""
    strip.begin("Reading files")
    with qtbot.waitSignal(strip.cancel_requested):
        strip.cancel.click()
    strip.advance(8, 14)
    assert not strip.cancel.isEnabled()
    assert "stopping after this file" in strip.text.text()


def test_an_end_with_details_stays(strip: WorkStrip, qtbot: QtBot) -> None:
    """What is to be read waits until it is closed."""
    strip.begin("Reading files")
    strip.end("14 new clips, 1 cannot play", has_details=True)
    assert strip.details.isVisible()
    assert not strip.is_fading
    strip.dismiss.click()
    assert strip.isHidden()


def test_an_end_without_details_goes_by_itself(strip: WorkStrip) -> None:
    """A failure does not."""
    strip.end("14 new clips", has_details=False)
    assert strip.is_fading
    strip.end("Import failed", has_details=False, is_failure=True)
    assert not strip.is_fading
