"""Stores what a model says about the clips of a project, as guesses of its run.

What it is: the work of `emo7 predict` and of the job before a comparison.
What it is not: live prediction (engine.py), or able to touch a decision.
Convention: a model is one source, told by the hash of its weights and named by what people
call it with the start of that hash; two models never share a source. A clip that this model
answered already, from the same landmarks, is not predicted again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from emo7_core.clips.clip import OK, Clip
from emo7_core.errors import LandmarkError
from emo7_core.inference.predictor import Predictor
from emo7_core.labels.decision import Guess
from emo7_core.labels.sources import MODEL_RUN, Source
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.models.card import ModelCard
from emo7_core.project import Project

OnStep = Callable[[int, int, str], None]
BATCH = 64
HASH_DIGITS = 6


def predict_project(
    project: Project,
    folder: Path,
    device: str = "auto",
    on_step: OnStep = lambda done, total, name: None,
    should_stop: Callable[[], bool] = lambda: False,
    name: str = "",
) -> tuple[Source, int, tuple[str, ...]]:
    """Predict every clip that has landmarks and no answer of this model yet.

    Args:
        project: Whose clips.
        folder: The model folder.
        device: "auto", "cpu", "cuda" or "mps".
        on_step: Called after each clip with done, total and its name.
        should_stop: Asked between clips; what was answered is kept.
        name: What people call the model, e.g. "LSTM #1"; its type if empty.

    Returns:
        The model's source, how many clips were answered now, and why others were not.

    Raises:
        ModelError: the model cannot be loaded.
    """
    predictor = Predictor.load(folder, device)
    source = source_of(project, folder, predictor.card, name)
    waiting = _waiting(project, source)
    answers: list[Guess] = []
    problems: list[str] = []
    count = 0
    for done, (clip, path) in enumerate(waiting, start=1):
        if should_stop():
            break
        try:
            answers.append(_answer(predictor, source, clip, path))
        except LandmarkError as error:
            problems.append(f"{clip.name}: {error}")
        if len(answers) >= BATCH:
            count += project.guesses.add(source, answers)
            answers = []
        on_step(done, len(waiting), clip.name)
    count += project.guesses.add(source, answers)
    return source, count, tuple(problems)


def source_of(project: Project, folder: Path, card: ModelCard, name: str = "") -> Source:
    """Return the source that speaks for a model, made now if it is new.

    A model that answered before keeps the source and the name that it got then.
    """
    known = project.sources.all(MODEL_RUN)
    for source in known:
        if source.details.get("weights") == card.weights_hash:
            return source
    title = model_name(card, name)
    if any(source.name == title for source in known):  # other weights whose hash begins the same
        title = model_name(card, name, len(card.weights_hash))
    details = {
        "folder": str(folder.absolute()),
        "weights": card.weights_hash,
        "num_classes": len(card.vocabulary),
        "target": card.target,
        "trained_on": _seen(card),
    }
    return project.sources.ensure(MODEL_RUN, title, details)


def model_name(card: ModelCard, name: str = "", digits: int = HASH_DIGITS) -> str:
    """Return what people call a model, and the start of its hash that tells it from others."""
    return f"{name.strip() or card.model_type.upper()} · {card.weights_hash[:digits]}"


def _seen(card: ModelCard) -> dict[str, list[str]] | None:
    if not card.training.clips:
        return None  # A converted pickle does not say; not known is not clean.
    # A clip that chose the best epoch was seen, too.
    both = (card.training, card.validation)
    return {
        name: sorted({one for part in both for one in getattr(part, name)})
        for name in ("clips", "signers", "sessions")
    }


def _waiting(project: Project, source: Source) -> list[tuple[Clip, Path]]:
    known = project.guesses.of_source(source.id)
    found = ((clip, project.find_track(clip)) for clip in project.catalog.all() if clip.state == OK)
    return [
        (clip, path)
        for clip, path in found
        if path is not None
        and (clip.id not in known or known[clip.id].details.get("track") != path.name)
    ]


def _answer(predictor: Predictor, source: Source, clip: Clip, path: Path) -> Guess:
    trace = predictor.predict_track(LandmarkTrack.load(path))
    is_known = trace.value is not None
    probabilities = tuple(float(p) for p in trace.clip_probabilities) if is_known else None
    details: dict[str, object] = {"windows": len(trace), "track": path.name}
    return Guess(clip.id, source.id, trace.value, probabilities, details=details)
