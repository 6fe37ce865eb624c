"""Where runs are tracked: the project's own MLflow store, or the server that people run.

What it is: the address of a store and the one place that makes a client of it.
What it is not: records (tracking_spool.py) or models (tracking_model.py).
Convention: MLFLOW_TRACKING_URI counts before the project's own store. Whatever is not a server
keeps its artifacts in the project.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from emo7_core import paths, telemetry

if TYPE_CHECKING:
    from mlflow import MlflowClient

VARIABLE = "MLFLOW_TRACKING_URI"
# A server that hangs must not hold anybody for minutes; a log is no place for progress bars.
_MANNERS = {
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}


@dataclass(frozen=True, slots=True)
class Store:
    """Where runs are tracked.

    Attributes:
        uri: MLflow's tracking URI.
        artifacts: Folder of artifacts for a local store, None where a server decides.
    """

    uri: str
    artifacts: Path | None

    @property
    def is_server(self) -> bool:
        """Whether it is reached over a network, if only this machine's own."""
        return self.uri.startswith(("http://", "https://"))

    @property
    def is_there(self) -> bool:
        """Whether there is anything to read; a server may only be asked."""
        database = self.uri.removeprefix("sqlite:///")
        return database == self.uri or Path(database).is_file()


def store_of(project: Path) -> Store:
    """Return the project's own store, or the one that MLFLOW_TRACKING_URI names."""
    root = project.absolute()
    uri = os.environ.get(VARIABLE) or f"sqlite:///{root / paths.MLFLOW_DATABASE}"
    store = Store(uri, root / paths.MLFLOW_ARTIFACTS)
    return Store(uri, None) if store.is_server else store


def client_of(store: Store) -> MlflowClient:
    """Return a client; nothing is sent to anybody but the store."""
    telemetry.switch_off()
    for name, value in _MANNERS.items():
        os.environ.setdefault(name, value)
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=store.uri, registry_uri=store.uri)
