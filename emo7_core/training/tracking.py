"""Tracking in MLflow, behind a spool: the only file that imports mlflow.

    training -> tracking.jsonl (at once, on disk) -> a thread -> the store

What it is: experiment names, parameters and scores as users know them, written so that a store
that is slow, full or gone costs a training nothing.
What it is not: a way to load models; emo7 never does that through MLflow.
Convention: each line of the spool is sent once; how far it got is kept beside it, so that
`replay` goes on where it stopped, also days later.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emo7_core import paths, telemetry
from emo7_core.config import TrainConfig
from emo7_core.jobs.events import Event, append
from emo7_core.jobs.status import write_json

if TYPE_CHECKING:
    from mlflow import MlflowClient

SPOOL = "tracking.jsonl"
PROGRESS = "tracking.json"
PATIENCE_SECONDS = 60.0
LONGEST_VALUE = 5000
OnNotice = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Store:
    """Where runs are tracked.

    Attributes:
        uri: MLflow's tracking URI.
        artifacts: Folder of artifacts for a local store, None where a server decides.
    """

    uri: str
    artifacts: Path | None


def store_of(project: Path) -> Store:
    """Return the project's own store, or the one that MLFLOW_TRACKING_URI names."""
    if uri := os.environ.get("MLFLOW_TRACKING_URI"):
        return Store(uri, None)
    root = project.absolute()
    return Store(f"sqlite:///{root / paths.MLFLOW_DATABASE}", root / paths.MLFLOW_ARTIFACTS)


def experiment_name(config: TrainConfig) -> str:
    """Return the experiment that users look for, e.g. "… (DS:0.4, Norm:minmax)"."""
    name = f"{config.num_classes} Classes - Emotion Recognition"
    if not config.downsample_ratio and not config.normalize_data:
        return f"{name} (Baseline)"
    kind = config.normalization_type if config.normalize_data else "none"
    return f"{name} (DS:{config.downsample_ratio}, Norm:{kind})"


class Tracker:
    """Writes the spool of one run and sends it from a thread.

    Args:
        folder: The job folder.
        store: Where to.
        on_notice: Told, once, if tracking does not work; called in the thread.
    """

    def __init__(self, folder: Path, store: Store, on_notice: OnNotice) -> None:
        self._folder = folder
        self._store = store
        self._on_notice = on_notice
        self._wake = threading.Event()
        self._is_closing = False
        self._thread = threading.Thread(target=self._send, name="tracking", daemon=True)

    def begin(self, config: TrainConfig, run_name: str, tags: Mapping[str, str]) -> None:
        """Begin the run."""
        params = {name: str(value) for name, value in config.model_dump().items()}
        begin = {"experiment": experiment_name(config), "run_name": run_name}
        self._say({"do": "begin", "params": params, "tags": dict(tags), **begin})
        self._thread.start()

    def epoch(self, event: Event, vocabulary: list[str]) -> None:
        """Add the scores of an epoch, those of each class among them."""
        values = {
            name: value
            for name, value in event.items()
            if name == "train_loss" or name.startswith("val_")
        }
        for score, by_class in event["per_class"].items():
            for label, value in zip(vocabulary, by_class, strict=True):
                values[f"val_{score}_{label.lower().replace(' ', '_')}"] = value
        self._say({"do": "metrics", "step": event["epoch"], "values": values})

    def artifacts(self, folder: Path, name: str) -> None:
        """Add a folder of files."""
        self._say({"do": "artifacts", "folder": str(folder), "name": name})

    def close(self, status: str, patience: float = PATIENCE_SECONDS) -> None:
        """End the run ("FINISHED", "KILLED" or "FAILED") and wait a while for the store."""
        self._say({"do": "end", "status": status})
        self._is_closing = True
        self._wake.set()
        self._thread.join(patience)
        if self._thread.is_alive():
            self._on_notice(f"the tracking store {self._store.uri} is slow; sync the job later")

    def _say(self, record: Event) -> None:
        append(self._folder / SPOOL, record)
        self._wake.set()

    def _send(self) -> None:
        try:
            while True:
                is_last = self._is_closing
                replay(self._folder, self._store)
                if is_last:
                    return
                self._wake.wait()
                self._wake.clear()
        except Exception as error:  # Whatever a store throws, the training goes on.
            reason = str(error).strip().partition("\n")[0] or type(error).__name__
            self._on_notice(f"MLflow does not take this run now ({reason}); sync the job later")


def replay(folder: Path, store: Store) -> int:
    """Send what the spool of a job holds and was not sent yet; return how many records.

    Raises:
        Exception: what the store threw; the next call goes on from there.
    """
    client = _client(store)
    progress = _read_progress(folder)
    run_id = progress.get("run_id")
    pending = _pending(folder / SPOOL, int(progress.get("offset", 0)))
    for record, end in pending:
        run_id = _apply(client, store, run_id, record)
        write_json(folder / PROGRESS, {"run_id": run_id, "offset": end, "uri": store.uri})
    return len(pending)


def _pending(path: Path, offset: int) -> list[tuple[Event, int]]:
    """Return the whole records after an offset, each with the offset after it."""
    if not path.exists():
        return []
    found = []
    with path.open("rb") as file:
        file.seek(offset)
        for line in file:
            offset += len(line)
            if line.endswith(b"\n"):
                found.append((json.loads(line), offset))
    return found


def _read_progress(folder: Path) -> dict[str, Any]:
    path = folder / PROGRESS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _client(store: Store) -> MlflowClient:
    telemetry.switch_off()
    # A server that hangs must not hold a run for minutes.
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "10")
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=store.uri)


def _apply(client: MlflowClient, store: Store, run_id: str | None, record: Event) -> str:
    """Send one record and return the run's id."""
    from mlflow.entities import Metric, Param

    if record["do"] == "begin":
        experiment = _experiment(client, store, record["experiment"])
        name, tags = record["run_name"], record["tags"]
        run_id = str(client.create_run(experiment, run_name=name, tags=tags).info.run_id)
        params = [Param(k, v[:LONGEST_VALUE]) for k, v in record["params"].items()]
        client.log_batch(run_id, params=params)
        return run_id
    assert run_id is not None
    if record["do"] == "metrics":
        now, step = int(time.time() * 1000), int(record["step"])
        known = {k: v for k, v in record["values"].items() if v is not None}
        client.log_batch(run_id, [Metric(k, v, now, step) for k, v in known.items()])
    elif record["do"] == "artifacts":
        client.log_artifacts(run_id, record["folder"], record["name"])
    elif record["do"] == "end":
        client.set_terminated(run_id, record["status"])
    return run_id


def _experiment(client: MlflowClient, store: Store, name: str) -> str:
    known = client.get_experiment_by_name(name)
    if known is not None:
        return str(known.experiment_id)
    location = store.artifacts.as_uri() if store.artifacts else None
    return str(client.create_experiment(name, artifact_location=location))
