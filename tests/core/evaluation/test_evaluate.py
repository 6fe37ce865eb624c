"""One model on one target: scores beside floors, marks in the tables, what is missing is named."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.errors import UsageError
from emo7_core.evaluation.evaluate import IS_TARGET, evaluate
from emo7_core.evaluation.evaluation_files import metrics_of, write_results
from emo7_core.evaluation.evaluation_text import lines_of
from emo7_core.labels.decision import Draft, Guess
from emo7_core.labels.golden import promote
from emo7_core.labels.sources import MODEL_RUN, RATER
from emo7_core.project import Project
from emo7_core.scale import CLASSES

TARGETS = [0, 1, 1, 2, 2, 4, 5, 5, 6, 6, 0, 1]  # nobody is Neutral
CAPTIONS = ["This is terrible and awful.", "It is a table.", "What a wonderful, great day!"]


@pytest.fixture
def project(tmp_path: Path):
    """Return a project of 12 clips of 6 recordings that a rater and a model judged."""
    clips = []
    for number in range(len(TARGETS)):
        path = tmp_path / f"c{number:02}.mp4"
        path.write_bytes(f"clip {number}".encode())
        text = CAPTIONS[number % 3]
        clips.append(
            ImportedClip(
                path,
                path.stem,
                "folder",
                caption=text,
                signer=f"S{number % 3}",
                session=f"s{number % 6}",
            )
        )
    with Project.create(tmp_path / "p") as made:
        made.catalog.add(clips)
        identify_all(made.catalog)
        log = made.log(made.sources.ensure(RATER, "MK"))
        for clip, value in zip(made.catalog.all(), TARGETS, strict=True):
            log.append(Draft(clip.id, value))
        yield made


def answer(project: Project, name: str = "model", k: int = 7, seen: dict | None = None) -> str:
    """Let a model answer every clip, sure of the target in two of three."""
    source = project.sources.ensure(
        MODEL_RUN, name, {"num_classes": k, "weights": name, "trained_on": seen}
    )
    guesses = []
    for number, clip in enumerate(project.catalog.all()):
        value = TARGETS[number] if number % 3 else 6 - TARGETS[number]
        value = value if k == 7 else int(np.sign(value - 3)) + 1
        spread = np.full(k, 0.3 / (k - 1))
        spread[value] = 0.7
        guesses.append(Guess(clip.id, source.id, value, tuple(spread / spread.sum())))
    project.guesses.add(source, guesses)
    return name


CLEAN: dict = {"clips": [], "signers": [], "sessions": []}


def test_the_score_stands_beside_its_floors(project: Project) -> None:
    """Majority, random and caption-VADER are scored on the same clips."""
    found = evaluate(project, answer(project, seen=CLEAN))
    assert [one.title for one in found.floors] == [
        "Majority class",
        "Stratified random",
        "caption-VADER",
    ]
    assert found.result.scores["accuracy"].value == pytest.approx(8 / 12)
    assert all(0 <= one.scores["macro_f1"] < 1 for one in found.floors)


def test_missing_classes_are_named(project: Project) -> None:
    """Nobody said Neutral: the class is named and its recall is not a zero."""
    found = evaluate(project, answer(project))
    assert found.missing_classes == ("Neutral",)
    assert np.isnan(found.classes[3].recall.value)
    assert "no clip has the target Neutral" in list(lines_of(found))


def test_caption_vader_is_the_target(project: Project) -> None:
    """Where captions are the target, the floor's place says so instead of a perfect score."""
    found = evaluate(project, answer(project), "caption")
    assert (found.floors[-1].scores, found.floors[-1].note) == ({}, IS_TARGET)
    scores = [line for line in lines_of(found) if line.startswith("Macro-F1 (all")]
    assert scores[0].endswith(IS_TARGET)


def test_intervals_name_their_unit(project: Project) -> None:
    """Recordings are resampled, and their number is said."""
    found = evaluate(project, answer(project))
    score = found.result.scores["macro_f1"]
    assert (score.unit, score.units) == ("session", 6)
    assert any("n = 12 clips of 6 sessions" in line for line in lines_of(found))


