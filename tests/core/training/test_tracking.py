"""Tracking: a real store, and stores that refuse, hang or are gone."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from emo7_core.config import TrainConfig
from emo7_core.jobs.events import Event
from emo7_core.scale import CLASSES
from emo7_core.training.tracking import Tracker, experiment_name
from emo7_core.training.tracking_replay import replay
from emo7_core.training.tracking_store import Store, store_of
from tests.known_models import known_model

EPOCH: Event = {
    "event": "epoch",
    "epoch": 1,
    "train_loss": 1.5,
    "val_loss": 1.4,
    "val_kappa": float("nan"),
    "per_class": {"f1": [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, float("nan")]},
}


def track(folder: Path, store: Store, patience: float = 60) -> list[str]:
    """Track a run of one epoch and return what was noticed."""
    notices: list[str] = []
    known_model(folder / "model")
    tracker = Tracker(folder, store, notices.append)
    tracker.begin(TrainConfig(), "lstm 1", {"emo7.job": "1"})
    tracker.epoch(EPOCH, list(CLASSES))
    tracker.model(folder / "model")
    tracker.close("FINISHED", patience)
    return notices


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "7 Classes - Emotion Recognition (Baseline)"),
        (
            {"downsample_ratio": 0.4, "normalize_data": True},
            "7 Classes - Emotion Recognition (DS:0.4, Norm:minmax)",
        ),
        ({"num_classes": 3}, "3 Classes - Emotion Recognition (Baseline)"),
    ],
)
def test_experiments_have_the_names_users_know(changes: dict[str, object], name: str) -> None:
    """The experiment's name says how the data was treated."""
    assert experiment_name(TrainConfig().model_copy(update=changes)) == name


def test_a_run_is_in_the_store(tmp_path: Path) -> None:
    """Parameters, scores of all seven classes and the model's files arrive, and only once."""
    store = Store(f"sqlite:///{tmp_path / 'mlflow.db'}", tmp_path / "mlartifacts")
    assert track(tmp_path / "job", store) == []
    assert replay(tmp_path / "job", store) == 0
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=store.uri)
    experiment = client.get_experiment_by_name("7 Classes - Emotion Recognition (Baseline)")
    assert experiment is not None
    (run,) = client.search_runs([experiment.experiment_id])
    assert run.info.status == "FINISHED"
    assert run.data.params["num_classes"] == "7"
    assert run.data.params["model_type"] == "lstm"
    by_class = [f"val_f1_{name.lower().replace(' ', '_')}" for name in CLASSES]
    assert [run.data.metrics.get(name) for name in by_class] == [0, 0.1, 0.2, 0.3, 0.4, 0.5, None]
    assert "val_kappa" not in run.data.metrics


def test_a_store_that_refuses_costs_a_notice(tmp_path: Path) -> None:
    """A store that cannot be made is noticed once, and the spool keeps everything."""
    (tmp_path / "file").touch()
    store = Store(f"sqlite:///{tmp_path / 'file' / 'mlflow.db'}", tmp_path)
    notices = track(tmp_path / "job", store)
    assert len(notices) == 1
    assert "sync" in notices[0]
    assert len((tmp_path / "job" / "tracking.jsonl").read_text().splitlines()) == 4


def test_a_server_that_hangs_costs_the_patience(tmp_path: Path) -> None:
    """A server that takes the call and never answers is not waited for."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        store = Store(f"http://127.0.0.1:{server.getsockname()[1]}", None)
        notices = track(tmp_path / "job", store, patience=0.5)
    assert any("slow" in notice for notice in notices)


def test_a_spool_is_sent_later(tmp_path: Path) -> None:
    """What a store did not take is sent when it is there again."""
    (tmp_path / "file").touch()
    track(tmp_path / "job", Store(f"sqlite:///{tmp_path / 'file' / 'mlflow.db'}", tmp_path))
    store = Store(f"sqlite:///{tmp_path / 'mlflow.db'}", tmp_path / "mlartifacts")
    assert replay(tmp_path / "job", store) == 4


def test_the_store_is_the_projects_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By default runs go into the project; MLFLOW_TRACKING_URI is respected."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    assert store_of(tmp_path).uri == f"sqlite:///{tmp_path / 'mlflow.db'}"
    assert store_of(tmp_path).artifacts == tmp_path / "mlartifacts"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:8080")
    assert store_of(tmp_path) == Store("http://127.0.0.1:8080", None)
