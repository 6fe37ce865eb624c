"""Who trains and who validates."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from emo7_core.errors import JobError
from emo7_core.training.sample import Sample
from emo7_core.training.split import downsample, split


def sample(number: int, target: int, signer: str | None, session: str | None = None) -> Sample:
    values = np.zeros((1, 1, 1), np.float32)
    return Sample(f"clip {number}", f"{number:04d}", values, target, signer, session, "made")


def many() -> list[Sample]:
    return [sample(n, n % 7, f"S{n % 6}", f"{n % 12}") for n in range(210)]


@pytest.mark.parametrize("by", ["signer", "session", "clip"])
def test_no_group_is_on_both_sides(by: str) -> None:
    """Nobody trains and validates at once."""
    parts = split(many(), by, 0.2, 42)  # type: ignore[arg-type]
    key = "identity" if by == "clip" else by
    sides = [{getattr(s, key) for s in side} for side in (parts.training, parts.validation)]
    assert not sides[0] & sides[1]
    assert parts.by == by


def test_each_clip_is_on_one_side() -> None:
    """No clip is lost and none is twice."""
    parts = split(many(), "signer", 0.2, 42)
    assert sorted(s.identity for s in parts.training + parts.validation) == sorted(
        s.identity for s in many()
    )


def test_the_share_is_met_as_near_as_signers_allow() -> None:
    """One of six signers is nearest to a fifth of the clips."""
    assert len(split(many(), "signer", 0.2, 42).validation) == 35


def test_the_seed_decides() -> None:
    """The same seed gives the same split, in whatever order the clips come; others differ."""
    first = [s.identity for s in split(many(), "signer", 0.2, 1).validation]
    again = [s.identity for s in split(many()[::-1], "signer", 0.2, 1).validation]
    others = [[s.identity for s in split(many(), "signer", 0.2, n).validation] for n in range(8)]
    assert first == again
    assert any(other != first for other in others)


def test_one_signer_falls_back_to_sessions() -> None:
    """Where only one signer is known, sessions are kept apart instead, and that is said."""
    samples = [sample(n, n % 7, "Ann", f"{n % 3}") for n in range(30)]
    assert split(samples, "signer", 0.2, 42).by == "session"


def test_unknown_signers_fall_back_to_clips() -> None:
    """Where neither signers nor sessions are known, clips are kept apart."""
    assert split([sample(n, n % 7, None) for n in range(30)], "signer", 0.2, 42).by == "clip"


def test_unknown_signers_stay_together() -> None:
    """Clips of unknown signers may be of one person: they are never on both sides."""
    samples = [sample(n, n % 7, "Ann" if n % 2 else None) for n in range(30)]
    parts = split(samples, "signer", 0.2, 42)
    assert len({s.signer for s in parts.validation}) == 1


def test_a_class_of_one_signer_is_learned() -> None:
    """A class that only one signer shows is left in training where it can be."""
    samples = [*many(), sample(1000, 7, "S3")]
    parts = split(samples, "signer", 0.2, 42)
    assert 7 in {s.target for s in parts.training}


def test_one_clip_cannot_be_split() -> None:
    """One clip is told as too few, not trained and validated on at once."""
    with pytest.raises(JobError, match="two clips"):
        split([sample(1, 0, "Ann")], "signer", 0.2, 42)


def test_downsampling_cuts_the_most_frequent_class_only() -> None:
    """To ratio x the second most frequent one: .4 of 823 Positive leave 329 Neutral."""
    counts = {0: 20, 1: 173, 3: 2049, 5: 823}
    samples = [sample(n, t, None) for t, count in counts.items() for n in range(count)]
    kept = Counter(s.target for s in downsample(samples, 0.4, 42))
    assert kept == {0: 20, 1: 173, 3: 329, 5: 823}


@pytest.mark.parametrize("ratio", [0.0, 50.0])
def test_downsampling_can_leave_all(ratio: float) -> None:
    """A ratio of 0, or one that would enlarge the class, keeps every clip."""
    assert len(downsample(many(), ratio, 42)) == len(many())
