"""Another project is opened: nothing that was typed or decided in the first one is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from sqlalchemy.exc import OperationalError

from emo7_core.project import Project
from emo7_gui.app import Studio
from emo7_gui.session import Session
from emo7_gui.shell.unsaved_box import UnsavedBox
from emo7_gui.theme import install
from tests.gui.demo_studio import RATER, drawn_demo, studio_on
from tests.gui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn project of two short clips."""
    return drawn_demo(tmp_path_factory.mktemp("drawn") / "p", 2, frames=12)


@pytest.fixture
def folders(drawn: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of it."""
    return (
        Path(shutil.copytree(drawn, tmp_path / "first")),
        Path(shutil.copytree(drawn, tmp_path / "second")),
    )


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path, folders: tuple[Path, Path]) -> Iterator[Studio]:
    """The window on the first copy."""
    install(qapp, "dark")
    made = studio_on(tmp_path / "settings.ini")
    made.show()
    assert made.projects.open_project(folders[0])
    yield made
    made.window.close()


def fill_disk(session: Session) -> None:
    """Let the store refuse every entry from now on."""
    log = session.saving.room.writer._log

    def refuse(draft: object) -> object:
        with log._database.write():
            raise OperationalError("insert", {}, Exception("disk full"))

    log.append = refuse


def kept(folder: Path) -> list[tuple[int, str]]:
    """Return value and note of what the rater said, as another connection sees it."""
    with Project.open(folder) as project:
        log = project.log(project.sources.ensure("rater", RATER))
        return [(one.value, one.note) for one in log.currents()]


def test_a_note_in_the_field_is_kept(studio: Studio, folders: tuple[Path, Path]) -> None:
    """What was typed but not told yet belongs to the project that is left."""
    studio.session.decide(5)
    until(lambda: studio.session.latest(studio.session.row), "the value")
    studio.review.panel.details.note.setText("sharp")
    assert studio.projects.open_project(folders[1])
    assert kept(folders[0]) == [(5, "sharp")]


def test_no_other_project_opens_while_a_decision_is_refused(
    studio: Studio, folders: tuple[Path, Path]
) -> None:
    """The decision is still there to be tried again."""
    fill_disk(studio.session)
    studio.session.decide(5)
    until(lambda: studio.session.save_state.kind == "failed", "the disk to refuse")
    assert not studio.projects.open_project(folders[1])
    assert studio.session.project.root == folders[0]
    del studio.session.saving.room.writer._log.append
    until(lambda: studio.session.save_state.kind == "saved", "the next try")
    assert studio.projects.open_project(folders[1])
    assert kept(folders[0]) == [(5, "")]


def test_no_other_project_opens_before_the_disk_answered(
    studio: Studio, folders: tuple[Path, Path]
) -> None:
    """Right after a digit nobody knows yet whether the disk takes it: that is waited for."""
    fill_disk(studio.session)
    studio.session.decide(5)
    assert studio.session.save_state.kind == "saving"
    assert not studio.projects.open_project(folders[1])
    assert not studio.window.close()
    (box,) = studio.window.findChildren(UnsavedBox)
    box.reject()
    assert studio.session.project.root == folders[0]
    del studio.session.saving.room.writer._log.append
    until(lambda: studio.session.save_state.kind == "saved", "the next try")
    assert kept(folders[0]) == [(5, "")]


def test_what_was_lost_is_told_without_waiting(studio: Studio) -> None:
    """The box stands over the window; nothing waits for its answer."""
    studio.session.lost.emit(2)
    (box,) = studio.window.findChildren(QMessageBox)
    assert box.text().startswith("2 decisions could not be saved")
    box.reject()


def test_what_is_refused_at_the_last_moment_is_told(
    qtbot, qapp: QApplication, folders: tuple[Path, Path]
) -> None:
    """It says how many were lost, and the next project does not inherit the failure."""
    session = Session()
    session.open(Project.open(folders[0]), RATER)
    session.step(1)
    fill_disk(session)
    session.decide(5)
    with qtbot.waitSignal(session.lost) as lost:
        session.open(Project.open(folders[1]), RATER)
    assert lost.args == [1]
    assert session.save_state.kind == "saved"
    session.close()
