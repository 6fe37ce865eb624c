"""Real How2Sign clips, labelled by their captions, go through everything that models do.

What it is: import, silver labels, landmarks, three trainings, four kinds of answers, evaluation
and MLflow, in one project, by the commands and jobs that people start.
What it is not: a score: three clips teach nothing, and two of the models have random weights.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mlflow.tracking import MlflowClient

from emo7_core.cli.main import main
from emo7_core.jobs.spec import Job, create_job
from emo7_core.labels.sources import MODEL_RUN
from emo7_core.models.qwen_tiny import write_tiny_qwen
from emo7_core.models.vivit_tiny import write_tiny_vivit
from emo7_core.project import Project
from emo7_core.training.job import train_job

# The shortest clips that the sheets have captions for, of two recordings.
CLIPS = (
    "-d5dN54tH2E_7-1-rgb_front",
    "-d5dN54tH2E_14-1-rgb_front",
    "-f1_kdl050s_11-1-rgb_front",
)
CONFIG = {
    "target": "caption",
    "split_by": "session",
    "validation_share": 0.5,
    "num_epochs": 2,
    "hidden_size": 8,
    "num_layers": 1,
    "batch_size": 4,
    "device": "cpu",
}


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def run(*words: object) -> None:
    """Run a command that must work."""
    with pytest.raises(SystemExit) as done:
        main([str(word) for word in words])
    assert not done.value.code


def trained(project: Path, **changes: object) -> Job:
    """Train a model as a job, in this process."""
    job = create_job(project / "runs", "train", project, CONFIG | changes)
    assert train_job(job.folder).state == "ended", job.status().message
    return job


def imported(data: Path, folder: Path) -> Path:
    """Return a project of the clips with silver labels and landmarks."""
    clips, project = folder / "clips", folder / "project"
    clips.mkdir()
    for name in CLIPS:
        shutil.copy(data / "how2sign" / "clips" / f"{name}.mp4", clips)
    sheets = sorted((data / "how2sign").glob("*.csv"))
    run("new", project)
    run("import", "how2sign", *sheets, "--clips", clips, "--split", "val", "-p", project)
    run("label-captions", "--project", project)
    run("extract", "--project", project, "--workers", 2)
    return project


def test_real_clips_go_all_the_way(
    shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every model trains or is asked, answers every clip, is evaluated and tracked."""
    project = imported(shared_data, tmp_path)
    backbone = write_tiny_vivit(tmp_path / "tiny-random-vivit")
    qwen = write_tiny_qwen(tmp_path / "tiny-random-qwen")
    jobs = [
        trained(project, model_type="lstm"),
        trained(project, model_type="stgcn"),
        trained(project, model_type="vivit", backbone=str(backbone)),
    ]
    run("predict", "--model", f"qwen:{qwen}", "--project", project, "--frames", 2)
    capsys.readouterr()
    for job in jobs:
        run("evaluate", "--project", project, "--model-uri", job.id, "--target", "caption")
        assert f"n = {len(CLIPS)} clips" in capsys.readouterr().out
    with Project.open(project) as opened:
        kinds = {source.name.partition(" · ")[0] for source in opened.sources.all(MODEL_RUN)}
        for source in opened.sources.all(MODEL_RUN):
            answers = opened.guesses.of_source(source.id).values()
            sums = [sum(one.probabilities or ()) for one in answers]
            assert sums == pytest.approx([1.0] * len(CLIPS))
        client = MlflowClient(opened.mlflow_uri)
    assert kinds == {
        "LSTM",
        "ST-GCN",
        "ViViT (random weights)",
        "Qwen2-VL (random weights) 2 pictures",
    }
    (experiment,) = (one for one in client.search_experiments() if one.name.startswith("7 Classes"))
    runs = client.search_runs([experiment.experiment_id])
    assert {one.data.params["model_type"] for one in runs} == {"lstm", "stgcn", "vivit"}
    assert all(one.info.status == "FINISHED" for one in runs)
