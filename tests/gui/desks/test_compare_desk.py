"""Compare in use: cells that open, a player that answers keys, labels that change the scores."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from emo7_core.labels.queue import Entry, store_queue
from emo7_core.project import Project
from emo7_gui.desks import compare_acts
from emo7_gui.desks.compare_desk import CompareDesk
from emo7_gui.session import Session
from tests.gui.desks.conftest import MODEL
from tests.gui.waiting import until, wait

VADER = "caption-VADER"


@pytest.fixture
def desk(compare_desk: CompareDesk) -> CompareDesk:
    return compare_desk


def open_cell(desk: CompareDesk, row: int, column: int, qtbot: QtBot) -> list[int]:
    """Open a cell of A; return the ids of its clips once the first one shows."""
    desk._workspace.matrices.cell_opened.emit("a", row, column)
    clips = desk._workspace.pane.lists["cell"][1]
    qtbot.waitUntil(lambda: desk.playback.info is not None, timeout=10_000)
    return [clip.clip_id for clip in clips]


def relabel(desk: CompareDesk, action: str, qtbot: QtBot) -> None:
    """Press a digit and wait for the new scores."""
    before = desk.comparison
    assert desk.perform(action)
    qtbot.waitUntil(lambda: desk.comparison is not before, timeout=20_000)


def test_the_newest_model_is_a_and_the_floor_is_b(desk: CompareDesk) -> None:
    """A model is compared with the caption rule until another one is there."""
    assert (desk._a, desk._b) == (MODEL, VADER)


def test_enter_walks_and_opens(desk: CompareDesk, qtbot: QtBot) -> None:
    """The two clips of a cell open one after the other, by Down or Enter."""
    first, second = open_cell(desk, 3, 3, qtbot)
    assert desk.playback.clip.id == first
    assert desk.perform("list_down")
    assert desk.playback.clip.id == second
    assert desk.perform("previous")
    assert desk.playback.clip.id == first


def test_play_keys_are_for_this_player(desk: CompareDesk, qtbot: QtBot) -> None:
    """Space stops the clip of Compare; a frame on shows the next one."""
    open_cell(desk, 3, 3, qtbot)
    assert desk.playback.is_playing
    desk.perform("play")
    assert not desk.playback.is_playing
    desk.perform("clip_start")
    qtbot.waitUntil(lambda: desk.playback.player.ordinal == 0)
    desk.perform("frame_forward")
    qtbot.waitUntil(lambda: desk.playback.player.ordinal == 1)
    desk.perform("hands")
    assert "hands" not in desk.playback.player.shown_overlays


def test_a_new_label_changes_scores_and_keeps_the_list(
    desk: CompareDesk, session: Session, qtbot: QtBot
) -> None:
    """The row shows the new value, the row and the open clip stay; undo brings all back."""
    open_cell(desk, 3, 3, qtbot)
    desk.perform("list_down")
    clip = desk._workspace.pane.clips.current_clip
    relabel(desk, "unsure_7", qtbot)
    now = desk._workspace.pane.clips.current_clip
    assert (now.clip_id, now.label) == (clip.clip_id, 6)
    assert session.latest(clip.clip_id).is_unsure
    assert desk.comparison.result(MODEL).matrix[6, 3] == 1
    assert desk.playback.clip.id == clip.clip_id
    relabel(desk, "undo", qtbot)
    assert desk._workspace.pane.clips.current_clip.label == 3


def test_looking_at_a_clip_computes_nothing(desk: CompareDesk, qtbot: QtBot) -> None:
    """Only labels change scores, a reveal does not."""
    before = desk.comparison
    open_cell(desk, 3, 3, qtbot)
    qtbot.wait(300)
    assert desk.comparison is before


def test_the_list_has_pictures(desk: CompareDesk, qtbot: QtBot) -> None:
    """Rows in sight get their picture."""
    ids = open_cell(desk, 3, 3, qtbot)
    model = desk._workspace.pane.clips._clips
    qtbot.waitUntil(lambda: all(model.has_image(clip_id) for clip_id in ids), timeout=10_000)


def test_a_folder_is_chosen_for_a_model(
    desk: CompareDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The button asks for a folder and tells it; nothing is told without one."""
    answers = ["", str(tmp_path)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: answers.pop(0))
    with qtbot.assertNotEmitted(desk.model_chosen):
        desk._workspace.card.add_button.click()
    with qtbot.waitSignal(desk.model_chosen) as chosen:
        desk._workspace.card.add_button.click()
    assert chosen.args == [tmp_path]


