"""A rater's stored queue in the session: hidden repeats, control clips, the stage of rating."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION, Draft, Guess
from emo7_core.labels.queue import Entry, store_queue
from emo7_core.labels.repeats import repeat_pairs
from emo7_core.labels.reveals import Reveals
from emo7_core.labels.sources import MODEL_RUN, RATER
from emo7_core.labels.stage import close_stage
from emo7_core.project import Project
from emo7_gui.row_id import clip_of, round_of, row_of
from emo7_gui.session import ASSIGNED, Session
from tests.gui.test_session import saved
from tests.synth import Recipe, write_clip

WHY = "mixed order"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three clips; clip 1 comes again as the third place, clip 2 is shown without a model."""
    with Project.create(tmp_path / "p") as project:
        clips = []
        for number in range(3):
            path = tmp_path / f"c{number}.mp4"
            write_clip(path, Recipe(count=2, first=number))
            clips.append(ImportedClip(path, f"c{number}", "folder", caption=f"Caption {number}."))
        project.catalog.add(clips)
        first, second, third = (clip.id for clip in project.catalog.all())
        rater = project.sources.ensure(RATER, "MK")
        places = [
            Entry(0, first, 0, WHY, "", False),
            Entry(1, second, 0, WHY, "", True),
            Entry(2, first, 1, WHY, "", False),
            Entry(3, third, 0, WHY, "", False),
        ]
        store_queue(project.database, rater.id, "mixed", 7, {}, places)
        other = project.sources.ensure(RATER, "JL")
        model = project.sources.ensure(MODEL_RUN, "M")
        for clip in (first, second, third):
            project.log(other).append(Draft(clip, 2))
            project.guesses.add(
                model, [Guess(clip, model.id, 3, (0.1, 0.1, 0.1, 0.4, 0.1, 0.1, 0.1))]
            )
    return tmp_path / "p"


@pytest.fixture
def session(qtbot, folder: Path) -> Iterator[Session]:
    made = Session()
    made.open(Project.open(folder), "MK")
    yield made
    made.close()


def test_the_stored_queue_is_the_order_by_default(session: Session) -> None:
    """A rater with a queue meets its places, the repeat as a row of its own."""
    assert session.order_name == ASSIGNED
    first = session.order[0]
    assert session.order[2] == row_of(first, 1)
    assert [clip_of(row) for row in session.order].count(first) == 2


def test_a_rater_without_a_queue_gets_the_mixed_order(session: Session, folder: Path) -> None:
    """Queues belong to one rater."""
    session.open(Project.open(folder), "JL")
    assert session.order_name == "mixed"
    assert len(session.order) == 3


def test_a_repeat_is_blind_and_never_overwrites_the_label(
    qtbot, session: Session, folder: Path
) -> None:
    """The second showing knows nothing of the first, and its value stands beside the label."""
    first, again = session.order[0], session.order[2]
    session.choose(first)
    saved(qtbot, session, lambda: session.set_note("sharp") or session.decide(5))
    session.choose(again)
    assert session.latest(again) is None
    assert session.marks(again).note == ""
    assert session.history(again) == []
    assert session.stage(again) == SIGNING_ONLY
    saved(qtbot, session, lambda: session.decide(1))
    assert session.decision(first, SIGNING_ONLY).value == 5
    assert session.decision(again, SIGNING_ONLY).value == 1
    assert [(pair.first, pair.second) for pair in repeat_pairs(session.project)] == [(5, 1)]


def test_nothing_is_revealed_before_the_repeat_is_decided(qtbot, session: Session) -> None:
    """A clip that comes again stays blind after its first decision, and opens with the second."""
    first, again = session.order[0], session.order[2]
    session.choose(first)
    saved(qtbot, session, lambda: session.decide(5))
    assert not session.is_revealed(first)
    assert session.row == first
    session.choose(again)
    saved(qtbot, session, lambda: session.decide(4))
    assert session.is_revealed(again)
    assert session.is_revealed(first)


def test_a_clip_that_comes_again_is_held_back_without_blind_first_too(session: Session) -> None:
    """Looking first does not open a clip whose repeat is still to be decided."""
    session.is_blind_first = False
    session.choose(session.order[0])
    assert not session.is_revealed(session.order[0])
    session.choose(session.order[3])
    assert session.is_revealed(session.order[3])


