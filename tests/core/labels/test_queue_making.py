"""Stored queues: made from what is known, made again from their recipe, silent about answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.errors import UsageError
from emo7_core.evaluation.contenders import gather
from emo7_core.evaluation.suspects import suspects_of
from emo7_core.labels.decision import Guess
from emo7_core.labels.evidence import CAPTION_TRUST, gather_evidence
from emo7_core.labels.exemplars import add_exemplar
from emo7_core.labels.orders import Shares
from emo7_core.labels.queue import control_clips, entries_hash, newest_queue, ordered
from emo7_core.labels.queue_making import QUEUES, RANDOM_SHARE, Recipe, make_queue, queue_entries
from emo7_core.labels.reasons import BEST, DISAGREEMENT, RARE, SUSPECT, UNCERTAIN, WEAK
from emo7_core.labels.sources import CAPTION_RULE, MODEL_RUN, RATER
from emo7_core.project import Project
from tests.core.labels.conftest import Decide

PLAIN = Shares(0, 0, 0)


@pytest.fixture
def rater(studio: Project):
    return studio.sources.ensure(RATER, "MK")


def answer(studio: Project, clip: int, *probabilities: float, name="LSTM", trained=()):
    details = {"trained_on": {"clips": list(trained)}}
    model = studio.sources.ensure(MODEL_RUN, name, details)
    studio.guesses.add(model, [Guess(clip, model.id, None, probabilities)])


def clips_of(studio: Project, rater, order: str, shares: Shares = PLAIN) -> list[int]:
    return [one.clip_id for one in queue_entries(studio, rater, Recipe(order, shares=shares))]


def test_a_queue_is_read_back_as_it_was_made(studio: Project, rater):
    """Order, seed, shares, reasons and marks are all in the store; the newest one counts."""
    make_queue(studio, rater, Recipe("as imported"))
    made = make_queue(studio, rater, Recipe("mixed", 3, Shares(0.1, 0.3, 0.3, 5)))
    assert newest_queue(studio.database, rater.id) == made
    assert made.details["repeats"] == 0.3
    assert any(one.round for one in made.entries)
    assert any(one.is_control for one in made.entries)


def test_a_queue_can_be_made_again(studio: Project, rater):
    """The recipe and what is known give the same entries and the same hash; another seed not."""
    recipe = Recipe(UNCERTAIN, 7, Shares(0.2, 0.2, 0.2, 5))
    made = make_queue(studio, rater, recipe)
    assert entries_hash(queue_entries(studio, rater, recipe)) == made.hash
    assert entries_hash(queue_entries(studio, rater, replace(recipe, seed=8))) != made.hash


def test_the_mixed_queue_is_the_mixed_order_of_the_window(studio: Project, rater):
    """A stored mixed order and the plain one of the same seed are the same."""
    assert clips_of(studio, rater, "mixed") == [
        clip.id for clip in ordered(studio.catalog.all(), "mixed", 7)
    ]


def test_disagreement_comes_widest_first(studio: Project, rater, decide: Decide):
    """Raters far apart before raters near; clips of one rater behind them."""
    for clip, values in {5: (0, 6), 9: (3, 4), 2: (1, 4)}.items():
        for name, value in zip(("A", "B"), values, strict=True):
            decide(name, clip, value)
    decide("A", 11, 0)
    decide("B", 11, 6, round=1)
    assert clips_of(studio, rater, DISAGREEMENT)[:3] == [5, 2, 9]


def test_uncertainty_is_of_the_newest_guesses(studio: Project, rater):
    """Of each model its newest answer counts, and several models are averaged."""
    answer(studio, 4, 0, 0, 0.5, 0.5, 0, 0, 0)
    answer(studio, 4, 0, 0, 0, 1, 0, 0, 0)
    answer(studio, 6, 1, 0, 0, 0, 0, 0, 0)
    answer(studio, 6, 0, 0, 0, 0, 0, 0, 1, name="STGCN")
    assert clips_of(studio, rater, UNCERTAIN)[:2] == [6, 4]


def _sure(value: int, share: float = 1.0) -> list[float]:
    return [share if c == value else (1 - share) / 6 for c in range(7)]


def test_a_suspect_is_judged_by_models_that_never_saw_it(studio: Project, rater, decide: Decide):
    """A model that trained on the clip repeats its label: the other model's answer counts."""
    for clip, value in {3: 0, 8: 6, 5: 0, 6: 3}.items():
        decide("A", clip, value)
    key = studio.catalog.get(3).key
    for clip, said in {3: 6, 8: 6, 5: 0, 6: 3}.items():
        answer(studio, clip, *_sure(said, 0.9), name="STGCN")
    answer(studio, 3, *_sure(0), trained=[key])
    entries = queue_entries(studio, rater, Recipe(SUSPECT, shares=PLAIN))
    words = "label 1, 1 of 1 models confident of another class, most of 7, score "
    assert entries[0].clip_id == 3
    assert entries[0].detail.startswith(words)
    assert {one.clip_id for one in entries[1:4]} == {5, 6, 8}


