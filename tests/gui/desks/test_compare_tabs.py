"""The tabs of Compare: what they show of known answers, and of cases that cannot be computed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.contenders import gather
from emo7_core.labels.golden import promote
from emo7_core.project import Project
from emo7_gui.desks.comparing import Asked, compute
from emo7_gui.desks.comparisons import Board, comparison_view, contender_lines, win_lists
from emo7_gui.desks.pair_views import ALL, WITH_A, checks_tab, pairs_tab, sentence_view
from emo7_gui.desks.tab_views import (
    classes_tab,
    interval_words,
    outputs_tab,
    people_tab,
    reliability_tab,
    slices_tab,
)
from tests.compared import add_labels, add_model, answers, made_project, studied, truth

N = 120


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    made = studied(tmp_path_factory.mktemp("tabs") / "p", N)
    with made:
        yield made


@pytest.fixture(scope="module")
def found(project: Project) -> Comparison:
    return gather(project, "consensus").compare(resamples=200)


def bad(root: Path, values: np.ndarray, table: np.ndarray, signers: int = 3) -> Comparison:
    """Compare one model on these values, over signers."""
    with made_project(root, len(values), 6, signers, captions=False) as project:
        add_labels(project, values)
        add_model(project, "m", table)
        return gather(project, "consensus").compare(cluster_by="signer", resamples=100)


def test_the_worst_slice_of_a_is_first(found: Comparison) -> None:
    """Slices say how many clips they have and are sorted from the worst of A on."""
    view = slices_tab(found, ("good", "poor"), "signer", "macro_f1")
    assert (view.sort, view.is_best_first) == ("a", False)
    assert sum(int(row.scores["n"].value) for row in view.rows) == N
    worst = [row.scores["a"].value for row in view.rows]
    assert worst == sorted(worst)


def test_slices_know_their_clips(found: Comparison) -> None:
    """Every clip of the common set is behind exactly one signer."""
    view = slices_tab(found, ("good",), "signer", "macro_f1")
    behind = [clip for clips in view.clips.values() for clip in clips]
    assert sorted(behind) == sorted(found.clips)


def test_a_cut_that_parts_nothing_is_not_offered(found: Comparison) -> None:
    """One camera is no slice: the first cut that parts the clips stands in."""
    view = slices_tab(found, ("good",), "view", "macro_f1")
    assert "view" not in [choice.key for choice in view.choices]
    assert view.choice == "signer"


def test_classes_of_a_and_b_share_one_scale(found: Comparison) -> None:
    """Precision, recall and F1 of both stand beside each other over the same bars."""
    view = classes_tab(found, ("good", "poor"))
    assert [row.scores["n"].value for row in view.rows] == np.bincount(found.targets).tolist()
    assert {one.scale for one in view.metrics if one.has_bar} == {"share"}


def test_curves_are_of_a_and_b(found: Comparison) -> None:
    """The bins of each curve hold all answers."""
    view = reliability_tab(found, ("good", "poor"))
    assert [curve.letter for curve in view.curves] == ["A", "B"]
    assert [sum(one.n for one in curve.bins) for curve in view.curves] == [N, N]


def test_a_rule_without_probabilities_has_no_curve(found: Comparison) -> None:
    """caption-VADER says why there is none, and nothing is made up."""
    view = reliability_tab(found, ("caption-VADER",))
    assert view.curves[0].bins == ()
    assert "without probabilities" in view.rows[0].detail


def test_people_have_a_floor_and_a_ceiling(found: Comparison) -> None:
    """The shares of all raters stand among the models, the ceiling in words."""
    view = people_tab(found, "macro_f1")
    assert [row.kind for row in view.rows].count("floor") == 1
    assert "Ceiling of 2 raters" in view.note


def test_pairs_are_a_with_each_or_all(found: Comparison) -> None:
    """Three models and a floor: A has three pairs, all together have six."""
    assert len(pairs_tab(found, "good", "macro_f1", WITH_A).rows) == 3
    view = pairs_tab(found, "good", "macro_f1", ALL)
    assert len(view.rows) == 6
    assert all(view.sentences[row.key].headline == row.detail for row in view.rows)


def test_the_better_model_is_named(found: Comparison) -> None:
    """One sentence says who is better, with McNemar beside the test."""
    said = sentence_view(found, "good", "poor", "macro_f1")
    assert said.headline == "good is better than poor"
    assert "McNemar" in said.detail


def test_few_clusters_have_dots_and_no_p(project: Project) -> None:
    """Two collections: their differences stand as dots."""
    found = gather(project, "consensus").compare(cluster_by="corpus", resamples=100)
    view = pairs_tab(found, "good", "macro_f1", WITH_A)
    assert all(len(dots) == 2 for dots in view.dots.values())
    assert "p" not in [one.key for one in view.metrics]
    assert interval_words(found) == "dots: 2 collections, too few for intervals"


def test_suspects_are_counted_and_never_named(found: Comparison) -> None:
    """The tab of labels has a number and no clip."""
    view = checks_tab(found)
    assert view.count > 0
    assert (view.rows, dict(view.clips)) == ((), {})


def test_missing_and_broken_answers_are_listed(tmp_path: Path) -> None:
    """NaN counts as missing; its clips can be opened."""
    values = truth(40)
    table = answers(values, 1.0, 1)
    table[3] = np.nan
    view = outputs_tab(bad(tmp_path / "p", values, table))
    assert view.rows[0].scores["missing"].value == view.rows[0].scores["broken"].value == 1
    assert view.clips["m"] == (4,)
    assert "no numbers" in view.note


def test_one_class_says_what_is_not_defined(tmp_path: Path) -> None:
    """All clips of one class: a dash with its reason, no crash."""
    values = np.full(30, 6)
    found = bad(tmp_path / "p", values, answers(values, 1.0, 1))
    rows = comparison_view(Board(found, {}), "m", None).rows
    unknown = [s for s in rows[0].scores.values() if s.value != s.value]
    assert all(score.reason for score in unknown)
    assert len(classes_tab(found, ("m",)).rows) == 7


def test_a_single_signer_has_no_interval(tmp_path: Path) -> None:
    """One signer: values without bars, and words that say so."""
    values = truth(30)
    found = bad(tmp_path / "p", values, answers(values, 1.0, 1), signers=1)
    row = comparison_view(Board(found, {}), "m", None).rows[0]
    assert not row.scores["macro_f1"].has_interval
    assert interval_words(found) == "dots: 1 signer, too few for intervals"


def test_nothing_in_common_is_said(tmp_path: Path) -> None:
    """Two models on different halves: every tab has words instead of figures."""
    values = truth(20)
    with made_project(tmp_path / "p", 20, 6, 3, captions=False) as project:
        add_labels(project, values)
        add_model(project, "first", answers(values[:10], 1.0, 1), clips=range(10))
        add_model(project, "second", answers(values[10:], 1.0, 2), clips=range(10, 20))
        found = gather(project, "consensus").compare(resamples=50)
    assert slices_tab(found, (), "signer", "macro_f1").note
    assert classes_tab(found, ()).note
    assert pairs_tab(found, "first", "macro_f1", WITH_A).note
    assert outputs_tab(found).clips["first"] == tuple(range(11, 21))


def test_wins_leave_out_what_is_held_back(found: Comparison) -> None:
    """A clip that the queue asks for is in no list."""
    clips = {clip: object() for clip in found.clips}
    wins = found.wins("good", "poor")
    lists = win_lists(Board(found, clips), "good", "poor", wins[:2])
    assert lists["a"][1].ids == wins[2:]


def test_everybody_can_be_chosen_with_what_they_answered(project: Project) -> None:
    """The check list has models, the caption rule and raters, and who lacks what."""
    lines = contender_lines(gather(project, "consensus"), ("good",), can_predict=True)
    assert [one.name for one in lines if one.is_chosen] == ["good"]
    assert {one.kind for one in lines} == {"model", "floor", "rater"}
    assert all(one.missing == 0 for one in lines if one.kind == "model")


def test_what_was_gathered_is_used_again(project: Project) -> None:
    """Another choice of contenders reads nothing from the store."""
    first = compute(project, Asked("consensus"))
    second = compute(project, Asked("consensus", names=("good", "MK")), first)
    assert second.material is first.material
    assert [one.name for one in second.found.results] == ["good", "MK"]


def test_a_version_brings_its_own_target(tmp_path: Path) -> None:
    """Chosen a golden version, its frozen labels are the target."""
    with studied(tmp_path / "p", 40) as project:
        promote(project, "consensus", "first", "MK")
        answer = compute(project, Asked("human", golden=1, follows=True))
    assert answer.asked.target == "consensus"
    assert answer.found.golden.number == 1
    assert answer.versions[0].words.startswith("Golden v1")