def test_undo_takes_back_the_repeat_alone_and_shows_its_row(qtbot, session: Session) -> None:
    """Undo, redo and retract act on the showing they belong to."""
    first, again = session.order[0], session.order[2]
    session.choose(first)
    saved(qtbot, session, lambda: session.decide(5))
    session.choose(again)
    saved(qtbot, session, lambda: session.decide(1))
    session.choose(session.order[3])
    saved(qtbot, session, session.undo)
    assert session.row == again
    assert session.latest(again) is None
    assert session.latest(first).value == 5
    saved(qtbot, session, session.redo)
    assert session.latest(again).value == 1
    saved(qtbot, session, session.retract)
    assert session.latest(again) is None
    saved(qtbot, session, session.undo)
    saved(qtbot, session, session.undo)
    saved(qtbot, session, session.undo)
    assert session.row == first
    assert session.latest(first) is None


def test_marks_belong_to_one_showing(qtbot, session: Session) -> None:
    """A note on the repeat stays off the label."""
    first, again = session.order[0], session.order[2]
    for row, note in ((first, "one"), (again, "two")):
        session.choose(row)
        saved(qtbot, session, lambda: session.decide(5))
        saved(qtbot, session, lambda n=note: session.set_note(n))
    assert session.marks(first).note == "one"
    assert session.marks(again).note == "two"
    assert {one.round for one in session.history(again)} == {1}


def test_repeats_come_back_after_a_restart(qtbot, session: Session, folder: Path) -> None:
    """The log alone says what each showing was given, and what was seen."""
    first, again = session.order[0], session.order[2]
    for row, value in ((first, 5), (again, 1)):
        session.choose(row)
        saved(qtbot, session, lambda v=value: session.decide(v))
    session.close()
    session.open(Project.open(folder), "MK")
    assert session.latest(first).value == 5
    assert session.latest(again).value == 1
    assert session.stage(again) == WITH_CAPTION


def test_a_reveal_elsewhere_does_not_open_the_repeat(session: Session) -> None:
    """What Compare showed of the clip is recorded, and its second showing stays blind."""
    first, again = session.order[0], session.order[2]
    session.show_more(first)
    assert session.is_revealed(first)
    assert not session.is_revealed(again)


def test_no_model_is_shown_of_a_control_clip_and_the_record_says_so(
    qtbot, session: Session, folder: Path
) -> None:
    """After the reveal of a control clip the caption was visible, guesses were not."""
    control, plain = session.order[1], session.order[3]
    for row in (control, plain):
        session.choose(row)
        saved(qtbot, session, lambda: session.decide(5))
        saved(qtbot, session, lambda: session.decide(4))
    assert session.is_control(control)
    assert session.hidden(control)["guesses"] == 0
    assert session.decision(control, WITH_CAPTION).visible == ("caption",)
    assert session.decision(plain, WITH_CAPTION).visible == ("caption", "guesses")
    seen = Reveals(session.project.database, session.rater.id).all()
    assert seen[control] == ("caption",)


def test_others_are_not_shown_before_the_rating_is_over(qtbot, session: Session) -> None:
    """Other raters' values do not exist in the session while the rating goes on."""
    row = session.order[3]
    session.choose(row)
    saved(qtbot, session, lambda: session.decide(5))
    assert session.is_revealed(row)
    assert session.others(row) == []
    assert session.hidden(row)["raters"] == 0
    close_stage(session.project, "lead")
    assert [one.value for one in session.others(row)] == [2]


def test_marks_that_wait_are_there_when_a_rater_comes_back(session: Session, folder: Path) -> None:
    """Changing raters loses no cue that was set before its digit."""
    session.choose(session.order[0])
    session.toggle_cue("brows")
    session.open(Project.open(folder), "JL")
    session.choose(session.order[0])
    assert session.marks(session.order[0]).cues == ()
    session.open(Project.open(folder), "MK")
    assert session.marks(session.order[0]).cues == ("brows",)


def test_rows_are_clips_and_rounds() -> None:
    """A row is its clip's id in round 0, and gives back clip and round."""
    assert row_of(12) == 12
    assert (clip_of(row_of(12, 3)), round_of(row_of(12, 3))) == (12, 3)
