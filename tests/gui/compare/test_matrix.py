"""Tests of the confusion matrix."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from emo7_gui.compare.comparison_view import MatrixView
from emo7_gui.compare.difference import DifferenceMatrix
from emo7_gui.compare.matrix import ConfusionMatrix
from tests.gui.compare.made import counts


@pytest.fixture
def matrix(qtbot: QtBot) -> ConfusionMatrix:
    widget = ConfusionMatrix()
    qtbot.addWidget(widget)
    widget.set_matrix(MatrixView("A", counts()))
    widget.resize(widget.sizeHint())
    widget.show()
    return widget


def test_arrows_move_and_enter_opens(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    """Arrows walk from cell to cell, Enter opens the one they stand on."""
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(matrix, key)
    with qtbot.waitSignal(matrix.cell_opened) as opened:
        qtbot.keyClick(matrix, Qt.Key.Key_Return)
    assert opened.args == [1, 1]


def test_arrows_stay_inside(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    """At the edge an arrow changes nothing."""
    with qtbot.assertNotEmitted(matrix.cell_moved):
        qtbot.keyClick(matrix, Qt.Key.Key_Up)
        qtbot.keyClick(matrix, Qt.Key.Key_Left)
    assert matrix.current_cell == (0, 0)


def test_click_opens_the_cell_under_the_mouse(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    """A click in the middle of a painted cell opens that cell."""
    middle = matrix.cell_rect(5, 6).center()
    with qtbot.waitSignal(matrix.cell_opened) as opened:
        qtbot.mouseClick(
            matrix, Qt.MouseButton.LeftButton, pos=QPoint(round(middle.x()), round(middle.y()))
        )
    assert opened.args == [5, 6]


def test_click_beside_the_cells_opens_nothing(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    """Badges and totals are no cells."""
    with qtbot.assertNotEmitted(matrix.cell_opened):
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))


def test_y_asks_for_shares(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    """Y asks to turn between counts and shares."""
    with qtbot.waitSignal(matrix.shares_toggled):
        qtbot.keyClick(matrix, Qt.Key.Key_Y)


def test_cell_says_count_or_share(matrix: ConfusionMatrix) -> None:
    """5 of 11 clips are 45 percent of the row."""
    assert matrix.cell_text(2, 2) == "5"
    matrix.set_numbers("rows")
    assert matrix.cell_text(2, 2) == "45"


def test_screen_reader_hears_the_cell(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    """The description names both classes, the count and the share of the current cell."""
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    said = matrix.accessibleDescription()
    assert said == "Label Extremely Negative, model Negative: 1 of 11 clips, 9 %"


def test_cells_of_an_empty_row_have_no_share(qtbot: QtBot) -> None:
    """A class without clips is no division by zero."""
    widget = ConfusionMatrix()
    qtbot.addWidget(widget)
    widget.set_matrix(MatrixView("A", np.zeros((7, 7))))
    assert widget.describe_cell(0, 0).endswith("0 of 0 clips, 0 %")


def test_three_classes_put_the_cursor_back(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    """A smaller matrix has no cell (6, 6) to stand on."""
    matrix.set_opened((6, 6))
    matrix.set_matrix(MatrixView("A", np.eye(3)))
    assert matrix.current_cell == (0, 0)


def test_matrix_must_be_square() -> None:
    """Counts of another shape are refused."""
    with pytest.raises(ValueError, match="square"):
        MatrixView("A", np.zeros((7, 3)))


def test_difference_is_a_minus_b_with_a_true_minus(qtbot: QtBot) -> None:
    """More in A has a plus, more in B a minus sign, the same is empty."""
    widget = DifferenceMatrix()
    qtbot.addWidget(widget)
    widget.set_matrices(MatrixView("A", counts(1, 5)), MatrixView("B", counts(1, 7)))
    assert widget.cell_text(0, 0) == "−2"
    assert widget.cell_text(0, 1) == ""
