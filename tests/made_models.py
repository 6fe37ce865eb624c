"""Model folders with weights by chance: whole and loadable, but nothing was learned.

What it is: what tests of the engine need, made in milliseconds.
What it is not: a training (tests/planted.py gives clips for one).
"""

from __future__ import annotations

from pathlib import Path

import torch

from emo7_core.config import TrainConfig
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models import MODELS
from emo7_core.models.card import ClipSet, ModelCard, vocabulary_of
from emo7_core.models.checkpoint import save_model

CONFIG = TrainConfig(hidden_size=8, num_layers=1, num_epochs=1, device="cpu")


def made_model(folder: Path, seed: int = 0, config: TrainConfig = CONFIG) -> Path:
    """Write a model folder and return it."""
    torch.manual_seed(seed)
    network = MODELS[config.model_type](config, COMMON, len(CHANNELS))
    save_model(network, made_card(config), folder)
    return folder


def made_card(config: TrainConfig = CONFIG) -> ModelCard:
    """Return the card of a network over landmarks."""
    return ModelCard(
        model_type=config.model_type,
        vocabulary=vocabulary_of(config.num_classes),
        layout=COMMON.name,
        points=len(COMMON),
        channels=CHANNELS,
        rate=config.rate,
        window_seconds=config.window_seconds,
        normalization={"kind": "none"},
        config=config,
        target=config.target,
        label_hash="made",
        training=ClipSet(clips=("clip",), signers=("Ann",)),
        validation=ClipSet(),
        extractors=("made-1",),
        split_by="signer",
        epoch=1,
        scores={},
        code_version="test",
        created="2026-01-01T00:00:00+00:00",
    )
