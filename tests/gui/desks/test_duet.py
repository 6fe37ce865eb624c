"""Two clips of Compare in step: real players, real decode threads, the desk's keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QThread

from emo7_core.labels.decision import Guess
from emo7_core.labels.queue import Entry, store_queue
from emo7_core.labels.sources import MODEL_RUN
from emo7_gui.desks.compare_desk import CompareDesk
from emo7_gui.desks.duet import Duet
from emo7_gui.desks.in_step import frame_beside
from emo7_gui.session import Session
from tests.gui.desks.conftest import MODEL
from tests.gui.waiting import until


@pytest.fixture
def desk(compare_desk: CompareDesk) -> CompareDesk:
    return compare_desk


@pytest.fixture
def duet(desk: CompareDesk) -> Duet:
    """Both clips of the cell 4, 4, standing at their first frames."""
    desk._workspace.matrices.cell_opened.emit("a", 3, 3)
    until(lambda: desk.playback.info, "the first clip")
    assert desk.perform("beside")
    found = desk.clips.duet
    until(lambda: found.second is not None and found.second.info, "the second clip")
    until(lambda: found.lead.is_playing, "both to play")
    desk.perform("play")
    desk.perform("clip_start")
    until(lambda: ordinals(found) == (0, 0), "the first frames")
    return found


def ordinals(duet: Duet) -> tuple[int, int]:
    """The frames on the screen, left and right."""
    return duet.first.player.ordinal, duet.second.player.ordinal


def test_the_next_clip_of_the_list_opens_beside(desk: CompareDesk, duet: Duet) -> None:
    """Left the first clip of the cell, right the second, which arrows and digits are for now."""
    ids = [one.clip_id for one in desk._workspace.pane.lists["cell"][1]]
    assert [duet.first.clip.id, duet.second.clip.id] == ids
    assert desk._workspace.pane.sides.switch.key == 1
    assert desk._workspace.pane.clips.current_clip.clip_id == ids[1]


def test_the_longer_clip_leads_and_every_frame_has_its_beside(
    desk: CompareDesk, duet: Duet
) -> None:
    """A step of the longer clip takes the shorter one along, to the very frame, until the end."""
    lead, other = duet.lead, duet.follower
    assert lead.info.duration > other.info.duration
    for step in range(1, lead.info.frame_count):
        desk.perform("frame_forward")
        wanted = frame_beside(lead.info, step, other.info, is_by_time=False)
        until(lambda at=(step, wanted): (lead.player.ordinal, other.player.ordinal) == at, "both")
    assert other.player.ordinal == other.info.frame_count - 1


def test_by_time_the_shorter_one_waits(desk: CompareDesk, duet: Duet) -> None:
    """The key changes the way at once, and the button says which it is."""
    assert desk.perform("in_step")
    assert desk._workspace.pane.sides.step_button.text() == "by time"
    lead, other = duet.lead, duet.follower
    for step in range(1, lead.info.frame_count):
        desk.perform("frame_forward")
        wanted = frame_beside(lead.info, step, other.info, is_by_time=True)
        until(lambda at=(step, wanted): (lead.player.ordinal, other.player.ordinal) == at, "both")


def test_playing_moves_both(desk: CompareDesk, duet: Duet) -> None:
    """One button plays and stops both; only the longer clip's own clock runs."""
    transport = desk._workspace.pane.sides.transport
    seen: set[tuple[int, int]] = set()
    duet.second.frame_shown.connect(lambda _: seen.add(ordinals(duet)))
    transport.play_toggled.emit()
    until(lambda: len(seen) > 4, "both to move")
    assert not duet.follower.is_playing
    transport.play_toggled.emit()
    assert not duet.lead.is_playing


def test_loop_and_speed_are_of_both(desk: CompareDesk, duet: Duet) -> None:
    """Loop off and half the speed are asked of the clip that leads, and shown in the one row."""
    transport = desk._workspace.pane.sides.transport
    transport.loop_toggled.emit(False)
    transport.speed_changed.emit(0.5)
    assert duet.lead.player.loop[2] is False
    assert duet.lead.player.rate == 0.5
    assert transport.rate == 0.5


