"""Every model that a project can use: its own runs, MLflow's runs and the registry.

What it is: the list behind `emo7 models` and the window's picker.
What it is not: for the window's own process where a store is asked: that imports mlflow. A
window runs choice.list_command and reads its answer with choice.from_json.
Convention: no weights are opened; a card is read and checked as a load would check it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from emo7_core.errors import Emo7Error
from emo7_core.evaluation.leaks import ClipFacts, TrainedOn, find_leak
from emo7_core.jobs.spec import Job
from emo7_core.labels.golden import newest_version
from emo7_core.models.card import CARD, WEIGHTS, ModelCard, read_card
from emo7_core.models.choice import ModelChoice, Place
from emo7_core.models.model_uri import LoggedId, parse_model_uri
from emo7_core.models.resolve import resolve
from emo7_core.project import Project


def fetched_choice(project: Project, uri: str) -> ModelChoice:
    """Return one model by its address or path; fetched where a server has it.

    Raises:
        UsageError: this names nothing that could be a model.
        ModelError: there is no model, it cannot be fetched, or it is a pickle.
    """
    found = resolve(uri, project.root)
    address = parse_model_uri(uri)
    place: Place = "folder" if found.job is None else "project run"
    if address is not None:
        is_run = isinstance(address, LoggedId) or uri.startswith("runs:/")
        place = "MLflow run" if is_run else "registry"
    title = Path(uri).name if place == "folder" else uri
    if found.job is not None:
        title = _title(Job(project.runs / found.job))
    choice = ModelChoice(
        found.job or uri, title, place, folder=str(found.folder), run_id=found.run_id or ""
    )
    return described(choice, found.folder, _golden_facts(project))


def project_choices(project: Project) -> Iterator[ModelChoice]:
    """Yield the models of a project's own jobs, newest first; asks no store."""
    golden = _golden_facts(project)
    for path in sorted(project.runs.glob(f"*/model/{CARD}"), reverse=True):
        job = Job(path.parents[1])
        choice = ModelChoice(job.id, _title(job), "project run", folder=str(path.parent))
        yield described(choice, path.parent, golden)


def tracked_choices(project: Project) -> Iterator[ModelChoice]:
    """Yield the models of MLflow's runs and its registry, newest first.

    Raises:
        ModelError: the store does not answer.
    """
    from emo7_core.training.tracking_listing import listed_models

    golden = _golden_facts(project)
    for choice in listed_models(project.root):
        if choice.refused or not choice.folder:
            yield choice
        else:
            yield described(choice, Path(choice.folder), golden)


def described(choice: ModelChoice, folder: Path, golden: tuple[ClipFacts, ...]) -> ModelChoice:
    """Return a choice with what its card says, or with the reason why it is refused."""
    try:
        card = read_card(folder)
    except Emo7Error as error:
        return replace(choice, refused=str(error))
    return replace(
        choice,
        title=card.named(choice.title),
        refused=_refusal(card, folder),
        model_type=card.model_type,
        target=card.target,
        num_classes=len(card.vocabulary),
        scores=card.scores,
        epoch=card.epoch,
        created=card.created,
        weights_hash=card.weights_hash,
        leak=_leak(card, golden),
    )


def _refusal(card: ModelCard, folder: Path) -> str:
    if not (folder / WEIGHTS).is_file():
        return "its weights are missing"
    if card.rate != card.config.rate:
        return f"it says {card.rate:g} frames/s, but was trained at {card.config.rate:g}"
    return ""


def _leak(card: ModelCard, golden: tuple[ClipFacts, ...]) -> str:
    if not golden:
        return ""
    if not card.training.clips:
        return find_leak(None, golden, "golden").mark
    seen = [card.training, card.validation]
    names = ("clips", "signers", "sessions")
    parts = {name: frozenset(x for one in seen for x in getattr(one, name)) for name in names}
    return find_leak(TrainedOn(**parts), golden, "golden").mark


def _golden_facts(project: Project) -> tuple[ClipFacts, ...]:
    version = newest_version(project)
    members = () if version is None else version.members
    return tuple(ClipFacts(one.clip_key, one.signer, one.session, one.name) for one in members)


def _title(job: Job) -> str:
    try:
        config = job.spec().config
    except Emo7Error:
        return job.id
    name = str(config.get("name") or config.get("model_type", ""))
    return f"{name.upper() or 'Model'} · {job.id[:15]}"
