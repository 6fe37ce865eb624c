"""A model in the store: a logged model with its files, and a version in the registry.

What it is: the writing of `MLmodel`, `model.json` and `model.safetensors`, no pickle among them.
What it is not: reading (tracking_lookup.py): MLflow never opens a model for emo7.
Convention: the name in the run is "model", so runs:/<run>/model is it; in the registry it is
emo7-<type>-<classes>. In a local store the files lie under mlartifacts/<run>/models/<model>/
artifacts, as users know it; MLflow alone would leave the run out.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from emo7_core.models.card import CARD, WEIGHTS, ModelCard, read_card
from emo7_core.models.mlmodel import MLMODEL, mlmodel_text
from emo7_core.training.tracking_store import Store

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import LoggedModel

NAME = "model"


def log_model(client: MlflowClient, store: Store, run_id: str, folder: Path) -> str:
    """Log the model of a folder to a run and register it; return the logged model's id.

    A model that was logged by half is completed, one that was logged is left as it is.

    Raises:
        ModelError: there is no usable model in the folder.
        Exception: what the store threw.
    """
    card = read_card(folder)
    logged = _known(client, run_id) or _made(client, store, run_id, card)
    model_id = str(logged.model_id)
    if str(logged.status) != "READY":
        _send_files(client, model_id, run_id, folder, card)
        _log_scores(client, run_id, model_id, card)
        logged = client.finalize_logged_model(model_id, "READY")
    _register(client, store, logged, card)
    return model_id


def registry_name(card: ModelCard) -> str:
    """Return the name under which models of a kind are registered, e.g. emo7-lstm-7."""
    return f"emo7-{card.model_type}-{len(card.vocabulary)}"


def _known(client: MlflowClient, run_id: str) -> LoggedModel | None:
    experiment = client.get_run(run_id).info.experiment_id
    token: str | None = None
    while True:
        page = client.search_logged_models([experiment], f"name = '{NAME}'", page_token=token)
        for one in page:
            if one.source_run_id == run_id:
                return one
        token = page.token
        if not token:
            return None


def _made(client: MlflowClient, store: Store, run_id: str, card: ModelCard) -> LoggedModel:
    experiment = client.get_run(run_id).info.experiment_id
    params = {"target": card.target, "layout": card.layout, "epoch": str(card.epoch)}
    logged = client.create_logged_model(
        experiment, NAME, run_id, tags=card_tags(card), params=params, model_type=card.model_type
    )
    if store.artifacts is not None:
        place = store.artifacts / run_id / "models" / logged.model_id / "artifacts"
        _place(store, str(logged.model_id), place)
    return logged


def card_tags(card: ModelCard) -> dict[str, str]:
    """Return what a list of models shows without reading their files."""
    return {
        "emo7.model_type": card.model_type,
        "emo7.target": card.target,
        "emo7.num_classes": str(len(card.vocabulary)),
        "emo7.weights": card.weights_hash,
        "emo7.labels": card.label_hash,
    }


def _place(store: Store, model_id: str, folder: Path) -> None:
    """Set where a logged model's files lie in a local store; MLflow has no call for it."""
    from sqlalchemy import create_engine, text

    engine = create_engine(store.uri)
    change = "UPDATE logged_models SET artifact_location = :place WHERE model_id = :model"
    try:
        with engine.begin() as connection:
            connection.execute(text(change), {"place": folder.as_uri(), "model": model_id})
    finally:
        engine.dispose()


def _send_files(
    client: MlflowClient, model_id: str, run_id: str, folder: Path, card: ModelCard
) -> None:
    with TemporaryDirectory() as made:
        description = Path(made) / MLMODEL
        description.write_text(mlmodel_text(card, model_id, run_id), encoding="utf-8")
        for path in (folder / CARD, folder / WEIGHTS, description):
            client.log_model_artifact(model_id, str(path))


def _log_scores(client: MlflowClient, run_id: str, model_id: str, card: ModelCard) -> None:
    from mlflow.entities import LoggedModelOutput, Metric

    now = int(time.time() * 1000)
    scores = {f"best_{name}": value for name, value in card.scores.items() if value is not None}
    told = [Metric(name, value, now, card.epoch, model_id) for name, value in scores.items()]
    client.log_batch(run_id, told)
    client.log_outputs(run_id, [LoggedModelOutput(model_id, card.epoch)])


def _register(client: MlflowClient, store: Store, logged: LoggedModel, card: ModelCard) -> None:
    from mlflow.exceptions import MlflowException

    name, run_id = registry_name(card), str(logged.source_run_id)
    known = client.search_model_versions(f"run_id = '{run_id}'")
    if any(one.name == name for one in known):
        return
    with suppress(MlflowException):  # It is there already; if not, the next call says why.
        client.create_registered_model(name)
    # A local registry would look for models:/... in whatever store the process calls its own.
    source = logged.artifact_location if store.artifacts else f"models:/{logged.model_id}"
    tags: dict[str, Any] = card_tags(card) | {"emo7.model": str(logged.model_id)}
    version = client.create_model_version(
        name, source, run_id, tags=tags, model_id=str(logged.model_id)
    )
    shown = f'[{{"name": "{name}", "version": "{version.version}"}}]'
    client.set_logged_model_tags(str(logged.model_id), {"mlflow.modelVersions": shown})
