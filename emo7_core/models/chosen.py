"""Which models a project predicts live with, remembered in its folder.

What it is: up to two names with their folders, in a small file that a person may read.
What it is not: the models, or a check of them: whoever loads them finds out.
Convention: a folder inside the project is written relative to it, so that a project that was
moved still finds its own. A file that cannot be read counts as no choice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from emo7_core import paths

LETTERS = ("A", "B")


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model that somebody chose.

    Attributes:
        folder: Where model.json lies, absolute.
        name: What people call it.
    """

    folder: Path
    name: str


def chosen_models(root: Path) -> dict[str, ChosenModel]:
    """Return the models of a project by letter, "A" and "B"."""
    try:
        stored = json.loads((root / paths.LIVE).read_text(encoding="utf-8"))
        return {
            letter: ChosenModel(root / str(stored[letter]["folder"]), str(stored[letter]["name"]))
            for letter in LETTERS
            if letter in stored
        }
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def keep_chosen(root: Path, models: Mapping[str, ChosenModel]) -> bool:
    """Remember the models of a project; return whether that could be written."""
    # Only here: with it comes all that jobs need, and a window reads long before it writes.
    from emo7_core.jobs.status import write_json

    stored = {
        letter: {"folder": _inside(one.folder, root), "name": one.name}
        for letter, one in models.items()
    }
    try:
        write_json(root / paths.LIVE, stored)
    except OSError:
        # It only means that they have to be chosen again.
        return False
    return True


def _inside(folder: Path, root: Path) -> str:
    return str(folder.relative_to(root) if folder.is_relative_to(root) else folder)
