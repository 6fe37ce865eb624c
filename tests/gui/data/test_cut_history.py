"""Moved cuts are taken back one by one; a drag is one move."""

from __future__ import annotations

from emo7_gui.data.cut_history import MOST, CutHistory, CutState


def state(number: int) -> CutState:
    return CutState("own", None, number)


def test_moves_come_back_in_reverse_and_again() -> None:
    """Undo and redo walk the same way."""
    moves = CutHistory()
    moves.move(state(0), is_drag=False)
    moves.move(state(1), is_drag=False)
    assert moves.undo(state(2)) == state(1)
    assert moves.undo(state(1)) == state(0)
    assert moves.undo(state(0)) is None
    assert moves.redo(state(0)) == state(1)
    assert moves.redo(state(1)) == state(2)
    assert moves.redo(state(2)) is None


def test_a_drag_is_one_move() -> None:
    """All steps of it come back at once; the next drag is another move."""
    moves = CutHistory()
    for number in range(3):
        moves.move(state(number), is_drag=True)
    moves.let_go()
    moves.move(state(3), is_drag=True)
    assert moves.undo(state(4)) == state(3)
    assert moves.undo(state(3)) == state(0)


def test_a_move_ends_what_could_be_brought_back() -> None:
    """After a new move there is nothing to redo."""
    moves = CutHistory()
    moves.move(state(0), is_drag=False)
    moves.undo(state(1))
    moves.move(state(0), is_drag=False)
    assert moves.redo(state(2)) is None


def test_only_so_many_moves_are_kept() -> None:
    """The oldest go first."""
    moves = CutHistory()
    for number in range(MOST + 5):
        moves.move(state(number), is_drag=False)
    found = []
    while (before := moves.undo(state(-1))) is not None:
        found.append(before.index)
    assert (len(found), found[-1]) == (MOST, 5)
