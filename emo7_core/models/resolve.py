"""From the name of a model to its folder, whatever the name is.

    models:/... runs:/...                        asked of the store, read by fixed file names
    mlartifacts/<run>/models/<model>/artifacts   the path that users know
    a model folder, a run folder, one of its files
    a job's id, or the name under which a model answered in a project

What it is: the one way by which commands and windows find a model.
What it is not: the loading (checkpoint.py). Nothing that lies beside model.json and
model.safetensors is opened but MLmodel, which is read as plain data.
Convention: a folder of a pickled model is refused unless it is trusted by name; then it is
converted in a child process (old_pickle.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

from emo7_core import paths
from emo7_core.errors import ModelError, StorageError, UsageError
from emo7_core.models.card import CARD, WEIGHTS
from emo7_core.models.mlmodel import read_mlmodel
from emo7_core.models.model_uri import FORMS, LoggedId, ModelUri, parse_model_uri

INSIDE = ("", "model", "artifacts", "artifacts/model")
PICKLES = ("model.pkl", "python_model.pkl", "data/model.pth", "model.pth", "model.pt")
PICKLE_ENDINGS = (".pkl", ".pickle", ".pth", ".pt", ".joblib")


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """Where a model lies on this machine.

    Attributes:
        folder: Holds model.json and model.safetensors.
        uri: What it was called.
        run_id: MLflow's run that made it, None where unknown.
        job: The job's id, None where it is no model of this project's jobs.
    """

    folder: Path
    uri: str
    run_id: str | None = None
    job: str | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """What somebody says of a pickle.

    Attributes:
        is_given: They made it themselves.
        class_order: In which order it gives its classes, "" where nobody said.
    """

    is_given: bool
    class_order: str


def resolve(
    uri: str | Path,
    project: Path | None = None,
    *,
    trust_pickle: bool = False,
    class_order: str = "",
) -> ResolvedModel:
    """Return where a model lies.

    Args:
        uri: An address of MLflow, a path, a job's id, or a model's name in the project.
        project: Whose jobs, names and store; None for paths alone.
        trust_pickle: Convert a pickled model of the earlier scripts.
        class_order: In which order it gives its classes (old_pickle.convert).

    Raises:
        UsageError: this names nothing that could be a model.
        ModelError: there is no model, it cannot be fetched, or it is a pickle.
    """
    text, trust = str(uri).strip(), Trust(trust_pickle, class_order)
    if not text:
        raise UsageError("say which model", remedy=f"Use {FORMS}.")
    if text.startswith("file:"):
        text = url2pathname(urlparse(text).path)
    address = parse_model_uri(text)
    if address is not None:
        return _tracked(address, text, project, trust)
    for path in _places(text, project):
        if path.exists():
            return _opened(path, text, project, trust)
    if project is not None and (found := _named(text, project)):
        return _opened(found, text, project, trust)
    if address := _users_path(text):
        return _tracked(address, text, project, trust)
    raise ModelError("there is no model of this name", where=text, remedy=f"Use {FORMS}.")


def _tracked(address: ModelUri, text: str, project: Path | None, trust: Trust) -> ResolvedModel:
    # Only here, because asking a store costs seconds of imports.
    from emo7_core.training.tracking_lookup import folder_of, locate
    from emo7_core.training.tracking_store import store_of

    store = store_of(project or Path())
    located = locate(address, store)
    folder = folder_of(located, store, project, _cache(project))
    found = _opened(folder, text, project, trust)
    return ResolvedModel(found.folder, text, located.run_id, found.job)


def _cache(project: Path | None) -> Path:
    root = project / paths.MLFLOW_ARTIFACTS if project else Path.home() / ".cache" / "emo7"
    return root / "fetched"


def _places(text: str, project: Path | None) -> list[Path]:
    path = Path(text).expanduser()
    return [path] if project is None or path.is_absolute() else [path, project / path]


def _opened(path: Path, text: str, project: Path | None, trust: Trust) -> ResolvedModel:
    for inside in INSIDE:
        folder = path / inside
        if (folder / CARD).is_file():
            mlmodel = read_mlmodel(folder)
            run_id = mlmodel.run_id if mlmodel else None
            return ResolvedModel(folder, text, run_id, _job_of(folder, project))
    if path.name in (CARD, WEIGHTS):
        return _opened(path.parent, text, project, trust)
    if (pickled := _pickle_in(path)) is not None:
        return _converted(pickled, text, project, trust)
    raise ModelError("there is no model here", where=path, remedy=f"A model is {CARD} + {WEIGHTS}.")


def _pickle_in(path: Path) -> Path | None:
    if path.is_file():
        return path if path.suffix in PICKLE_ENDINGS else None
    names = [Path(inside, name) for inside in INSIDE for name in PICKLES]
    return next((path / name for name in names if (path / name).is_file()), None)


def _converted(pickled: Path, text: str, project: Path | None, trust: Trust) -> ResolvedModel:
    if not trust.is_given:
        raise ModelError(
            "this is a pickled model: opening one can run anything on this machine",
            where=pickled,
            remedy="If you made it yourself, say --trust-pickle.",
        )
    from emo7_core.models.old_pickle import convert

    into = _cache(project).parent / "converted"
    return ResolvedModel(convert(pickled, into, trust.class_order), text)


def _job_of(folder: Path, project: Path | None) -> str | None:
    if project is None:
        return None
    runs = (project / paths.RUNS).resolve()
    one = folder.resolve()
    return one.relative_to(runs).parts[0] if one.is_relative_to(runs) and one != runs else None


def _named(text: str, project: Path) -> Path | None:
    if text == Path(text).name and (project / paths.RUNS / text).is_dir():
        return project / paths.RUNS / text
    if not (project / paths.DATABASE).is_file():
        return None
    from emo7_core.labels.sources import MODEL_RUN
    from emo7_core.project import Project

    try:
        with Project.open(project) as opened:
            known = {one.name: one.details for one in opened.sources.all(MODEL_RUN)}
    except StorageError:
        return None
    folder = known.get(text, {}).get("folder")
    return Path(str(folder)) if folder else None


def _users_path(text: str) -> LoggedId | None:
    """Return the model of mlartifacts/<run>/models/<model>/artifacts that lies with a server."""
    parts = Path(text).parts
    if len(parts) < 4 or parts[-1] != "artifacts" or parts[-3] != "models":
        return None
    if parts[-2].startswith("m-") and parts[-2][2:].isalnum():
        return LoggedId(parts[-2])
    return None
