"""What the picker lists: one row for one model, in plain words, refused with the reason."""

from __future__ import annotations

from pathlib import Path

from emo7_core.models.choice import ModelChoice
from emo7_gui.desks.live_models import LiveModels
from emo7_gui.desks.picker_rows import listed, picked_models, picker_rows

JOB = ModelChoice(
    "20260101-120000-lstm",
    "LSTM · 20260101-120000",
    "project run",
    model_type="lstm",
    target="human",
    num_classes=7,
    scores={"val_macro_f1": 0.523, "val_kappa": -0.04, "val_loss": 1.2},
    created="2026-01-01T12:00:00+00:00",
    folder="/p/runs/20260101-120000-lstm/model",
    weights_hash="abc",
)
RUN = ModelChoice("models:/m-1", "lstm · m-1", "MLflow run", num_classes=7, weights_hash="abc")
VERSION = ModelChoice("models:/lstm/3", "lstm 3", "registry", num_classes=7, weights_hash="abc")


def runs(tmp_path: Path) -> Path:
    """Make two jobs, the second of which is JOB."""
    for name in ("20251231-090000-predict", JOB.uri):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "job.json").write_text("{}")
    return tmp_path


def test_the_same_weights_are_one_row(tmp_path: Path) -> None:
    """A job, its run and its version in the registry are one model with three places."""
    (model,) = listed((JOB, RUN, VERSION), runs(tmp_path))
    assert model.name == "LSTM #2"
    assert model.places == ("project run", "MLflow run", "registry lstm 3")


def test_a_copied_folder_is_a_row_of_its_own(tmp_path: Path) -> None:
    """It may be damaged where the original is not."""
    copy = ModelChoice("/c", "c", "folder", num_classes=7, folder="/c", weights_hash="abc")
    assert len(listed((JOB, copy), runs(tmp_path))) == 2


def test_scores_are_short_and_true(tmp_path: Path) -> None:
    """Two decimals, no zero before the point, a true minus; the loss is no score."""
    (row,) = picker_rows(listed((JOB,), runs(tmp_path)), LiveModels())
    assert row.scores == ("val macro-F1 .52", "val kappa \u2212.04")
    assert "human labels" in row.detail


def test_three_classes_are_refused_with_the_reason(tmp_path: Path) -> None:
    """Live predictions are on the seven-point scale; the row stays in the list, at its end."""
    three = ModelChoice("x", "x", "project run", num_classes=3, weights_hash="def")
    rows = picker_rows(listed((three, JOB), runs(tmp_path)), LiveModels())
    assert [row.refused for row in rows] == ["", "it knows 3 classes, live predictions need seven"]


def test_a_refused_model_keeps_its_reason(tmp_path: Path) -> None:
    """Nothing is hidden from the list."""
    foreign = ModelChoice("m", "m", "MLflow run", refused="not a model of emo7")
    (row,) = picker_rows(listed((foreign,), runs(tmp_path)), LiveModels())
    assert row.refused == "not a model of emo7"
    assert "refused" in row.spoken


def test_rows_say_which_slot_holds_them(tmp_path: Path) -> None:
    """Both letters where one model answers twice."""
    live = LiveModels()
    live.put("A", Path(JOB.folder), "LSTM #2")
    live.put("B", Path(JOB.folder), "LSTM #2")
    (row,) = picker_rows(listed((JOB,), runs(tmp_path)), live)
    assert row.letters == "AB"


def test_a_model_that_failed_says_why_and_can_be_chosen_again(tmp_path: Path) -> None:
    """After an engine died, the same model may be wanted once more."""
    live = LiveModels()
    live.put("A", Path(JOB.folder), "LSTM #2")
    live.fail("its weights are damaged", "A")
    (row,) = picker_rows(listed((JOB,), runs(tmp_path)), live)
    assert "its weights are damaged" in row.warning
    assert row.refused == ""
    assert picked_models(live, {})[0].is_failed


def test_a_model_on_its_way_is_seen_in_its_slot() -> None:
    """Fetching from a server takes time, and that is said."""
    assert picked_models(LiveModels(), {"B": "lstm 3"})[1].words == "fetching the model"
