"""The README is held against the code: every command, every key, every picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from emo7_core.cli.main import app
from emo7_gui.actions import ACTIONS
from emo7_gui.key_chord import shown
from emo7_gui.key_map import KeyMap

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Every command of the headless program, groups with their subcommands."""
    root = typer.main.get_command(app)
    found = []
    for name, command in root.commands.items():
        inner = getattr(command, "commands", {})
        found += [f"{name} {sub}" for sub in inner] or [name]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str):
    """A command that people cannot find does not exist."""
    group, _, sub = command.partition(" ")
    spelled = rf"emo7 {re.escape(group)}\b" + (rf"[^\n]*\b{re.escape(sub)}\b" if sub else "")
    assert re.search(spelled, README), command


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.keys], ids=lambda a: a.id)
def test_every_key_is_in_the_readme(action):
    """The table of keys has each action with its first key."""
    key = shown(KeyMap().keys(action.id)[0])
    assert re.search(rf"`{re.escape(key)}`[^\n]*\| {re.escape(action.text)} \|", README)


def test_every_picture_is_there():
    """No broken pictures, and no path that leaves the repository."""
    for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / target).is_file(), target
