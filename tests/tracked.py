"""A project with one trained model, sent to its own MLflow store.

What it is: the same files that a training and its tracking leave behind.
Convention: making the store takes seconds, so one is made per test module.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emo7_core.config import TrainConfig
from emo7_core.project import Project
from emo7_core.training.tracking import Tracker
from emo7_core.training.tracking_spool import Spool
from emo7_core.training.tracking_store import Store, client_of, store_of
from tests.known_models import known_model

if TYPE_CHECKING:
    from mlflow import MlflowClient

JOB = "20260101-000000-000000-train-ab12"


@dataclass(frozen=True)
class Tracked:
    """Where everything of it is."""

    project: Path
    store: Store
    client: MlflowClient
    run_id: str

    @property
    def job(self) -> Path:
        return self.project / "runs" / JOB

    @property
    def model(self) -> Any:
        """The logged model."""
        (one,) = self.client.search_logged_models(["1"])
        return one

    @property
    def artifacts(self) -> Path:
        """The path that users know."""
        assert self.store.artifacts is not None
        return self.store.artifacts / self.run_id / "models" / self.model.model_id / "artifacts"


def tracked_project(folder: Path) -> Tracked:
    """Make the project in a new folder; MLFLOW_TRACKING_URI must not be set."""
    assert "MLFLOW_TRACKING_URI" not in os.environ
    project = folder / "project"
    Project.create(project).close()
    job = project / "runs" / JOB
    known_model(job / "model")
    store = store_of(project)
    notices: list[str] = []
    tracker = Tracker(job, store, notices.append)
    tracker.begin(TrainConfig(), f"lstm {JOB}", {"emo7.job": JOB})
    tracker.model(job / "model")
    tracker.close("FINISHED")
    run_id = Spool(job).run_id()
    assert (notices, bool(run_id)) == ([], True)
    return Tracked(project, store, client_of(store), str(run_id))
