"""What panel and queue are told: reasons without figures, nothing of a model for control clips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Draft, Guess
from emo7_core.labels.queue import Entry, store_queue
from emo7_core.labels.reasons import DISAGREEMENT, RARE
from emo7_core.labels.sources import MODEL_RUN, RATER
from emo7_core.labels.stage import close_stage
from emo7_core.project import Project
from emo7_gui.desks.panel_states import panel_state
from emo7_gui.desks.queue_filling import queue_row
from emo7_gui.desks.queue_orders import order_choices
from emo7_gui.session import Session
from tests.gui.test_session import saved
from tests.synth import Recipe, write_clip

WHY, DETAIL = "may fill a rare class", "Neutral 0.62 by model, 3 of 30 there"
SHARES = (0.0, 0.0, 0.0, 0.5, 0.5, 0.0, 0.0)


def made(folder: Path, order: str) -> Project:
    """Three clips in a queue, the second without a model, the third coming again."""
    project = Project.create(folder)
    clips = []
    for number in range(3):
        path = folder / f"c{number}.mp4"
        write_clip(path, Recipe(count=2, first=number))
        clips.append(ImportedClip(path, f"c{number}", "folder", caption="Yes."))
    project.catalog.add(clips)
    first, second, third = (clip.id for clip in project.catalog.all())
    rater, other = (project.sources.ensure(RATER, name) for name in ("MK", "Jo Lee"))
    model = project.sources.ensure(MODEL_RUN, "M")
    for clip in (first, second, third):
        project.guesses.add(model, [Guess(clip, model.id, 3, SHARES)])
        project.log(other).append(Draft(clip, 1))
    places = [
        Entry(0, first, 0, WHY, DETAIL, False),
        Entry(1, second, 0, WHY, DETAIL, True),
        Entry(2, third, 0, WHY, DETAIL, False),
        Entry(3, third, 1, WHY, DETAIL, False),
    ]
    store_queue(project.database, rater.id, order, 11, {}, places)
    return project


@pytest.fixture
def session(qtbot, tmp_path: Path) -> Iterator[Session]:
    one = Session()
    one.open(made(tmp_path / "p", RARE), "MK")
    yield one
    one.close()


def decided(qtbot, session: Session, place: int, value: int = 5) -> int:
    row = session.order[place]
    session.choose(row)
    saved(qtbot, session, lambda: session.decide(value))
    return row


def test_a_blind_row_says_why_without_figures(session: Session) -> None:
    """What a model says of a clip is not in the tool tip before the commit."""
    for row in session.order:
        assert queue_row(session, row).why == WHY


def test_the_figures_come_with_the_reveal(qtbot, session: Session) -> None:
    """After the reveal the row tells the figures behind its place."""
    row = decided(qtbot, session, 0)
    assert queue_row(session, row).why == f"{WHY}: {DETAIL}"


def test_a_control_clip_shows_no_model_after_the_reveal(qtbot, session: Session) -> None:
    """No bars, no expected value, no figures; another clip of the queue has them."""
    plain = decided(qtbot, session, 0)
    shown = panel_state(session, session.current, None)
    assert [one.probabilities for one in shown.models] == [SHARES]
    assert shown.models[0].mean == pytest.approx(4.5)
    control = decided(qtbot, session, 1)
    state = panel_state(session, session.current, None)
    assert (state.is_revealed, state.is_control, state.models) == (True, True, ())
    assert state.hidden.guesses == 0
    assert queue_row(session, control).why == WHY
    assert not session.is_control(plain)


def test_a_repeat_looks_like_any_clip(qtbot, session: Session) -> None:
    """The second showing has the name, the reason and the blank panel of a clip not seen yet."""
    first = decided(qtbot, session, 2)
    again = session.order[3]
    one, two = queue_row(session, first), queue_row(session, again)
    assert (one.name, one.why) == (two.name, two.why)
    assert two.value is None
    session.choose(again)
    state = panel_state(session, session.current, None)
    assert (state.clip_id, state.value, state.is_revealed) == (again, None, False)
    assert (state.history, state.decisions, state.note) == ((), (), "")


def test_a_clip_that_comes_again_says_later(qtbot, session: Session) -> None:
    """Decided but held back: nothing is shown, and one can go on."""
    decided(qtbot, session, 2)
    state = panel_state(session, session.current, None)
    assert not state.is_revealed
    assert state.hidden.is_held_back
    assert state.next_enabled
    assert state.captions == state.models == state.raters == ()


def test_other_raters_wait_for_the_rating(qtbot, session: Session) -> None:
    """Before the rating is over nobody's value is in the panel, afterwards with initials."""
    decided(qtbot, session, 0)
    state = panel_state(session, session.current, None)
    assert state.hidden.waits_for_rating
    assert (state.raters, len(state.decisions)) == ((), 1)
    close_stage(session.project, "lead")
    state = panel_state(session, session.current, None)
    assert [(one.initials, one.value) for one in state.raters] == [("JL", 1)]
    assert not state.hidden.waits_for_rating


def test_figures_about_raters_wait_for_the_rating(qtbot, tmp_path: Path) -> None:
    """How far raters are apart is not told while they rate."""
    one = Session()
    one.open(made(tmp_path / "p", DISAGREEMENT), "MK")
    row = decided(qtbot, one, 0)
    assert queue_row(one, row).why == WHY
    close_stage(one.project, "lead")
    assert queue_row(one, row).why == f"{WHY}: {DETAIL}"
    one.close()


def test_other_orders_give_no_reason(session: Session) -> None:
    """Reasons belong to the stored queue alone."""
    session.set_order("mixed")
    assert [queue_row(session, row).why for row in session.order] == ["", "", ""]


def test_the_stored_queue_stands_first_among_the_orders(session: Session) -> None:
    """It is offered by its order and seed, beside mixed and as imported."""
    names, words = zip(*order_choices(session), strict=True)
    assert names == ("assigned", "mixed", "as imported")
    assert words[0] == "Assigned: rare classes, seed 11"


def test_what_counts_now_is_no_way_back(session: Session, qtbot) -> None:
    """The newest entry says so; the older one can be gone back to, and then it is the other."""
    session.has_reveal = False
    row = session.order[0]
    session.choose(row)
    for value in (2, 4):
        saved(qtbot, session, lambda value=value: session.decide_clip(row, value))
    session.choose(row)
    history = panel_state(session, session.current, None).history
    assert [(one.value, one.is_current, one.can_revert) for one in history] == [
        (4, True, False),
        (2, False, True),
    ]
