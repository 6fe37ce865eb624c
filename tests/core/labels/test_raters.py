"""Raters' profiles, the stage of the rating, and exemplar clips."""

from __future__ import annotations

import pytest

from emo7_core.errors import UsageError
from emo7_core.labels.exemplars import add_exemplar, exemplars, remove_exemplar
from emo7_core.labels.raters import Profile, initials_of, profile_of, profiles, save_profile
from emo7_core.labels.sources import RATER
from emo7_core.labels.stage import (
    DISCUSSION,
    close_stage,
    is_stage_over,
    may_see,
    reopen_stage,
    stage_history,
)
from emo7_core.project import Project


def test_a_profile_is_kept_with_its_rater(studio: Project):
    """What was stated comes back; a later profile takes its place, the rater stays the same."""
    first = save_profile(studio, Profile("Mara Keller", "MK", True, True, "Deaf, native signer"))
    again = save_profile(studio, Profile("Mara Keller", "MK", True, None, "moved"))
    assert (first.id, first.uuid) == (again.id, again.uuid)
    ((source, profile),) = profiles(studio)
    assert profile == Profile("Mara Keller", "MK", True, None, "moved") == profile_of(source)


def test_what_nobody_stated_is_not_no(studio: Project):
    """A rater who only has a name is neither hearing nor a non-signer."""
    studio.sources.ensure(RATER, "JL")
    ((_, profile),) = profiles(studio)
    assert (profile.is_deaf, profile.uses_asl, profile.short) == (None, None, "J")


def test_details_of_the_source_stay(studio: Project):
    """A profile adds to what the source knows and takes nothing away."""
    studio.sources.ensure(RATER, "MK", {"table": "golden.csv"})
    assert save_profile(studio, Profile("MK")).details["table"] == "golden.csv"


def test_initials_are_of_the_first_and_last_word():
    """One word gives one letter."""
    assert (initials_of("Mara de Keller"), initials_of("jo")) == ("MK", "J")


def test_a_profile_without_a_name_is_refused():
    """So are initials that are a name."""
    with pytest.raises(UsageError, match="needs a name"):
        Profile("  ")
    with pytest.raises(UsageError, match="4 letters"):
        Profile("Mara", "Marak")


def test_raters_see_their_own_until_the_stage_is_over(studio: Project):
    """Each sees only their own decisions; after the stage everybody's; reopened, their own."""
    one, two = (studio.sources.ensure(RATER, name) for name in ("MK", "JL"))
    assert (may_see(studio, one, one), may_see(studio, one, two)) == (True, False)
    close_stage(studio, "MK", "all rated")
    assert is_stage_over(studio)
    assert may_see(studio, one, two)
    reopen_stage(studio, "MK")
    assert not may_see(studio, one, two)


def test_each_change_of_the_stage_is_kept(studio: Project):
    """Who changed it and why is told; a change to the same stage, or by nobody, is refused."""
    with pytest.raises(UsageError, match="rating already"):
        reopen_stage(studio, "MK")
    with pytest.raises(UsageError, match="who"):
        close_stage(studio, " ")
    close_stage(studio, "MK", "all rated")
    reopen_stage(studio, "JL")
    told = [(one.stage, one.name, one.note) for one in stage_history(studio)]
    assert told == [(DISCUSSION, "MK", "all rated"), ("rating", "JL", "")]


def test_an_exemplar_stands_for_one_value(studio: Project):
    """Added again for another value it moves; removed it is gone; every value has a list."""
    clip, other = studio.catalog.get(3), studio.catalog.get(4)
    add_exemplar(studio, 2, clip)
    add_exemplar(studio, 5, other)
    add_exemplar(studio, 5, clip)
    assert {v: [c.id for c in clips] for v, clips in exemplars(studio).items() if clips} == {
        5: [4, 3]
    }
    remove_exemplar(studio, clip)
    assert [len(exemplars(studio)[value]) for value in range(7)] == [0, 0, 0, 0, 0, 1, 0]


def test_an_exemplar_outside_the_scale_is_refused(studio: Project):
    """Values are 0..6."""
    with pytest.raises(UsageError, match=r"outside 0\.\.6"):
        add_exemplar(studio, 7, studio.catalog.get(1))
