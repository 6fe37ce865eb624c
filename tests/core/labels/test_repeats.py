"""Hidden repeats, paired with what they repeat."""

from __future__ import annotations

from datetime import timedelta

from emo7_core.labels.decision import WITH_CAPTION, now
from emo7_core.labels.repeats import repeat_pairs
from emo7_core.labels.reveals import Reveals
from emo7_core.project import Project
from tests.core.labels.conftest import Decide


def test_a_repeat_is_paired_with_the_label_of_its_moment(studio: Project, decide: Decide):
    """A label that is changed after the repeat does not change the pair, nor does another stage."""
    then = now()
    decide("MK", 1, 2)
    decide("MK", 1, 3, created_at=then)
    decide("MK", 1, 6, stage=WITH_CAPTION)
    decide("MK", 1, 5, round=1, created_at=then + timedelta(hours=1))
    decide("MK", 1, 0)
    (pair,) = repeat_pairs(studio)
    assert (pair.first, pair.second, pair.apart, pair.was_revealed) == (3, 5, 3600, False)


def test_only_what_was_repeated_is_paired(studio: Project, decide: Decide):
    """A repeat of one rater is none of another; one without a value, or a first, is none."""
    decide("MK", 1, 2)
    decide("JL", 1, 4)
    decide("MK", 1, 2, round=1)
    decide("MK", 2, 2, round=1)
    decide("MK", 3, 2)
    decide("MK", 3, 2, round=1)
    decide("MK", 4, 2)
    decide("MK", 4, 2, round=1)
    decide("MK", 4, None, round=1)
    assert [(one.clip_id, one.second) for one in repeat_pairs(studio)] == [(1, 2), (3, 2)]


def test_a_reveal_in_between_is_told(studio: Project, decide: Decide):
    """A rater who was shown more before the repeat may remember that."""
    first = decide("MK", 1, 2)
    Reveals(studio.database, first.source_id).add(1, ("caption",))
    decide("MK", 1, 2, round=1)
    assert [one.was_revealed for one in repeat_pairs(studio)] == [True]