def test_a_label_that_only_its_own_model_contradicts_is_not_suspected(
    studio: Project, rater, decide: Decide
):
    """Where every model trained on the clip, nothing is known of its label."""
    decide("A", 3, 0)
    answer(studio, 3, *_sure(3), trained=[studio.catalog.get(3).key])
    entries = queue_entries(studio, rater, Recipe(SUSPECT, shares=PLAIN))
    assert {one.detail for one in entries} == {""}


def test_suspects_come_as_in_compare(studio: Project, rater, decide: Decide):
    """The order of the queue is that of the comparison's suspected labels, farther ones first."""
    for clip in range(1, 22):
        decide("A", clip, clip % 7)
        for name in ("LSTM", "STGCN"):
            said = {1: 6, 2: 4, 3: 4}.get(clip, clip % 7)
            answer(studio, clip, *_sure(said, 0.9 if clip < 4 else 0.8), name=name)
    found = suspects_of(gather(studio, "raters").compare(names=["LSTM", "STGCN"]))
    queued = clips_of(studio, rater, SUSPECT)[: len(found.rows)]
    assert queued == [one.clip_id for one in found.rows] == [1, 2, 3]


def test_rare_classes_come_first(studio: Project, rater, decide: Decide):
    """With Positive filled, a likely Neutral comes before a likely Positive, labelled ones last."""
    for clip in range(13, 25):
        decide("A", clip, 5)
    answer(studio, 1, 0, 0, 0, 0, 0, 1, 0)
    answer(studio, 2, 0, 0, 0, 1, 0, 0, 0)
    entries = queue_entries(studio, rater, Recipe(RARE, shares=PLAIN, target_count=12))
    assert [one.clip_id for one in entries[:2]] == [2, 1]
    assert entries[0].detail == "Neutral 1.00 by model, 0 of 12 there"
    assert {one.why for one in entries if one.clip_id >= 13} == {"has a label"}


def test_a_caption_stands_in_where_no_model_answers(studio: Project):
    """The caption's class gets what captions can promise, the others share the rest."""
    rule = studio.sources.ensure(CAPTION_RULE, "caption-VADER")
    studio.guesses.add(rule, [Guess(1, rule.id, 4, score=0.3)])
    likely = gather_evidence(studio).likely()
    assert likely[0, 4] == CAPTION_TRUST
    assert likely[0].sum() == pytest.approx(1)
    assert np.isnan(likely[1]).all()


def test_landmark_quality_has_both_ends(studio: Project, rater):
    """The smaller share of face and hands counts, best or weakest first, unknown last."""
    studio.catalog.record(5, face_share=0.9, hands_share=0.2)
    studio.catalog.record(7, face_share=0.8, hands_share=0.7)
    assert clips_of(studio, rater, BEST)[:2] == [7, 5]
    assert clips_of(studio, rater, WEAK)[:2] == [5, 7]


@pytest.mark.parametrize("order", QUEUES)
def test_every_order_holds_every_clip(studio: Project, rater, order: str):
    """Nothing known is no reason to be left out."""
    assert sorted(clips_of(studio, rater, order)) == list(range(1, 25))


