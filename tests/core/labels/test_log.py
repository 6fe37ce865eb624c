"""The decision log: nothing is lost, undo is a further entry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from emo7_core.errors import UsageError
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION, Draft, Guess
from emo7_core.labels.guesses import Guesses
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.sources import CAPTION_RULE, RATER, Sources
from emo7_core.storage.database import Database


@pytest.fixture
def database(tmp_path: Path):
    store = Database(tmp_path / "emo7.db")
    with store.write() as connection:
        for number in (1, 2):
            connection.execute(
                text(
                    "INSERT INTO clip (id, name, corpus, state, message, added_at)"
                    f" VALUES ({number}, 'c{number}', 'folder', 'ok', '', 'now')"
                )
            )
    yield store
    store.close()


@pytest.fixture
def log(database: Database) -> DecisionLog:
    return DecisionLog(database, Sources(database).ensure(RATER, "MK").id)


def undo(log: DecisionLog):
    draft = log.undo_draft()
    return None if draft is None else log.append(draft)


def redo(log: DecisionLog):
    draft = log.redo_draft()
    return None if draft is None else log.append(draft)


def test_what_was_appended_is_current(log: DecisionLog):
    """The newest entry of a clip and stage counts, with all it carries."""
    draft = Draft(1, 5, is_unsure=True, cues=("brows",), note="ü", decisive_frame=7)
    stored = log.append(draft)
    assert log.current(1, SIGNING_ONLY) == stored
    assert (stored.value, stored.is_unsure, stored.cues) == (5, True, ("brows",))
    assert (stored.note, stored.decisive_frame, stored.created_at) == ("ü", 7, draft.created_at)


def test_the_same_draft_twice_is_stored_once(log: DecisionLog):
    """A retry after an unclear failure cannot double a decision."""
    draft = Draft(1, 5)
    assert log.append(draft) == log.append(draft)
    assert len(log.history(1)) == 1


def test_stages_stand_side_by_side(log: DecisionLog):
    """A change after the reveal is a decision of its own stage."""
    blind = log.append(Draft(1, 5))
    seen = log.append(Draft(1, 2, stage=WITH_CAPTION, visible=("caption",)))
    assert log.current(1, SIGNING_ONLY) == blind
    assert log.current(1, WITH_CAPTION) == seen
    assert seen.supersedes is None


def test_undo_takes_back_across_clips_and_restores_what_stood_before(log: DecisionLog):
    """Undo restores the earlier value, then the absence of one."""
    log.append(Draft(1, 5))
    log.append(Draft(1, 6))
    log.append(Draft(2, 0))
    assert undo(log).clip_id == 2
    assert log.current(2, SIGNING_ONLY).value is None
    assert undo(log).value == 5
    assert undo(log).value is None
    assert undo(log) is None
    assert len(log.history(1)) == 4


def test_undo_and_redo_survive_a_restart(log: DecisionLog, database: Database):
    """A new log over the same store knows the same undo stack."""
    log.append(Draft(1, 5))
    log.append(Draft(1, 6))
    undo(log)
    again = DecisionLog(database, log.source_id)
    assert redo(again).value == 6
    assert redo(again) is None
    assert undo(again).value == 5


def test_a_new_action_ends_redo(log: DecisionLog):
    """After a new decision the undone one is history only."""
    log.append(Draft(1, 5))
    undo(log)
    log.append(Draft(1, 4))
    assert log.redo_target() is None


def test_revert_makes_an_earlier_entry_count_and_can_be_undone(log: DecisionLog):
    """Revert restores the whole earlier state as a further entry."""
    first = log.append(Draft(1, 5, cues=("eyes",)))
    log.append(Draft(1, 1))
    reverted = log.append(log.revert_draft(first.uuid))
    assert (reverted.value, reverted.cues, reverted.kind) == (5, ("eyes",), "revert")
    assert undo(log).value == 1


def test_undo_leaves_other_raters_alone(log: DecisionLog, database: Database):
    """Each rater undoes their own actions only."""
    other = DecisionLog(database, Sources(database).ensure(RATER, "JL").id)
    log.append(Draft(1, 5))
    other.append(Draft(1, 0))
    undo(log)
    assert other.current(1, SIGNING_ONLY).value == 0
    assert log.current(1, SIGNING_ONLY).value is None


def test_currents_lists_the_newest_of_every_clip_and_stage(log: DecisionLog):
    """One entry for each clip and stage."""
    log.append(Draft(1, 5))
    log.append(Draft(1, 6))
    log.append(Draft(2, 3))
    assert [(d.clip_id, d.value) for d in log.currents()] == [(1, 6), (2, 3)]


def test_values_outside_the_scale_are_refused():
    """A draft cannot hold what the scale does not have."""
    with pytest.raises(ValueError, match=r"0\.\.6"):
        Draft(1, 7)
    with pytest.raises(ValueError, match="no such cue"):
        replace(Draft(1, 3), cues=("ears",))


def test_a_machine_cannot_decide_and_a_person_cannot_guess(database: Database):
    """Human and machine statements are different types in different tables."""
    sources = Sources(database)
    guesses = Guesses(database)
    with pytest.raises(UsageError, match="machines guess"):
        guesses.add(sources.ensure(RATER, "MK"), [Guess(1, 0, 3)])
    rule = sources.ensure(CAPTION_RULE, "caption-VADER")
    guesses.add(rule, [Guess(1, rule.id, 3, score=0.0)])
    guesses.add(rule, [Guess(1, rule.id, 4, score=0.2)])
    assert guesses.of_source(rule.id)[1].value == 4


def test_a_repeat_never_stands_for_the_label(log: DecisionLog):
    """A later round has entries, history and undo of its own; round 0 stays what it was."""
    first = log.append(Draft(1, 2))
    repeat = log.append(Draft(1, 5, round=1))
    assert repeat.supersedes is None
    assert log.current(1, SIGNING_ONLY) == first
    assert log.current(1, SIGNING_ONLY, round=1) == repeat
    undone = log.append(log.undo_draft())
    assert (undone.round, undone.value) == (1, None)
    assert log.current(1, SIGNING_ONLY) == first
