"""Every clip answered once, by a model that saw neither it nor its signer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from emo7_core.config import TrainConfig
from emo7_core.config.studies import CrossValidation
from emo7_core.errors import JobError
from emo7_core.jobs.events import Event
from emo7_core.jobs.spec import create_job
from emo7_core.labels.sources import MODEL_RUN
from emo7_core.models.card import read_card
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_core.training.cross_validate import FoldResult, run_folds
from emo7_core.training.cross_validate_job import cross_validate_job
from emo7_core.training.folds import make_folds
from emo7_core.training.pooled import fold_interval, pool
from emo7_core.training.sample import prepare
from emo7_core.training.train import Ready
from tests.core.training.small_project import WITHOUT_TRACK, make_project
from tests.planted import examples

SMALL = TrainConfig(
    hidden_size=8, num_layers=1, num_epochs=1, batch_size=16, learning_rate=5e-3, device="cpu"
)
SAMPLES, _ = prepare(examples(5), SMALL.rate)


def test_one_signer_at_a_time() -> None:
    """Without a number of folds each signer is held out once, and never in the rest."""
    folds, by = make_folds(SAMPLES, "signer", 0, 1)
    assert by == "signer"
    assert [fold.groups for fold in folds] == [("Ann",), ("Bo",), ("Cy",), ("Di",), ("Ed",)]
    for fold in folds:
        assert not {s.signer for s in fold.held_out} & {s.signer for s in fold.rest}


@pytest.mark.parametrize(("by", "count"), [("signer", 2), ("session", 3), ("clip", 4)])
def test_each_clip_is_held_out_once(by: str, count: int) -> None:
    """The folds part the clips, and their groups stay together."""
    folds, _ = make_folds(SAMPLES, by, count, 1)  # type: ignore[arg-type]
    held_out = [sample.identity for fold in folds for sample in fold.held_out]
    assert sorted(held_out) == sorted(sample.identity for sample in SAMPLES)
    assert len(folds) == count


def test_more_folds_than_signers_are_told() -> None:
    """Nine folds of five signers are an error that names the limit."""
    with pytest.raises(JobError, match="2 to 5"):
        make_folds(SAMPLES, "signer", 9, 1)


def test_the_best_epoch_is_not_chosen_on_the_held_out(tmp_path: Path) -> None:
    """Neither training nor validation of a fold's model holds a clip of its held-out signer."""
    folds, _ = make_folds(SAMPLES, "signer", 0, 1)
    run_folds(folds[:1], Ready(list(SAMPLES), []), SMALL, tmp_path)
    card = read_card(tmp_path / "001" / "model")
    assert "Ann" not in {*card.training.signers, *card.validation.signers}
    held_out = {sample.identity for sample in folds[0].held_out}
    assert not held_out & {*card.training.clips, *card.validation.clips}


def test_a_fold_that_is_done_is_not_done_again(tmp_path: Path) -> None:
    """Stopped after the first fold and started again: only the others are trained."""
    folds, _ = make_folds(SAMPLES, "signer", 2, 1)
    ready = Ready(list(SAMPLES), [])
    told: list[Event] = []

    def is_one_done() -> bool:
        return any(event["event"] == "fold" for event in told)

    first = run_folds(folds, ready, SMALL, tmp_path, told.append, is_one_done)
    assert len(first) == 1
    events: list[Event] = []
    both = run_folds(folds, ready, SMALL, tmp_path, events.append)
    assert [event["fold"] for event in events if event["event"] == "fold"] == [
        one.number for one in both[len(first) :]
    ]


def result(number: int, targets: list[int], answers: list[int]) -> FoldResult:
    clips = tuple(f"{number}-{n}" for n in range(len(targets)))
    return FoldResult(number, (f"s{number}",), clips, np.array(targets), np.eye(K)[answers], 1, {})


def test_all_seven_classes_are_pooled() -> None:
    """Folds that lack classes make one table in which all classes count."""
    folds = [result(1, [0, 1, 2], [0, 1, 2]), result(2, [3, 4, 5, 6], [3, 4, 5, 5])]
    clusters = {clip: one.groups[0] for one in folds for clip in one.clips}
    event = pool(folds, clusters, "signer")
    assert event["n"] == 7
    assert np.trace(event["confusion"]) == 6
    assert event["scores"]["accuracy"]["value"] == pytest.approx(6 / 7)
    assert event["mean_of_folds"]["accuracy"]["value"] == pytest.approx((1 + 0.75) / 2)
    majority, by_shares = event["floors"]
    assert majority["scores"]["accuracy"] == pytest.approx(1 / 7)
    assert by_shares["title"] == "Stratified random"


def test_few_folds_have_no_limits() -> None:
    """Below six folds the mean stands alone and says why."""
    few = fold_interval([0.5, 0.7])
    assert np.isnan(few.low)
    assert few.note


def test_the_interval_of_folds_is_the_t_interval() -> None:
    """Six folds: mean and t(5) times the standard error, as scipy has it; NaN does not count."""
    from scipy import stats

    values = [0.5, 0.6, 0.7, 0.65, 0.55, 0.8]
    found = fold_interval([*values, float("nan")])
    expected = stats.t.interval(0.95, 5, np.mean(values), stats.sem(values))
    assert (found.low, found.high) == pytest.approx(expected)
    assert found.units == 6


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory):
    """Return the project and the job of a cross-validation that ended."""
    root = make_project(tmp_path_factory.mktemp("project"))
    study = CrossValidation(training=SMALL, folds=2)
    job = create_job(root / "runs", "cross-validate", root, study.model_dump())
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        status = cross_validate_job(job.folder)
    assert status.state == "ended", status.message
    return root, job


def test_the_answers_are_guesses_of_their_own_source(ended) -> None:
    """Each usable clip has one guess; no clip is named as trained on."""
    root, job = ended
    with Project.open(root) as project:
        (source,) = project.sources.all(MODEL_RUN)
        guesses = project.guesses.of_source(source.id)
        names = {project.catalog.get(clip).name for clip in guesses}
        clips = {clip.name for clip in project.catalog.all()}
    assert names == clips - {WITHOUT_TRACK}
    assert source.details["trained_on"] == {"clips": [], "sessions": [], "signers": []}
    assert source.details["job"] == job.id
    assert all(sum(guess.probabilities) == pytest.approx(1) for guess in guesses.values())


def test_the_job_tells_fold_by_fold(ended) -> None:
    """Data with the folds and the skipped clip first, then epochs and folds, the pool last."""
    _, job = ended
    events, _ = job.events()
    kinds = [event["event"] for event in events if event["event"] != "notice"]
    assert kinds == ["data", "epoch", "fold", "epoch", "fold", "pooled", "ended"]
    assert [one["name"] for one in events[0]["skipped"]] == [WITHOUT_TRACK]
    assert sum(one["n"] for one in events[0]["folds"]) == events[0]["clips"] == 27
    assert json.loads((job.folder / "result.json").read_text())["n"] == 27
    assert (job.status().epoch, job.status().epochs) == (2, 2)
