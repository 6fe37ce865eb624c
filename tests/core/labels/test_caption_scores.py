"""Tests of scores sorted once: the same answers as the rule gives one by one."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.labels.caption_scores import (
    BAR_WIDTH,
    BARS,
    CaptionScores,
    ScoreBook,
    empty_classes,
    imbalance,
)
from emo7_core.labels.silver import CONCENTRATED, UNIFORM, classes_of, compound

ON_CUTS = [-1.0, -0.75, -0.7499, -0.4, -0.1, -0.05, 0.0, 0.0, 0.05, 0.1, 0.1001, 0.4, 0.75, 1.0]


def scores(values: list[float], captions: list[str] | None = None) -> CaptionScores:
    texts = captions or [f"caption {place}" for place in range(len(values))]
    return CaptionScores.of(list(range(len(values))), texts, values)


@pytest.mark.parametrize("cuts", [CONCENTRATED, UNIFORM], ids=lambda cuts: cuts.name)
def test_counts_are_those_of_the_rule(cuts):
    """A score on a cut belongs to the class below it, as for one caption."""
    rng = np.random.default_rng(3)
    values = [*ON_CUTS, *np.round(rng.uniform(-1, 1, 500), 4).tolist()]
    expected = np.bincount(classes_of(values, cuts), minlength=7).tolist()
    assert list(scores(values).counts(cuts.values)) == expected


def test_bars_hold_their_upper_edge_and_leave_zero_out():
    """Every score but 0 lies in the bar (low, high] that contains it; -1 in the first."""
    values = [value for value in ON_CUTS if value != 0]
    expected = [0] * BARS
    for value in values:
        inside = [
            place
            for place in range(BARS)
            if round(-1 + place * BAR_WIDTH, 9) < value <= round(-1 + (place + 1) * BAR_WIDTH, 9)
        ]
        expected[inside[0] if inside else 0] += 1
    found = scores([*values, 0.0, 0.0])
    assert list(found.bars()) == expected
    assert found.zero_count == 2


def test_nearest_captions_come_first_on_both_sides():
    """Above is strictly above; at the cut counts as below; equal texts come once."""
    texts = ["low", "at", "near", "near", "far"]
    found = scores([0.1, 0.4, 0.41, 0.41, 0.9], texts)
    assert [found.captions[place] for place in found.above(0.4, 3)] == ["near", "far"]
    assert [found.captions[place] for place in found.below(0.4, 3)] == ["at", "low"]


def test_parts_put_together_are_the_whole():
    """Merging two corpora gives the counts of both, in ascending order."""
    both = CaptionScores.merged([scores([0.5, -0.2]), scores([0.0, 0.9])])
    assert both.scores.tolist() == [-0.2, 0.0, 0.5, 0.9]
    assert both.clip_ids.tolist() == [1, 0, 0, 1]


def test_nothing_has_no_imbalance():
    """Without captions there is no ratio, and every class is empty."""
    nothing = CaptionScores.merged([])
    assert imbalance(nothing.counts(CONCENTRATED.values)) is None
    assert empty_classes(nothing.counts(CONCENTRATED.values)) == tuple(range(7))


def test_alike_captions_are_one_dot():
    """Length and rounded score name a dot; its count is the number of captions."""
    found = scores([0.411, 0.409, -0.41], ["two words", "or two", "one"])
    lengths, steps, counts = found.dots(0.02)
    told = sorted(zip(lengths.tolist(), steps.tolist(), counts.tolist(), strict=True))
    assert told == [(1, -20, 1), (2, 20, 1), (2, 21, 1)]


def test_zero_shares_part_at_the_median_length():
    """Short and long captions are told apart by the median number of words."""
    found = scores([0.0, 0.0, 0.5, 0.5], ["a", "a b", "a b c d", "a b c d e"])
    assert found.zero_shares_by_length() == (3, 1.0, 0.0)


def test_all_of_one_length_say_nothing():
    """Without a longer half there is no comparison."""
    assert scores([0.0, 0.5], ["a b", "c d"]).zero_shares_by_length() is None


def test_a_caption_is_scored_once():
    """The book knows what it has scored, and scores as the rule does."""
    book = ScoreBook()
    assert book.score(["I love it.", "I love it.", "It is a car."]) == 2
    assert book.score(["I love it."]) == 0
    assert book.of("I love it.") == compound("I love it.")
    assert book.of("never seen") is None


def test_stopping_keeps_what_was_scored():
    """A cancel is heard every 500 captions, and the next run goes on from there."""
    captions = [f"car number {place}" for place in range(1200)]
    book, seen = ScoreBook(), []
    done = book.score(captions, lambda at, total: seen.append((at, total)), lambda: True)
    assert (done, len(book), seen) == (500, 500, [(500, 1200)])
    assert book.score(captions) == 700
