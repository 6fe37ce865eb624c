"""Which action undo and redo mean, derived from the order of entries alone.

What it is: two lists of identities, rebuilt from the log at any time.
What it is not: a store; forgetting it loses nothing.
"""

from __future__ import annotations


class UndoStack:
    """Actions that can be taken back, and actions that were."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._undone: list[str] = []

    @property
    def undoable(self) -> str | None:
        """Identity of the latest action not yet taken back."""
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> str | None:
        """Identity of the latest action taken back, None after a new action."""
        return self._undone[-1] if self._undone else None

    def add(self, uuid: str, kind: str, target: str | None) -> None:
        """Follow one entry of the log, in order."""
        if kind == "undo" and target in self._done:
            self._done.remove(target)
            self._undone.append(target)
        elif kind == "redo" and target in self._undone:
            self._undone.remove(target)
            self._done.append(target)
        else:
            self._done.append(uuid)
            self._undone.clear()
