"""Tiny models whose cards are known: training, scores and all; the weights know nothing.

What it is: a real model folder, written as a training would.
Convention: the weights depend on the seed alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from emo7_core.config import TrainConfig
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models import MODELS
from emo7_core.models.card import ClipSet, ModelCard
from emo7_core.models.checkpoint import save_model
from emo7_core.scale import CLASSES, THREE

TINY = TrainConfig(hidden_size=4, num_layers=1)


def known_card(**changes: Any) -> ModelCard:
    """Return the card of a tiny LSTM over seven classes."""
    values: dict[str, Any] = {
        "model_type": "lstm",
        "vocabulary": CLASSES,
        "layout": "common",
        "points": len(COMMON),
        "channels": CHANNELS,
        "rate": 12.5,
        "window_seconds": 2.0,
        "normalization": {"kind": "none"},
        "config": TINY,
        "target": "human",
        "label_hash": "abc",
        "training": ClipSet(clips=("k1",), signers=("Ann",)),
        "validation": ClipSet(clips=("k2",), signers=("Bo",)),
        "extractors": ("made",),
        "split_by": "signer",
        "epoch": 3,
        "scores": {"val_macro_f1": 0.5, "val_kappa": None},
        "code_version": "0.1.0",
        "created": "2026-01-01T00:00:00+00:00",
    }
    return ModelCard.model_validate(values | changes)


def known_model(folder: Path, seed: int = 0, classes: int = 7, **changes: Any) -> ModelCard:
    """Write a tiny LSTM into a folder and return its card."""
    torch.manual_seed(seed)
    config = TINY.model_copy(update={"num_classes": classes})
    words = THREE if classes == len(THREE) else CLASSES
    network = MODELS["lstm"](config, COMMON, len(CHANNELS))
    return save_model(network, known_card(config=config, vocabulary=words, **changes), folder)
