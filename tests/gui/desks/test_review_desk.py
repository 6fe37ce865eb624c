"""The review desk over a rater's queue: its order, and the same clip twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from emo7_core.labels.queue import Entry, Queue, store_queue
from emo7_core.labels.reveals import Reveals, ShownModel
from emo7_core.project import Project
from emo7_gui.desks.playback import Playback
from emo7_gui.desks.review_desk import ReviewDesk
from emo7_gui.player.player import Player
from emo7_gui.review.panel_state import ModelBars
from emo7_gui.review.review_workspace import ReviewWorkspace
from emo7_gui.row_id import row_of
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from tests.gui.waiting import until


@pytest.fixture
def desk(qtbot: QtBot, session: Session, tmp_path: Path) -> Iterator[ReviewDesk]:
    playback = Playback(Player())
    playback.plays_on_open = False
    workspace = ReviewWorkspace(playback.player)
    qtbot.addWidget(workspace)
    settings = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    made = ReviewDesk(session, workspace, playback, settings)
    yield made
    made.stop()
    playback.stop()


def queue_of(session: Session, seed: int) -> Queue:
    """Store two clips and a repeat of the first one for the rater at work."""
    first, second = list(session.clips)[:2]
    places = [
        Entry(0, first, 0, "mixed order", "", False),
        Entry(1, second, 0, "mixed order", "", False),
        Entry(2, first, 1, "mixed order", "", False),
    ]
    return store_queue(session.project.database, session.rater.id, "mixed", seed, {}, places)


def test_a_new_queue_is_named_and_listed(desk: ReviewDesk, session: Session) -> None:
    """The order line says the queue that holds now, also after a second one."""
    for seed in (7, 11):
        session.take_queue(queue_of(session, seed))
        assert desk._workspace.queue._order.text() == f"Assigned: mixed, seed {seed}"
        assert desk._workspace.queue.model.rowCount() == 3


def test_both_showings_have_the_picture_of_the_clip(desk: ReviewDesk, session: Session) -> None:
    """A repeat without a thumb would give itself away."""
    session.take_queue(queue_of(session, 7))
    first = session.order[0]
    desk._on_thumb(first, QImage(64, 48, QImage.Format.Format_RGB32), session.clips[first].path)
    model = desk._workspace.queue.model
    assert model.has_thumb(first)
    assert model.has_thumb(row_of(first, 1))


def test_no_picture_of_another_project_stands_beside_a_clip(
    desk: ReviewDesk, session: Session
) -> None:
    """Clips of two projects have the same ids: pictures are dropped, late ones not taken."""
    session.set_order("as imported")
    first, path = session.order[0], session.clips[session.order[0]].path
    image, model = QImage(64, 48, QImage.Format.Format_RGB32), desk._workspace.queue.model
    desk._on_thumb(first, image, path)
    assert model.has_thumb(first)
    root = session.project.root
    session.open(Project.open(root), "R")
    assert not model.has_thumb(first)
    desk._on_thumb(first, image, path.with_name("of another project.mp4"))
    assert not model.has_thumb(first)


def test_walking_goes_through_both_showings(desk: ReviewDesk, session: Session) -> None:
    """Next leads from the second clip to the repeat of the first, and ends there."""
    session.take_queue(queue_of(session, 7))
    session.choose(session.order[1])
    assert session.step(1)
    assert session.row == session.order[2]
    assert session.current.id == session.order[0]
    assert not session.step(1)


@pytest.mark.parametrize("has_reveal", [False, True])
def test_the_second_half_of_a_double_press_decides_nothing(
    desk: ReviewDesk, session: Session, has_reveal: bool
) -> None:
    """Neither the clip that came by itself meanwhile, nor the stage after the reveal."""
    session.has_reveal, desk.least_look_ms = has_reveal, 3_600_000
    session.set_order("as imported")
    first = session.order[0]
    session.choose(first)
    panel, told = desk._workspace.panel, list[str]()
    session.told.connect(told.append)
    panel.press(2, False)
    until(lambda: session.row != first or session.is_revealed(first), "the press to count")
    panel.press(2, False)
    assert told == ["pressed twice: look first, then press again"]
    desk.least_look_ms = 0
    panel.press(4, False)
    row = session.row
    until(lambda: session.latest(row).value == 4, "the next press to count")
    assert sum(len(session.history(one)) for one in session.order) == len(session.order) + 2


def bars(name: str, identity: str, value: int, note: str = "") -> ModelBars:
    """What a model says: one class with certainty."""
    shares = tuple(float(number == value) for number in range(7))
    return ModelBars("A", name, shares, value + 1.0, 0.0, note, identity)


def shown_models(session: Session, count: int) -> tuple[ShownModel, ...]:
    """Return which models the record names for the open clip, once it names so many."""
    reveals = Reveals(session.project.database, session.rater.id)
    clip = session.current.id
    until(lambda: len(reveals.models().get(clip, ())) >= count, "the record of the models")
    return reveals.models()[clip]


def test_the_record_names_the_models_in_sight(desk: ReviewDesk, session: Session) -> None:
    """Each model once while its answer grows, once with its value; another model anew."""
    session.set_order("as imported")
    session.choose(session.order[0])
    desk.set_models((bars("LSTM #1", "aa", 2, "1 of 3"),))
    session.decide(4)
    until(lambda: session.is_revealed(session.row), "the reveal")
    desk.set_models((bars("LSTM #1", "aa", 3, "2 of 3"),))
    desk.set_models((bars("LSTM #1", "aa", 5),))
    desk.set_models((bars("LSTM #1", "aa", 5),))
    desk.set_models((bars("ST-GCN", "bb", 1),))
    assert shown_models(session, 3) == (
        ShownModel("aa", "LSTM #1"),
        ShownModel("aa", "LSTM #1", 5),
        ShownModel("bb", "ST-GCN", 1),
    )


def test_a_model_that_stays_hidden_is_not_recorded(desk: ReviewDesk, session: Session) -> None:
    """Before the decision nothing was in sight."""
    session.set_order("as imported")
    session.choose(session.order[0])
    desk.set_models((bars("LSTM #1", "aa", 2),))
    session.choose(session.order[1])
    session.decide(4)
    desk.set_models((bars("LSTM #1", "aa", 6),))
    assert shown_models(session, 1) == (ShownModel("aa", "LSTM #1", 6),)
    assert session.order[0] not in Reveals(session.project.database, session.rater.id).models()


def test_what_was_recorded_is_known_at_the_next_start(desk: ReviewDesk, session: Session) -> None:
    """Opening the clip again with the same answer writes nothing more."""
    session.set_order("as imported")
    first, root = session.order[0], session.project.root
    session.choose(first)
    session.decide(4)
    desk.set_models((bars("LSTM #1", "aa", 2),))
    once = shown_models(session, 1)
    session.open(Project.open(root), session.rater.name)
    session.set_order("as imported")
    session.choose(first)
    desk.set_models((bars("LSTM #1", "aa", 2),))
    desk.set_models((bars("ST-GCN", "bb", 1),))
    assert shown_models(session, 2) == (*once, ShownModel("bb", "ST-GCN", 1))


def test_no_moment_is_marked_before_the_clip_has_a_picture(
    desk: ReviewDesk, session: Session
) -> None:
    """The frame on the screen is still one of the clip before."""
    session.set_order("as imported")
    first, second = session.order[:2]
    playback, shown = desk._playback, []
    playback.frame_shown.connect(lambda _: shown.append(playback.clip.id))
    session.choose(first)
    until(lambda: first in shown, "the first picture")
    playback.opened.connect(lambda _: desk.perform("decisive"))
    session.choose(second)
    until(lambda: second in shown, "the next picture")
    assert session.save_state.at is None
    assert session.marks(second).decisive_frame is None
    desk.perform("decisive")
    until(lambda: session.marks(second).decisive_frame == 0, "the moment")
