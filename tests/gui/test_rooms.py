"""The rooms behind Review are made when somebody goes there, and only then."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from emo7_core.jobs.status import Status
from emo7_core.jobs.unfinished import has_unfinished
from emo7_core.project import Project
from emo7_gui.app import Studio
from emo7_gui.desks.jobs_watch import JobsWatch
from emo7_gui.rooms import Making, Room, Rooms
from emo7_gui.session import Session
from emo7_gui.theme import install
from emo7_gui.turns import Turns
from tests.gui.demo_studio import drawn_demo, studio_on
from tests.gui.waiting import until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path) -> Iterator[Studio]:
    """The window on a drawn demo."""
    install(qapp, "dark")
    made = studio_on(tmp_path / "settings.ini")
    made.show()
    assert made.projects.open_project(drawn_demo(tmp_path / "demo", 1, frames=6))
    yield made
    made.window.close()
    made.close()


class Desk:
    def __init__(self) -> None:
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


def job_at(runs: Path, name: str, state: str) -> None:
    folder = runs / name
    folder.mkdir(parents=True)
    (folder / "status.json").write_text(json.dumps({"state": state}))
    (folder / "job.json").write_text("{}")


def makers_of(desk: Desk, faults: list[Exception] | None = None):
    """Makers of two rooms, each in two stages; the second stage fails as often as told."""

    def made() -> Making:
        yield
        if faults:
            raise faults.pop()
        return Room(QLabel(), (desk,))

    return {"train": made, "data": made}


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    """An empty project, open."""
    made = Session()
    yield made
    made.close()


def test_a_room_is_made_once_and_welcomed(qapp: QApplication) -> None:
    """The maker is called at the first visit; rooms that nobody saw need no end."""
    desk, welcomed = Desk(), []
    rooms = Rooms(makers_of(desk), lambda name, room: welcomed.append(name))
    assert rooms.made("train") is None
    assert rooms["train"] is rooms["train"] is rooms.made("train")
    assert welcomed == ["train"]
    rooms.stop()
    assert desk.is_stopped
    assert rooms.made("data") is None


def test_a_room_is_made_stage_by_stage(qapp: QApplication) -> None:
    """It is there after its last stage, and not before."""
    rooms = Rooms(makers_of(Desk()), lambda name, room: None)
    assert not rooms.advance("train")
    assert rooms.made("train") is None
    assert rooms.advance("train")
    assert rooms.made("train") is not None


def test_whoever_needs_a_room_at_once_has_the_other_stages_done(qapp: QApplication) -> None:
    """A room that was begun is made once, not twice."""
    welcomed: list[str] = []
    rooms = Rooms(makers_of(Desk()), lambda name, room: welcomed.append(name))
    rooms.advance("train")
    made = rooms["train"]
    assert rooms.advance("train")
    assert rooms["train"] is made
    assert welcomed == ["train"]


def test_a_room_whose_making_failed_is_begun_anew(qapp: QApplication) -> None:
    """The error is told once; the next visit may succeed."""
    rooms = Rooms(makers_of(Desk(), [RuntimeError("no")]), lambda name, room: None)
    with pytest.raises(RuntimeError):
        rooms["train"]
    assert rooms["train"].workspace is not None


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_window_makes_a_room_at_its_first_visit(studio: Studio) -> None:
    """Every room can be gone to, takes up the open project, and ends with the window."""
    assert [name for name in studio.rooms.names if studio.rooms.made(name)] == []
    for name in studio.rooms.names:
        studio.window.show_workspace(name)
        assert studio.window.workspace == name
        until(lambda name=name: studio.rooms.made(name), f"the room {name}")
        assert studio.rooms[name].workspace.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_key_pressed_while_a_room_is_made_is_not_lost(studio: Studio) -> None:
    """N right after going to Train opens its dialog."""
    studio.window.show_workspace("train")
    assert studio.rooms.made("train") is None
    studio.window.action_triggered.emit("new_training")
    dialog = studio.training.dialog
    assert dialog is not None
    dialog.close_card()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_no_room_is_made_once_the_window_is_closed(qapp: QApplication, tmp_path: Path) -> None:
    """What was begun for another room rests: nobody would end its threads any more."""
    install(qapp, "dark")
    studio = studio_on(tmp_path / "settings.ini")
    studio.show()
    studio._make_in_turns("data")
    studio.window.close()
    studio.close()
    until(lambda: not studio.findChildren(Turns), "the making to rest")
    assert studio.rooms.made("data") is None


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_who_turns_back_is_not_brought_to_the_room(studio: Studio) -> None:
    """The making rests at once, and goes on at the next visit."""
    studio.window.show_workspace("train")
    studio.window.show_workspace("review")
    until(lambda: not studio.findChildren(Turns), "the making to rest")
    assert studio.window.workspace == "review"
    assert studio.rooms.made("train") is None
    studio.window.show_workspace("train")
    until(lambda: studio.rooms.made("train"), "the room")
    assert studio.window.workspace == "train"


def test_the_window_loads_no_library_of_the_rooms_behind() -> None:
    """Making Review needs neither plots nor configs nor statistics."""
    code = "import emo7_gui.app, sys; print(*{name.split('.')[0] for name in sys.modules})"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not set(told.stdout.split()) & {"pyqtgraph", "pydantic", "scipy", "alembic", "psutil"}


@pytest.mark.parametrize(
    ("state", "is_there"), [("waiting", True), ("running", True), ("ended", False)]
)
def test_jobs_that_are_not_over_are_seen(tmp_path: Path, state: str, is_there: bool) -> None:
    """A look at the small files tells."""
    assert Status(state=state).is_over is not is_there  # type: ignore[arg-type]
    job_at(tmp_path / "runs", "one", state)
    assert has_unfinished(tmp_path / "runs") is is_there


def test_a_job_that_comes_while_the_window_is_open_is_found(
    session: Session, tmp_path: Path
) -> None:
    """A command may add one; nobody has to go to Train for it to be told."""
    watch, found = JobsWatch(session), []
    watch.found.connect(lambda: found.append(True))
    session.open(Project.create(tmp_path / "p"), "R")
    assert session.project is not None
    until(lambda: watch._watcher.directories(), "the first look")
    assert not found
    job_at(session.project.runs, "one", "waiting")
    until(lambda: found, "the job")
    watch.stop()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_room_that_cannot_be_made_is_told(qtbot: QtBot, studio: Studio) -> None:
    """The line below says why the page stays empty; nothing tries for ever."""

    def made() -> Making:
        yield
        raise OSError("a library is broken")

    studio.rooms._makers["data"] = made
    said: list[str] = []
    studio.window.status_bar.say_error = said.append
    with qtbot.capture_exceptions() as errors:
        studio.window.show_workspace("data")
        until(lambda: not studio.findChildren(Turns), "the making to end")
    assert [str(error) for _, error, _ in errors] == ["a library is broken"]
    assert said == ["Data cannot be opened: a library is broken"]
