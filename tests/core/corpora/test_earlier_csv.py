"""Each earlier table becomes a source of its own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from emo7_core.corpora.earlier_csv import CAPTION_VADER, EMOSIGN, read_earlier_csv
from emo7_core.errors import TableError, UsageError

RULE = "video_name,caption,compound_score,emotion\n"


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "kind", "source", "rows", "corpus"),
    [
        (
            "asllrp_video_sentiment_data_7_classes_without_golden_sample.csv",
            "caption rule", CAPTION_VADER, 28, "asllrp",
        ),
        (
            "golden_label_sentiment_7_classes_sample.csv",
            "caption rule", CAPTION_VADER, 20, "asllrp",
        ),
        ("how2sign_train_7_classes_sample.csv", "caption rule", CAPTION_VADER, 39, "how2sign"),
        ("golden_test_set_sample.csv", "consensus", EMOSIGN, 20, "asllrp"),
        ("golden_label_emosign_sample.csv", "consensus", EMOSIGN, 20, "asllrp"),
    ],
)  # fmt: skip
def test_each_form_is_recognised_by_its_columns(shared_data, name, kind, source, rows, corpus):
    """The five samples: all rows, the right kind of source, no repair."""
    reading = read_earlier_csv(shared_data / "earlier-csvs" / name)
    assert len(reading.clips) == rows
    labels = {(label.source_kind, label.source_name) for c in reading.clips for label in c.labels}
    assert labels == {(kind, source)}
    assert {clip.corpus for clip in reading.clips} == {corpus}
    assert reading.repairs == ()


def test_the_three_golden_tables_join(shared_data):
    """Both name forms give the same clip names, and both human tables the same values."""
    folder = shared_data / "earlier-csvs"
    tables = [
        read_earlier_csv(folder / f"{name}_sample.csv").clips
        for name in ("golden_label_sentiment_7_classes", "golden_test_set", "golden_label_emosign")
    ]
    names = [{clip.name for clip in clips} for clips in tables]
    assert names[0] == names[1] == names[2]
    human = [{clip.name: clip.labels[0].value for clip in clips} for clips in tables[1:]]
    assert human[0] == human[1]


def test_the_integer_counts_and_the_three_class_word_is_kept(tmp_path):
    """Sentiment -3 with the word "Negative" is Extremely Negative; the word stays a detail."""
    path = _write(tmp_path, "video_name,caption,emotion,Sentiment\n5.mp4,Bad.,Negative,-3\n")
    (clip,) = read_earlier_csv(path).clips
    (label,) = clip.labels
    assert (clip.name, label.value, label.details["emotion"]) == ("5", 0, "Negative")


def test_emosign_names_tell_signer_session_and_utterance(tmp_path):
    """The clip is called by its utterance id; the name is kept."""
    path = _write(tmp_path, "video_name,Sentiment\n10-Ben-Conclusion_24363254,2\n")
    (clip,) = read_earlier_csv(path).clips
    assert (clip.name, clip.signer, clip.session) == ("24363254", "Ben", "10-Ben-Conclusion")
    assert clip.labels[0].details["video_name"] == "10-Ben-Conclusion_24363254"


def test_clips_are_found_in_a_folder(shared_data):
    """Names with and without suffix join; rows without a file are counted."""
    reading = read_earlier_csv(
        shared_data / "earlier-csvs" / "how2sign_train_7_classes_sample.csv",
        shared_data / "how2sign" / "clips",
    )
    found = Counter(clip.path is not None for clip in reading.clips)
    assert found[True] == 4
    assert len(reading.without_file) == found[False] == 35
    assert len(reading.unlisted) == 10


def test_a_three_class_table_is_refused(tmp_path):
    """Its "Positive" is another class: reading it as one of seven would be silent harm."""
    path = _write(tmp_path, RULE + "a,x,0.9,Positive\nb,y,0.0,Neutral\nc,z,-0.5,Negative\n")
    with pytest.raises(TableError, match="3-class system"):
        read_earlier_csv(path)


def test_other_cuts_are_kept_and_reported(tmp_path):
    """A table made with other cuts keeps its classes, and says so."""
    path = _write(tmp_path, RULE + "a,x,0.7,Extremely Positive\nb,y,0.0,Neutral\n")
    reading = read_earlier_csv(path)
    assert reading.clips[0].labels[0].value == 6
    assert reading.repairs[0].startswith("in.csv: 1 of 2 classes do not follow")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RULE + "a,x,0.5,Positive\nb,y,0.5,Happy\n", r"Happy.*in.csv, row 3, column emotion"),
        (RULE + "a,x,much,Positive\n", r"“much” is not a number \(in.csv, row 2, column comp"),
        ("video_name,Sentiment\na,4\n", r"outside -3..\+3 \(in.csv, row 2, column Sentiment\)"),
        ("video_name,Sentiment\na,1.5\n", r"not a whole number"),
        ("video_name,Sentiment\n ,1\n", r"no name \(in.csv, row 2, column video_name\)"),
        ("name,Sentiment\na,1\n", r"“video_name” is missing"),
        ("video_name,caption\na,b\n", r"none of the earlier tables \(in.csv, row 1\)"),
        (RULE.replace(",", "|") + "a|b|0|Neutral\n", r"separate the cells by tab, comma"),
        ("", r"the table is empty"),
    ],
)
def test_bad_tables_get_one_clear_line(tmp_path, text, message):
    """File, row and column are named."""
    with pytest.raises(TableError, match=message):
        read_earlier_csv(_write(tmp_path, text))


def test_an_unknown_kind_of_source_is_refused(tmp_path):
    """A table cannot invent who speaks."""
    head = RULE.strip() + ",source_kind\n"
    with pytest.raises(TableError, match="is no kind of source"):
        read_earlier_csv(_write(tmp_path, head + "a,x,0.5,Positive,oracle\n"))


def test_a_wrong_folder_of_clips_is_said(tmp_path):
    """One clear line."""
    with pytest.raises(UsageError, match="no such folder of clips"):
        read_earlier_csv(_write(tmp_path, RULE + "a,x,0.5,Positive\n"), tmp_path / "none")


def test_two_clips_of_one_name_are_told(tmp_path):
    """A table knows names alone: which of two files it takes is said."""
    for folder in ("a", "b"):
        (tmp_path / "clips" / folder).mkdir(parents=True)
        (tmp_path / "clips" / folder / "x.mp4").write_bytes(b"")
    (tmp_path / "in.csv").write_text(
        "video_name,caption,compound_score,emotion\nx,Hi,0.0,Neutral\n"
    )
    reading = read_earlier_csv(tmp_path / "in.csv", tmp_path / "clips")
    assert reading.clips[0].path == tmp_path / "clips" / "a" / "x.mp4"
    assert reading.repairs[0].startswith("Two files are called x: ")
