"""The best model of a training on disk, and the one before it.

    model/            the best so far
    model.previous/   the best at the epoch before; it costs no room while it is the same file

What it is: what makes a resumed training end with the very model of an uninterrupted one: what a
cut epoch left behind is taken back.
What it is not: the choice of the best (keeper.py).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from torch import nn

from emo7_core.errors import ModelError
from emo7_core.models.card import CARD, WEIGHTS, ModelCard, read_card
from emo7_core.models.checkpoint import save_model

FILES = (WEIGHTS, CARD)


def keep_model(network: nn.Module, card: ModelCard, folder: Path) -> None:
    """Replace the best model; the one that was there stays as the previous one.

    Raises:
        ModelError: the disk refused; the one that was there stays.
    """
    if _is_whole(folder):
        _link(folder, previous_of(folder))
    save_model(network, card, folder)


def settle(folder: Path, last_epoch: int) -> None:
    """Bring back the best model of the epochs up to the last whole one.

    Args:
        folder: The model folder.
        last_epoch: The last whole epoch; what a later one left is taken back.
    """
    if _is_whole(folder) and read_card(folder).epoch <= last_epoch:
        return
    shutil.rmtree(folder, ignore_errors=True)
    previous = previous_of(folder)
    if _is_whole(previous) and read_card(previous).epoch <= last_epoch:
        _link(previous, folder)


def previous_of(folder: Path) -> Path:
    """Return where the model before the best lies."""
    return folder.with_name(f"{folder.name}.previous")


def _is_whole(folder: Path) -> bool:
    """Whether both files are there and belong together."""
    try:
        card = read_card(folder)
        weights = (folder / WEIGHTS).read_bytes()
    except (ModelError, OSError):
        return False
    return hashlib.sha256(weights).hexdigest() == card.weights_hash


def _link(source: Path, target: Path) -> None:
    """Let a folder hold the same files; a file that is replaced in one stays in the other."""
    target.mkdir(exist_ok=True)
    for name in FILES:
        draft = target / f".{name}.part"
        draft.unlink(missing_ok=True)
        try:
            os.link(source / name, draft)
        except OSError:
            shutil.copyfile(source / name, draft)
        draft.replace(target / name)
