"""The tables that others read: the earlier columns exactly, and all that stands behind them."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from emo7_core.corpora.earlier_csv import read_earlier_csv
from emo7_core.errors import StorageError, UsageError
from emo7_core.labels import export
from emo7_core.labels.cells import unguard
from emo7_core.scale import index_of

ROW = export.ExportRow(
    name="-06_nJnhORg_1-5-rgb_front",
    value=5,
    rater="Ann",
    decided_at=datetime(2025, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC),
    is_unsure=True,
    stage="signing only",
    caption="Oh, “wow”, fine.",
    compound=-0.5,
    clip_key="ab" * 32,
    corpus="how2sign",
    session="-06_nJnhORg",
    cues=("brows", "mouth"),
    note="=1+1",
    decisive_frame=41,
    decision_uuid="u1",
)


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_golden_csv_begins_with_the_earlier_columns():
    """video_name, caption, compound_score, emotion stand first, in this order."""
    header = export.golden_csv([ROW]).splitlines()[0]
    assert header.startswith("video_name,caption,compound_score,emotion,")
    assert {"rater", "confidence", "stage", "decided_at", "clip_key"} <= set(header.split(","))


def test_golden_csv_cells():
    """Names join as they are, numbers stay numbers, text is guarded, times are UTC."""
    (cells,) = _read(export.golden_csv([ROW]))
    assert cells["video_name"] == ROW.name
    assert cells["compound_score"] == "-0.5"
    assert cells["emotion"] == "Positive"
    assert cells["sentiment"] == "2"
    assert cells["confidence"] == "unsure"
    assert cells["decided_at"] == "2025-03-01T12:00:00.250+00:00"
    assert cells["cues"] == "brows; mouth"
    assert cells["note"] == "'=1+1"
    assert cells["decisive_frame"] == "41"


@pytest.mark.parametrize(
    "text", ["=cmd", "+1", "-minus", "@x", "\tt", "two\r\nlines", 'a "quoted", b', "'=x", ""]
)
def test_text_cells_come_back_as_they_were(text):
    """Captions, notes and raters survive guard, quoting and reading."""
    row = replace(ROW, caption=text, note=text, rater=text)
    (cells,) = _read(export.golden_csv([row]))
    assert [unguard(cells[key]) for key in ("caption", "note", "rater")] == [text] * 3


def test_no_cell_of_text_starts_like_a_formula():
    """Every text cell of a hostile row is guarded; only a plain name may start with "-"."""
    bad = "=HYPERLINK(1)"
    row = replace(
        ROW, name=bad, caption=bad, rater=bad, note=bad, signer=bad, session=bad, split=bad,
        cues=(bad,), visible=(bad,), stage=bad, corpus=bad, clip_key=bad, decision_uuid=bad,
    )  # fmt: skip
    for text in (export.golden_csv([row]), export.decisions_csv([row])):
        (cells,) = _read(text)
        assert not [key for key, cell in cells.items() if cell.startswith(("=", "+", "@"))]


def test_a_name_that_is_a_path_becomes_a_name():
    """video_name cannot lead out of the folder it is joined to; the clip key still joins."""
    (cells,) = _read(export.golden_csv([replace(ROW, name="../../x", corpus="folder")]))
    assert cells["video_name"] == ".._.._x"
    document = json.loads(export.golden_json([replace(ROW, name="../../x")]))
    assert document["rows"][0]["video_name"] == ".._.._x"


def test_asllrp_names_end_in_mp4():
    """As the earlier tables write them."""
    (cells,) = _read(export.golden_csv([replace(ROW, name="83664512", corpus="asllrp")]))
    assert cells["video_name"] == "83664512.mp4"


@pytest.mark.parametrize(
    "name",
    [
        "asllrp_video_sentiment_data_7_classes_without_golden_sample.csv",
        "golden_label_sentiment_7_classes_sample.csv",
        "how2sign_train_7_classes_sample.csv",
    ],
)
def test_the_earlier_tables_are_written_byte_for_byte(shared_data, name):
    """Read, and written again without provenance, a sample is the same file."""
    path = shared_data / "earlier-csvs" / name
    rows = [
        export.ExportRow(
            name=clip.name,
            value=clip.labels[0].value,
            rater="",
            decided_at=ROW.decided_at,
            caption=clip.caption,
            compound=clip.labels[0].score,
            corpus=clip.corpus,
        )
        for clip in read_earlier_csv(path).clips
    ]
    written = export.golden_csv(rows, has_provenance=False)
    assert written.encode() == path.read_bytes()


def test_our_golden_table_is_never_taken_for_captions(tmp_path):
    """Read again, a rater's class stays a rater's; it does not become caption-VADER."""
    export.write_atomically(tmp_path / "golden.csv", export.golden_csv([ROW]))
    (clip,) = read_earlier_csv(tmp_path / "golden.csv").clips
    (label,) = clip.labels
    assert (label.source_kind, label.source_name, label.value) == ("rater", "Ann", 5)
    assert (clip.name, clip.caption) == (ROW.name, ROW.caption)
    assert label.details["note"] == "=1+1"


def test_a_clip_twice_is_refused():
    """A golden set has one value per clip."""
    with pytest.raises(UsageError, match="occurs 2 times"):
        export.golden_csv([ROW, replace(ROW, rater="Bob")])


def test_a_retraction_is_no_golden_value_but_stands_in_the_decisions():
    """What was taken back is visible in the log alone."""
    taken_back = replace(ROW, value=None, kind="retract")
    with pytest.raises(UsageError, match="has no value"):
        export.golden_csv([taken_back])
    (cells,) = _read(export.decisions_csv([taken_back]))
    assert (cells["kind"], cells["emotion"], cells["digit"]) == ("retract", "", "")


def test_decisions_json_names_the_scale_and_keeps_text_raw():
    """JSON needs no guard; missing is null; the scale stands in its order."""
    document = json.loads(export.decisions_json([replace(ROW, compound=None)]))
    assert index_of(document["scale"][6]) == 6
    (row,) = document["rows"]
    assert (row["note"], row["compound_score"], row["digit"]) == ("=1+1", None, 6)


def test_times_are_utc():
    """A local time is converted, a time without a zone is taken as UTC."""
    east = datetime(2025, 3, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    for moment in (east, datetime(2025, 3, 1, 12, 0)):
        (cells,) = _read(export.golden_csv([replace(ROW, decided_at=moment)]))
        assert cells["decided_at"] == "2025-03-01T12:00:00.000+00:00"


def test_a_file_is_written_whole_and_replaces_the_older(tmp_path):
    """No draft is left, folders are made, line ends stay."""
    path = tmp_path / "new" / "-golden.csv"
    export.write_atomically(path, "old")
    export.write_atomically(path, "a\nb\r\n")
    assert path.read_bytes() == b"a\nb\r\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_refused_write_leaves_the_older_file(tmp_path, monkeypatch):
    """A full disk is one clear line, and nothing is lost."""
    path = tmp_path / "golden.csv"
    export.write_atomically(path, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left on device"):
        export.write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_said(tmp_path):
    """Writing over a folder is refused with its path."""
    with pytest.raises(StorageError, match="cannot write"):
        export.write_atomically(tmp_path, "x")
