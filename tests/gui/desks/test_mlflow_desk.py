"""MLflow's pages on demand, with a real server."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from emo7_core.project import Project
from emo7_gui.desks.mlflow_desk import MlflowDesk
from emo7_gui.session import Session

START_MS = 60_000


@pytest.fixture
def session(tmp_path: Path, qapp: object) -> Iterator[Session]:
    Project.create(tmp_path / "p").close()
    made = Session()
    made.open(Project.open(tmp_path / "p"), "R")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def no_server_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def test_the_browser_opens_once_it_answers_and_nothing_is_left(
    session: Session, qtbot: QtBot
) -> None:
    """The page is there when it is opened, a second request starts nothing, the end ends all."""
    pages: list[QUrl] = []
    desk = MlflowDesk(session, open_url=pages.append)
    with qtbot.waitSignal(desk.opened, timeout=START_MS):
        desk.show()
    with urllib.request.urlopen(pages[0].toString(), timeout=10) as page:
        assert b"MLflow" in page.read()
    assert pages[0].host() == "127.0.0.1"
    desk.show()
    assert pages == [pages[0]] * 2
    children = psutil.Process(desk._process.processId()).children(recursive=True)
    desk.stop()
    assert not desk.is_running
    assert children
    assert not psutil.wait_procs(children, timeout=10)[1]


def test_a_server_that_cannot_start_says_why(session: Session, qtbot: QtBot, monkeypatch) -> None:
    """The last line of its log is part of the message."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "nonsense://store")
    desk = MlflowDesk(session, open_url=lambda url: None)
    with qtbot.waitSignal(desk.failed, timeout=START_MS) as told:
        desk.show()
    assert "MLflow ended with code" in told.args[0]
    assert "nonsense" in told.args[0]
    desk.stop()


def test_a_server_of_the_person_is_opened_instead(session: Session, monkeypatch) -> None:
    """MLFLOW_TRACKING_URI names a server: no other one is started."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://tracking.example:5000")
    pages: list[QUrl] = []
    desk = MlflowDesk(session, open_url=pages.append)
    desk.show()
    assert [page.toString() for page in pages] == ["http://tracking.example:5000"]
    assert not desk.is_running
