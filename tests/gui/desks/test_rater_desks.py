"""Raters, queues and exemplars in a window over a real project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from emo7_core.labels.exemplars import add_exemplar, exemplars
from emo7_core.labels.orders import Shares
from emo7_core.labels.queue_making import Recipe
from emo7_core.labels.raters import Profile, profile_of
from emo7_core.project import Project
from emo7_gui.desks.exemplar_desk import ExemplarDesk
from emo7_gui.desks.playback import Playback
from emo7_gui.desks.queue_desk import QueueDesk
from emo7_gui.desks.rater_desk import RaterDesk
from emo7_gui.player.player import Player
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.review_facts import SaveState
from emo7_gui.session import ASSIGNED, Session
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    made.rater = "R"
    return made


@pytest.fixture
def flushed() -> list[str]:
    return []


@pytest.fixture
def raters(
    window: MainWindow, session: Session, settings: Settings, flushed: list[str]
) -> RaterDesk:
    def reopen(root: Path) -> bool:
        session.open(Project.open(root), settings.rater)
        return True

    return RaterDesk(window, session, settings, reopen, lambda: flushed.append("note"))


@pytest.fixture
def queues(window: MainWindow, session: Session) -> Iterator[QueueDesk]:
    panel = QueuePanel(window)
    made = QueueDesk(window, session, panel)
    yield made
    made.stop()


@pytest.fixture
def examples(window: MainWindow, session: Session) -> Iterator[ExemplarDesk]:
    review = Playback(Player())
    review.plays_on_open = False
    made = ExemplarDesk(window, session, review)
    yield made
    made.stop()
    review.stop()


def test_a_profile_is_kept_with_the_rater(raters: RaterDesk, session: Session) -> None:
    """Saving the own profile changes nobody and stays in the project."""
    raters.open()
    raters.card.is_deaf.set_key("yes")
    raters.card.initials.setText("XX")
    raters.card.submit()
    assert profile_of(session.rater) == Profile("R", "XX", True)
    assert raters._window.top_bar._avatar.text() == "XX"


def test_another_name_is_another_rater_and_nothing_is_lost(
    qtbot: QtBot, raters: RaterDesk, session: Session, settings: Settings, flushed: list[str]
) -> None:
    """What waits is written, what is typed is told, and it is all there on the way back."""
    session.step(1)
    row = session.row
    session.decide(6)
    raters.card.profile_given.emit(Profile("Jo Lee"))
    assert (session.rater.name, settings.rater, flushed) == ("Jo Lee", "Jo Lee", ["note"])
    assert session.latest(row) is None
    raters.card.profile_given.emit(Profile("R"))
    assert session.latest(row).value == 6


def test_nobody_changes_while_a_decision_is_not_saved(
    qtbot: QtBot, raters: RaterDesk, session: Session
) -> None:
    """A decision that the disk refused keeps its rater until it is written."""
    session.saving.state = SaveState("failed", waiting=1, reason="disk full")
    with qtbot.waitSignal(raters.told) as told:
        raters.card.profile_given.emit(Profile("Jo Lee"))
    assert "not saved" in told.args[0]
    assert session.rater.name == "R"


def test_a_new_queue_is_worked_through_at_once(
    qtbot: QtBot, queues: QueueDesk, session: Session
) -> None:
    """The queue is made off the GUI thread and becomes the order, its first open clip shown."""
    with qtbot.waitSignal(session.clip_changed, timeout=10_000):
        queues.card.queue_requested.emit(Recipe("mixed", 5, Shares(0, 0, 1)))
    assert session.order_name == ASSIGNED
    assert session.assigned.queue.seed == 5
    assert len(session.order) == 6
    assert session.row == session.order[0]
    assert len(session.assigned.controls) == 6


def test_a_queue_for_somebody_who_left_is_not_shown(
    qtbot: QtBot, queues: QueueDesk, session: Session
) -> None:
    """The answer to an earlier rater's question changes nothing on the screen."""
    root = session.project.root
    queues.card.queue_requested.emit(Recipe())
    session.open(Project.open(root), "Jo Lee")
    queues._room.stop()
    assert session.assigned.queue is None
    assert session.order_name != ASSIGNED


def test_exemplars_play_in_a_player_of_their_own(
    qtbot: QtBot, examples: ExemplarDesk, session: Session
) -> None:
    """A digit shows its clip, the same digit the next one, and nothing is labelled by it."""
    first, second = list(session.clips.values())[:2]
    for clip in (first, second):
        add_exemplar(session.project, 4, clip)
    session.choose(session.order[-1])
    before = len(session.history(session.row))
    examples.open()
    qtbot.waitUntil(lambda: examples.playback.info is not None, timeout=10_000)
    assert examples.playback.clip.id == first.id
    qtbot.keyClick(examples.card, Qt.Key.Key_5)
    assert examples.playback.clip.id == second.id
    assert examples.card.title.text().startswith("5 Somewhat Positive")
    assert len(session.history(session.row)) == before
    assert not session.is_revealed(session.row)
    qtbot.keyClick(examples.card, Qt.Key.Key_Escape)
    assert examples.playback.clip is None


def test_the_open_clip_becomes_an_exemplar_from_the_menu(
    qtbot: QtBot, window: MainWindow, examples: ExemplarDesk, session: Session
) -> None:
    """The menu lets the open clip stand for a value, and for none again."""
    session.choose(session.order[0])
    window.top_bar.menu.exemplar_chosen.emit(2)
    assert [clip.id for clip in exemplars(session.project)[2]] == [session.current.id]
    window.top_bar.menu.exemplar_chosen.emit(None)
    assert exemplars(session.project)[2] == []


def test_without_exemplars_the_card_says_what_to_do(
    examples: ExemplarDesk, session: Session
) -> None:
    """An empty card is never a bare list."""
    examples.open()
    assert not examples.card._empty.isHidden()
    assert examples.card.player.isHidden()
