"""The caption rule on many captions: the earlier tables again, counts, guesses of a project."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
import pytest

from emo7_core.corpora.captions import read_captions
from emo7_core.corpora.earlier_csv import read_earlier_csv
from emo7_core.corpora.imported import ImportedClip
from emo7_core.errors import UsageError
from emo7_core.labels.caption_rule import label_captions, label_project, source_name, table_csv
from emo7_core.labels.decision import Draft
from emo7_core.labels.silver import CONCENTRATED, UNIFORM, compound
from emo7_core.labels.sources import CAPTION_RULE, RATER
from emo7_core.project import Project

SAMPLES = (
    "asllrp_video_sentiment_data_7_classes_without_golden_sample.csv",
    "golden_label_sentiment_7_classes_sample.csv",
    "how2sign_train_7_classes_sample.csv",
)
CAPTIONS = ("I love it!", "It was a horrible, terrible disaster.", "The box is blue.", "", "  ")


@pytest.fixture
def project(tmp_path):
    """Three clips, one of them without a caption."""
    with Project.create(tmp_path / "p") as made:
        for number, caption in enumerate(("I love it!", "The box is blue.", None)):
            path = tmp_path / f"{number}.mp4"
            path.write_bytes(bytes([number]))
            made.catalog.add([ImportedClip(path, str(number), "asllrp", caption=caption)])
        yield made


def labelled(captions=CAPTIONS, cuts="concentrated", report=None):
    return label_captions([str(i) for i in range(len(captions))], captions, cuts, report)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_earlier_tables_are_reproduced_byte_for_byte(shared_data, name):
    """Same rows, same order, same bytes, from their captions alone."""
    path = shared_data / "earlier-csvs" / name
    rows = read_captions(path).rows
    made = label_captions([r.name for r in rows], [r.caption for r in rows], "concentrated")
    assert table_csv(made).encode() == path.read_bytes()


def test_a_written_table_is_read_back_as_it_was(tmp_path):
    """Captions that a spreadsheet would calculate, quotation marks and line ends survive."""
    captions = ("=1+1", "-no", "@you", '"quoted", he said', "two\nlines", "'tis", "'=guarded")
    names = ("a.mp4", "-06_nJnhORg_1-5-rgb_front", "=b", "c d", "e/f", "g", "h")
    path = tmp_path / "x.csv"
    path.write_text(table_csv(label_captions(names, captions, "uniform")), newline="")
    rows = read_captions(path).rows
    assert tuple(row.caption for row in rows) == captions
    assert tuple(row.name for row in rows) == names


def test_the_window_can_import_what_the_command_wrote(tmp_path):
    """Blank captions too: they score 0, which is Neutral."""
    path = tmp_path / "x.csv"
    path.write_text(table_csv(labelled()), newline="")
    values = [clip.labels[0].value for clip in read_earlier_csv(path).clips]
    assert values == labelled().values.tolist()
    assert values[2:] == [3, 3, 3]


def test_counts_imbalance_zeros_and_blanks():
    """Three zeros of five, one of them a caption."""
    made = labelled()
    assert sum(made.counts) == 5
    assert (made.counts[3], made.imbalance, made.zero_share, made.blank) == (3, 3.0, 0.6, 2)


def test_no_captions_have_no_imbalance():
    """None and NaN, not an error; percentile cuts of nothing are one."""
    made = labelled(())
    assert (made.counts, made.imbalance) == ((0,) * 7, None)
    assert math.isnan(made.zero_share)
    with pytest.raises(UsageError):
        labelled((), "percentile")


def test_degenerate_percentiles_are_explained():
    """Most captions score 0: the empty classes are named, and every row has a class."""
    made = labelled(("The box is blue.",) * 8 + ("Good.", "Bad."), "percentile")
    assert "no caption can be" in made.cuts.note
    assert sum(made.counts) == 10


def test_own_cuts_are_used():
    """Six numbers; a score on a cut is the class below."""
    score = compound("I love it!")
    made = labelled(("I love it!",), f"-0.9,-0.5,-0.2,0.2,{score},0.99")
    assert made.values.tolist() == [4]


def test_wrong_cuts_are_told_before_scoring():
    """No caption is scored first."""
    asked: list[int] = []
    with pytest.raises(UsageError, match="no cuts"):
        labelled(("x",) * 600, "concentratd", lambda done, total: asked.append(done))
    assert asked == []


def test_progress_is_told_to_the_end():
    """Every 500 captions and at the last."""
    told: list[tuple[int, int]] = []
    labelled(("Hi.",) * 1201, report=lambda done, total: told.append((done, total)))
    assert told == [(500, 1201), (1000, 1201), (1201, 1201)]


def test_results_are_read_only():
    """They cross borders."""
    with pytest.raises(ValueError, match="read-only"):
        labelled().scores[0] = 0


def test_a_name_carries_the_cuts():
    """Other cuts are another voice."""
    assert source_name(CONCENTRATED) == (
        "caption-VADER, concentrated cuts -0.75, -0.4, -0.1, 0.1, 0.4, 0.75"
    )
    assert source_name(UNIFORM) != source_name(CONCENTRATED)


def test_a_project_gets_guesses_and_no_decisions(project):
    """The clip without a caption gets none; what a person decided stays."""
    rater = project.sources.ensure(RATER, "MK")
    clip = project.catalog.by_name("0")
    project.log(rater).append(Draft(clip.id, 0))
    made = label_project(project, "concentrated")
    assert (made.source.kind, made.new, made.without_caption) == (CAPTION_RULE, 2, 1)
    assert made.source.details["cuts"] == list(CONCENTRATED.values)
    guesses = project.guesses.of_source(made.source.id)
    assert guesses[clip.id].value == int(
        np.searchsorted(CONCENTRATED.values, guesses[clip.id].score)
    )
    assert [one.value for one in project.log(rater).currents()] == [0]


def test_asking_twice_adds_nothing(project):
    """Guesses are append-only; the same answer is not said again."""
    label_project(project, "concentrated")
    assert label_project(project, "concentrated").new == 0
    assert label_project(project, "uniform").new == 2
    assert len(project.sources.all(CAPTION_RULE)) == 2


def test_a_project_is_written_under_its_earlier_names(project):
    """ASLLRP's with .mp4."""
    text = table_csv(label_project(project, "concentrated").labelled)
    assert [row["video_name"] for row in csv.DictReader(io.StringIO(text))] == ["0.mp4", "1.mp4"]
