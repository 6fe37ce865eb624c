"""The command that compares: who takes part, what it prints, the report, wrong use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from emo7_core.labels.golden import promote
from emo7_core.labels.queue import newest_queue
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from emo7_core.training.tracking_store import client_of, store_of
from tests.compared import add_model, answers, key, studied, truth


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three models, a leaky one, two raters, a golden version of a consensus."""
    with studied(tmp_path / "p") as project:
        seen = {"clips": [key(1)], "signers": [], "sessions": []}
        add_model(project, "leaky", answers(truth(120), 1.0, 5), seen)
        promote(project, "consensus")
        return project.root


def test_all_models_and_floors_are_printed(run, folder: Path):
    """With n, unit, intervals, marks, tests and notes."""
    code, out, complaint = run("compare", "-p", folder, "--target", "consensus")
    assert (code, complaint) == (0, "")
    first = out.splitlines()[0]
    assert first.startswith("target Deaf annotators, n = 120; 95\u2009% intervals over 12 sessions")
    assert "leaky  [saw 1 test clip]" in out
    assert "Majority class: macro-F1" in out
    assert "good is better than fair: Macro-F1 (all classes)" in out


def test_models_are_chosen_by_name_id_or_start(run, folder: Path):
    """Raters, too; each once."""
    out = run("compare", "go", "3", "good", "MK", "-p", folder, "--target", "consensus")[1]
    names = [line for line in out.splitlines() if not line.startswith((" ", "note"))][1:]
    assert [name.partition(" ")[0] for name in names[:3]] == ["good", "fair", "MK"]
    assert "caption-VADER" not in out


def test_a_golden_version_is_named(run, folder: Path):
    """By number or as the newest; its clips are guarded."""
    out = run("compare", "-p", folder, "--golden", "newest", "--target", "consensus")[1]
    assert out.startswith("target Deaf annotators, golden version 1, n = 120")
    assert "leaky  [saw 1 golden clip]" in out


def test_the_report_is_written_and_logged(run, folder: Path, tmp_path: Path):
    """Page, data, tables and pictures; one run in the project's store with scores and files."""
    words = ("good", "leaky", "-p", folder, "--target", "consensus", "--golden", "1")
    code, out, complaint = run("compare", *words, "--out", tmp_path / "out", "--resamples", "200")
    assert (code, "Error" in complaint) == (0, False)
    assert (tmp_path / "out" / "report.html").is_file()
    told = json.loads((tmp_path / "out" / "report.json").read_text())
    assert [one["name"] for one in told["contenders"]] == ["good", "leaky"]
    client = client_of(store_of(folder))
    run_id = out.split("logged to MLflow as run ")[1].strip()
    logged = client.get_run(run_id)
    score = told["contenders"][0]["scores"]["macro_f1"]["value"]
    assert logged.data.metrics["good.macro_f1"] == pytest.approx(score)
    assert logged.data.params["golden"].startswith("version 1, ")
    assert logged.data.params["leak_marks"] == "leaky: saw 1 golden clip"
    assert "report/report.html" in [file.path for file in client.list_artifacts(run_id, "report")]


def test_a_store_that_fails_costs_no_report(run, folder: Path, tmp_path: Path, monkeypatch):
    """The files are written, the reason is said, and the command succeeds."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    words = ("good", "-p", folder, "--target", "consensus", "--resamples", "100")
    code, out, _ = run("compare", *words, "--out", tmp_path / "out")
    assert code == 0
    assert "MLflow did not take the report (" in out
    assert (tmp_path / "out" / "report.json").is_file()


def test_suspected_labels_are_queued_for_a_rater(run, folder: Path):
    """Blind: what is printed says how many, and no more."""
    words = ("-p", folder, "--target", "consensus", "--check-by", "NN")
    code, out, _ = run("compare", "good", "fair", *words)
    assert code == 0
    assert "clips are queued for NN to look at again" in out
    with Project.open(folder) as project:
        rater = project.sources.ensure(RATER, "NN")
        queue = newest_queue(project.database, rater.id)
    assert queue.order == "suspected label error"
    assert {one.why for one in queue.entries} == {"label to be checked"}


def test_three_classes_are_asked_for(run, folder: Path):
    """And how seven became three is said."""
    out = run("compare", "good", "-p", folder, "--target", "consensus", "--three-class")[1]
    assert "note: Seven classes became three, probabilities added up: good." in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--target", "dogs"), "adjudicated"),
        (("--golden", "7"), "no golden version 7"),
        (("--golden", "last"), "Give a number, or newest"),
        (("--metric", "beauty"), "macro_f1"),
        (("--cluster", "hair"), "session, signer or corpus"),
        (("nobody",), "no model of this name"),
        (("--resamples", "3"), "100"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(run, folder: Path, words, says):
    """A person sees what to mend."""
    code, _, complaint = run("compare", *words, "--project", folder)
    assert (code, complaint.count("\n")) == (2, 1)
    assert says in complaint


def test_a_name_that_may_be_two_is_refused(run, folder: Path):
    """With both."""
    with_two = ("compare", "f", "-p", folder)
    with Project.open(folder) as project:
        add_model(project, "fourth", answers(truth(120), 1.0, 6))
    code, _, complaint = run(*with_two)
    assert code == 2
    assert "may be fair or fourth" in complaint
