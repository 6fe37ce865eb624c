"""Answers as arrays: the same as one by one, whatever form they come in."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.evaluation.answers import (
    AnswerTable,
    Contender,
    Later,
    answered,
    summed,
    values_of,
)
from emo7_core.scale import to_three
from tests.compared import answers, truth

IDS = np.array([9, 2, 7, 4])


def test_a_table_reads_like_a_dictionary():
    """Probabilities where there are some, else the value, else nothing."""
    table = np.full((4, 7), np.nan)
    table[0] = 1 / 7
    found = AnswerTable(IDS, np.array([-1, 3, -1, 0]), table)
    assert (list(found), len(found)) == ([9, 2, 7, 4], 4)
    assert found[9].tolist() == [1 / 7] * 7
    assert (found[2], found[7], found[4]) == (3, None, 0)
    assert 5 not in found


def test_tables_and_dictionaries_answer_alike():
    """The same values for the same clips."""
    p = answers(truth(40), 0.5, 1)
    ids = np.random.default_rng(0).permutation(1000)[:40]
    as_table = Contender("t", AnswerTable(ids, np.full(40, -1), p))
    as_dict = Contender("d", dict(zip(ids.tolist(), p, strict=True)))
    assert values_of(as_table) == values_of(as_dict)
    assert values_of(as_table, 3) == values_of(as_dict, 3)


def test_answers_are_looked_up_by_clip():
    """Clips without an answer are -1, their probabilities NaN."""
    found = answered(Contender("m", {7: [0, 0, 1, 0, 0, 0, 0], 2: 5}))
    values, table = found.at(np.array([2, 3, 7]))
    assert values.tolist() == [5, -1, 2]
    assert np.isnan(table.get()[:2]).all()
    assert table.get()[2].tolist() == [0, 0, 1, 0, 0, 0, 0]
    nobody, nothing = answered(Contender("m", {})).at(np.array([1]))
    assert (nobody.tolist(), nothing) == ([-1], None)


def test_values_collapse_to_their_sign():
    """All seven."""
    found = answered(Contender("m", {i: i for i in range(7)}), 3)
    assert found.values.tolist() == [to_three(i) for i in range(7)]
    assert found.collapse == "by the sign of the value"


def test_probabilities_collapse_by_adding_up():
    """Each side's sum; they still add to 1."""
    p = answers(truth(40), 0.5, 1)
    np.testing.assert_allclose(summed(p)[:, 0], p[:, :3].sum(1))
    np.testing.assert_allclose(summed(p).sum(1), 1)
    found = answered(Contender("m", dict(enumerate(p))), 3)
    np.testing.assert_array_equal(found.values, summed(p).argmax(1))
    assert found.collapse == "probabilities added up"


def test_numbers_that_are_none_are_counted():
    """Partly and wholly; None is no answer and no broken one."""
    half, none = np.full(7, 0.1), np.full(7, np.nan)
    half[3] = np.inf
    found = answered(Contender("m", {1: half, 2: none, 3: None, 4: 2}))
    assert (found.broken, found.clips.tolist()) == (2, [4])


def test_a_value_off_the_scale_of_a_table_is_refused():
    """It names model and clip."""
    with pytest.raises(ValueError, match=r"m: 7 of clip 2 is not 0\.\.6"):
        values_of(Contender("m", AnswerTable(IDS, np.array([0, 7, 1, 2]))))


def test_a_table_for_later_is_read_once_and_only_when_asked():
    """The values stand beside it; the rows come in the order of the clips that are asked for."""
    read = []

    def make() -> np.ndarray:
        read.append(1)
        return np.eye(7)[[3, 0, 5, 1]]

    model = Contender("m", AnswerTable(IDS, np.array([3, 0, 5, 1]), Later(make)))
    found = answered(model)
    values, table = found.at(np.array([2, 1, 9]))
    assert values.tolist() == [0, -1, 3]
    assert not read
    assert table.get()[0].tolist() == np.eye(7)[0].tolist()
    assert np.isnan(table.get()[1]).all()
    assert table.get()[2].tolist() == np.eye(7)[3].tolist()
    assert len(read) == 1
    with pytest.raises(ValueError, match="read-only"):
        table.get()[0, 0] = 1


def test_a_stored_value_is_the_answer():
    """Also where another class is the most probable; three classes are of the sums."""
    p = np.tile([0.4, 0.0, 0.0, 0.0, 0.2, 0.2, 0.2], (4, 1))
    chosen = Contender("m", AnswerTable(IDS, np.array([5, -1, 5, 5]), p))
    assert values_of(chosen) == {9: 5, 2: 0, 7: 5, 4: 5}
    assert set(values_of(chosen, 3).values()) == {2}
