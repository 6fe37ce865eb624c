"""Slices, classes and cells: each partition is whole, the worst comes first, few clips are told."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_recall_fscore_support

from emo7_core.errors import UsageError
from emo7_core.evaluation.answers import Contender
from emo7_core.evaluation.classes import classes_of
from emo7_core.evaluation.compare import compare
from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.contenders import gather
from emo7_core.evaluation.leaks import ClipFacts
from emo7_core.evaluation.slices import CUTS, SMALL, all_slices, slices_of
from emo7_core.project import Project


@pytest.fixture
def found(study: Project) -> Comparison:
    """Three models and the caption rule on a consensus."""
    return gather(study, "consensus").compare()


@pytest.mark.parametrize("by", list(CUTS))
def test_slices_hold_every_clip_once(found: Comparison, by: str):
    """Each clip is in one slice or among the unknown."""
    table = slices_of(found, "fair", by)
    clips = [clip for row in table.rows for clip in row.clips]
    assert sorted([*clips, *table.unknown]) == sorted(found.clips)
    assert all(row.n == len(row.clips) for row in table.rows)


def test_the_score_of_a_slice_is_scikit_learns(found: Comparison):
    """Macro-F1 over the classes that the slice has."""
    place = {clip: i for i, clip in enumerate(found.clips)}
    for row in slices_of(found, "fair", "signer").rows:
        at = [place[clip] for clip in row.clips]
        y, p = found.targets[at], found.result("fair").values[at]
        expected = f1_score(y, p, labels=np.unique(y), average="macro", zero_division=0)
        assert row.score.value == pytest.approx(expected)


@pytest.mark.parametrize("metric", ["macro_f1_present", "macro_mae"])
def test_the_worst_slice_comes_first(found: Comparison, metric: str):
    """The lowest score, or the greatest error."""
    values = [row.score.value for row in slices_of(found, "fair", "signer", metric).rows]
    assert values == sorted(values, reverse=metric == "macro_mae")


def test_few_clips_are_told(found: Comparison):
    """Sessions have ten clips each; so few say so, and carry no interval of sessions."""
    rows = slices_of(found, "fair", "session").rows
    assert all(row.note == "only 10 clips" for row in rows)
    assert all(np.isnan(row.score.low) for row in rows)
    assert all(row.note == "" for row in slices_of(found, "fair", "corpus").rows if row.n >= SMALL)


def test_length_and_quality_are_binned_at_their_edges():
    """An edge belongs to the bin above it."""
    facts = {
        i: ClipFacts(duration=d, quality=q)
        for i, (d, q) in enumerate([(1.9, 0.4), (2.0, 0.5), (4.0, 0.8), (8.0, 0.95), (None, None)])
    }
    found = compare(dict.fromkeys(facts, 1), [Contender("m", dict.fromkeys(facts, 1))],
                    target="t", facts=facts)  # fmt: skip
    lengths = slices_of(found, "m", "length")
    assert {row.label: row.clips for row in lengths.rows} == {
        "under 2 s": (0,), "2 to 4 s": (1,), "4 to 8 s": (2,), "8 s and more": (3,)
    }  # fmt: skip
    assert lengths.unknown == (4,)
    assert {row.clips for row in slices_of(found, "m", "quality").rows} == {(0,), (1,), (2,), (3,)}


def test_a_clip_with_two_markers_is_in_two_slices():
    """And those without any in one of their own, but only where somebody annotated."""
    facts = {
        0: ClipFacts(markers=("brows", "head")),
        1: ClipFacts(markers=("head",)),
        2: ClipFacts(),
    }
    model = Contender("m", {0: 1, 1: 1, 2: 1})
    found = compare({0: 1, 1: 2, 2: 1}, [model], target="t", facts=facts)
    rows = {row.label: row.clips for row in slices_of(found, "m", "marker").rows}
    assert rows == {"brows": (0,), "head": (0, 1), "none annotated": (2,)}
    bare = compare({2: 1}, [model], target="t", facts={2: ClipFacts()})
    assert slices_of(bare, "m", "marker").rows == ()
    assert slices_of(bare, "m", "marker").unknown == (2,)


def test_cuts_that_part_nothing_are_left_out(found: Comparison):
    """All clips are of the front view, and all have captions."""
    cuts = {table.by for table in all_slices(found, "fair")}
    assert cuts == {"signer", "corpus", "session", "length", "quality", "marker", "disagreement"}


def test_unknown_cuts_and_metrics_are_refused(found: Comparison):
    """With those that there are."""
    with pytest.raises(UsageError, match="signer, corpus"):
        slices_of(found, "fair", "hair")
    with pytest.raises(UsageError, match="macro_f1"):
        slices_of(found, "fair", "signer", "beauty")


def test_classes_are_scikit_learns(found: Comparison):
    """Precision, recall, F1 and n of each class, with limits around them."""
    result = found.result("fair")
    expected = precision_recall_fscore_support(
        found.targets, result.values, labels=range(7), zero_division=0
    )
    for row, precision, recall, f1, n in zip(
        classes_of(found, "fair"), *(column.tolist() for column in expected), strict=True
    ):
        assert (row.precision.value, row.recall.value) == pytest.approx((precision, recall))
        assert (row.f1.value, row.n) == (pytest.approx(f1), n)
        assert row.recall.low <= row.recall.value <= row.recall.high


def test_classes_that_do_not_occur_say_so():
    """NaN with a reason, never 0."""
    found = compare({0: 1, 1: 1, 2: 2}, [Contender("m", {0: 1, 1: 3, 2: 1})], target="t")
    rows = classes_of(found, "m")
    assert [row.note for row in rows[:4]] == [
        "no clip has it, and it was never answered", "", "never answered", "no clip has it"
    ]  # fmt: skip
    assert np.isnan(rows[0].recall.value)
    assert np.isnan(rows[2].precision.value)
    assert rows[2].recall.value == 0


def test_cells_lead_to_their_clips(found: Comparison):
    """All cells at once are the same as one after the other."""
    cells = found.cells("fair")
    matrix = found.result("fair").matrix
    assert sum(map(len, cells.values())) == len(found.clips)
    for (target, answer), clips in cells.items():
        assert len(clips) == matrix[target, answer]
        assert clips == found.cell("fair", target, answer)


def test_wins_and_losses_are_disjoint(found: Comparison):
    """A right and B wrong, and the reverse."""
    wins, losses = set(found.wins("good", "poor")), set(found.wins("poor", "good"))
    assert not wins & losses
    assert len(wins) > len(losses) > 0
