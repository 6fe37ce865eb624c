"""Which action a key stands for: the defaults of actions.py and what a person remapped.

What it is: look-up, remapping and refusal of conflicts, all over plain values.
What it is not: events (key_router.py) or where overrides are kept (settings.py).
Convention: overrides are action id -> keys; an action without an override has its defaults.
"""

from __future__ import annotations

from collections.abc import Mapping

from emo7_gui.actions import ACTIONS, BY_ID, FOCUSED, GROUPS, SCOPES, Action, decided_value
from emo7_gui.key_chord import shown

_RESERVED = {"Esc": "Esc always leads back", "Tab": "Tab always leads to the next pane"}


class KeyMap:
    """The keys that hold now."""

    def __init__(self, overrides: Mapping[str, tuple[str, ...]] | None = None) -> None:
        known = {id_: tuple(keys) for id_, keys in (overrides or {}).items() if id_ in BY_ID}
        self._overrides = known

    @property
    def overrides(self) -> dict[str, tuple[str, ...]]:
        """What differs from the defaults, to be kept in the settings."""
        return dict(self._overrides)

    def keys(self, action_id: str) -> tuple[str, ...]:
        """Return all keys of an action."""
        return self._overrides.get(action_id, BY_ID[action_id].keys)

    def cap(self, action_id: str) -> str:
        """Return the first key of an action as people read it, "" where it has none."""
        keys = self.keys(action_id)
        return shown(keys[0]) if keys else ""

    def find(self, chords: tuple[str, ...], scope: str, focused: str = "") -> str | None:
        """Return the id of the action that a key press stands for.

        Args:
            chords: Names of the key press, most preferred first.
            scope: The workspace, a key of SCOPES.
            focused: Group of the focused widget; it answers before the workspace.
        """
        groups = SCOPES[scope]
        if focused:
            groups = (focused, *groups)
        for chord in chords:
            if found := self._in_groups(chord, groups):
                return found
        return None

    def conflict(self, action_id: str, chord: str) -> str | None:
        """Say why an action cannot have a key; None where it can."""
        action = BY_ID[action_id]
        if action.is_fixed:
            return f"“{action.text}” keeps its key."
        if chord in _RESERVED:
            return f"{_RESERVED[chord]}."
        if self._base_of_unsure(chord, (action.group,)) is not None:
            return f"{shown(chord)} means unsure."
        for other in ACTIONS:
            if other.id != action_id and chord in self.keys(other.id) and _meet(action, other):
                return f"{shown(chord)} is “{other.text}” ({GROUPS[other.group].lower()})."
        return None

    def remapped(self, action_id: str, chord: str) -> KeyMap:
        """Return a map where an action has this one key.

        Raises:
            ValueError: another action has the key; the message says which.
        """
        if reason := self.conflict(action_id, chord):
            raise ValueError(reason)
        return KeyMap({**self._overrides, action_id: (chord,)})

    def restored(self, action_id: str) -> KeyMap:
        """Return a map where an action has its default keys again."""
        return KeyMap({k: v for k, v in self._overrides.items() if k != action_id})

    def _in_groups(self, chord: str, groups: tuple[str, ...]) -> str | None:
        for group in groups:
            for action in ACTIONS:
                if action.group == group and chord in self.keys(action.id):
                    return None if action.is_fixed and action.id != "back" else action.id
        return self._base_of_unsure(chord, groups)

    def _base_of_unsure(self, chord: str, groups: tuple[str, ...]) -> str | None:
        """Shift or Alt with a deciding key means the same value, unsure."""
        modifier, _, key = chord.partition("+")
        if modifier not in ("Shift", "Alt") or not key or "decide" not in groups:
            return None
        for action in ACTIONS:
            if decided_value(action.id) and key in self.keys(action.id):
                return action.id.replace("decide", "unsure")
        return None


def _meet(one: Action, other: Action) -> bool:
    """Two actions meet where one workspace hears both and neither waits for the focus."""
    if one.group != other.group and (one.group in FOCUSED or other.group in FOCUSED):
        return False
    return any(one.group in groups and other.group in groups for groups in SCOPES.values())
