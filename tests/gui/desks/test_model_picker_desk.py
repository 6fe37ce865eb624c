"""The picker reads its lists in a child process and hands models to the live desk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.desks.live_desk import LiveDesk
from emo7_gui.desks.model_picker_desk import ModelPickerDesk
from emo7_gui.player.player import Player
from emo7_gui.session import Session
from tests import fakes
from tests.gui.waiting import until
from tests.known_models import known_model

NAME = "20260101-120000-lstm"


@pytest.fixture
def desk(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ModelPickerDesk]:
    """A picker over a project with one trained model; its engine is a fake."""
    monkeypatch.setattr("emo7_core.inference.engine_child.serve", fakes.serve_answering)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    job = session.project.runs / NAME
    known_model(job / "model")
    (job / "job.json").write_text("{}")
    window, player = QWidget(), Player()
    qtbot.addWidget(window)
    qtbot.addWidget(player)
    window.resize(1180, 720)
    window.show()
    live = LiveDesk(session, player)
    made = ModelPickerDesk(window, session, live)
    made.complaints = []
    made.failed.connect(made.complaints.append)
    yield made
    made.stop()
    live.stop()
    assert not made.is_listing


def test_the_projects_models_are_listed_and_chosen(desk: ModelPickerDesk) -> None:
    """The list comes from a child; Enter on a row loads it into A."""
    desk.open()
    assert desk.card.note.text()
    assert desk.card.rows == ()
    until(lambda: desk.card.rows, "the project's models", 60)
    assert desk.card.rows[0].title == "LSTM #1"
    desk.card.list.pick("A", is_final=False)
    until(lambda: desk._live.is_ready, "the model", 30)
    assert desk.card.rows[0].letters == "A"
    until(lambda: not desk.is_listing, "MLflow's answer", 90)
    assert len(desk.card.rows) == 1


def test_a_folder_is_opened(desk: ModelPickerDesk, tmp_path: Path) -> None:
    """A model from elsewhere is listed and loaded into the slot that was meant."""
    known_model(tmp_path / "elsewhere", seed=3)
    desk.open_folder(tmp_path / "elsewhere", "B")
    until(lambda: desk._live.models.get("B"), "the model in B", 60)
    assert desk._live.models.get("B").name == "elsewhere"
    assert desk._live.models.get("A") is None


@pytest.mark.parametrize("kind", ["empty", "pickled", "three", "other layout", "damaged card"])
def test_what_does_not_fit_is_refused_with_the_reason(
    desk: ModelPickerDesk, tmp_path: Path, kind: str
) -> None:
    """Nothing is loaded, nothing is executed, and the reason is read."""
    folder, reason = bad_folder(tmp_path / "bad", kind)
    desk.open_folder(folder)
    until(lambda: desk.complaints, "the reason", 60)
    assert reason in desk.complaints[0]
    assert desk._live.models.get("A") is None


def bad_folder(folder: Path, kind: str) -> tuple[Path, str]:
    """Make a folder that holds no usable model; return it with a part of the reason."""
    folder.mkdir()
    if kind == "empty":
        return folder, "there is no model here"
    if kind == "pickled":
        (folder / "model.pkl").write_bytes(b"cos\nsystem\n(S'touch pwned'\ntR.")
        return folder, "pickled model"
    if kind == "three":
        known_model(folder, classes=3)
        return folder, "need seven"
    known_model(folder)
    card = folder / "model.json"
    if kind == "other layout":
        card.write_text(json.dumps(json.loads(card.read_text()) | {"layout": "unknown"}))
        return folder, "layout"
    card.write_text("{")
    return folder, "damaged"


def test_closing_in_the_middle_of_a_list_leaves_no_child(desk: ModelPickerDesk) -> None:
    """The window does not wait for MLflow, and nobody is left asking it."""
    desk.open()
    assert desk.is_listing
    desk.stop()
    assert not desk.is_listing


def test_a_project_that_is_closed_takes_its_list_along(desk: ModelPickerDesk) -> None:
    """Models of one project are not offered in the next."""
    desk.open()
    until(lambda: desk.card.rows, "the project's models", 60)
    shutil.rmtree(desk._session.project.runs)
    desk._session.closed.emit()
    assert desk.models == ()
    assert desk.card.isHidden()
