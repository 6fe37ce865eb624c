"""The rooms behind Review: a workspace and its desks, made when somebody first goes there.

What it is: which rooms there are, which of them were made, and the end of those.
What it is not: what a room is made of and whom it tells (app.py), or the stack of widgets
(shell/main_window.py).
Convention: rooms by name (actions.WORKSPACES). A desk that is made while a project is open takes
it up by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Room:
    """One workspace and who works in it.

    Attributes:
        workspace: The view.
        desks: Who works in it; the first hears its keys.
        enter: Called when it comes to the front.
        leave: Called when another one does.
    """

    workspace: QWidget
    desks: tuple[Any, ...]
    enter: Callable[[], object] = lambda: None
    leave: Callable[[], object] = lambda: None


class Rooms:
    """All rooms of one window.

    Args:
        makers: How each room is made.
        welcome: Called once with the name of a room that was just made, and the room.
    """

    def __init__(
        self,
        makers: Mapping[str, Callable[[], Room]],
        welcome: Callable[[str, Room], object],
    ) -> None:
        self._makers, self._welcome = makers, welcome
        self._made: dict[str, Room] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every room, made or not."""
        return tuple(self._makers)

    def __getitem__(self, name: str) -> Room:
        """Return a room, making it where nobody was there yet."""
        if name not in self._made:
            made = self._made[name] = self._makers[name]()
            self._welcome(name, made)
        return self._made[name]

    def made(self, name: str) -> Room | None:
        """Return a room if it was made."""
        return self._made.get(name)

    def stop(self) -> None:
        """End the desks of every room that was made."""
        for room in self._made.values():
            for desk in room.desks:
                desk.stop()
