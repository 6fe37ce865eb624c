"""What is written down about a training: the model's card and the event before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from importlib import metadata

from emo7_core.config import TrainConfig
from emo7_core.jobs.events import Event
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models.card import ClipSet, ModelCard, vocabulary_of
from emo7_core.models.scaling import Scaling
from emo7_core.training.sample import Sample, Skipped, counts_of
from emo7_core.training.split import Split


def card_of(parts: Split, config: TrainConfig, scaling: Scaling, label_hash: str) -> ModelCard:
    """Return the card of a model that is about to be trained; epoch and scores come later."""
    samples = [*parts.training, *parts.validation]
    return ModelCard(
        model_type=config.model_type,
        vocabulary=vocabulary_of(config.num_classes),
        layout=COMMON.name,
        points=len(COMMON),
        channels=CHANNELS,
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


def code_version() -> str:
    """Return the version of emo7 that runs."""
    try:
        return metadata.version("emo7")
    except metadata.PackageNotFoundError:
        return "not installed"


def data_event(
    parts: Split,
    skipped: Sequence[Skipped],
    config: TrainConfig,
    device: str,
    label_hash: str,
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
    }
