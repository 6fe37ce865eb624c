"""Every form of the How2Sign sheets, and what does not match."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from emo7_core.corpora.how2sign import keypoints_of, read_how2sign, split_of
from emo7_core.errors import TableError, UsageError

HEAD = ("VIDEO_ID", "VIDEO_NAME", "SENTENCE_ID", "SENTENCE_NAME", "START", "END", "SENTENCE")
ROWS = (
    ("--7E2sU6zP4", "v", "s", "--7E2sU6zP4_10-5-rgb_front", "1", "2", "Here, there."),
    ("00dWJ4YRRSI", "v", "s", "00dWJ4YRRSI_0_1-2-rgb_front", "3", "4", "I’m a caf\u00e9."),
)
A, B = ROWS[0][3], ROWS[1][3]


def _sheet(tmp_path: Path, delimiter: str = "\t", head=HEAD, rows=ROWS, name="val.csv") -> Path:
    lines = [delimiter.join(f'"{c}"' if delimiter in c else c for c in r) for r in (head, *rows)]
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _clips(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "clips"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return folder


REALIGNED = tuple(f"{c}_REALIGNED" if c in ("START", "END") else c for c in HEAD)


@pytest.mark.parametrize("delimiter", ["\t", ","])
@pytest.mark.parametrize(
    "head", [HEAD, REALIGNED, tuple(f" {c.lower().replace('_', ' ')} " for c in HEAD)]
)
def test_every_sheet_gives_the_same_clips(tmp_path, delimiter, head):
    """Tab or comma, realigned or older, header in any letter case: the same reading."""
    reading = read_how2sign(_sheet(tmp_path, delimiter, head), _clips(tmp_path, A + ".mp4"))
    first, second = reading.clips
    assert first.path == tmp_path / "clips" / (A + ".mp4")
    assert (first.name, first.caption, first.split) == (A, "Here, there.", "val")
    assert (first.session, first.signer) == ("--7E2sU6zP4", "How2Sign 5")
    assert (second.path, second.caption) == (None, "I’m a caf\u00e9.")


def test_an_excel_sheet_gives_the_same_clips(tmp_path):
    """The older sheets come as .xlsx."""
    book = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(list(row))
    book.save(tmp_path / "how2sign_val.xlsx")
    clips = read_how2sign(tmp_path / "how2sign_val.xlsx").clips
    assert clips == read_how2sign(_sheet(tmp_path)).clips


def test_latin_1_and_bom_are_read(tmp_path):
    """A re-export in Latin-1 keeps its accents."""
    text = "\t".join(HEAD) + "\n" + "\t".join(ROWS[1]).replace("’", "'") + "\n"
    path = tmp_path / "train.csv"
    path.write_bytes(text.encode("latin-1"))
    assert read_how2sign(path).clips[0].caption == "I'm a caf\u00e9."
    path.write_bytes(text.encode("utf-8-sig"))
    assert read_how2sign(path).clips[0].caption == "I'm a caf\u00e9."


def test_rows_without_a_clip_are_counted_and_named(tmp_path):
    """A row without its clip stops nothing."""
    reading = read_how2sign(_sheet(tmp_path), _clips(tmp_path, A + ".mp4"))
    assert reading.without_file == (B,)
    assert reading.repairs == ()


def test_clips_without_a_row_are_counted_and_left_out(tmp_path):
    """They are named; side views of a sentence are another matter."""
    side = A.replace("front", "side") + ".mp4"
    folder = _clips(tmp_path, A + ".mp4", B + ".mp4", "other.mp4", side)
    reading = read_how2sign(_sheet(tmp_path), folder)
    assert len(reading.clips) == 2
    assert reading.unlisted == ("other",)
    assert reading.other_views == (side[:-4],)


def test_clips_without_a_row_can_be_had(tmp_path):
    """On request they come along, without caption and split."""
    folder = _clips(tmp_path, "-06_nJnhORg_1-5-rgb_front.mp4")
    clip = read_how2sign(_sheet(tmp_path), folder, with_unlisted=True).clips[-1]
    assert (clip.session, clip.caption, clip.split) == ("-06_nJnhORg", None, None)


def test_a_sentence_named_twice_is_read_once_and_reported(tmp_path):
    """SENTENCE_NAME is unique; a second row of it is named with its place."""
    reading = read_how2sign(_sheet(tmp_path, rows=(*ROWS, ROWS[0])))
    assert len(reading.clips) == 2
    assert "val.csv, row 4, column SENTENCE_NAME" in reading.repairs[0]


def test_a_name_spoilt_by_excel_is_reported(tmp_path):
    """Excel turns "-f1_..." into #NAME?; the sentence says what to do."""
    spoilt = (*ROWS[0][:3], "#NAME?", *ROWS[0][4:])
    reading = read_how2sign(_sheet(tmp_path, rows=(spoilt, ROWS[1])))
    assert [clip.name for clip in reading.clips] == [B]
    assert "format the column as text" in reading.repairs[0]


