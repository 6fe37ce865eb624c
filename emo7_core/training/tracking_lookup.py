"""Asks a store where the files of a model lie, and fetches them where they are elsewhere.

What it is: addresses of MLflow to a folder on this machine.
What it is not: a loader. MLflow's own `load_model` would import and unpickle what it finds; here
files of fixed names are copied, and models/checkpoint.py reads them.
Convention: a local store's files are read where they lie. A project that was moved as a whole is
found again by the part of the path from mlartifacts on.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

from emo7_core import paths
from emo7_core.errors import ModelError
from emo7_core.models.card import CARD, WEIGHTS
from emo7_core.models.mlmodel import MLMODEL
from emo7_core.models.model_uri import LoggedId, ModelUri, RegisteredVersion, RunPath, is_plain
from emo7_core.training.tracking_store import Store, client_of

if TYPE_CHECKING:
    from mlflow import MlflowClient

FETCHED = (MLMODEL, CARD, WEIGHTS)
NEEDED = (CARD, WEIGHTS)


@dataclass(frozen=True, slots=True)
class Located:
    """A model in a store.

    Attributes:
        location: MLflow's address of its files.
        run_id: The run that made it, None where unknown.
        model_id: Of the logged model, None where it is none.
    """

    location: str
    run_id: str | None
    model_id: str | None


def locate(uri: ModelUri, store: Store) -> Located:
    """Return where a store has a model.

    Raises:
        ModelError: the store does not answer, or has no such model.
    """
    if not store.is_there:
        raise ModelError("nothing was tracked in this project yet", where=store.uri)
    client = client_of(store)
    from mlflow.exceptions import MlflowException

    try:
        match uri:
            case LoggedId():
                return _logged(client, uri.model_id)
            case RegisteredVersion():
                return _version(client, uri)
            case RunPath():
                return _in_run(client, uri)
    except (MlflowException, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(f"MLflow has no such model: {reason}", where=store.uri) from error


def _logged(client: MlflowClient, model_id: str) -> Located:
    found = client.get_logged_model(model_id)
    return Located(str(found.artifact_location), found.source_run_id, model_id)


def _version(client: MlflowClient, uri: RegisteredVersion) -> Located:
    version = uri.version
    if uri.alias:
        version = str(client.get_model_version_by_alias(uri.name, uri.alias).version)
    elif version == "latest":
        found = client.search_model_versions(f"name = '{uri.name.replace(chr(39), '')}'")
        if not found:
            raise ModelError(f"no model is registered as {uri.name}")
        version = str(max(int(one.version) for one in found))
    one = client.get_model_version(uri.name, version)
    source = str(one.source)
    if source.startswith("models:/m-"):
        return _logged(client, source.removeprefix("models:/"))
    return Located(source, one.run_id, one.tags.get("emo7.model"))


def _in_run(client: MlflowClient, uri: RunPath) -> Located:
    run = client.get_run(uri.run_id)
    for one in client.search_logged_models([run.info.experiment_id], f"name = '{uri.path}'"):
        if one.source_run_id == uri.run_id:
            return _logged(client, str(one.model_id))
    return Located(f"{run.info.artifact_uri}/{uri.path}", uri.run_id, None)


def folder_of(located: Located, store: Store, project: Path | None, cache: Path) -> Path:
    """Return a folder on this machine that holds the model's files.

    Args:
        located: Where the store has it.
        store: That store.
        project: Where moved artifacts are looked for.
        cache: Where files of a server are copied to.

    Raises:
        ModelError: the files are gone, or cannot be fetched.
    """
    return local_folder(located, store, project) or _fetch(located, store, cache)


def local_folder(located: Located, store: Store, project: Path | None) -> Path | None:
    """Return where a local store keeps a model, None where its files are elsewhere.

    Raises:
        ModelError: the files are gone.
    """
    if store.is_server or urlparse(located.location).scheme not in ("", "file"):
        return None
    return _local(located.location, project)


def _local(location: str, project: Path | None) -> Path:
    path = Path(url2pathname(unquote(urlparse(location).path)))
    if path.is_dir():
        return path
    moved = _moved(path, project)
    if moved is None:
        raise ModelError("the files of this model are gone", where=path)
    return moved


def _moved(path: Path, project: Path | None) -> Path | None:
    if project is None or paths.MLFLOW_ARTIFACTS not in path.parts:
        return None
    start = len(path.parts) - path.parts[::-1].index(paths.MLFLOW_ARTIFACTS)
    inside = path.parts[start:]
    found = (project / paths.MLFLOW_ARTIFACTS).joinpath(*inside)
    return found if all(is_plain(part) for part in inside) and found.is_dir() else None


def _fetch(located: Located, store: Store, cache: Path) -> Path:
    from mlflow.exceptions import MlflowException
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    # Not named by what a server says: that could lead anywhere.
    folder = cache / sha256(f"{store.uri} {located.location}".encode()).hexdigest()[:32]
    if located.model_id and all((folder / name).is_file() for name in NEEDED):
        return folder  # A logged model never changes.
    folder.mkdir(parents=True, exist_ok=True)
    try:
        repository = get_artifact_repository(located.location, tracking_uri=store.uri)
        try:
            listed = {Path(one.path).name for one in repository.list_artifacts()}
            for name in (name for name in FETCHED if name in listed):
                repository.download_artifacts(name, str(folder))
        finally:
            repository.thread_pool.shutdown()  # its threads would outlive it
    except (MlflowException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(f"the model cannot be fetched: {reason}", where=store.uri) from error
    return folder
