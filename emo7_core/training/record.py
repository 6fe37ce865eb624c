"""What is written down about a training: the model's card and the event before it starts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

import emo7_core
from emo7_core.config import TrainConfig
from emo7_core.jobs.events import Event
from emo7_core.landmarks.feature_kind import kind_for
from emo7_core.landmarks.layout import LAYOUTS
from emo7_core.models.card import ClipSet, ModelCard, vocabulary_of
from emo7_core.models.scaling import Scaling
from emo7_core.training.division import Plan
from emo7_core.training.sample import Sample, Skipped, counts_of
from emo7_core.training.split import Split

NO_PLAN = Plan()


def card_of(parts: Split, config: TrainConfig, scaling: Scaling, label_hash: str) -> ModelCard:
    """Return the card of a model that is about to be trained; epoch and scores come later."""
    samples = [*parts.training, *parts.validation]
    layout = samples[0].layout
    return ModelCard(
        model_type=config.model_type,
        vocabulary=vocabulary_of(config.num_classes),
        layout=layout.name,
        described_layout={} if LAYOUTS.get(layout.name) is layout else layout.to_dict(),
        points=len(layout),
        channels=kind_for(layout.name).channels,
        rate=config.rate,
        window_seconds=config.window_seconds,
        normalization=scaling.to_dict(),
        config=config,
        target=config.target,
        label_hash=label_hash,
        training=_clip_set(parts.training),
        validation=_clip_set(parts.validation),
        extractors=tuple(sorted({sample.extractor for sample in samples})),
        split_by=parts.by,
        epoch=0,
        scores={},
        code_version=code_version(),
        created="",
    )


def _clip_set(samples: Sequence[Sample]) -> ClipSet:
    return ClipSet(
        clips=tuple(sorted(sample.identity for sample in samples)),
        signers=tuple(sorted({sample.signer for sample in samples if sample.signer})),
        sessions=tuple(sorted({sample.session for sample in samples if sample.session})),
    )


@cache
def code_version() -> str:
    """Return the emo7 that runs, e.g. "0.1.0 source 1a2b3c4d5e torch 2.13.0".

    The source's hash tells two states of one version apart, with or without a repository.
    """
    try:
        version = metadata.version("emo7")
    except metadata.PackageNotFoundError:
        version = "not installed"
    digest = hashlib.sha256()
    root = Path(emo7_core.__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return f"{version} source {digest.hexdigest()[:10]} torch {metadata.version('torch')}"


def data_event(
    parts: Split,
    skipped: Sequence[Skipped],
    config: TrainConfig,
    device: str,
    label_hash: str,
    plan: Plan = NO_PLAN,
) -> Event:
    """Return what it will train on: counts by class, signers, what is skipped and why."""
    return {
        "event": "data",
        "training": len(parts.training),
        "validation": len(parts.validation),
        "training_counts": counts_of(parts.training, config.num_classes).tolist(),
        "validation_counts": counts_of(parts.validation, config.num_classes).tolist(),
        "training_signers": list(_clip_set(parts.training).signers),
        "validation_signers": list(_clip_set(parts.validation).signers),
        "split_by": parts.by,
        "skipped": [asdict(one) for one in skipped],
        "label_hash": label_hash,
        "device": device,
        "vocabulary": list(vocabulary_of(config.num_classes)),
        "code_version": code_version(),
        "layout": parts.training[0].layout.name,
        "normalization": config.normalization_type if config.normalize_data else "none",
        **plan.facts([*parts.training, *parts.validation]),
    }


def split_record(parts: Split, skipped: Sequence[Skipped], plan: Plan) -> dict[str, Any]:
    """Return who stands on which side, by content hash; a resumed training reads it."""
    return {
        "by": parts.by,
        "split": plan.split,
        "split_hash": plan.split_hash,
        "train": [sample.identity for sample in parts.training],
        "val": [sample.identity for sample in parts.validation],
        "skipped": [asdict(one) for one in skipped],
    }


def fingerprint(parts: Split, config: TrainConfig) -> str:
    """Return a hash over the config and all that is learned from it: clips, labels, features."""
    digest = hashlib.sha256(config.model_dump_json().encode())
    for side in (parts.training, parts.validation):
        for sample in side:
            digest.update(f"{sample.identity} {sample.target}".encode())
            digest.update(np.ascontiguousarray(sample.values).tobytes())
            if sample.shares is not None:
                digest.update(sample.shares.tobytes())
    return digest.hexdigest()
