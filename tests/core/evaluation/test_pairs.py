"""Pairs of contenders: tests, corrections, words."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from emo7_core.errors import UsageError
from emo7_core.evaluation.answers import Contender
from emo7_core.evaluation.compare import compare
from emo7_core.evaluation.contenders import gather
from emo7_core.evaluation.leaks import ClipFacts, TrainedOn
from emo7_core.evaluation.pairs import all_pairs, pair_test, pair_tests
from emo7_core.project import Project
from tests.compared import add_model, answers, key, truth


def test_holm_corrects_over_the_pairs_that_are_asked_for(study: Project):
    """Adjusted p-values are statsmodels'; one pair alone is not corrected."""
    found = gather(study, "consensus").compare()
    tests = pair_tests(found)
    raw = [one.result.p_value for one in tests]
    np.testing.assert_allclose(
        [one.adjusted for one in tests], multipletests(raw, method="holm")[1]
    )
    assert {one.among for one in tests} == {len(all_pairs(found))} == {6}
    alone = pair_test(found, "good", "fair")
    assert alone.adjusted == alone.result.p_value
    assert "Holm" not in alone.sentence.detail


def test_the_corrected_p_value_decides_what_is_said():
    """A pair below .05 alone, above it among many: no difference shown."""
    rng = np.random.default_rng(4)
    targets = {i: int(v) for i, v in enumerate(rng.integers(0, 7, 200))}
    facts = {i: ClipFacts(session=f"s{i % 20}") for i in targets}

    def model(name: str, right: float) -> Contender:
        said = {i: v if rng.random() < right else (v + 1) % 7 for i, v in targets.items()}
        return Contender(name, said, trained_on=TrainedOn())

    models = [model(f"m{i}", 0.5 + 0.03 * i) for i in range(6)]
    tests = pair_tests(compare(targets, models, target="humans", facts=facts))
    lost = [one for one in tests if one.result.p_value < 0.05 <= one.adjusted]
    assert lost
    for one in lost:
        assert one.sentence.headline.startswith("No difference shown")
        assert "after Holm over 15 pairs p = " in one.sentence.detail


def test_mcnemar_is_statsmodels_and_says_what_it_assumes(study: Project):
    """The clips on which one alone is right; clips of a session are not independent."""
    found = gather(study, "consensus").compare()
    one = pair_test(found, "good", "fair").mcnemar
    assert (one.wins, one.losses) == (
        len(found.wins("good", "fair")),
        len(found.wins("fair", "good")),
    )
    reference = mcnemar([[0, one.wins], [one.losses, 0]], exact=True).pvalue
    assert one.p_value == pytest.approx(reference)
    assert one.note == "takes clips as independent; those of one session are not"


def test_four_signers_have_no_p_value_anywhere(few_signers: Project):
    """Differences by signer stand in its place; McNemar is silent, too."""
    found = gather(few_signers, "consensus").compare(cluster_by="signer")
    one = pair_test(found, "good", "poor")
    assert (one.result.p_value, one.adjusted, one.mcnemar.p_value) == (None, None, None)
    assert np.isnan(one.result.low)
    assert one.sentence.headline == "Too few signers to generalise"
    for name in ("Ann", "Bo", "Cy", "Di"):
        assert f"{name} +" in one.sentence.detail
    assert len(one.result.differences) == 4


def test_a_single_signer_is_explained(few_signers: Project):
    """One cluster: the difference, and that it cannot speak for others."""
    with few_signers.database.write() as connection:
        connection.exec_driver_sql("UPDATE clip SET signer = 'Ann'")
    found = gather(few_signers, "consensus").compare(cluster_by="signer")
    assert pair_test(found, "good", "poor").sentence.verdict == "too few"
    note = found.result("good").scores["macro_f1"].note
    assert note == "too few signers to generalise (1 of 6)"


def test_the_cluster_unit_and_its_number_are_named(study: Project):
    """Sessions, signers, or the collection."""
    material = gather(study, "consensus")
    units = [(found.unit, found.units) for found in (
        material.compare(cluster_by=by) for by in ("session", "signer", "corpus", None)
    )]  # fmt: skip
    assert units == [("session", 12), ("signer", 6), ("corpus", 2), ("clip", 120)]


def test_a_mark_is_part_of_the_sentence(study: Project):
    """Of known leaks and of trainings that are not known."""
    values = truth(120)
    add_model(study, "leaky", answers(values, 1.5, 5), {"clips": [key(1)], "signers": []})
    source = next(one for one in study.sources.all() if one.name == "fair")
    study.sources.describe(source.id, {"num_classes": 7})
    found = gather(study, "consensus").compare()
    detail = pair_test(found, "leaky", "fair").sentence.detail
    assert "leaky saw 1 test clip" in detail
    assert "fair training data not known" in detail


def test_a_model_and_a_rater_are_judged_alike(study: Project):
    """Both by the label of the others, and both scores are those."""
    found = gather(study, "raters").compare(names=["good", "MK", "JB"])
    one = pair_test(found, "good", "MK")
    a, b = found.scores_beside("good", "MK", "macro_f1")
    assert one.result.difference == pytest.approx(a - b)
    assert "target: the label of the others" in one.sentence.detail
    assert a != pytest.approx(found.result("good").scores["macro_f1"].value)


def test_two_raters_are_not_ranked(study: Project):
    """Each is part of what the other is judged by."""
    found = gather(study, "raters").compare(names=["MK", "JB"])
    assert all_pairs(found) == []
    said = pair_test(found, "MK", "JB").sentence
    assert (said.headline, said.verdict) == ("MK and JB are not ranked", "too few")


def test_somebody_who_takes_no_part_is_refused(study: Project):
    """By name."""
    found = gather(study, "consensus").compare(names=["good"])
    with pytest.raises(UsageError, match="fair is not part"):
        pair_test(found, "good", "fair")
