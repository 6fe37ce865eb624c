"""The report of agreement: figures, reasons where there are none, findings, shifts, ceiling."""

from __future__ import annotations

import json

import numpy as np
import pytest

from emo7_core.scale import CLASSES
from emo7_core.statistics.agreement import TITLES, agreement
from emo7_core.statistics.agreement_report import AgreementReport
from emo7_core.statistics.metrics import confusion, macro_f1
from emo7_core.statistics.ratings import ratings_of
from emo7_core.statistics.sample import Draw
from tests.core.statistics.published import KRIPPENDORFF, SHROUT_FLEISS, random_table, table

FEW = Draw(200)
CHANCE_CORRECTED = [key for key in TITLES if key not in ("exact", "within_one")]


def report(by_rater, **options) -> AgreementReport:
    return agreement(table(by_rater, **options), draw=FEW)


def raters_apart(shift: int = 0, items: int = 60) -> AgreementReport:
    """Two raters within a step of the truth and one who adds a shift."""
    rng = np.random.default_rng(0)
    truth = rng.integers(1, 6, items)
    given = [np.clip(truth + rng.integers(-1, 2, items), 0, 6) for _ in range(2)]
    third = np.clip(truth + shift, 0, 6)
    return report([*given, third], scale=range(7), words=CLASSES, noun="clip")


def test_every_figure_of_a_full_table_has_an_interval():
    """Named raters and a complete table carry all figures."""
    found = report(random_table(0, missing=0.0))
    for row in (*found.rows, found.ceiling):
        assert row.reason == ""
        assert row.interval.low <= row.value <= row.interval.high
        assert (row.n_items, row.n_raters) == (40, 4)
    assert [row.key for row in found.rows] == list(TITLES)


@pytest.mark.parametrize(
    ("key", "published"),
    [("alpha_nominal", 0.743), ("alpha_ordinal", 0.815), ("alpha_interval", 0.849),
     ("ac2_quadratic", 0.914)],
)  # fmt: skip
def test_the_report_gives_the_published_figures(key, published):
    """Krippendorff's table through the whole engine, single ratings included where they count."""
    assert report(KRIPPENDORFF).row(key).value == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("key", "published"), [("icc_1", 0.17), ("icc_2_1", 0.29), ("icc_3_1", 0.71)]
)
def test_the_report_gives_shrout_and_fleiss(key, published):
    """The four judges through the whole engine."""
    assert report(SHROUT_FLEISS).row(key).value == pytest.approx(published, abs=5e-3)


def test_figures_are_of_items_with_two_ratings():
    """Of twelve units eleven have two ratings; four are complete."""
    found = report(KRIPPENDORFF)
    assert (found.n_items, found.n_paired) == (12, 11)
    assert found.row("alpha_ordinal").n_items == 11
    assert found.row("icc_2_1").n_items == 8
    assert found.row("icc_2_1").items == tuple(range(1, 9))


def test_unnamed_raters_carry_alpha_and_icc_1_only():
    """The others say why in words."""
    found = agreement(ratings_of([1, 1, 2, 2, 3, 3] * 3, [0, 1, 3, 3, 2, 2] * 3), draw=FEW)
    carried = {row.key for row in found.rows if not row.reason}
    assert carried == {"alpha_ordinal", "alpha_interval", "alpha_nominal", "icc_1"}
    assert "which rater gave which value" in found.row("kappa_quadratic").reason
    assert found.ceiling.reason
    assert found.shifts == ()
    assert found.row("alpha_ordinal").n_raters is None


@pytest.mark.parametrize("key", CHANCE_CORRECTED)
def test_one_value_is_said_by_name(key):
    """Where all ratings are Neutral no figure beyond chance exists, and the word is named."""
    rows = [[3, 3, 3, 3, 3, 3, 3]] * 2
    found = report(rows, scale=range(7), words=CLASSES)
    assert np.isnan(found.row(key).value)
    assert found.row(key).reason.startswith("Only one value was used (Neutral)")
    assert found.row("exact").value == 1


def test_one_rater_is_named():
    """A single rater agrees with nobody."""
    found = report([[1, 2, 3]])
    assert {row.reason for row in found.rows} == {"Only one rater (r0): agreement needs two."}


def test_one_shared_item_is_too_little():
    """Fewer than two items with two ratings carry no figure."""
    found = report([[1, 2, None], [1, None, 3]])
    assert found.row("exact").reason == (
        "Fewer than two items: only one item has ratings by two raters."
    )


def test_no_ratings_at_all():
    """An empty project gives reasons, not an error."""
    found = agreement(ratings_of([], [], [], scale=range(7)), draw=FEW)
    assert {row.reason for row in found.rows} == {"There are no ratings."}
    assert found.findings == ("No agreement can be measured: there are no ratings.",)


def test_incomplete_ratings_carry_no_icc_2():
    """Where no item was rated by all, ICC(2,1) says so and alpha stands."""
    found = report([[1, 2, 3, 1, None], [1, 2, None, None, 2], [None, None, 3, 1, 2]])
    assert found.row("icc_2_1").reason.startswith("0 items were rated by all 3 raters")
    assert np.isfinite(found.row("alpha_ordinal").value)


