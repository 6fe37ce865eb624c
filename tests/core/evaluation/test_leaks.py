"""The mark that a model carries when it saw the test."""

from __future__ import annotations

from emo7_core.evaluation.leaks import ClipFacts, TrainedOn, find_leak

CLIPS = [ClipFacts("k1", "Ann", "s1"), ClipFacts("k2", "Ann", "s2"), ClipFacts(None, None, None)]


def test_shared_clips_sessions_and_signers_are_counted_once():
    """The mark names what was seen, each name once."""
    seen = TrainedOn(frozenset({"k1", "other"}), frozenset({"Ann"}), frozenset({"s1", "s2"}))
    leak = find_leak(seen, CLIPS)
    assert leak.is_leaky
    assert leak.mark == "saw 1 test clip, 2 test sessions, 1 test signer"


def test_a_signer_alone_is_a_leak():
    """New clips of a known signer are marked."""
    assert find_leak(TrainedOn(signers=frozenset({"Ann"})), CLIPS).mark == "saw 1 test signer"


def test_a_clean_model_has_no_mark():
    """Nothing shared, nothing said; unknown facts never match."""
    leak = find_leak(TrainedOn(frozenset({"x"}), frozenset({"Bob"}), frozenset({"s9"})), CLIPS)
    assert (leak.is_leaky, leak.mark) == (False, "")


def test_an_unknown_training_is_not_clean():
    """A model without a record carries a mark of its own."""
    leak = find_leak(None, CLIPS)
    assert (leak.is_leaky, leak.is_known) == (False, False)
    assert leak.mark == "training data not known"
