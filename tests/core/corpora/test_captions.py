"""Names and captions of every kind of table: same rows, same order, nothing lost."""

from __future__ import annotations

import csv

import pytest

from emo7_core.corpora import table
from emo7_core.corpora.captions import CaptionRow, clip_key, read_captions, with_clips
from emo7_core.errors import TableError, UsageError
from tests.core.corpora.made_asllrp import CORY, write_sheet, write_two_collections


def write(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return path


def test_a_how2sign_sheet_is_named_by_its_sentences(shared_data):
    """Its VIDEO_NAME is the recording, which is no clip."""
    path = shared_data / "how2sign" / "how2sign_realigned_val.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = read_captions(path).rows
    assert [(row.name, row.caption) for row in found] == [
        (row["SENTENCE_NAME"], row["SENTENCE"]) for row in rows
    ]


def test_an_earlier_table_keeps_its_names(tmp_path):
    """With .mp4 where it had it; rows that occur twice stay twice; a guard is taken off."""
    text = "video_name,caption\n1.mp4,'=x\n1.mp4,\n-06_nJnhORg_1-5-rgb_front,Hi\n"
    assert read_captions(write(tmp_path / "x.csv", text)).rows == (
        CaptionRow("1.mp4", "=x"),
        CaptionRow("1.mp4", ""),
        CaptionRow("-06_nJnhORg_1-5-rgb_front", "Hi"),
    )


def test_an_asllrp_table_with_bare_quotes(tmp_path):
    """Untidy header, bare quotation marks in the gloss, the translation beside the file's name."""
    text = (
        "\ufeff utterance VIDEO filename , Main entry gloss label, Translation \n"
        '1.mp4,"5"ok, hey"",Fine.\n2.mp4,MOUSE,"Yes, well."\n'
    )
    reading = read_captions(write(tmp_path / "x.csv", text))
    assert reading.rows == (CaptionRow("1.mp4", "Fine."), CaptionRow("2.mp4", "Yes, well."))
    assert "row 2" in reading.repairs[0]


def test_xml_gives_a_row_per_utterance(tmp_path):
    """Named as the earlier tables name ASLLRP's clips."""
    rows = read_captions(write_two_collections(tmp_path / "x.xml")).rows
    assert rows[0] == CaptionRow("1014088.mp4", "I love it!")


def test_a_sign_sheet_has_no_captions(tmp_path):
    """The message says where they are."""
    with pytest.raises(TableError, match=r"no translations .*Give the SignStream XML"):
        read_captions(write_sheet(tmp_path / "signs.csv"))


def test_rows_may_be_limited_to_clips_that_are_here(tmp_path):
    """Both name forms, How2Sign's names; the others are counted."""
    for name in (f"{CORY}_1.mp4", "-06_nJnhORg_1-5-rgb_front.mp4"):
        (tmp_path / name).write_bytes(b"x")
    names = ("1.mp4", "2.mp4", "-06_nJnhORg_1-5-rgb_front")
    notes: list[str] = []
    kept = with_clips([CaptionRow(name, "") for name in names], tmp_path, notes)
    assert [row.name for row in kept] == ["1.mp4", "-06_nJnhORg_1-5-rgb_front"]
    assert notes[0].startswith("1 rows have no clip")
    with pytest.raises(UsageError, match="no row has its clip"):
        with_clips([CaptionRow("9", "")], tmp_path, [])


def test_both_name_forms_have_one_key():
    """What joins captions with EmoSign and with files."""
    assert clip_key("1014088.mp4") == clip_key(f"{CORY}_1014088") == "1014088"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty (x.csv)"),
        ("video_name,caption\n", "no rows (x.csv)"),
        ("video_name,text\n1,x\n", "“caption” or “SENTENCE”"),
        ("name,caption\n1,x\n", "is missing (x.csv, row 1)"),
        ("video_name caption\n1 x\n", "separate the cells"),
        ("video_name,caption\n1,x\n2,a,b\n", "(x.csv, row 3)"),
        ('video_name,caption\n1,"x\n2,y\n', "(x.csv, row 2)"),
    ],
)
def test_bad_tables_are_one_clear_line(tmp_path, text, says):
    """Empty, a missing column, a wrong delimiter, a broken row: file and row are named."""
    with pytest.raises(TableError) as error:
        read_captions(write(tmp_path / "x.csv", text))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_latin_1_is_read_and_reported(tmp_path):
    """The row is named."""
    reading = read_captions(write(tmp_path / "x.csv", "video_name,caption\n1,café\n", "latin-1"))
    assert reading.rows == (CaptionRow("1", "café"),)
    assert "row 2" in reading.repairs[0]


def test_a_table_beyond_the_size_limit_is_refused(tmp_path, monkeypatch):
    """One line, before anything is read."""
    monkeypatch.setattr(table, "MOST_BYTES", 10)
    with pytest.raises(TableError, match=r"larger than .* \(x.csv\). Split it"):
        read_captions(write(tmp_path / "x.csv", "video_name,caption\n1,x\n"))
