"""Golden versions: frozen, numbered, reversible by a new one; coverage and likely clips."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from emo7_core.errors import UsageError
from emo7_core.labels.coverage import coverage, likely_clips
from emo7_core.labels.decision import Guess
from emo7_core.labels.evidence import gather_evidence
from emo7_core.labels.golden import newest_version, promote, promote_from, read_version, versions
from emo7_core.labels.golden_diff import diff
from emo7_core.labels.snapshot import take_snapshot
from emo7_core.labels.sources import CAPTION_RULE, CONSENSUS, MODEL_RUN
from emo7_core.project import Project
from tests.core.labels.conftest import Decide


def values(version) -> dict[int, int]:
    return {one.clip_id: one.value for one in version.members}


def test_a_version_stays_as_it_was_promoted(studio: Project, decide: Decide):
    """Later decisions change nothing of it; the next promotion gets the next number."""
    decide("A", 1, 5)
    first = promote(studio, "human", "pilot", by="MK")
    decide("A", 1, 2)
    second = promote(studio, "human")
    assert [values(one) for one in versions(studio)] == [{1: 5}, {1: 2}]
    assert (first.number, second.number, first.note, first.by) == (1, 2, "pilot", "MK")
    assert read_version(studio, 1) == first
    assert newest_version(studio) == second


def test_the_hash_is_that_of_the_snapshot(studio: Project, decide: Decide):
    """A version and a training on the same labels name the same hash."""
    decide("A", 1, 5)
    made = promote(studio, "human")
    assert made.hash == take_snapshot(studio, "human").hash
    assert made.is_intact


def test_a_tampered_version_shows_it(studio: Project, decide: Decide):
    """A value changed behind our back no longer gives the hash."""
    decide("A", 1, 5)
    promote(studio, "human")
    with studio.database.write() as connection:
        connection.execute(text("UPDATE golden_member SET value = 6"))
    assert not read_version(studio).is_intact


def test_each_member_names_the_decision_behind_it(studio: Project, decide: Decide):
    """The entry of the log that carries the value, by whoever states it."""
    decide("A", 1, 2)
    carrier = decide("B", 1, 1)
    judged = decide("panel", 2, 6, kind="adjudication")
    decide("A", 2, 0)
    found = {one.clip_id: one.decision_uuid for one in promote(studio, "human").members}
    assert found == {1: carrier.uuid, 2: judged.uuid}


def test_targets_are_kept_apart(studio: Project, decide: Decide):
    """Consensus and adjudicated promotions hold what these sources say alone."""
    decide("A", 1, 2)
    decide("panel", 2, 6, kind="adjudication")
    decide("all", 3, 0, kind=CONSENSUS)
    assert values(promote(studio, "adjudicated")) == {2: 6}
    assert values(promote(studio, "consensus")) == {3: 0}
    assert values(promote(studio, "human")) == {1: 2, 2: 6, 3: 0}


def test_an_earlier_version_comes_back_under_a_new_number(studio: Project, decide: Decide):
    """Reversal is a further version that names what it restores."""
    decide("A", 1, 5)
    first = promote(studio, "human")
    decide("A", 1, 2)
    promote(studio, "human")
    third = promote_from(studio, 1, "the pilot was right")
    assert (third.number, third.restored, third.hash) == (3, 1, first.hash)
    assert third.members == first.members
    assert len(versions(studio)) == 3


def test_the_same_labels_are_not_promoted_twice(studio: Project, decide: Decide):
    """A promotion that would change nothing is refused, and so is one of nothing."""
    with pytest.raises(UsageError, match="no clip has a label"):
        promote(studio, "human")
    decide("A", 1, 5)
    promote(studio, "human")
    with pytest.raises(UsageError, match="golden version 1 holds exactly"):
        promote(studio, "human")
    with pytest.raises(UsageError, match="golden version 1 holds exactly"):
        promote_from(studio, 1)


def test_what_is_not_there_is_told(studio: Project):
    """Unknown targets and numbers name what there is."""
    with pytest.raises(UsageError, match="human, caption, adjudicated, consensus"):
        promote(studio, "dogs")
    with pytest.raises(UsageError, match="no golden version 4"):
        promote_from(studio, 4)
    with pytest.raises(UsageError, match="no golden version yet"):
        read_version(studio)


def test_a_diff_names_what_changed(studio: Project, decide: Decide):
    """Added, removed and changed clips, by class and by signer (clip 1 is Ann's, 2 Bo's)."""
    for clip, value in ((1, 5), (2, 3), (4, 0)):
        decide("A", clip, value)
    first = promote(studio, "human")
    decide("A", 1, 2)
    decide("A", 2, None)
    decide("A", 3, 3)
    found = diff(first, promote(studio, "human"))
    assert [one.clip_id for one in found.added] == [3]
    assert [one.clip_id for one in found.removed] == [2]
    assert [(one.after.clip_id, one.steps) for one in found.changed] == [(1, -3)]
    assert (found.same, found.is_empty) == (1, False)
    assert found.by_class() == {2: (1, 0), 3: (1, 1), 5: (0, 1)}
    assert found.by_signer() == {"Ann": (0, 0, 1), "Bo": (0, 1, 0), "Cy": (1, 0, 0)}


def test_a_diff_to_itself_is_empty(studio: Project, decide: Decide):
    """Nothing changed, all the same."""
    decide("A", 1, 5)
    version = promote(studio, "human")
    assert diff(version, version).is_empty


def test_coverage_counts_classes_and_signers(studio: Project, decide: Decide):
    """Against two a class, what is missing, and how many signers show it."""
    for clip, value in ((1, 5), (2, 5), (5, 5), (3, 0)):
        decide("A", clip, value)
    found = coverage(promote(studio, "human").members, 2)
    assert found.signers == ("Ann", "Bo", "Cy")
    assert found.counts.tolist() == [1, 0, 0, 0, 0, 3, 0]
    assert found.shortfall.tolist() == [1, 2, 2, 2, 2, 0, 2]
    assert found.short_classes == (1, 2, 3, 4, 6, 0)
    assert found.signers_per_class.tolist() == [1, 0, 0, 0, 0, 2, 0]


def test_no_version_covers_nothing():
    """An empty set lacks every class."""
    found = coverage([])
    assert (found.signers, found.shortfall.tolist()) == ((), [30] * 7)


def test_likely_clips_are_open_ones_by_probability(studio: Project, decide: Decide):
    """Models' best class or the caption's; labelled and golden clips are left out."""
    model = studio.sources.ensure(MODEL_RUN, "LSTM")
    rule = studio.sources.ensure(CAPTION_RULE, "caption-VADER")
    neutral = {1: 0.6, 2: 0.9, 3: 0.8, 4: 0.7}
    guesses = [
        Guess(clip, model.id, None, tuple(p if v == 3 else (1 - p) / 6 for v in range(7)))
        for clip, p in (neutral | {5: 0.05}).items()
    ]
    studio.guesses.add(model, guesses)
    studio.guesses.add(rule, [Guess(clip, rule.id, 3, score=0.0) for clip in (5, 6)])
    decide("A", 3, 3)
    found = likely_clips(gather_evidence(studio), 3, golden={4})
    assert [one.clip_id for one in found] == [2, 1, 6, 5]
    assert (found[0].probability, found[0].models, found[0].is_caption) == (0.9, 1, False)
    assert (found[2].probability, found[2].is_caption) == (None, True)
