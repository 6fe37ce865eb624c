"""The two golden sets: joined by utterance id, written as before, set against each other."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from emo7_core.errors import TableError
from emo7_core.labels.golden_tables import (
    CAPTION_GOLDEN,
    HUMAN_GOLDEN,
    SCORES,
    WITHOUT_GOLDEN,
    find_golden,
    write_golden,
)
from emo7_core.scale import CLASSES
from tests.core.corpora.made_asllrp import BEN, CORY, write_emosign, write_two_collections


@pytest.fixture
def folder(shared_data: Path) -> Path:
    return shared_data / "earlier-csvs"


@pytest.fixture
def captions(tmp_path: Path) -> Path:
    path = tmp_path / "captions.csv"
    path.write_text("video_name,caption\n1.mp4,I love it!\n2.mp4,Bad.\n3.mp4,The box.\n")
    return path


def find_sample(folder: Path):
    tables = (
        folder / "golden_label_sentiment_7_classes_sample.csv",
        folder / "asllrp_video_sentiment_data_7_classes_without_golden_sample.csv",
    )
    return find_golden(tables, folder / "golden_label_emosign_sample.csv")


@pytest.mark.parametrize("name", [CAPTION_GOLDEN, HUMAN_GOLDEN, WITHOUT_GOLDEN])
def test_the_three_samples_are_reproduced_byte_for_byte(folder, tmp_path, name):
    """From all captions and EmoSign's two columns."""
    write_golden(find_sample(folder), tmp_path / "out")
    sample = folder / name.replace(".csv", "_sample.csv")
    assert (tmp_path / "out" / name).read_bytes() == sample.read_bytes()


def test_the_scores_are_those_of_an_independent_library(folder):
    """On the sample's 20 utterances; accuracy and MAE counted by hand."""
    tables = find_sample(folder)
    human, rule = tables.human, tables.golden.values
    scores = {key: figure for key, (figure, _) in tables.scores().items()}
    labels = list(range(7))
    macro = f1_score(human, rule, labels=labels, average="macro", zero_division=0)
    weighted = f1_score(human, rule, labels=labels, average="weighted", zero_division=0)
    kappa = cohen_kappa_score(human, rule, labels=labels, weights="quadratic")
    recalls = [np.mean(rule[human == value] == value) for value in set(human.tolist())]
    assert list(scores) == list(SCORES)
    assert list(scores.values()) == pytest.approx(
        [8 / 20, np.mean(recalls), macro, weighted, kappa, 21 / 20]
    )


def test_both_sets_are_counted(folder):
    """The annotators' counts and the rule's differ: they are two sets."""
    tables = find_sample(folder)
    assert tables.human_counts == (3, 5, 5, 0, 2, 4, 1)
    assert tables.golden.counts == (4, 4, 4, 0, 0, 4, 4)
    assert sum(tables.rest.counts) == 28


def test_what_is_missing_is_named(tmp_path, captions):
    """An utterance without a caption is in no golden table."""
    rows = ((f"{CORY}_1", "3"), (f"{BEN}_77", "-1"))
    tables = find_golden([captions], write_emosign(tmp_path / "e.csv", rows, is_whole=False))
    assert tables.without_caption == (f"{BEN}_77",)
    assert (tables.golden.names, tables.rest.names) == (("1.mp4",), ("2.mp4", "3.mp4"))


def test_an_utterance_is_golden_once(tmp_path, captions):
    """A second row of captions is reported, and does not slip into the training table."""
    captions.write_text(captions.read_text() + "1.mp4,I love it!\n")
    tables = find_golden([captions], write_emosign(tmp_path / "e.csv", ((f"{CORY}_1", "3"),)))
    assert tables.golden.names == ("1.mp4",)
    assert "1.mp4" not in tables.rest.names
    assert any("second row" in note for note in tables.notes)


def test_xml_is_a_table_of_captions(tmp_path):
    """The translations of the export join by the same id."""
    rows = ((f"{CORY}_1014088", "3"), (f"{BEN}_24363254", "0"))
    emosign = write_emosign(tmp_path / "e.csv", rows)
    tables = find_golden([write_two_collections(tmp_path / "x.xml")], emosign)
    assert tables.human.tolist() == [6, 3]
    write_golden(tables, tmp_path)
    with (tmp_path / HUMAN_GOLDEN).open(newline="") as file:
        assert [(row["emotion"], row["Sentiment"]) for row in csv.DictReader(file)] == [
            ("Positive", "3"),
            ("Neutral", "0"),
        ]


def test_a_score_that_is_not_defined_says_why(tmp_path, captions):
    """One utterance on which both agree has no kappa."""
    emosign = write_emosign(tmp_path / "e.csv", ((f"{CORY}_1", "2"),))
    tables = find_golden([captions], emosign)
    assert CLASSES[tables.golden.values[0]] == "Positive"
    figure, reason = tables.scores()["quadratic_kappa"]
    assert np.isnan(figure)
    assert reason


def test_tables_of_other_clips_are_one_clear_line(tmp_path, captions):
    """Nothing joins: the files are named."""
    emosign = write_emosign(tmp_path / "e.csv", ((f"{CORY}_99", "2"),))
    with pytest.raises(TableError, match=r"no utterance of e.csv .* \(captions.csv\)"):
        find_golden([captions], emosign)
