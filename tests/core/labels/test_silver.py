"""The caption rule: VADER's scores, the cuts, and the earlier tables from their captions."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from emo7_core.errors import UsageError
from emo7_core.labels import silver
from emo7_core.scale import CLASSES

SAMPLES = (
    "asllrp_video_sentiment_data_7_classes_without_golden_sample.csv",
    "golden_label_sentiment_7_classes_sample.csv",
    "how2sign_train_7_classes_sample.csv",
)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", SAMPLES)
def test_earlier_tables_follow_from_their_captions(shared_data, name):
    """Every score (as written) and every class of the samples is reproduced exactly."""
    rows = _rows(shared_data / "earlier-csvs" / name)
    found = [silver.label(row["caption"]) for row in rows]
    assert [str(score) for score, _ in found] == [row["compound_score"] for row in rows]
    assert [CLASSES[value] for _, value in found] == [row["emotion"] for row in rows]


@pytest.mark.parametrize(
    ("score", "value"),
    [
        (-1.0, 0), (-0.75, 0), (-0.7499, 1), (-0.4, 1), (-0.3999, 2), (-0.1, 2), (-0.0999, 3),
        (0.0, 3), (0.1, 3), (0.1001, 4), (0.4, 4), (0.4001, 5), (0.75, 5), (0.7501, 6), (1.0, 6),
    ],
)  # fmt: skip
def test_a_score_on_a_cut_belongs_to_the_class_below(score, value):
    """The rule is lower <= score <= upper, first match from the negative end."""
    assert silver.class_of(score) == value


@pytest.mark.parametrize(("score", "value"), [(-0.67, 0), (-0.33, 1), (-0.05, 2), (0.68, 6)])
def test_uniform_cuts(score, value):
    """Config 1 cuts at .05, .33 and .67 on both sides."""
    assert silver.class_of(score, silver.UNIFORM) == value


def test_classes_of_many_equal_classes_of_one():
    """The array form is the same rule."""
    scores = np.round(np.random.default_rng(0).uniform(-1, 1, 500), 2)
    assert silver.classes_of(scores).tolist() == [silver.class_of(s) for s in scores]


def test_an_empty_caption_scores_zero():
    """VADER gives 0 to nothing; the caller decides whether that is a label."""
    assert silver.label("") == (0.0, 3)


def test_nan_is_refused():
    """A missing score has no class."""
    with pytest.raises(ValueError, match="without a caption"):
        silver.class_of(float("nan"))


@pytest.mark.parametrize(("score", "value"), [(-0.34, 0), (-0.33, 1), (0.33, 1), (0.34, 2)])
def test_the_old_three_classes(score, value):
    """The threshold was 0.34."""
    assert silver.three_class_of(score) == value


def test_percentile_cuts_part_into_equal_shares():
    """Seven shares of equal size where the scores allow it."""
    cuts = silver.percentile_cuts(np.linspace(-1, 1, 701))
    shares = np.bincount(silver.classes_of(np.linspace(-1, 1, 701), cuts), minlength=7)
    assert shares.max() - shares.min() <= 2
    assert cuts.note == ""


def test_degenerate_percentiles_are_explained():
    """Half the captions at exactly 0: three cuts are 0.0, and the empty classes are named."""
    scores = np.concatenate([np.linspace(-1, -0.1, 20), np.zeros(50), np.linspace(0.1, 1, 30)])
    cuts = silver.percentile_cuts(scores)
    assert cuts.values.count(0.0) == 3
    assert cuts.note == "3 cuts at 0: no caption can be Somewhat Negative or Neutral."


def test_degenerate_cuts_put_their_value_in_the_lowest_class():
    """First match from the negative end, as the note says."""
    cuts = silver.Cuts("own", (-0.5, -0.2, 0.0, 0.0, 0.0, 0.5))
    assert silver.class_of(0.0, cuts) == 2


def test_no_captions_have_no_percentiles():
    """Percentile cuts of nothing are one clear line."""
    with pytest.raises(UsageError, match="there are none"):
        silver.percentile_cuts([])


def test_cuts_are_read_as_people_write_them():
    """By name, or six numbers; a true minus sign is a minus sign."""
    assert silver.parse_cuts("Concentrated") is silver.CONCENTRATED
    assert silver.parse_cuts("-0.75,-0.4,-0.1,0.1,0.4,0.75").values == silver.CONCENTRATED.values
    assert silver.parse_cuts("−0.9, -0.4, -0.1, 0.1, 0.4, 0.75").values[0] == -0.9


@pytest.mark.parametrize(
    "text", ["", "best", "0.1,0.2", "0.5,0.4,0.3,0.2,0.1,0", "-2,-1,0,0.1,0.2,0.3", "nan,0,0,0,0,0"]
)
def test_bad_cuts_are_refused(text):
    """Not six, not ascending, outside -1..1, or no numbers."""
    with pytest.raises(UsageError):
        silver.parse_cuts(text)


def test_the_4200_tweets_are_scored_as_vader_ships(shared_data):
    """Scores correlate with the mean human rating as the paper says (r about .88)."""
    lines = (shared_data / "vader" / "tweets_GroundTruth.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip()]
    scores = [silver.compound(row[2]) for row in rows]
    human = [float(row[1]) for row in rows]
    assert len(scores) == 4200
    assert np.corrcoef(scores, human)[0, 1] == pytest.approx(0.881, abs=0.02)
