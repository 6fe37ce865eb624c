"""What is said while an earlier entry is still on its way to the disk: nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION
from emo7_core.project import Project
from emo7_gui.session import Session
from tests.gui import waiting
from tests.synth import Recipe, write_clip


class Disk:
    """A store that refuses while it is full."""

    def __init__(self, session: Session) -> None:
        self.is_full = False
        self._log = session.saving.room.writer._log
        self._append = self._log.append
        self._log.append = self._try
        session.saving.room.writer._retry.setInterval(10)

    def _try(self, draft):
        if self.is_full:
            with self._log._database.write():
                raise OperationalError("insert", {}, Exception("disk full"))
        return self._append(draft)


@pytest.fixture
def session(qtbot, tmp_path: Path):
    """A session in a project of three clips that can be played; the first one is open."""
    with Project.create(tmp_path / "p") as project:
        paths = [tmp_path / f"c{number}.mp4" for number in range(3)]
        for number, path in enumerate(paths):
            write_clip(path, Recipe(count=2, first=number))
        project.catalog.add(
            ImportedClip(one, one.stem, "folder", caption=f"It is {one.stem}.") for one in paths
        )
    made = Session()
    made.open(Project.open(tmp_path / "p"), "MK", order="as imported")
    made.step(1)
    yield made
    made.close()


def settled(session: Session) -> None:
    """Wait until everything that was said is on the disk."""
    waiting.until(lambda: session.save_state.kind == "saved", "everything saved", 10)


def decided(session: Session, value: int) -> None:
    """Decide the open clip, durably."""
    session.decide(value)
    settled(session)


def test_a_cue_does_not_bring_back_the_value_that_is_being_changed(session: Session):
    """A cue pressed while a new value waits belongs to the new value."""
    decided(session, 3)
    session.decide(5)
    session.toggle_cue("brows")
    settled(session)
    last = session.decision(session.row, WITH_CAPTION)
    assert (last.value, last.cues) == (5, ("brows",))


def test_a_note_told_while_the_first_value_waits_is_kept(session: Session):
    """The note belongs to the value that is on its way."""
    session.decide(5)
    session.set_note("sharp")
    settled(session)
    assert session.decision(session.row, SIGNING_ONLY).note == "sharp"


def test_two_cues_pressed_at_once_are_both_kept(session: Session):
    """The second press does not start from what was before the first."""
    decided(session, 5)
    session.toggle_cue("brows")
    session.toggle_cue("mouth")
    settled(session)
    assert session.latest(session.row).cues == ("brows", "mouth")


def test_a_value_pressed_after_a_cue_keeps_the_cue(session: Session):
    """Marks that wait go into the next value."""
    decided(session, 5)
    session.toggle_cue("brows")
    session.decide(2)
    settled(session)
    assert session.latest(session.row).cues == ("brows",)


def test_a_cue_does_not_undo_an_undo(session: Session):
    """A value that is being taken back stays taken back; the cue waits for the next one."""
    decided(session, 5)
    session.undo()
    session.toggle_cue("brows")
    settled(session)
    waiting.wait(50)
    assert session.latest(session.row) is None
    assert session.marks(session.row).cues == ("brows",)


def test_a_value_on_its_way_can_be_taken_away(session: Session):
    """Backspace reaches the value that was pressed just before."""
    session.decide(5)
    session.retract()
    settled(session)
    waiting.wait(50)
    assert session.latest(session.row) is None


def test_on_a_full_disk_everything_said_arrives_in_order(session: Session):
    """Value, changed value and cue of a clip that waited are there when there is room again."""
    disk = Disk(session)
    decided(session, 3)
    row, disk.is_full = session.row, True
    session.decide(5)
    waiting.until(lambda: session.save_state.kind == "failed", "the disk refuses", 10)
    session.toggle_cue("brows")
    session.set_note("sharp")
    session.step(1)
    disk.is_full = False
    settled(session)
    last = session.latest(row)
    assert (last.value, last.cues, last.note) == (5, ("brows",), "sharp")


def test_what_was_shown_and_then_recorded_is_not_called_failed(session: Session, monkeypatch):
    """Once the record of a reveal is on the disk after all, everything is saved."""
    reveals = session.saving.room.writer._reveals
    add, tries = reveals.add, []

    def failing(*reveal):
        tries.append(reveal)
        if len(tries) < 2:
            with reveals._database.write():
                raise OperationalError("insert", {}, Exception("disk full"))
        add(*reveal)

    monkeypatch.setattr(reveals, "add", failing)
    session.saving.room.writer._retry.setInterval(10)
    states: list[str] = []
    session.save_state_changed.connect(lambda state: states.append(state.kind))
    session.saw(session.row, ("caption",))
    waiting.until(lambda: len(states) > 1, "a second try", 10)
    assert states == ["failed", "saved"]


def test_what_comes_behind_a_refused_decision_is_refused_too(session: Session):
    """A further digit does not make the state say that all is well: closing still asks."""
    disk = Disk(session)
    disk.is_full = True
    session.decide(5)
    waiting.until(lambda: session.save_state.kind == "failed", "the disk refuses", 10)
    session.decide(6)
    assert (session.save_state.kind, session.save_state.waiting) == ("failed", 2)
    disk.is_full = False
    settled(session)
    assert session.latest(session.row).value == 6


def test_whoever_closes_waits_until_all_was_tried(session: Session):
    """Right after a digit, `refused` knows whether the disk takes it."""
    disk = Disk(session)
    session.decide(5)
    assert session.refused() is None
    assert session.save_state.kind == "saved"
    disk.is_full = True
    session.decide(6)
    assert session.refused().waiting == 1
    disk.is_full = False
    settled(session)
    assert session.refused() is None
