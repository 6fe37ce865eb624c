"""Ratings in long form: any ordered values, named or unnamed raters, errors with their place."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from emo7_core.corpora.ratings_table import read_ratings
from emo7_core.errors import TableError, UsageError
from emo7_core.scale import CLASSES
from emo7_core.statistics.agreement import agreement


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_numbers_by_named_raters(tmp_path: Path):
    """Item, rater and value are found by name, whatever their case and order."""
    made, notes = read_ratings(written(tmp_path, "Value,Rater,Item\n1,x,a\n2,y,a\n"))
    assert (made.raters, made.items, made.words) == (("x", "y"), ("a",), ("1", "2"))
    assert notes == ()


def test_without_a_rater_column_raters_are_unnamed(tmp_path: Path):
    """Two columns are enough."""
    made, _ = read_ratings(written(tmp_path, "item\tvalue\na\t1\na\t1\n"))
    assert made.is_anonymous


def test_classes_of_the_scale(tmp_path: Path):
    """The seven class names stand for themselves, in the scale's order."""
    made, _ = read_ratings(written(tmp_path, "item,value\na,Neutral\na,extremely positive\n"))
    assert made.words == CLASSES
    np.testing.assert_array_equal(np.flatnonzero(made.counts[0]), [3, 6])


def test_words_in_a_given_order(tmp_path: Path):
    """Any words do, when their order is given; unused ones belong to the scale."""
    path = written(tmp_path, "item,value\na,low\na,High\n")
    made, _ = read_ratings(path, order=("low", "middle", "high"))
    np.testing.assert_array_equal(made.counts, [[1, 0, 1]])


def test_numbers_in_a_given_order(tmp_path: Path):
    """An order of numbers gives the ends that nobody used, and true distances."""
    made, _ = read_ratings(written(tmp_path, "item,value\na,1\na,−1\n"), order=("-2", "-1", "1"))
    np.testing.assert_array_equal(made.scale, [-2, -1, 1])


@pytest.mark.parametrize("order", [("a", "b", "A"), ("3", "1")])
def test_an_order_that_is_none(tmp_path: Path, order):
    """Twice the same word, or numbers that fall."""
    with pytest.raises(UsageError, match="ascend"):
        read_ratings(written(tmp_path, "item,value\na,1\n"), order=order)


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("item,value\na,1\nb,n/a\n", {}, "“n/a” is not a number (r.csv, row 3, column value)"),
        ("item,value\na,Neutral\nb,meh\n", {}, "row 3, column value"),
        ("item,value\na,1\n,2\n", {}, "the cell is empty (r.csv, row 3, column item)"),
        ("item,value\na,1\n", {"rater": "who"}, "column “who” is missing"),
        ("clip_name,value\na,1\n", {}, "column “item” or “clip”"),
        ("item,value\na,1\n", {"cluster": "signer"}, "column “signer” is missing"),
        ("item,value\na,\n", {}, "no row has a value"),
        ("item,value\na,low\n", {"order": ("high",)}, "“low” is not in the order high"),
    ],
)
def test_a_bad_table_is_one_line_with_its_place(tmp_path: Path, text, options, says):
    """File, row and column are named."""
    with pytest.raises(TableError) as caught:
        read_ratings(written(tmp_path, text), **options)
    assert says in str(caught.value)


def test_rows_without_a_value_are_counted(tmp_path: Path):
    """A missing rating is no error, and is told."""
    made, notes = read_ratings(written(tmp_path, "item,value\na,1\na,\nb,2\n"))
    assert made.total == 2
    assert notes == ("1 row(s) without a value are left out.",)


def test_a_session_column_gives_clusters(tmp_path: Path):
    """Sessions are taken where they are known, unless none are wanted."""
    path = written(tmp_path, "item,value,session\na,1,s\nb,2,t\n")
    assert read_ratings(path)[0].unit == "session"
    assert read_ratings(path, cluster="none")[0].unit == "item"


def test_repeats_are_told(tmp_path: Path):
    """The same rater and item twice is a repeat, and a note says so."""
    made, notes = read_ratings(written(tmp_path, "item,rater,value\na,x,1\na,x,2\n"))
    assert made.repeats.items.size == 1
    assert notes[0].startswith("1 rating repeats")


def vader_long_form(raw: Path, out: Path) -> int:
    """Rewrite VADER's raw ratings (id, mean, deviation, list) as one row a rating.

    The recipe: the fourth tab-separated cell is a list of numbers; write `item,value` for each.
    """
    rows = [line.split("\t") for line in raw.read_text(encoding="utf-8").splitlines()]
    values = [(row[0], value) for row in rows for value in ast.literal_eval(row[3])]
    text = "item,value\n" + "".join(f"{item},{value}\n" for item, value in values)
    out.write_text(text, encoding="utf-8")
    return len(values)


def test_the_vader_ratings_carry_alpha(shared_data: Path, tmp_path: Path):
    """159,750 unnamed ratings of 4,200 tweets: alpha with intervals, and their published means."""
    raw = shared_data / "vader" / "tweets_anonDataRatings.txt"
    assert vader_long_form(raw, tmp_path / "v.csv") == 159_750
    ratings, _ = read_ratings(tmp_path / "v.csv")
    means = [float(line.split("\t")[1]) for line in raw.read_text().splitlines()]
    own = ratings.counts @ ratings.scale / ratings.counts.sum(1)
    np.testing.assert_allclose(own, means, atol=1e-8)
    found = agreement(ratings)
    assert (found.n_items, found.n_ratings, found.unit) == (4200, 159_750, "item")
    row = found.row("alpha_interval")
    assert row.interval.low < row.value < row.interval.high
    assert row.value == pytest.approx(found.row("icc_1").value, abs=0.01)
