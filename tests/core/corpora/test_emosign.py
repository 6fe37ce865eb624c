"""EmoSign: joins by utterance id in both name forms, keeps what the annotators said."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.corpora.earlier_csv import EMOSIGN
from emo7_core.corpora.emosign import read_emosign, read_judgements
from emo7_core.corpora.imported import CorpusReading, ImportedClip
from emo7_core.corpora.intake import take_in
from emo7_core.errors import TableError
from emo7_core.labels.sources import CONSENSUS
from emo7_core.project import Project
from tests.core.corpora.made_asllrp import BEN, CORY, write_emosign
from tests.synth import write_clip

ROWS = ((f"{CORY}_1014088", "2"), (f"{BEN}_24363254", "-3"))


def test_both_name_forms_tell_the_utterance(tmp_path):
    """signer_date_id_utterance and number-Signer-title_utterance."""
    reading = read_emosign(write_emosign(tmp_path / "e.csv", ROWS))
    assert [(clip.name, clip.signer, clip.session) for clip in reading.clips] == [
        ("1014088", "Cory", CORY),
        ("24363254", "Ben", BEN),
    ]


def test_two_columns_are_enough(tmp_path):
    """video_name and Sentiment; a byte order mark and other letters do not matter."""
    path = tmp_path / "e.csv"
    path.write_text(f"\ufeff VIDEO_NAME , sentiment \n{CORY}_1014088.mp4,-1\n", encoding="utf-8")
    (one,) = read_judgements(path, [])
    assert (one.id, one.value, one.details) == ("1014088", 2, {})


def test_a_row_becomes_a_decision_of_the_annotators(tmp_path):
    """A consensus, with emotions and reasonings in its note."""
    write_clip(tmp_path / "1014088.mp4")
    clip = ImportedClip(tmp_path / "1014088.mp4", "1014088", "asllrp")
    with Project.create(tmp_path / "p") as project:
        take_in(project, CorpusReading((clip,)))
        report = take_in(project, read_emosign(write_emosign(tmp_path / "e.csv", ROWS)))
        (source,) = project.sources.all(CONSENSUS)
        (decision,) = project.log(source).currents()
    assert (report.labels, report.without_file) == (1, ("24363254",))
    assert (source.name, decision.value) == ("EmoSign, Deaf annotators", 5)
    for text in ("joy: 3", "anger: 1", "Reasoning_1: raised brows, smile", f"{CORY}_1014088"):
        assert text in decision.note


def test_the_earlier_table_speaks_with_the_same_voice(shared_data: Path):
    """Importing golden_label_emosign.csv by either command is the same source."""
    path = shared_data / "earlier-csvs" / "golden_label_emosign_sample.csv"
    clips = read_emosign(path).clips
    assert len(clips) == 20
    assert {label.source_name for clip in clips for label in clip.labels} == {EMOSIGN}


def test_a_repeated_row_is_reported_and_a_contradiction_refused(tmp_path):
    """The same utterance under both name forms is one utterance."""
    repairs: list[str] = []
    twice = write_emosign(tmp_path / "e.csv", (ROWS[0], ("1014088.mp4", "2")))
    assert len(read_judgements(twice, repairs)) == 1
    assert "row 3" in repairs[0]
    other = write_emosign(tmp_path / "f.csv", (ROWS[0], ("1014088", "1")))
    with pytest.raises(TableError, match=r"judged twice.*\(f.csv, row 3, column Sentiment\)"):
        read_judgements(other, [])


@pytest.mark.parametrize(
    ("name", "sentiment", "says"),
    [
        ("no-number", "1", "(e.csv, row 2, column video_name)"),
        ("1014088", "4", "(e.csv, row 2, column Sentiment)"),
        ("1014088", "1.5", "(e.csv, row 2, column Sentiment)"),
        ("1014088", "", "(e.csv, row 2, column Sentiment)"),
        ("1014088", "Positive", "(e.csv, row 2, column Sentiment)"),
    ],
)
def test_a_bad_cell_is_named(tmp_path, name, sentiment, says):
    """File, row and column."""
    with pytest.raises(TableError) as error:
        read_emosign(write_emosign(tmp_path / "e.csv", ((name, sentiment),)))
    assert says in str(error.value)


def test_an_emotion_off_its_scale_is_named(tmp_path):
    """1..4, 1 = not present."""
    path = write_emosign(tmp_path / "e.csv", ROWS)
    path.write_text(path.read_text().replace(",3,1,", ",9,1,", 1))
    with pytest.raises(TableError, match=r"“9” is not 1..4 \(e.csv, row 2, column joy\)"):
        read_emosign(path)