def test_reasons_give_nothing_away(studio: Project, rater, decide: Decide):
    """What may be shown before the rater commits holds no class, digit or figure."""
    for name, value in (("A", 0), ("B", 6)):
        decide(name, 1, value)
    answer(studio, 1, 0, 0, 0, 0, 0, 0, 1)
    answer(studio, 2, 0, 0, 0, 0, 0, 0, 1)
    for order in QUEUES:
        for one in queue_entries(studio, rater, Recipe(order)):
            assert not any(mark.isdigit() for mark in one.why)
            assert "Positive" not in one.why


def test_a_repeat_looks_like_its_first_showing(studio: Project, rater):
    """It has the same reason and the same control, only its round differs."""
    made = make_queue(studio, rater, Recipe(UNCERTAIN, 7, Shares(0.2, 0.4, 0.5, 5)))
    first = {one.clip_id: one for one in made.entries if one.round == 0}
    again = [one for one in made.entries if one.round == 1]
    assert again
    for one in again:
        like = first[one.clip_id]
        assert (one.why, one.is_control) == (like.why, like.is_control)
        assert one.position - like.position >= 5
    assert made.held_back == {one.clip_id for one in again}


def test_a_second_queue_repeats_in_a_new_round(studio: Project, rater, decide: Decide):
    """What was repeated once already is repeated as the second time, not over the first."""
    recipe = Recipe("mixed", 7, Shares(0, 1, 0, 5))
    clip = next(iter(make_queue(studio, rater, recipe).held_back))
    decide("MK", clip, 3, round=1)
    again = make_queue(studio, rater, recipe)
    assert max(one.round for one in again.entries if one.clip_id == clip) == 2


def test_the_random_share_says_so(studio: Project, rater):
    """Clips that came by lot are named, in every order but the mixed one."""
    shares = Shares(random=0.4)
    told = {one.why for one in queue_entries(studio, rater, Recipe(UNCERTAIN, shares=shares))}
    assert RANDOM_SHARE in told
    told = {one.why for one in queue_entries(studio, rater, Recipe("mixed", shares=shares))}
    assert told == {"mixed order"}


def test_exemplars_and_unplayable_clips_are_left_out(studio: Project, rater):
    """A clip whose value is shown is not rated; nor is one that cannot be played."""
    add_exemplar(studio, 3, studio.catalog.get(4))
    studio.catalog.record(5, state="bad", message="broken")
    assert set(clips_of(studio, rater, "mixed")) == set(range(1, 25)) - {4, 5}


def test_control_clips_are_known_to_the_window(studio: Project, rater):
    """The newest queue tells them; without a queue there are none."""
    assert control_clips(studio.database, rater.id) == frozenset()
    made = make_queue(studio, rater, Recipe(shares=Shares(0, 0, 0.5)))
    expected = {one.clip_id for one in made.entries if one.is_control}
    assert control_clips(studio.database, rater.id) == expected != set()


def test_wrong_wishes_are_refused(studio: Project, rater, tmp_path):
    """An unknown order, a model as a rater, a project without clips: one clear line each."""
    with pytest.raises(UsageError, match="rare classes"):
        Recipe("best first")
    with pytest.raises(UsageError, match="queues are for raters"):
        make_queue(studio, studio.sources.ensure(MODEL_RUN, "LSTM"), Recipe())
    with Project.create(tmp_path / "empty") as empty, pytest.raises(UsageError, match="no clips"):
        make_queue(empty, empty.sources.ensure(RATER, "MK"), Recipe())


def test_a_limit_cuts_the_end(studio: Project, rater):
    """Only the first places are stored."""
    assert len(make_queue(studio, rater, Recipe(limit=6)).entries) == 6


def test_a_queued_clip_may_turn_out_to_be_known(studio: Project, rater, tmp_path):
    """A copy that was queued before its file was read joins the clip of that content."""
    path = tmp_path / "copy.mp4"
    path.write_bytes(b"clip 1")
    (copy,) = studio.catalog.add([ImportedClip(path, "copy", "made")]).new
    make_queue(studio, rater, Recipe("as imported", shares=PLAIN))
    key = studio.catalog.get(1).key
    assert studio.catalog.record_identity(copy, key, state="ok") == 1
    entries = newest_queue(studio.database, rater.id).entries
    assert [one.clip_id for one in entries] == [*range(1, 25), 1]
