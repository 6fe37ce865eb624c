"""Commands on finished models: every name of a model, results, and a store that is away."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from emo7_core.cli.main import main
from emo7_core.clips.clip import OK
from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.inference.landmark_work import Starts
from emo7_core.inference.predictor import Predictor
from emo7_core.inference.trace import Floats
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS, Features
from emo7_core.models import MODELS
from emo7_core.project import Project
from tests.known_models import TINY
from tests.planted import track
from tests.tracked import JOB, Tracked, tracked_project


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Tracked:
    """Return a tracked project of seven decided clips with landmarks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        made = tracked_project(tmp_path_factory.mktemp("tracked"))
    clips = []
    for number in range(7):
        path = made.project / f"c{number}.mp4"
        path.write_bytes(f"clip {number}".encode())
        clips.append(ImportedClip(path, path.stem, "folder", signer="Ann", session=f"s{number}"))
    with Project.open(made.project) as project:
        project.catalog.add(clips)
        identify_all(project.catalog)
        log = project.log(project.sources.ensure(RATER, "MK"))
        for clip in project.catalog.all():
            log.append(Draft(clip.id, clip.id % 7))
            project.catalog.record(clip.id, state=OK)
            track(clip.id % 7, clip.id, frames=75).save(project.track_path(clip))
    return made


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def run(*words: object) -> None:
    """Run a command in this process; anything but success fails the test."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    assert ended.value.code == 0


def test_evaluate_writes_tables_and_logs_them(
    tracked: Tracked, capsys: pytest.CaptureFixture[str]
) -> None:
    """The users' path and flags work; tables are in the project and in the model's run."""
    uri = f"mlartifacts/{tracked.run_id}/models/{tracked.model.model_id}/artifacts"
    flags = ("--target", "human", "--batch_size", 32, "--save_results", "--device", "cpu")
    run("evaluate", "--model_uri", uri, "--project", tracked.project, *flags)
    told = capsys.readouterr().out
    assert "[saw 1 test signer]" in told  # the model was trained on Ann
    assert "logged to the model's run" in told
    (folder,) = (tracked.project / "results").iterdir()
    scores = json.loads((folder / "evaluation.json").read_text())["scores"]
    metrics = tracked.client.get_run(tracked.run_id).data.metrics
    assert metrics["test_human_macro_f1"] == scores[0]["value"]
    listed = tracked.client.list_artifacts(tracked.run_id, f"evaluation/{folder.name}")
    assert {Path(one.path).name for one in listed} == {
        path.name for path in folder.iterdir() if not path.name.startswith("tracking")
    }


def test_results_of_a_job_reach_its_run(
    tracked: Tracked, capsys: pytest.CaptureFixture[str]
) -> None:
    """A job's id names the model; its scores go to the run that the job was sent to."""
    run("evaluate", "--model", JOB, "-p", tracked.project, "--three_class", "--save_results")
    assert "logged to the model's run" in capsys.readouterr().out
    metrics = tracked.client.get_run(tracked.run_id).data.metrics
    assert "test_human_3_classes_accuracy" in metrics


def test_a_converted_pickle_is_not_taken_for_clean(
    tracked: Tracked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pickle does not say what it was trained on, and the table says that."""
    torch.manual_seed(3)
    torch.save(MODELS["lstm"](TINY, COMMON, len(CHANNELS)), tmp_path / "old.pth")
    uri = str(tmp_path / "old.pth")
    run("evaluate", "--model-uri", uri, "-p", tracked.project, "--trust-pickle", "--device", "cpu")
    assert "[training data not known]" in capsys.readouterr().out


def test_the_batch_size_reaches_the_predictor(
    tracked: Tracked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--batch_size 2` lets the model judge two windows of a clip at once, and no more."""
    torch.manual_seed(4)
    torch.save(MODELS["lstm"](TINY, COMMON, len(CHANNELS)), tmp_path / "new.pth")
    judged, answer = [], Predictor._answer

    def watched(self: Predictor, seen: Features, starts: Starts) -> Floats:
        judged.append(len(starts))
        return answer(self, seen, starts)

    monkeypatch.setattr(Predictor, "_answer", watched)
    words = ("--trust-pickle", "--device", "cpu", "--batch_size", 2)
    run("evaluate", "--model-uri", tmp_path / "new.pth", "-p", tracked.project, *words)
    assert max(judged) == 2


def test_predict_takes_an_address(tracked: Tracked, capsys: pytest.CaptureFixture[str]) -> None:
    """models:/... answers the clips of a project."""
    uri = f"models:/{tracked.model.model_id}"
    run("predict", "--model", uri, "-p", tracked.project, "--device", "cpu")
    assert "clips answered" in capsys.readouterr().out


def test_models_lists_all_places(tracked: Tracked, capsys: pytest.CaptureFixture[str]) -> None:
    """Project run, logged model and version stand in the list, each with its address."""
    run("models", "-p", tracked.project)
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == ["project run", "MLflow run", "registry"]
    assert rows[2][1] == "models:/emo7-lstm-7/1"


@pytest.mark.parametrize(
    ("name", "place"), [("job", "project run"), ("address", "MLflow run"), ("folder", "folder")]
)
def test_one_model_is_told_by_any_of_its_names(
    tracked: Tracked, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, place: str
) -> None:
    """A job, an address and a folder give a record whose files lie on this machine."""
    copied = shutil.copytree(tracked.project / "runs" / JOB / "model", tmp_path / "copied")
    uri = {"job": JOB, "address": f"models:/{tracked.model.model_id}", "folder": str(copied)}[name]
    run("models", "--json", "--only", uri, "-p", tracked.project)
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["place"], found["num_classes"], found["refused"]) == (place, 7, "")
    assert (Path(found["folder"]) / "model.safetensors").is_file()


def test_sync_is_said_to_be_done(tracked: Tracked, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing waits, sync says so."""
    run("sync", "--project", tracked.project, "--job", JOB)
    assert "everything was sent before" in capsys.readouterr().out


def test_sync_to_nobody_exits_2(
    tracked: Tracked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server that is not there is one clear line, and the spool is kept."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    with pytest.raises(SystemExit) as ended:
        main(["sync", "-p", str(tracked.project)])
    assert ended.value.code == 2
    assert "kept" in capsys.readouterr().err


def test_a_store_that_is_away_hides_no_model_of_the_project(
    tracked: Tracked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The project's own runs are listed; that MLflow is silent is said beside them."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    run("models", "-p", tracked.project)
    said = capsys.readouterr()
    assert [line.split("\t")[0] for line in said.out.splitlines()] == ["project run"]
    assert "MLflow does not answer" in said.err
