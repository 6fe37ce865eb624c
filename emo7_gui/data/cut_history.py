"""Cuts that were moved, for undo and redo in Data.

What it is: two stacks of what held before; a drag is one move, however far it goes.
What it is not: the deciding or storing of cuts (data_desk.py).
Convention: what is remembered is the configuration, one's own cuts and the chosen line together.
"""

from __future__ import annotations

from dataclasses import dataclass

from emo7_core.labels.silver import Cuts

MOST = 200


@dataclass(frozen=True, slots=True)
class CutState:
    """What holds at one moment.

    Attributes:
        config: Key of the configuration.
        own: One's own cuts, None before there are some.
        index: The chosen line, 0..5.
    """

    config: str
    own: Cuts | None
    index: int


class CutHistory:
    """Moves of one visit to a project."""

    def __init__(self) -> None:
        self._done: list[CutState] = []
        self._undone: list[CutState] = []
        self._is_in_drag = False

    def move(self, before: CutState, is_drag: bool) -> None:
        """Remember what held before a move; a drag that goes on adds nothing."""
        if not (is_drag and self._is_in_drag):
            self._done = [*self._done[1 - MOST :], before]
        self._undone.clear()
        self._is_in_drag = is_drag

    def let_go(self) -> None:
        """The drag has ended: the next one is another move."""
        self._is_in_drag = False

    def undo(self, now: CutState) -> CutState | None:
        """Return what held before the last move, None where there is none."""
        return _step(self._done, self._undone, now)

    def redo(self, now: CutState) -> CutState | None:
        """Return what the last undo took back, None where there is nothing."""
        return _step(self._undone, self._done, now)


def _step(source: list[CutState], target: list[CutState], now: CutState) -> CutState | None:
    if not source:
        return None
    target.append(now)
    return source.pop()