def test_draws_are_named_only_where_something_was_drawn(project: Project) -> None:
    """Three signers are too few for intervals: the head says that in place of draws."""
    by_signer, by_session = (
        list(lines_of(evaluate(project, answer(project), cluster_by=by)))[2]
        for by in ("signer", "session")
    )
    assert by_signer == "n = 12 clips of 3 signers; no intervals over so few signers (3 of 6)"
    assert by_session.endswith("95 % intervals over sessions, 1000 draws")


@pytest.mark.parametrize(
    ("seen", "mark"),
    [
        ({"clips": [], "signers": ["S1"], "sessions": ["s1"]}, "saw 1 test session, 1 test signer"),
        (None, "training data not known"),
    ],
)
def test_the_mark_stands_in_every_table(project: Project, seen: dict | None, mark: str) -> None:
    """Scores, classes and confusion all carry what the model saw."""
    lines = list(lines_of(evaluate(project, answer(project, seen=seen))))
    assert sum(line.startswith(f"model [{mark}]") for line in lines) == 4


def test_a_golden_version_guards_all_of_its_clips(project: Project) -> None:
    """On a golden version the labels are its own, and the mark is about golden clips."""
    promote(project, "human", note="first")
    key = project.catalog.all()[0].key
    seen = {"clips": [key], "signers": [], "sessions": []}
    found = evaluate(project, answer(project, seen=seen), golden=1)
    assert found.comparison.golden is not None
    assert found.name == "model [saw 1 golden clip]"


def test_three_classes(project: Project) -> None:
    """A seven-class model is scored on the sign, and a three-class model only there."""
    assert evaluate(project, answer(project), k=3).result.matrix.shape == (3, 3)
    three = answer(project, "three", k=3)
    assert len(evaluate(project, three, k=3).classes) == 3
    with pytest.raises(UsageError, match="three-class"):
        evaluate(project, three)


def test_a_model_without_answers(project: Project) -> None:
    """A name that answered nothing is an error."""
    with pytest.raises(UsageError, match="nobody"):
        evaluate(project, "nobody")


def test_every_row_of_a_file_keeps_the_mark(project: Project, tmp_path: Path) -> None:
    """A row that is copied out of its table still says model, target, n and what was seen."""
    seen = {"clips": [], "signers": ["S1"], "sessions": []}
    folder = write_results(evaluate(project, answer(project, seen=seen)), tmp_path / "results")
    for name in ("scores", "classes", "confusion", "calibration", "predictions"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows, name
        assert {(r["model"], r["saw"], r["target"], r["n"]) for r in rows} == {
            ("model", "saw 1 test signer", "human labels", "12")
        }, name


def test_foreign_names_are_no_formulas_in_the_tables(project: Project, tmp_path: Path) -> None:
    """A session, a signer and a model that a spreadsheet would calculate are guarded."""
    for clip in project.catalog.all():
        project.catalog.record(clip.id, session="=1+1", signer="@SUM(1)")
    folder = write_results(evaluate(project, answer(project, "=cmd|x")), tmp_path)
    with (folder / "predictions.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["session"], row["signer"], row["model"]) == ("'=1+1", "'@SUM(1)", "'=cmd|x")


def test_files_say_what_was_printed(project: Project, tmp_path: Path) -> None:
    """The JSON has the same scores, labels and answers, and null where nothing is defined."""
    found = evaluate(project, answer(project))
    folder = write_results(found, tmp_path)
    told = json.loads((folder / "evaluation.json").read_text())
    assert told["missing_classes"] == ["Neutral"]
    scores = {row["score"]: row["value"] for row in told["scores"]}
    assert scores["macro_f1"] == found.result.scores["macro_f1"].value
    assert told["classes"][3]["recall"] is None
    labels = [CLASSES.index(row["label"]) for row in told["predictions"]]
    assert labels == TARGETS
    assert told["predictions"][1]["p_Negative"] == pytest.approx(0.7)
    assert (folder / "report.txt").read_text().splitlines() == list(lines_of(found))


def test_metrics_of_a_run_name_target_and_class(project: Project) -> None:
    """The run gets every score and each class under names that say whose labels they are."""
    told = metrics_of(evaluate(project, answer(project)))
    assert told["test_human_accuracy"] == pytest.approx(8 / 12)
    assert (told["test_human_n_negative"], told["test_human_n_neutral"]) == (3, 0)
    assert told["test_human_f1_somewhat_positive"] == pytest.approx(2 / 3)
    assert "test_human_3_classes_macro_f1" in metrics_of(evaluate(project, "model", k=3))
