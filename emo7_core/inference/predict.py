"""Stores what a model says about the clips of a project, as guesses of its run.

What it is: the work of `emo7 predict` and of the job before a comparison, for every model.
What it is not: live prediction (engine.py), or able to touch a decision.
Convention: a clip that this model answered already, from the same landmarks or pictures, is not
predicted again; a trace that the window made live is taken from the project's folder of traces.
On a GPU it waits for the GPU's lock, as a training does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from emo7_core.clips.clip import OK, Clip
from emo7_core.errors import LandmarkError, MediaError, UsageError
from emo7_core.inference.clip_input import ClipInput
from emo7_core.inference.likelihood_predictor import Asking, LikelihoodPredictor
from emo7_core.inference.load import load_predictor
from emo7_core.inference.model_source import model_name, source_of, source_of_pretrained
from emo7_core.inference.predictor import Predictor
from emo7_core.inference.trace import TracePrediction
from emo7_core.inference.trace_store import FOLDER, TraceStore
from emo7_core.inference.work import ClipPredictor
from emo7_core.jobs.gpu import GpuLock, default_gpu_lock
from emo7_core.labels.decision import Guess
from emo7_core.labels.sources import Source
from emo7_core.models.card import read_card
from emo7_core.models.devices import resolve_device
from emo7_core.project import Project

__all__ = ["OnStep", "model_name", "predict_pretrained", "predict_project", "source_of"]

OnStep = Callable[[int, int, str], None]
Outcome = tuple[Source, int, tuple[str, ...]]
BATCH = 64
# What the name of a vision-language model begins with.
PRETRAINED = "qwen:"


def predict_project(
    project: Project,
    folder: Path,
    device: str = "auto",
    on_step: OnStep = lambda done, total, name: None,
    should_stop: Callable[[], bool] = lambda: False,
    name: str = "",
    batch_size: int | None = None,
) -> Outcome:
    """Predict every clip that gives what the model sees and has no answer of it yet.

    Args:
        project: Whose clips.
        folder: The model folder.
        device: "auto", "cpu", "cuda" or "mps".
        on_step: Called after each clip with done, total and its name.
        should_stop: Asked between clips; what was answered is kept.
        name: What people call the model, e.g. "LSTM #1"; its type if empty.
        batch_size: Windows of a clip's landmarks that are judged at once; None takes as many as
            live. Models of pictures judge one at a time.

    Returns:
        The model's source, how many clips were answered now, and why others were not.

    Raises:
        ModelError: the model cannot be loaded.
    """
    card = read_card(folder)
    with _turn(device, name or card.title):
        predictor = load_predictor(folder, device)
        if batch_size is not None and isinstance(predictor, Predictor):
            predictor.windows_at_once = batch_size
        source = source_of(project, folder, card, name)
        return _predict(project, predictor, source, on_step, should_stop)


def predict_pretrained(
    project: Project,
    model: str,
    asking: Asking,
    device: str = "auto",
    on_step: OnStep = lambda done, total, name: None,
    should_stop: Callable[[], bool] = lambda: False,
    name: str = "",
) -> Outcome:
    """Ask a vision-language model about every clip that it was not asked about yet.

    Args:
        project: Whose clips.
        model: A local folder or a hub id.
        asking: How it is asked; another way is another source.
        device: "auto", "cpu", "cuda" or "mps".
        on_step: Called after each clip with done, total and its name.
        should_stop: Asked between clips; what was answered is kept.
        name: What people call the model; its type if empty.

    Returns:
        As `predict_project`.

    Raises:
        ModelError: the model is not there or cannot be used.
    """
    with _turn(device, name or model):
        predictor = LikelihoodPredictor.load(model, asking, device)
        title = predictor.facts.title
        source = source_of_pretrained(project, title, predictor.details, name)
        return _predict(project, predictor, source, on_step, should_stop)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A clip without an answer.

    Attributes:
        clip: The clip.
        given: What the model is given.
        mark: What its answer depends on, as the guess remembers it.
    """

    clip: Clip
    given: ClipInput
    mark: dict[str, str]


def _predict(
    project: Project,
    predictor: ClipPredictor,
    source: Source,
    on_step: OnStep,
    should_stop: Callable[[], bool],
) -> Outcome:
    problems: list[str] = []
    waiting = list(_waiting(project, predictor, source, problems))
    # What takes seconds a clip is stored clip by clip.
    batch = BATCH if predictor.needs == "landmarks" else 1
    answers: list[Guess] = []
    count = 0
    for done, one in enumerate(waiting, start=1):
        if should_stop():
            break
        try:
            answers.append(_guess(_trace(project, predictor, one), source, one))
        except (LandmarkError, MediaError, UsageError) as error:
            problems.append(f"{one.clip.name}: {error}")
        if len(answers) >= batch:
            count += project.guesses.add(source, answers)
            answers = []
        on_step(done, len(waiting), one.clip.name)
    count += project.guesses.add(source, answers)
    return source, count, tuple(problems)


def _waiting(
    project: Project, predictor: ClipPredictor, source: Source, problems: list[str]
) -> Iterator[_Waiting]:
    known = project.guesses.of_source(source.id)
    captions = project.catalog.captions() if source.details.get("with_caption") else {}
    for clip in project.catalog.all():
        if clip.state != OK:
            continue
        try:
            one = _given(project, predictor, clip, captions.get(clip.id, []))
        except UsageError as error:
            problems.append(f"{clip.name}: {error}")
            continue
        answered = known.get(clip.id)
        if one is not None and (answered is None or not _is_same(answered, one.mark)):
            yield one


def _given(
    project: Project, predictor: ClipPredictor, clip: Clip, captions: list[str]
) -> _Waiting | None:
    """Return what a model is given of a clip, None where the clip does not have it."""
    track = project.find_track(clip)
    given = ClipInput(clip.key, track, clip.path, captions[0] if captions else None, clip.duration)
    if predictor.needs == "landmarks":
        return None if track is None else _Waiting(clip, given, {"track": track.name})
    if clip.path is None:
        return None
    seen = ClipInput(clip.key, None, clip.path, given.caption)
    return _Waiting(clip, given, {"input": predictor.input_name(seen)})


def _is_same(guess: Guess, mark: dict[str, str]) -> bool:
    return all(guess.details.get(name) == value for name, value in mark.items())


def _trace(project: Project, predictor: ClipPredictor, one: _Waiting) -> TracePrediction:
    if one.clip.key is None:
        return predictor.predict_clip(one.given)
    store = TraceStore(project.root / FOLDER)
    key = (predictor.facts.identity, one.clip.key, predictor.input_name(one.given))
    trace = store.load(*key)
    if trace is None:
        trace = predictor.predict_clip(one.given)
        store.save(*key, trace)
    return trace


def _guess(trace: TracePrediction, source: Source, one: _Waiting) -> Guess:
    is_known = trace.value is not None
    probabilities = tuple(float(p) for p in trace.clip_probabilities) if is_known else None
    details: dict[str, object] = {"windows": len(trace), **one.mark}
    return Guess(one.clip.id, source.id, trace.value, probabilities, details=details)


def _turn(device: str, name: str) -> AbstractContextManager[object]:
    if resolve_device(device).type == "cpu":
        return nullcontext()
    return GpuLock(default_gpu_lock(), f"predict {name}")