def test_a_name_that_climbs_out_finds_nothing(tmp_path):
    """Names are compared with existing files, never joined to a path."""
    (tmp_path / "secret.mp4").write_bytes(b"x")
    climbing = (*ROWS[0][:3], "../secret", *ROWS[0][4:])
    reading = read_how2sign(_sheet(tmp_path, rows=(climbing,)), _clips(tmp_path))
    assert reading.clips[0].path is None


def test_a_sheet_without_sentence_names_is_refused(tmp_path):
    """The message names file, row and column."""
    head = tuple("NAME" if c == "SENTENCE_NAME" else c for c in HEAD)
    with pytest.raises(TableError, match=r"“SENTENCE_NAME” is missing \(val.csv, row 1\)"):
        read_how2sign(_sheet(tmp_path, head=head))


def test_a_wrong_folder_or_split_is_refused(tmp_path):
    """Both are one clear line."""
    with pytest.raises(UsageError, match="no such folder of clips"):
        read_how2sign(_sheet(tmp_path), tmp_path / "none")
    with pytest.raises(UsageError, match="is not a split"):
        read_how2sign(_sheet(tmp_path), split="eval")


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("how2sign_realigned_train.csv", "train"),
        ("how2sign_realigned_val.csv", "val"),
        ("Validation sheet.xlsx", "val"),
        ("how2sign_test.csv", "test"),
        ("TEST.csv", "test"),
        ("how2sign.csv", None),
        ("latest.csv", None),
        ("train_and_test.csv", None),
    ],
)
def test_the_split_is_in_the_sheets_name(name, split):
    """Only a whole word counts, and only one."""
    assert split_of(name) == split


def test_several_sheets_share_a_folder(shared_data):
    """The real val and test sheets against the 14 real clips: 76 rows, 6 with a clip."""
    sheets = sorted((shared_data / "how2sign").glob("*.csv"))
    reading = read_how2sign(sheets, shared_data / "how2sign" / "clips")
    assert len(reading.clips) == 76
    assert sum(clip.path is not None for clip in reading.clips) == 6
    assert {clip.split for clip in reading.clips} == {"val", "test"}
    assert len(reading.unlisted) == 8


@pytest.mark.parametrize("below", ["", "openpose_output/json"])
def test_keypoints_are_found_by_name(tmp_path, below):
    """Both layouts of the keypoint archive are known."""
    folder = tmp_path / below / A
    folder.mkdir(parents=True)
    (folder / f"{A}_000000000000_keypoints.json").write_text("{}")
    assert keypoints_of(tmp_path, A) == folder


@pytest.mark.parametrize("name", ["none", "../x", "..", "", "a/b"])
def test_no_keypoints_is_none(tmp_path, name):
    """Absent folders and names that are paths give nothing."""
    assert keypoints_of(tmp_path, name) is None
