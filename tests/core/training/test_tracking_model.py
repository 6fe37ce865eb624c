"""A trained model in the store: logged, registered, where users look for it, without a pickle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models.card import read_card
from emo7_core.telemetry import OFF
from emo7_core.training.tracking_replay import replay
from emo7_core.training.tracking_spool import Spool
from tests.known_models import known_model
from tests.tracked import Tracked, tracked_project


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Tracked:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        return tracked_project(tmp_path_factory.mktemp("tracked"))


def test_the_path_of_the_users_opens(sent: Tracked) -> None:
    """mlartifacts/<run>/models/<model>/artifacts holds the model."""
    assert (
        sent.artifacts
        == sent.project
        / "mlartifacts"
        / sent.run_id
        / "models"
        / (sent.model.model_id)
        / "artifacts"
    )
    assert read_card(sent.artifacts) == read_card(sent.job / "model")


def test_there_is_no_pickle(sent: Tracked) -> None:
    """The model is three files, and none of them can run anything."""
    assert sorted(path.name for path in sent.artifacts.iterdir()) == [
        "MLmodel",
        "model.json",
        "model.safetensors",
    ]


def test_the_logged_model_is_ready(sent: Tracked) -> None:
    """MLflow lists the model with its run, its kind and its scores."""
    model = sent.model
    assert (str(model.status), model.source_run_id, model.model_type) == (
        "READY",
        sent.run_id,
        "lstm",
    )
    assert {one.key: one.value for one in model.metrics} == {"best_val_macro_f1": 0.5}
    assert model.tags["emo7.target"] == "human"


def test_the_registry_has_a_version(sent: Tracked) -> None:
    """models:/emo7-lstm-7/1 is the model of the run."""
    version = sent.client.get_model_version("emo7-lstm-7", "1")
    assert (version.run_id, version.source) == (sent.run_id, sent.artifacts.as_uri())


SOMEBODYS_PROGRAM = """
import sys, mlflow, numpy as np
mlflow.set_tracking_uri(sys.argv[1])
features = np.random.default_rng(0).normal(size=(2, 5, int(sys.argv[3]), int(sys.argv[4])))
features[1, ..., -1] = 0
print(np.asarray(mlflow.pyfunc.load_model(sys.argv[2]).predict(features)).sum(-1).tolist())
"""


def test_others_may_load_it_through_mlflow(sent: Tracked, tmp_path: Path) -> None:
    """Somebody's program opens runs:/<run>/model with MLflow and gets probabilities."""
    words = (sent.store.uri, f"runs:/{sent.run_id}/model", str(len(COMMON)), str(len(CHANNELS)))
    done = subprocess.run(
        [sys.executable, "-c", SOMEBODYS_PROGRAM, *words],
        capture_output=True, text=True, timeout=120, cwd=tmp_path, env=os.environ | OFF,
    )  # fmt: skip
    sums = [float(word) for word in done.stdout.strip("[]\n ").split(",")] if done.stdout else []
    assert sums == pytest.approx([1, float("nan")], nan_ok=True), done.stderr


def test_the_description_names_our_loader_alone(sent: Tracked) -> None:
    """MLmodel has no code path and no pickled flavor."""
    told = yaml.safe_load((sent.artifacts / "MLmodel").read_text())
    assert set(told["flavors"]) == {"python_function", "emo7"}
    assert told["flavors"]["python_function"]["loader_module"] == "emo7_core.models.mlmodel_loader"
    assert "code" not in told["flavors"]["python_function"]


def test_sending_again_changes_nothing(sent: Tracked) -> None:
    """Where the note of what was sent is lost, the store still gets nothing twice."""
    before = _counted(sent)
    (sent.job / "tracking.json").unlink()
    assert replay(sent.job, sent.store) == 3
    assert _counted(sent) == before
    assert Spool(sent.job).run_id() == sent.run_id


def test_half_a_model_is_completed(sent: Tracked, tmp_path: Path) -> None:
    """A model whose files were cut off in the middle is finished by the next sync."""
    job = sent.project / "runs" / "job2"
    known_model(job / "model", seed=1)
    spool = Spool(job)
    begin = {"experiment": "half", "run_name": "x", "params": {}, "tags": {"emo7.spool": "b0b"}}
    spool.say({"do": "begin", **begin})
    replay(job, sent.store)
    run_id = spool.run_id()
    run = sent.client.get_run(run_id)
    half = sent.client.create_logged_model(run.info.experiment_id, "model", run_id)
    spool.say({"do": "model", "folder": "model"})
    assert replay(job, sent.store) == 1
    (model,) = sent.client.search_logged_models([run.info.experiment_id])
    assert (model.model_id, str(model.status)) == (half.model_id, "READY")


def test_a_deleted_model_does_not_hold_back_the_rest(sent: Tracked) -> None:
    """A model folder that is gone is told as a tag, and the run still ends."""
    job = sent.project / "runs" / "job3"
    job.mkdir()
    spool = Spool(job)
    begin = {"experiment": "gone", "run_name": "x", "params": {}, "tags": {"emo7.spool": "b1b"}}
    for record in ({"do": "begin", **begin}, {"do": "model", "folder": "model"}):
        spool.say(record)
    spool.say({"do": "end", "status": "FINISHED"})
    assert replay(job, sent.store) == 3
    run = sent.client.get_run(spool.run_id())
    assert run.info.status == "FINISHED"
    assert "no model" in run.data.tags["emo7.missing"]


def _counted(sent: Tracked) -> tuple[int, int, int, int]:
    return (
        len(sent.client.search_runs(["1"])),
        len(sent.client.search_logged_models(["1"])),
        len(sent.client.search_model_versions("name = 'emo7-lstm-7'")),
        len(sent.client.get_metric_history(sent.run_id, "best_val_macro_f1")),
    )