def test_a_place_in_the_shorter_trace_is_found_in_both(desk: CompareDesk, duet: Duet) -> None:
    """Seeking on the side that follows takes the leading clip along."""
    side = 1 if duet.lead is duet.first else 0
    duet.seek(side, duet.follower.info.frame_count - 1)
    until(lambda: duet.lead.player.ordinal == duet.lead.info.frame_count - 1, "the lead's end")


def test_digits_are_for_the_marked_clip(desk: CompareDesk, duet: Duet, session: Session) -> None:
    """The other side's clip is relabelled after S, through the same log."""
    first, second = duet.first.clip.id, duet.second.clip.id
    desk.perform("other_side")
    assert desk._workspace.pane.clips.current_clip.clip_id == first
    before = desk.comparison
    desk.perform("decide_7")
    until(lambda: desk.comparison is not before, "the new scores")
    assert (session.latest(first).value, session.latest(second).value) == (6, 3)
    said = desk._workspace.pane.sides.values[0].accessibleName()
    assert said.startswith("Label Extremely Positive")


def test_only_a_right_stands_beside_the_reverse(desk: CompareDesk, session: Session) -> None:
    """From a win list the second clip is of the loss list, and each side keeps its own list."""
    project, clips = session.project, list(session.clips)
    model = project.sources.ensure(MODEL_RUN, "GRU #2", {"num_classes": 7})
    for clip_id, answer in zip(clips, (3, 0, 3, 0, 6, 6), strict=True):
        project.guesses.add(model, [Guess(clip_id, model.id, answer)])
    desk.show_model("GRU #2")
    until(lambda: desk._a == "GRU #2", "the other model")
    desk._on_b_requested(MODEL)
    pane = desk._workspace.pane
    pane.show_list("a")
    desk.perform("beside")
    duet = desk.clips.duet
    until(lambda: duet.second.info, "a clip that B has right")
    assert (duet.first.clip.id, duet.second.clip.id) == (clips[1], clips[0])
    assert pane.tabs.key == "b"
    desk.perform("other_side")
    assert pane.tabs.key == "a"
    assert pane.clips.current_clip.clip_id == clips[1]


def test_what_the_queue_asks_for_opens_on_no_side(desk: CompareDesk, session: Session) -> None:
    """A held back clip is not opened beside another one."""
    desk._workspace.matrices.cell_opened.emit("a", 3, 3)
    first, second = (one.clip_id for one in desk._workspace.pane.lists["cell"][1])
    places = [Entry(0, second, 1, "mixed order", "", False)]
    database, rater = session.project.database, session.rater
    session.take_queue(store_queue(database, rater.id, "mixed", 7, {}, places))
    desk.perform("beside")
    duet = desk.clips.duet
    assert duet.second.clip is None
    assert not session.is_revealed(second)
    assert duet.first.clip.id == first


def test_alone_again_the_left_clip_stays(desk: CompareDesk, duet: Duet) -> None:
    """D takes the right clip away; the left one's list and keys are back."""
    first = duet.first.clip.id
    desk.perform("beside")
    assert not duet.is_double
    assert duet.second.clip is None
    assert duet.lead is duet.first
    assert desk._workspace.pane.clips.current_clip.clip_id == first
    assert not desk._workspace.pane.sides.switch.isVisible()


def test_leaving_the_page_stops_both(desk: CompareDesk, duet: Duet) -> None:
    """Nothing plays behind another page."""
    desk.perform("play")
    assert duet.lead.is_playing
    desk._workspace.hide()
    assert not duet.lead.is_playing


def test_both_threads_are_joined(desk: CompareDesk, duet: Duet) -> None:
    """After the end no decode thread lives."""
    rooms = [playback._room._thread for playback in (duet.first, duet.second)]
    assert all(isinstance(one, QThread) and one.isRunning() for one in rooms)
    assert duet.stop()
    assert not any(one.isRunning() for one in rooms)


