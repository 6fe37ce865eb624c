"""The rooms behind Review: a workspace and its desks, made when somebody first goes there.

What it is: which rooms there are, which of them were made, and the end of those.
What it is not: what a room is made of and whom it tells (app.py), or the stack of widgets
(shell/main_window.py).
Conventions: rooms by name (actions.WORKSPACES). A room is made in stages, so that the window can
live between them; whoever needs it at once has all that are left done in one go. A desk that is
made while a project is open takes it up by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
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


Making = Generator[None, None, Room]


class Rooms:
    """All rooms of one window.

    Args:
        makers: How each room is made: what lies between two `yield`s is one stage.
        welcome: Called once with the name of a room that was just made, and the room.
    """

    def __init__(
        self,
        makers: Mapping[str, Callable[[], Making]],
        welcome: Callable[[str, Room], object],
    ) -> None:
        self._makers, self._welcome = makers, welcome
        self._made: dict[str, Room] = {}
        self._begun: dict[str, Making] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every room, made or not."""
        return tuple(self._makers)

    def __getitem__(self, name: str) -> Room:
        """Return a room, making it where nobody was there yet."""
        while not self.advance(name):
            pass
        return self._made[name]

    def advance(self, name: str) -> bool:
        """Do one stage of the making of a room; return whether it is there."""
        if name in self._made:
            return True
        if name not in self._begun:
            self._begun[name] = self._makers[name]()
        try:
            next(self._begun[name])
        except StopIteration as end:
            self._made[name] = end.value
            del self._begun[name]
            self._welcome(name, end.value)
        except Exception:
            # The next visit begins anew.
            del self._begun[name]
            raise
        return name in self._made

    def made(self, name: str) -> Room | None:
        """Return a room if it was made."""
        return self._made.get(name)

    def stop(self) -> None:
        """End the desks of every room that was made."""
        for room in self._made.values():
            for desk in room.desks:
                desk.stop()
