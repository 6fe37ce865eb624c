"""The list of models: what can be chosen, what is refused and why, and what it costs."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from emo7_core.errors import UsageError
from emo7_core.models.card import CARD, WEIGHTS
from emo7_core.models.choice import from_json, list_command, to_json
from emo7_core.models.choices import project_choices, tracked_choices
from emo7_core.project import Project
from tests.core.models.test_resolve import Bomb
from tests.tracked import JOB, Tracked, tracked_project


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Tracked:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        return tracked_project(tmp_path_factory.mktemp("tracked"))


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


@pytest.fixture
def project(tmp_path: Path, tracked: Tracked):
    """Return a copy of the project, which a test may spoil."""
    shutil.copytree(tracked.project, tmp_path / "p")
    with Project.open(tmp_path / "p") as opened:
        yield opened


def test_one_model_in_three_places(tracked: Tracked) -> None:
    """The job's model is also a logged model and a version of the registry."""
    with Project.open(tracked.project) as project:
        found = [*project_choices(project), *tracked_choices(project)]
    assert [(one.place, one.uri) for one in found] == [
        ("project run", JOB),
        ("MLflow run", f"models:/{tracked.model.model_id}"),
        ("registry", "models:/emo7-lstm-7/1"),
    ]
    assert len({one.weights_hash for one in found}) == 1
    assert {(one.model_type, one.target, one.num_classes) for one in found} == {
        ("lstm", "human", 7)
    }
    assert all(one.is_usable and one.scores["val_macro_f1"] == 0.5 for one in found)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"vocabulary": ["Negative", "Neutral"]}, "scale"),
        ({"layout": "nine dots"}, "layout"),
        ({"points": 5}, "other features"),
        ({"rate": 25.0}, "25 frames/s"),
        ({"format": 2}, "format"),
    ],
)
def test_what_does_not_fit_is_listed_with_the_reason(
    project: Project, change: dict[str, object], reason: str
) -> None:
    """A model of another vocabulary, layout or rate stays in the list, refused."""
    path = project.runs / JOB / "model" / CARD
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    (one,) = project_choices(project)
    assert not one.is_usable
    assert reason in one.refused


def test_a_card_without_weights_is_refused(project: Project) -> None:
    """Half a model cannot be chosen."""
    (project.runs / JOB / "model" / WEIGHTS).unlink()
    (one,) = project_choices(project)
    assert "weights" in one.refused


def test_a_pickled_model_of_somebody_else(tracked: Tracked, tmp_path: Path) -> None:
    """A logged model that is a pickle is listed as refused, and is not opened by listing."""
    logged = tracked.client.create_logged_model("1", "theirs")
    folder = tmp_path / "theirs"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "model.pth").write_bytes(pickle.dumps(Bomb(tmp_path / "ran")))
    (folder / "MLmodel").write_text("flavors: {pytorch: {model_data: data}}")
    tracked.client.log_model_artifacts(logged.model_id, str(folder))
    try:
        with Project.open(tracked.project) as project:
            (one,) = [x for x in tracked_choices(project) if logged.model_id in x.uri]
    finally:
        tracked.client.delete_logged_model(logged.model_id)
    assert "not a model of emo7" in one.refused
    assert not (tmp_path / "ran").exists()


def test_files_that_are_gone(project: Project, tracked: Tracked) -> None:
    """A logged model whose files were deleted is refused, not an error of the whole list."""
    shutil.rmtree(project.root / "mlartifacts")
    shutil.move(tracked.project / "mlartifacts", tracked.project / "aside")
    try:
        found = list(tracked_choices(project))
    finally:
        shutil.move(tracked.project / "aside", tracked.project / "mlartifacts")
    assert [("gone" in one.refused) for one in found] == [True, True]


def test_a_window_reads_the_list_from_a_child(tracked: Tracked) -> None:
    """The command's answer becomes the same records again."""
    done = subprocess.run(
        list_command(tracked.project), capture_output=True, text=True, timeout=120, check=True
    )
    found = from_json(done.stdout)
    assert [one.place for one in found] == ["project run", "MLflow run", "registry"]
    assert from_json(to_json(found)) == found


def test_a_broken_list_is_told() -> None:
    """What a dying child printed is no list."""
    with pytest.raises(UsageError, match="list of models"):
        from_json("Traceback")


def test_the_records_cost_a_window_nothing() -> None:
    """Reading the list loads neither torch nor mlflow."""
    script = (
        "import sys; from emo7_core.models.choice import from_json; from_json('[]');"
        "from emo7_core.models.choice import list_command;"
        "assert not {'torch', 'mlflow'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
