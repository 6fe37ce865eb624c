"""Under whose name a model answers in a project.

What it is: one source per model, told by the hash of its weights and named by what people call it
with the start of that hash; two models never share a source.
What it is not: its answers (predict.py).
Convention: a model that answered before keeps the source and the name that it got then. A model
whose weights were never trained says so in its name, whatever people call it. What a pretrained
model has seen is not known, which is not the same as nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from emo7_core.labels.sources import MODEL_RUN, Source
from emo7_core.models.card import ModelCard
from emo7_core.project import Project

HASH_DIGITS = 6


def source_of(project: Project, folder: Path, card: ModelCard, name: str = "") -> Source:
    """Return the source that speaks for a trained model, made now if it is new."""
    details: dict[str, Any] = {
        "folder": str(folder.absolute()),
        "weights": card.weights_hash,
        "num_classes": len(card.vocabulary),
        "target": card.target,
        "trained_on": _seen(card),
    }
    if card.pictures is not None:
        details |= {"input": card.pictures.sampling, "backbone": card.pictures.backbone}
        details |= {"is_random": card.pictures.is_random}
    return _ensure(project, model_title(card, name), details)


def source_of_pretrained(
    project: Project, title: str, details: dict[str, Any], name: str = ""
) -> Source:
    """Return the source that speaks for a model that nobody trained here, made now if it is new.

    Args:
        project: Where it answers.
        title: Its kind and how it is asked.
        details: Facts, among them "weights", which tells it from others.
        name: What people call it.
    """
    told = f"{name.strip()} ({title})" if name.strip() else title
    return _ensure(project, told, details | {"trained_on": None})


def model_name(card: ModelCard, name: str = "", digits: int = HASH_DIGITS) -> str:
    """Return what people call a model, and the start of its hash that tells it from others."""
    return _named(model_title(card, name), card.weights_hash, digits)


def model_title(card: ModelCard, name: str = "") -> str:
    """Return what people call a model; random weights are named."""
    return card.named(name.strip()) if name.strip() else card.title


def _named(title: str, weights: str, digits: int) -> str:
    return f"{title} · {weights[:digits]}"


def _ensure(project: Project, title: str, details: dict[str, Any]) -> Source:
    known = project.sources.all(MODEL_RUN)
    weights = str(details["weights"])
    for source in known:
        if source.details.get("weights") == weights:
            return source
    name = _named(title, weights, HASH_DIGITS)
    if any(source.name == name for source in known):  # other weights whose hash begins the same
        name = _named(title, weights, len(weights))
    return project.sources.ensure(MODEL_RUN, name, details)


def _seen(card: ModelCard) -> dict[str, list[str]] | None:
    if not card.training.clips:
        return None  # A converted pickle does not say; not known is not clean.
    # A clip that chose the best epoch was seen, too.
    both = (card.training, card.validation)
    return {
        name: sorted({one for part in both for one in getattr(part, name)})
        for name in ("clips", "signers", "sessions")
    }
