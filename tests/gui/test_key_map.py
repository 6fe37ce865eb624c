"""The registry of actions, and remapping."""

from __future__ import annotations

import itertools

import pytest

from emo7_gui.actions import ACTIONS, BY_ID, FOCUSED, GROUPS, SCOPES, decided_value
from emo7_gui.key_map import KeyMap


def test_every_action_has_a_key_and_a_group() -> None:
    """No action is without a key; ids are unique."""
    assert all(action.keys and action.group in GROUPS for action in ACTIONS)
    assert len(BY_ID) == len(ACTIONS)


def test_defaults_have_no_conflict() -> None:
    """In no workspace two actions answer the same key, but where the focus decides."""
    for groups in SCOPES.values():
        heard = [a for a in ACTIONS if a.group in groups and a.group not in FOCUSED]
        for one, other in itertools.combinations(heard, 2):
            assert not set(one.keys) & set(other.keys), (one.id, other.id)


def test_decided_values() -> None:
    """Deciding actions carry their value."""
    assert decided_value("decide_7") == (6, False)
    assert decided_value("unsure_1") == (0, True)
    assert decided_value("cue_brows") is None


def test_remap_moves_the_key() -> None:
    """A free key works, the old one does not."""
    keys = KeyMap().remapped("play", "J")
    assert keys.find(("J",), "review") == "play"
    assert keys.find(("Space",), "review") is None
    assert keys.overrides == {"play": ("J",)}


def test_taken_key_is_refused_with_the_reason() -> None:
    """A key of another action of the same workspace is refused by name."""
    with pytest.raises(ValueError, match="Eyes"):
        KeyMap().remapped("play", "W")


def test_unsure_keys_are_refused() -> None:
    """Shift with a deciding key is taken by unsure."""
    assert KeyMap().conflict("previous", "Shift+3") == "Shift 3 means unsure."


def test_reserved_keys_are_refused() -> None:
    """Esc and Tab keep their meaning."""
    assert KeyMap().conflict("play", "Esc") is not None
    assert KeyMap().conflict("back", "J") is not None


def test_key_of_another_workspace_is_free() -> None:
    """N means note in Review and a new training in Train."""
    assert KeyMap().conflict("new_training", "N") is None
    assert KeyMap().find(("N",), "review") == "note"
    assert KeyMap().find(("N",), "train") == "new_training"


def test_unsure_follows_a_remapped_digit() -> None:
    """Shift with the new key means the same value, unsure."""
    keys = KeyMap().remapped("decide_3", "J")
    assert keys.find(("Shift+J",), "review") == "unsure_3"


def test_focused_group_answers_first() -> None:
    """In a matrix of Compare the arrows move in the matrix, elsewhere they step frames."""
    assert KeyMap().find(("Left",), "compare") == "frame_back"
    assert KeyMap().find(("Left",), "compare", "compare") == "cell_left"


def test_restored_has_the_default_again() -> None:
    """An action gets its default keys back."""
    assert KeyMap({"play": ("J",)}).restored("play").keys("play") == ("Space",)


def test_unknown_overrides_are_dropped() -> None:
    """Settings of another version do no harm."""
    assert KeyMap({"no_such_action": ("J",)}).overrides == {}
