"""The session: blind first, durable, undo that shows its clip, a lock that names its holder."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION
from emo7_core.project import Project
from emo7_gui.session import Session
from tests.synth import Recipe, write_clip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of three clips whose files can be played."""
    with Project.create(tmp_path / "p") as project:
        clips = []
        for number in range(3):
            path = tmp_path / f"c{number}.mp4"
            write_clip(path, Recipe(count=2, first=number))
            clips.append(ImportedClip(path, f"c{number}", "folder", caption=f"Caption {number}."))
        project.catalog.add(clips)
    return tmp_path / "p"


@pytest.fixture
def session(qtbot, folder: Path):
    made = Session()
    made.open(Project.open(folder), "MK", order="as imported")
    yield made
    made.close()


def saved(qtbot, session: Session, action) -> None:
    """Do something and wait until it is durable."""
    with qtbot.waitSignal(
        session.save_state_changed, check_params_cb=lambda state: state.kind == "saved"
    ):
        action()


def test_a_digit_is_durable_before_it_says_saved(qtbot, session: Session, folder: Path):
    """Once the state says saved, another connection sees the decision."""
    session.step(1)
    saved(qtbot, session, lambda: session.decide(5))
    with Project.open(folder) as other:
        log = other.log(other.sources.ensure("rater", "MK"))
        assert log.current(session.current.id, SIGNING_ONLY).value == 5


def test_going_back_below_a_later_stage_is_told(qtbot, session: Session):
    """A value of signing only that holds again changes nothing while one with caption stands."""
    session.step(1)
    saved(qtbot, session, lambda: session.decide(5))
    saved(qtbot, session, lambda: session.decide(2))
    told: list[str] = []
    session.told.connect(told.append)
    first = session.decision(session.current.id, SIGNING_ONLY)
    saved(qtbot, session, lambda: session.revert(first.uuid))
    assert told == ["signing only is Positive again; Somewhat Negative, with caption, still counts"]


def test_blind_first_then_a_stage_of_its_own(qtbot, session: Session):
    """The caption is hidden until a commit; a change afterwards is another stage."""
    session.step(1)
    clip = session.current.id
    assert not session.is_revealed(clip)
    saved(qtbot, session, lambda: session.decide(5))
    assert session.is_revealed(clip)
    saved(qtbot, session, lambda: session.decide(2))
    assert session.decision(clip, SIGNING_ONLY).value == 5
    assert session.decision(clip, WITH_CAPTION).value == 2
    assert session.decision(clip, WITH_CAPTION).visible == ("caption",)
    assert session.decision(clip, SIGNING_ONLY).visible == ()


def test_what_was_once_seen_stays_seen_after_undo_and_restart(
    qtbot, session: Session, folder: Path
):
    """Undoing the blind value does not make the next one blind."""
    session.step(1)
    clip = session.current.id
    saved(qtbot, session, lambda: session.decide(5))
    saved(qtbot, session, session.undo)
    assert session.latest(clip) is None
    assert session.stage(clip) == WITH_CAPTION
    session.close()
    session.open(Project.open(folder), "MK", order="as imported")
    assert session.stage(clip) == WITH_CAPTION


def test_without_reveal_it_goes_on_by_itself(qtbot, session: Session):
    """With the reveal off the next clip comes at once, and nothing was revealed."""
    session.has_reveal = False
    session.step(1)
    first = session.current.id
    saved(qtbot, session, lambda: session.decide(5))
    assert session.current.id != first
    assert not session.is_revealed(first)


def test_marks_set_before_and_after_belong_to_the_decision(qtbot, session: Session):
    """Cues and notes may come first or later."""
    session.step(1)
    clip = session.current.id
    session.toggle_cue("brows")
    saved(qtbot, session, lambda: session.decide(1, is_unsure=True))
    saved(qtbot, session, lambda: session.set_note("sharp"))
    saved(qtbot, session, lambda: session.set_decisive_frame(12))
    decision = session.decision(clip, SIGNING_ONLY)
    assert (decision.value, decision.is_unsure, decision.cues) == (1, True, ("brows",))
    assert (decision.note, decision.decisive_frame) == ("sharp", 12)


def test_undo_returns_to_its_clip_and_redo_brings_it_back(qtbot, session: Session):
    """Undo takes back the latest action wherever it was, and shows that clip."""
    session.step(1)
    first = session.current.id
    saved(qtbot, session, lambda: session.decide(5))
    session.step(1)
    saved(qtbot, session, session.undo)
    assert session.current.id == first
    assert session.latest(first) is None
    saved(qtbot, session, session.redo)
    assert session.latest(first).value == 5


def test_undo_with_nothing_left_says_so(qtbot, session: Session):
    """An empty undo stack is a sentence, not an error."""
    with qtbot.waitSignal(session.told):
        session.undo()


def test_a_refused_write_is_tried_again_and_nothing_moves_on(qtbot, session: Session, monkeypatch):
    """While the store refuses, the clip stays, the state says so, and the value arrives once."""
    log = session.saving.room.writer._log
    append, tries = log.append, []

    def failing(draft):
        tries.append(draft)
        if len(tries) < 2:
            with log._database.write():
                raise OperationalError("insert", {}, Exception("disk full"))
        return append(draft)

    monkeypatch.setattr(log, "append", failing)
    monkeypatch.setattr(session.saving.room.writer._retry, "interval", lambda: 10)
    session.step(1)
    clip = session.current.id
    with qtbot.waitSignal(
        session.save_state_changed, check_params_cb=lambda state: state.kind == "failed"
    ) as failed:
        session.decide(5)
    assert "disk full" in failed.args[0].reason
    assert not session.is_revealed(clip)
    qtbot.waitUntil(lambda: session.save_state.kind == "saved", timeout=5000)
    assert [one.value for one in session.history(clip)] == [5]


def test_a_second_window_is_read_only_and_names_the_first(qtbot, session: Session, folder: Path):
    """The lock names who labels already, and the second window writes nothing."""
    second = Session()
    second.open(Project.open(folder), "MK")
    assert second.is_read_only
    assert "another window" in second.read_only_reason
    second.step(1)
    second.decide(3)
    assert second.close() == []
    with Project.open(folder) as project:
        assert project.log(project.sources.ensure("rater", "MK")).currents() == []


def test_closing_writes_what_waits(qtbot, session: Session, folder: Path):
    """Decisions still in the queue at the end are written before it is left."""
    session.has_reveal = False
    for clip in list(session.clips):
        session.choose(clip)
        session.decide(6)
    assert session.close() == []
    with Project.open(folder) as project:
        log = project.log(project.sources.ensure("rater", "MK"))
        assert [one.value for one in log.currents()] == [6, 6, 6]


def test_a_clip_that_cannot_play_is_not_labelled(qtbot, session: Session, folder: Path):
    """Nobody saw it, so nobody decides it; the reason is told."""
    clip = session.clips[session.order[0]]
    session.choose(clip.id)
    session.project.catalog.record(clip.id, state="bad", message="cut short")
    session.reload_clips()
    session.choose(clip.id)
    with qtbot.waitSignal(session.told):
        session.decide(3)
    assert session.history(clip.id) == []
