"""Finds the trace that a model left of a clip, without loading the model.

What it is: the names under which predictors keep traces (trace_store.py), made again from what
the project knows of a model.
What it is not: a prediction; None where the model never judged this clip from these landmarks.
"""

from __future__ import annotations

from pathlib import Path

from emo7_core.clips.clip import Clip
from emo7_core.errors import ModelError
from emo7_core.inference.trace import TracePrediction
from emo7_core.inference.trace_store import FOLDER, TraceStore
from emo7_core.labels.sources import Source
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.models.card import ModelCard, read_card
from emo7_core.project import Project


def stored_trace(
    project: Project, model: Source, clip: Clip, track: LandmarkTrack | None
) -> TracePrediction | None:
    """Return what a model said along a clip, None where it is not kept.

    Args:
        project: Where traces lie.
        model: The source that speaks for the model.
        clip: The clip.
        track: Its landmarks, None where there are none.
    """
    weights = str(model.details.get("weights") or "")
    if clip.key is None or not weights:
        return None
    store = TraceStore(project.root / FOLDER)
    for identity, name in _names(weights, model, track):
        if found := store.load(identity, clip.key, name):
            return found
    return None


def _names(weights: str, model: Source, track: LandmarkTrack | None) -> list[tuple[str, str]]:
    names = []
    if track is not None:
        names.append((weights, f"{track.layout.name} {track.extractor} {len(track)}"))
    if model.details.get("input") and (card := _card(model)) is not None and card.pictures:
        identity = f"{weights} {card.pictures.backbone_hash}"
        sampling = card.pictures.sampling
        names += [(identity, f"{sampling} with landmarks"), (identity, sampling)]
    return names


def _card(model: Source) -> ModelCard | None:
    try:
        return read_card(Path(str(model.details.get("folder", ""))))
    except ModelError:
        # The folder went away: what it said along clips cannot be told from others.
        return None
