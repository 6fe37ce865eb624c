"""Tests of the table of models."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from emo7_gui.compare.comparison_view import METRICS, ModelRow, Score
from emo7_gui.compare.models_table import ModelsTable
from emo7_gui.compare.table_model import TableModel
from tests.gui.compare.made import comparison, row

MAE = next(metric for metric in METRICS if metric.key == "macro_mae")


@pytest.fixture
def table(qtbot: QtBot) -> ModelsTable:
    widget = ModelsTable()
    qtbot.addWidget(widget)
    widget.resize(1008, 400)
    widget.set_comparison(comparison())
    widget.show()
    return widget


def test_best_is_first_and_floors_are_among_the_models(table: ModelsTable) -> None:
    """Rows are sorted truly: a floor that is better stands higher."""
    assert table.keys_shown == ("vader", "m1", "m2", "majority")


def test_same_column_again_turns_the_order(table: ModelsTable) -> None:
    """The second click on a title puts the worst first."""
    table.sort_by("macro_f1")
    assert table.keys_shown == ("majority", "m2", "m1", "vader")


def test_less_error_is_better(table: ModelsTable) -> None:
    """Sorting by an error puts the least first."""
    table.sort_by("macro_mae")
    assert table.keys_shown[0] == "vader"
    assert table.keys_shown[-1] == "majority"


def test_unknown_score_is_last_and_a_dash() -> None:
    """A row without the metric stands below all others, in both orders."""
    model = TableModel()
    model.set_rows((ModelRow("x", "X"), row("m1", 0.2, 1.0)))
    model.sort_by("macro_f1")
    assert [line.key for line in model.rows] == ["m1", "x"]
    assert model.data(model.index(1, 1)) == "–"


def test_best_floor_of_an_error_is_the_least() -> None:
    """The dashed line of macro-MAE is at the floor with the least error."""
    model = TableModel()
    model.set_rows(comparison().rows)
    assert model.best_floor(MAE) == 1.0


def test_no_floor_no_line() -> None:
    """Without floors there is no dashed line."""
    model = TableModel()
    model.set_rows((row("m1", 0.2, 1.0),))
    assert math.isnan(model.best_floor(MAE))


def test_one_value_still_has_a_scale() -> None:
    """A column where all scores are the same is no division by zero."""
    model = TableModel()
    model.set_rows((ModelRow("a", "A", scores={"macro_f1": Score(0.3)}),))
    assert model.fraction(METRICS[0], 0.3) == 0.5


def test_enter_asks_for_a_and_shift_enter_for_b(table: ModelsTable, qtbot: QtBot) -> None:
    """The row under the cursor becomes A, with Shift B."""
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.a_requested) as a:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.b_requested) as b:
        qtbot.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert a.args == b.args == ["m2"]


def test_leak_is_said_in_words(table: ModelsTable) -> None:
    """The mark of a leak reaches screen readers and tool tips."""
    index = table.model().index(2, 0)
    said = table.model().data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "B: Model m2, human target, saw 9 golden clips"


def test_minus_is_a_true_minus() -> None:
    """Negative scores carry a minus sign, not a hyphen."""
    model = TableModel()
    model.set_rows((ModelRow("a", "A", scores={"quadratic_kappa": Score(-0.14)}),))
    assert model.data(model.index(0, 5)) == "−0.14"


def test_a_long_leak_is_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    """The row says the first part, the tip all of it."""
    short, whole = "saw 6 test clips", "saw 6 test clips, 6 test sessions, 6 test signers"
    model = TableModel()
    model.set_rows((replace(row("m1", 0.2, 1.4, leak=short), leak_detail=whole),))
    assert whole in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
