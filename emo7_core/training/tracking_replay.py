"""Sends a spool to a store.

What it is: one record after the other, each written down as sent before the next one.
What it is not: the thread of a training (tracking.py) or the care for a whole project
(tracking_sync.py).
Convention: every record can be sent twice without a difference: a run is found by its spool's
id, a metric has the time at which it was measured, a model is found by its run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from emo7_core.errors import Emo7Error, JobError
from emo7_core.jobs.events import Event
from emo7_core.training.tracking_model import log_model
from emo7_core.training.tracking_spool import LOCK, Spool
from emo7_core.training.tracking_store import Store, client_of

if TYPE_CHECKING:
    from mlflow import MlflowClient

LONGEST_VALUE = 5000
MOST_PARAMS = 90
MISSING = "emo7.missing"
PARENT = "mlflow.parentRunId"


def replay(folder: Path, store: Store, lock_seconds: float = -1) -> int:
    """Send what the spool of a folder holds and was not sent yet; return how many records.

    Args:
        folder: The job folder.
        store: Where to.
        lock_seconds: How long to wait for another process that sends it; -1 for ever.

    Raises:
        filelock.Timeout: another process sends it.
        Exception: what the store threw; the next call goes on from there.
    """
    spool = Spool(folder)
    if not spool.pending(spool.progress(store.uri).offset):
        return 0
    with FileLock(str(folder / LOCK), timeout=lock_seconds):
        progress = spool.progress(store.uri)
        pending = spool.pending(progress.offset)
        client = client_of(store)
        for record, end in pending:
            run_id = _apply(client, store, spool, progress.run_id, record)
            progress = replace(progress, run_id=run_id, offset=end)
            spool.keep(progress)
        return len(pending)


def _apply(
    client: MlflowClient, store: Store, spool: Spool, run_id: str | None, record: Event
) -> str:
    """Send one record and return the run's id."""
    if record["do"] == "begin":
        return _begin(client, store, spool, record)
    if record["do"] == "attach":
        return _attached(client, spool, record)
    if run_id is None:
        raise JobError("the spool does not begin with its run", where=spool.path)
    if record["do"] == "metrics":
        _log_metrics(client, run_id, record)
    elif record["do"] == "artifacts":
        _log_folder(client, spool, run_id, record)
    elif record["do"] == "model":
        _log_model(client, store, run_id, spool.folder / record["folder"])
    elif record["do"] == "end":
        client.set_terminated(run_id, record["status"], _milliseconds(record))
    return run_id


def _begin(client: MlflowClient, store: Store, spool: Spool, record: Event) -> str:
    from mlflow.entities import Param

    experiment = experiment_of(client, store, record["experiment"])
    tags: dict[str, str] = dict(record["tags"])
    if "parent" in record:
        tags[PARENT] = _attached(client, spool, {"job": record["parent"]})
    run_id = _known_run(client, experiment, tags)
    if run_id is None:
        started = _milliseconds(record)
        made = client.create_run(experiment, started, tags, run_name=record["run_name"])
        run_id = str(made.info.run_id)
    params = [Param(name, value[:LONGEST_VALUE]) for name, value in record["params"].items()]
    for start in range(0, len(params), MOST_PARAMS):
        client.log_batch(run_id, params=params[start : start + MOST_PARAMS])
    return run_id


def _known_run(client: MlflowClient, experiment: str, tags: Mapping[str, str]) -> str | None:
    spool_id = tags.get("emo7.spool", "")
    if not spool_id.isalnum():
        return None
    found = client.search_runs([experiment], f"tags.`emo7.spool` = '{spool_id}'", max_results=1)
    return str(found[0].info.run_id) if found else None


def _attached(client: MlflowClient, spool: Spool, record: Event) -> str:
    """Return the run that a record of an evaluation belongs to."""
    from mlflow.exceptions import MlflowException

    run_id = record.get("run_id") or Spool((spool.folder / record["job"]).resolve()).run_id()
    if run_id is None:
        raise JobError("the run of this job was not sent yet", where=spool.folder)
    try:
        return str(client.get_run(run_id).info.run_id)
    except MlflowException as error:
        if error.error_code != "RESOURCE_DOES_NOT_EXIST":
            raise
        raise JobError("this store has no run of this model", where=spool.folder) from error


def _log_metrics(client: MlflowClient, run_id: str, record: Event) -> None:
    from mlflow.entities import Metric

    time, step = _milliseconds(record), int(record["step"])
    known: dict[str, Any] = {k: v for k, v in record["values"].items() if v is not None}
    client.log_batch(run_id, [Metric(k, float(v), time, step) for k, v in known.items()])


def _log_folder(client: MlflowClient, spool: Spool, run_id: str, record: Event) -> None:
    folder = spool.folder / record["folder"]
    if _is_there(client, run_id, folder):
        # A folder of results holds its own spool, too.
        for path in sorted(folder.iterdir()):
            if not path.name.startswith("tracking."):
                client.log_artifact(run_id, str(path), record["name"])


def _log_model(client: MlflowClient, store: Store, run_id: str, folder: Path) -> None:
    try:
        log_model(client, store, run_id, folder)
    except Emo7Error as error:
        client.set_tag(run_id, MISSING, str(error)[:LONGEST_VALUE])


def _is_there(client: MlflowClient, run_id: str, folder: Path) -> bool:
    # What was deleted meanwhile must not hold back the rest for ever; the run says so.
    if not folder.is_dir():
        client.set_tag(run_id, MISSING, folder.name)
        return False
    return True


def experiment_of(client: MlflowClient, store: Store, name: str) -> str:
    """Return the id of an experiment, made now if it is new."""
    known = client.get_experiment_by_name(name)
    if known is not None:
        return str(known.experiment_id)
    location = store.artifacts.as_uri() if store.artifacts else None
    return str(client.create_experiment(name, artifact_location=location))


def _milliseconds(record: Event) -> int:
    return int(datetime.fromisoformat(record["time"]).timestamp() * 1000)