def test_facts_are_of_the_clip_in_front(desk: CompareDesk, qtbot: QtBot) -> None:
    """The status bar can name the clip that Compare shows."""
    told: list[tuple[str, ...]] = []
    desk.facts_changed.connect(told.append)
    open_cell(desk, 3, 3, qtbot)
    assert told[-1][0] == desk.playback.clip.path.name


def test_what_the_queue_asks_for_is_counted_but_not_listed_or_opened(
    desk: CompareDesk, session: Session, qtbot: QtBot
) -> None:
    """A hidden repeat that is open: the matrix counts its clip, and nothing is seen of it."""
    project, rater = session.project, session.rater
    first, second = open_cell(desk, 3, 3, qtbot)
    places = [Entry(0, second, 1, "mixed order", "", False)]
    session.take_queue(store_queue(project.database, rater.id, "mixed", 7, {}, places))
    told: list[str] = []
    desk.told.connect(told.append)
    assert open_cell(desk, 3, 3, qtbot) == [first]
    desk._workspace.clip_opened.emit(second)
    assert desk.playback.clip.id == first
    assert not session.is_revealed(second)
    desk._workspace.relabel_requested.emit(second, 0, False)
    assert session.latest(second).value == 3
    assert len(told) == 3
    assert all(words.startswith("1 clip is held back for your queue") for words in told)


def test_pictures_end_with_their_project(desk: CompareDesk, session: Session) -> None:
    """In another project the same ids are other clips: no picture is kept."""
    model = desk._workspace.pane.clips.view.model()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    desk._workspace.set_thumbnail(1, image)
    assert model.has_image(1)
    session.closing.emit()
    assert not model.has_image(1)


def test_a_report_is_logged_by_a_child_and_its_run_is_said(
    desk: CompareDesk, session: Session, tmp_path: Path
) -> None:
    """The line names the run; only the report's files are in it, and mlflow stays outside."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "private.txt").write_text("not a part of the report")
    before = "mlflow" in sys.modules
    desk.acts.write_report(desk.comparison, "macro_f1", folder)
    line = desk._workspace.report_line
    until(lambda: "MLflow run" in line.words.text() or "not logged" in line.words.text(), "it", 240)
    assert line.words.text().startswith("MLflow run ")
    assert ("mlflow" in sys.modules) == before
    logged = list((session.project.root / "mlartifacts").rglob("*"))
    names = {path.name for path in logged}
    assert {"report.html", "report.json", "overview.csv"} <= names
    assert "private.txt" not in names


def test_a_store_that_does_not_answer_is_said(
    desk: CompareDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is there all the same, and the line says why it was not logged."""
    monkeypatch.setattr(compare_acts, "log_command", _refusing)
    desk.acts.write_report(desk.comparison, "macro_f1", tmp_path / "out")
    line = desk._workspace.report_line
    until(lambda: "not logged" in line.words.text().lower(), "the reason", 120)
    assert line.words.text().startswith("Not logged to MLflow: the store is away")
    assert (tmp_path / "out" / "report.html").is_file()


def _refusing(project: Path, folder: Path) -> list[str]:
    return [sys.executable, "-c", "import sys; sys.exit('the store is away')"]


def test_an_answer_of_the_project_before_is_not_shown(
    desk: CompareDesk, session: Session, labelled: Path, tmp_path: Path
) -> None:
    """What was being compared when another project came is forgotten."""
    other = shutil.copytree(labelled, tmp_path / "q", ignore=shutil.ignore_patterns("*.lock"))
    desk.refresh()
    desk._workspace.hide()
    session.open(Project.open(other), "R")
    assert not desk._room.is_busy
    wait(500)
    assert desk.comparison is None


def test_a_late_picture_of_the_project_before_is_dropped(
    desk: CompareDesk, session: Session, labelled: Path, tmp_path: Path
) -> None:
    """In another project the same ids are other clips."""
    other = shutil.copytree(labelled, tmp_path / "q", ignore=shutil.ignore_patterns("*.lock"))
    clip_id, clip = next(iter(session.clips.items()))
    desk._workspace.thumbs_wanted.emit([clip_id])
    session.open(Project.open(other), "R")
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    desk.clips._thumbs._on_made(clip_id, image, clip.path)
    assert not desk._workspace.pane.clips._clips.has_image(clip_id)