def test_raters_who_share_no_two_items_are_no_pair():
    """Kappa needs a pair that shares two items."""
    found = report([[1, 2, None, None], [1, None, 3, None], [None, 2, 3, None]])
    assert found.row("kappa_linear").reason == "No two raters share two items."


def test_kappas_paradox_is_explained():
    """High agreement, low alpha: the dominant value is named."""
    rng = np.random.default_rng(1)
    rare = [np.where(rng.random(200) < 0.04, 5, 3) for _ in range(2)]
    found = report(rare, scale=range(7), words=CLASSES)
    assert found.row("exact").value > 0.85
    sentence = next(one for one in found.findings if "expected by chance" in one)
    assert "are Neutral" in sentence
    assert "AC2" in sentence


def test_near_misses_are_explained():
    """Nominal alpha is low and ordinal alpha is not."""
    assert any("stay near each other" in one for one in raters_apart().findings)


def test_who_sits_higher_is_found():
    """A rater two steps above the others is named with the size; the figures are steps."""
    found = raters_apart(shift=2)
    third = found.shifts[2]
    assert "sits higher" in third.words
    assert third.shift.low > 1
    assert any(one.startswith("r2 sits higher") for one in found.findings)


def test_shift_is_against_the_others_of_the_same_item():
    """By hand: +2 and 0 against one other rater and the mean of two."""
    found = report([[4, 3, None], [2, 3, 1], [None, 3, 1]], scale=range(7))
    assert found.shifts[0].shift.value == pytest.approx((2 + 0) / 2)
    assert (found.shifts[0].n, found.shifts[0].n_shared) == (2, 2)


def test_who_avoids_the_ends_is_found():
    """A rater who never presses 1 or 7 where the others do is named."""
    truth = np.array([0, 6, 3, 0, 6, 2, 4] * 8)
    found = report([truth, truth, np.clip(truth, 1, 5)], scale=range(7))
    assert "avoids the ends" in found.shifts[2].words
    assert found.shifts[2].ends.value == pytest.approx(-4 / 7)


def test_every_bar_opens_its_items():
    """The histogram of a rater holds the items behind each value."""
    found = report([[0, 2, 2], [0, 1, 2]], scale=range(3))
    assert found.shifts[0].histogram == (1, 0, 2)
    assert found.shifts[0].items == ((0,), (), (1, 2))


def test_the_ceiling_is_one_rater_against_the_others():
    """By hand: macro-F1 of each rater against the lower middle of the rest, a mean."""
    given = np.array(random_table(6, raters=3, missing=0.0))
    scores = []
    for rater in range(3):
        others = np.sort(np.delete(given, rater, axis=0), axis=0)[0]
        scores.append(float(macro_f1(confusion(others, given[rater], 5))))
    found = report(given.tolist(), scale=range(5))
    assert found.ceiling.value == pytest.approx(np.mean(scores))


def test_repeats_are_of_each_rater_and_of_all():
    """A rater who gives half of the clips the same value again has exact .5."""
    items = [*range(8), *range(4)] * 2
    raters = ["x"] * 12 + ["y"] * 12
    values = [*range(7), 3, 0, 1, 3, 4, *range(7), 3, 0, 1, 2, 3]
    found = agreement(ratings_of(items, values, raters, scale=range(7)), draw=FEW)
    every, x, y = found.repeats
    assert (every.rater, every.n, every.n_items) == ("all raters", 8, 4)
    assert (x.exact.value, x.within_one.value, x.drift.value) == (0.5, 1, 0.5)
    assert y.alpha.value == 1
    assert found.row("exact").value == 1


def test_too_few_signers_show_single_values():
    """Four signers: no interval, one value a signer, and the finding says so."""
    given = random_table(1, items=40, missing=0.0)
    rows = [(i, f"r{r}", given[r][i], f"S{i % 4}") for r in range(4) for i in range(40)]
    items, raters, values, signers = zip(*rows, strict=True)
    made = ratings_of(items, values, raters, clusters=signers, unit="signer")
    found = agreement(made, draw=FEW)
    row = found.row("alpha_ordinal")
    assert (found.unit, found.units) == ("signer", 4)
    assert [name for name, _ in row.singles] == ["S0", "S1", "S2", "S3"]
    assert np.isnan(row.interval.low)
    assert "Too few signers to generalise (4 of 6)." in found.findings


def test_pairs_hold_their_figures_and_items():
    """Every pair with its kappas and the items that both rated."""
    found = report(KRIPPENDORFF)
    assert len(found.pairs) == 6
    assert found.pairs[0].n == 9
    assert found.pairs[0].items == tuple(range(9))


def test_json_is_strict_and_without_items():
    """NaN becomes null; the lists of items stay out."""
    found = json.loads(report([[1, 2, 3]]).to_json())
    assert found["rows"][0]["value"] is None
    assert "items" not in found["rows"][0]
    assert found["raters"] == ["r0"]


def test_a_crowd_of_named_raters_has_no_pairs():
    """Beyond thirty raters pairs are too many; alpha stands."""
    found = report(random_table(2, items=30, raters=31))
    assert "31 raters are too many for pairs" in found.row("kappa_nominal").reason
    assert np.isfinite(found.row("alpha_nominal").value)
