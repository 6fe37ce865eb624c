"""A model on disk: weights as safetensors, the rest as JSON. Nothing in it is executed.

What it is: writing and reading the two files, checked against each other.
Convention: the weights' hash is in the card, so two files that do not belong together are told.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from emo7_core.errors import ModelError
from emo7_core.models import MODELS
from emo7_core.models.card import CARD, WEIGHTS, ModelCard, read_card


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A network ready to answer, and its card."""

    network: nn.Module
    card: ModelCard


def save_model(network: nn.Module, card: ModelCard, folder: Path) -> ModelCard:
    """Write a model; a model that was there is replaced.

    Returns:
        The card as written, with the hash of the weights.

    Raises:
        ModelError: the disk refused.
    """
    state = {
        name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()
    }
    weights = save(state)
    card = card.model_copy(update={"weights_hash": hashlib.sha256(weights).hexdigest()})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        drafts = [
            _draft(folder / WEIGHTS, weights),
            _draft(folder / CARD, card.model_dump_json(indent=1).encode()),
        ]
        for draft, name in zip(drafts, (WEIGHTS, CARD), strict=True):
            draft.replace(folder / name)
    except OSError as error:
        raise ModelError(
            f"the model cannot be written: {error.strerror or error}",
            where=folder,
            remedy="Check the free space and the rights of the folder.",
        ) from error
    return card


def _draft(path: Path, data: bytes) -> Path:
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        # On a full disk half a model would be in the way of everything else.
        draft.unlink(missing_ok=True)
        raise
    return draft


def load_model(folder: Path, device: torch.device | str = "cpu") -> LoadedModel:
    """Read a model, ready to answer (evaluation mode).

    Raises:
        ModelError: there is none, a file is damaged, or it does not fit this emo7.
        VocabularyError: its classes are not the scale in its order.
    """
    card = read_card(folder)
    state = _weights(folder, card)
    network = _empty_network(card, folder)
    _check_fit(network.state_dict(), state, folder)
    network.load_state_dict(state, assign=True)
    return LoadedModel(network.to(device).eval().requires_grad_(False), card)


def _weights(folder: Path, card: ModelCard) -> dict[str, Tensor]:
    path = folder / WEIGHTS
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError("the model's weights are missing", where=path) from error
    if hashlib.sha256(data).hexdigest() != card.weights_hash:
        raise ModelError(
            "the model's weights are damaged, or belong to another description", where=path
        )
    try:
        return load(data)
    except SafetensorError as error:
        raise ModelError(f"the model's weights cannot be read: {error}", where=path) from error


def _empty_network(card: ModelCard, folder: Path) -> nn.Module:
    if card.model_type not in MODELS and card.pictures is None:
        raise ModelError(f"this emo7 does not know the model “{card.model_type}”", where=folder)
    # Without memory: a description that asks for a huge network costs nothing before its
    # weights are found not to fit.
    with torch.device("meta"):
        if card.pictures is not None:
            from emo7_core.models.vivit import network_of

            return network_of(card)
        return MODELS[card.model_type](card.config, card.seen_layout, len(card.channels))


def _check_fit(expected: dict[str, Tensor], found: dict[str, Tensor], folder: Path) -> None:
    wanted = {name: (value.shape, value.dtype) for name, value in expected.items()}
    given = {name: (value.shape, value.dtype) for name, value in found.items()}
    if wanted != given:
        odd = sorted(
            name for name in wanted.keys() | given.keys() if wanted.get(name) != given.get(name)
        )
        raise ModelError(
            f"the weights do not fit the model's description, first at {odd[0]}", where=folder
        )
    if not all(bool(torch.isfinite(value).all()) for value in found.values()):
        raise ModelError("the weights hold values that are not numbers", where=folder)
