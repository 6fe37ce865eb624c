"""Lists the models that a store knows: logged models of runs, and versions of the registry.

What it is: one record each, from what the store says of them; a server's files are not fetched.
What it is not: a check of local files (models/choices.py reads their cards).
Convention: newest first. A model that is not of emo7 is listed as refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emo7_core.errors import ModelError
from emo7_core.models.card import CARD
from emo7_core.models.choice import ModelChoice
from emo7_core.training.tracking_lookup import Located, local_folder
from emo7_core.training.tracking_store import Store, client_of, store_of

if TYPE_CHECKING:
    from mlflow import MlflowClient

PAGE = 100
FOREIGN = "not a model of emo7: MLflow would have to run its code or unpickle it"


def listed_models(project: Path) -> Iterator[ModelChoice]:
    """Yield what the store of a project knows, logged models before versions.

    Raises:
        ModelError: the store does not answer.
    """
    store = store_of(project)
    if not store.is_there:
        return
    client = client_of(store)
    from mlflow.exceptions import MlflowException

    try:
        yield from _logged(client, store, project)
        yield from _registered(client, store, project)
    except (MlflowException, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(f"MLflow does not answer: {reason}", where=store.uri) from error


def _logged(client: MlflowClient, store: Store, project: Path) -> Iterator[ModelChoice]:
    experiments = [one.experiment_id for one in client.search_experiments()]
    token: str | None = None
    while experiments:
        page = client.search_logged_models(experiments, max_results=PAGE, page_token=token)
        for one in page:
            located = Located(str(one.artifact_location), one.source_run_id, one.model_id)
            title = f"{one.name} · {str(one.model_id)[:10]}"
            scores = {m.key.removeprefix("best_"): m.value for m in one.metrics or ()}
            yield _choice(
                f"models:/{one.model_id}",
                title,
                located,
                one.tags,
                one.creation_timestamp,
                (store, project),
                scores,
            )
        token = page.token
        if not token:
            return


def _registered(client: MlflowClient, store: Store, project: Path) -> Iterator[ModelChoice]:
    token: str | None = None
    while True:
        page = client.search_model_versions(
            max_results=PAGE, order_by=["creation_timestamp DESC"], page_token=token
        )
        for one in page:
            located = Located(str(one.source), one.run_id, one.tags.get("emo7.model"))
            yield _choice(
                f"models:/{one.name}/{one.version}",
                f"{one.name} version {one.version}",
                located,
                one.tags,
                one.creation_timestamp,
                (store, project),
                {},
            )
        token = page.token
        if not token:
            return


def _choice(
    uri: str,
    title: str,
    located: Located,
    tags: Mapping[str, str],
    created: int,
    place: tuple[Store, Path],
    scores: Mapping[str, float],
) -> ModelChoice:
    store, project = place
    is_registered = uri.rpartition("/")[2].isdecimal()
    classes = tags.get("emo7.num_classes", "")
    facts: dict[str, Any] = {
        "model_type": tags.get("emo7.model_type", ""),
        "target": tags.get("emo7.target", ""),
        "num_classes": int(classes) if classes.isdecimal() else 0,
        "weights_hash": tags.get("emo7.weights", ""),
        "scores": scores,
        "created": datetime.fromtimestamp(created / 1000, UTC).isoformat(timespec="seconds"),
        "run_id": located.run_id or "",
        "place": "registry" if is_registered else "MLflow run",
    }
    folder, refused = "", ""
    try:
        found = local_folder(located, store, project)
        folder = "" if found is None else str(found)
        has_card = found is not None and (found / CARD).is_file()
    except ModelError as error:
        has_card, refused = True, str(error)
    if found_is_foreign(folder, tags, has_card):
        refused = FOREIGN
    return ModelChoice(uri, title, folder=folder, refused=refused, **facts)


def found_is_foreign(folder: str, tags: Mapping[str, str], has_card: bool) -> bool:
    """Whether neither its files nor what the store says of it make it a model of emo7."""
    return not has_card if folder else "emo7.model_type" not in tags and not has_card
