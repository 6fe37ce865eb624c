"""Suspected label errors of a comparison, and the blind queue made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from emo7_core.errors import UsageError
from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.contenders import gather
from emo7_core.evaluation.suspect_queue import WHY, suspect_queue
from emo7_core.evaluation.suspects import suspects_of
from emo7_core.labels.decision import Draft
from emo7_core.labels.queue import newest_queue
from emo7_core.labels.queue_making import QUEUES
from emo7_core.labels.sources import MODEL_RUN, RATER
from emo7_core.project import Project
from tests.compared import add_labels, add_model, add_rater, answers, key, made_project, truth

WRONG = (3, 40, 77)


@pytest.fixture
def flawed(tmp_path: Path):
    """150 clips, three of them labelled at the other end of the scale; three models."""
    values = truth(150)
    labels = values.copy()
    labels[list(WRONG)] = np.where(values[list(WRONG)] >= 3, 0, 6)
    with made_project(tmp_path / "p", 150) as project:
        add_labels(project, labels)
        for number in range(3):
            add_model(project, f"m{number}", answers(values, 1.5, number))
        yield project


def _compared(project: Project) -> Comparison:
    return gather(project, "consensus").compare()


def test_planted_errors_are_the_first(flawed: Project):
    """All three, with the class that the models hold against the label."""
    found = suspects_of(_compared(flawed))
    assert {one.clip_id for one in found.rows[:3]} == {i + 1 for i in WRONG}
    assert found.models == ("m0", "m1", "m2")
    scores = [one.score for one in found.rows]
    assert scores == sorted(scores, reverse=True)
    first = found.rows[0]
    assert abs(first.other - truth(150)[first.clip_id - 1]) <= 1


def test_the_reason_is_in_words(flawed: Project):
    """Label, how many models, which class, how far."""
    one = suspects_of(_compared(flawed)).rows[0]
    assert one.reason.startswith(f"label {one.label + 1} ")
    assert f"{one.against} of 3 models are confident of another class" in one.reason
    assert f"{abs(one.label - one.other)} steps away" in one.reason


def test_a_model_does_not_judge_what_it_learned(flawed: Project):
    """Its answers on clips that it trained on are left out, and a note says so."""
    trained = {"clips": [key(i) for i in range(150)], "signers": [], "sessions": []}
    for source in flawed.sources.all(MODEL_RUN)[:2]:
        flawed.sources.describe(source.id, {"num_classes": 7, "trained_on": trained})
    found = suspects_of(_compared(flawed))
    assert {one.models for one in found.rows} == {1}
    assert "m0 trained on 150 of these clips: left out there." in found.notes


def test_an_unknown_training_is_told(flawed: Project):
    """It may have learned these very labels."""
    source = flawed.sources.all(MODEL_RUN)[0]
    flawed.sources.describe(source.id, {"num_classes": 7})
    notes = suspects_of(_compared(flawed)).notes
    assert "m0: training data not known; it may have learned these labels." in notes


def test_models_can_be_chosen(flawed: Project):
    """By name."""
    assert suspects_of(_compared(flawed), ["m1"]).models == ("m1",)


def test_without_probabilities_nothing_is_suspected(study: Project):
    """The caption rule gives values alone."""
    found = suspects_of(gather(study, "consensus").compare(names=["caption-VADER"]))
    assert found.rows == ()
    assert found.notes == ("No model gives probabilities: no label can be suspected.",)


def test_the_queue_gives_nothing_away(flawed: Project):
    """Every place has the same short reason; as many others are mixed in, in no order."""
    found = _compared(flawed)
    suspects = suspects_of(found)
    rater = flawed.sources.ensure(RATER, "MK")
    queue = suspect_queue(flawed, rater, suspects, found.clips, limit=5)
    assert newest_queue(flawed.database, rater.id) == queue
    assert queue.order in QUEUES
    assert {one.why for one in queue.entries} == {WHY}
    assert len(queue.entries) == 10
    suspected = [one.clip_id for one in suspects.rows[:5]]
    order = [one.clip_id for one in queue.entries]
    assert set(suspected) < set(order)
    assert [clip for clip in order if clip in suspected] != suspected
    assert not {one.clip_id for one in suspects.rows[5:]} & set(order)


def test_the_same_seed_makes_the_same_queue(flawed: Project):
    """And another seed another one."""
    found = _compared(flawed)
    rater = flawed.sources.ensure(RATER, "MK")
    queues = [
        suspect_queue(flawed, rater, suspects_of(found), found.clips, limit=5, seed=seed)
        for seed in (1, 1, 2)
    ]
    assert queues[0].hash == queues[1].hash != queues[2].hash


def test_ones_own_clips_come_as_hidden_repeats(flawed: Project):
    """Their answer stands beside the label; clips of others come as new ones."""
    found = suspects_of(_compared(flawed))
    mine = np.full(150, -1)
    mine[WRONG[0]] = 2
    add_rater(flawed, mine, "MK")
    rater = flawed.sources.ensure(RATER, "MK")
    queue = suspect_queue(flawed, rater, found, limit=3)
    rounds = {one.clip_id: one.round for one in queue.entries}
    assert rounds[WRONG[0] + 1] == 1
    assert {rounds[i + 1] for i in WRONG[1:]} == {0}


def test_a_clip_whose_value_was_taken_back_comes_as_a_new_one(flawed: Project):
    """There is nothing to repeat: what is said now is the rater's label."""
    rater = flawed.sources.ensure(RATER, "A")
    found = suspects_of(_compared(flawed))
    log = flawed.log(rater)
    log.append(Draft(found.rows[0].clip_id, 3))
    log.append(log.undo_draft())
    queue = suspect_queue(flawed, rater, found, limit=3)
    assert {one.round for one in queue.entries if one.clip_id == found.rows[0].clip_id} == {0}


def test_no_suspects_make_no_queue(study: Project):
    """In words; and only raters have queues."""
    empty = suspects_of(gather(study, "consensus").compare(names=["caption-VADER"]))
    rater = study.sources.ensure(RATER, "MK")
    with pytest.raises(UsageError, match="no suspected label"):
        suspect_queue(study, rater, empty)
    with pytest.raises(UsageError, match="queues are for raters"):
        suspect_queue(study, study.sources.all(MODEL_RUN)[0], empty)