def test_a_digit_labels_no_clip_where_the_marked_side_is_empty(
    desk: CompareDesk, session: Session
) -> None:
    """The only clip of a cell stands left; a digit for the empty right side is not its label."""
    desk._workspace.matrices.cell_opened.emit("a", 0, 3)
    until(lambda: desk.playback.info, "the only clip")
    told: list[str] = []
    desk.told.connect(told.append)
    desk.perform("beside")
    left = desk.clips.duet.first.clip.id
    assert desk._workspace.pane.clips.current_clip.clip_id == left
    desk.perform("decide_7")
    assert session.save_state.kind == "saved"
    assert session.latest(left).value == 0
    assert told[-1] == "no label: that clip is not open here, walk the list to it"


def test_a_digit_labels_no_clip_that_was_closed(
    desk: CompareDesk, duet: Duet, session: Session
) -> None:
    """With one model alone no list is left; what the hidden one stands on gets no digit."""
    second, before = duet.second.clip.id, desk.comparison
    desk._on_contenders_chosen((MODEL,), "none")
    until(lambda: desk.comparison is not before, "the model alone")
    assert desk._workspace.pane.clips.current_clip.clip_id == second
    desk.perform("decide_7")
    assert session.save_state.kind == "saved"
    assert session.latest(second).value == 3


def test_a_digit_labels_no_clip_that_was_held_back_when_it_was_asked_for(
    desk: CompareDesk, session: Session
) -> None:
    """The list stands on it, another clip is shown; rating it in Review opens nothing here."""
    desk._workspace.matrices.cell_opened.emit("a", 3, 3)
    first, second = (one.clip_id for one in desk._workspace.pane.lists["cell"][1])
    places = [Entry(0, second, 1, "mixed order", "", False)]
    database, rater = session.project.database, session.rater
    session.take_queue(store_queue(database, rater.id, "mixed", 7, {}, places))
    desk.perform("list_down")
    (row,) = session.assigned.entries
    session.decide_clip(row, 2)
    until(lambda: session.latest(row), "the rating in Review")
    desk.perform("decide_7")
    assert session.save_state.kind == "saved"
    assert [session.latest(one).value for one in (first, second)] == [3, 3]


def test_the_button_says_whether_a_second_clip_came(desk: CompareDesk) -> None:
    """Without a list none comes: the button is up again."""
    button, told = desk._workspace.pane.sides.beside_button, []
    desk.told.connect(told.append)
    desk._workspace.pane.set_lists({})
    button.click()
    assert told
    assert not desk.clips.duet.is_double
    assert not button.isChecked()
    desk._workspace.matrices.cell_opened.emit("a", 3, 3)
    button.click()
    assert desk.clips.duet.is_double
    assert button.isChecked()
    button.click()
    assert not button.isChecked()


def test_clips_that_open_behind_another_page_stand(desk: CompareDesk) -> None:
    """Who leaves while two clips are opened hears and sees nothing of them."""
    desk._workspace.matrices.cell_opened.emit("a", 3, 3)
    until(lambda: desk.playback.info, "the first clip")
    desk.perform("beside")
    duet = desk.clips.duet
    assert duet.second.is_opening
    desk._workspace.hide()
    until(lambda: duet.second.info, "the second clip")
    assert not duet.lead.is_playing


def test_one_clip_that_opens_behind_another_page_stands(desk: CompareDesk) -> None:
    """The next one, opened in front, plays again."""
    desk._workspace.matrices.cell_opened.emit("a", 3, 3)
    assert desk.playback.is_opening
    desk._workspace.hide()
    until(lambda: desk.playback.info, "the clip")
    assert not desk.playback.is_playing
    desk._workspace.show()
    desk.perform("list_down")
    until(lambda: desk.playback.is_playing, "the next clip to play")
