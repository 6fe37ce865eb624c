"""Plans: guessed from what was chosen, read safely, previewed without opening a video."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from emo7_core.corpora.plan import (
    ASLLRP,
    EARLIER,
    EMOSIGN,
    FOLDER,
    HOW2SIGN,
    ImportPlan,
    preview,
    read,
)
from emo7_core.corpora.plan_guess import plan_for
from emo7_core.errors import TableError, UsageError
from tests.core.corpora import made_asllrp

A, B = "--7E2sU6zP4_10-5-rgb_front", "--7E2sU6zP4_11-5-rgb_front"


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def sheet(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"v\t{name}\tsaid {place}" for place, name in enumerate(names)]
    path.write_text("\n".join(["VIDEO_ID\tSENTENCE_NAME\tSENTENCE", *rows]) + "\n")
    return path


def earlier(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{name},said,0.5,Somewhat Positive" for name in names]
    path.write_text("\n".join(["video_name,caption,compound_score,emotion", *rows]) + "\n")
    return path


def test_a_folder_is_a_folder(tmp_path):
    """Nothing is guessed beside it."""
    assert plan_for(tmp_path) == ImportPlan(FOLDER, tmp_path)


def test_dropped_videos_come_together(tmp_path):
    """Several files make one plan and one reading."""
    videos = [touch(tmp_path / name) for name in ("a.mp4", "b.mp4")]
    assert preview(plan_for(*videos)).clips == 2


@pytest.mark.parametrize("write", [sheet, earlier])
def test_the_columns_tell_the_kind(tmp_path, write):
    """Both are .csv; the name of the file says nothing."""
    plan = plan_for(write(tmp_path / "table.csv", A))
    assert plan.kind == (HOW2SIGN if write is sheet else EARLIER)


@pytest.mark.parametrize("place", ["clips", "raw_videos", ".", "val"])
def test_clips_beside_the_table_are_found(tmp_path, place):
    """The usual names of a folder, the table's own folder, and its own name."""
    touch(tmp_path / place / f"{A}.mp4")
    assert plan_for(sheet(tmp_path / "val.csv", A)).clips == (tmp_path / place).resolve()


def test_clips_in_how2signs_own_layout_are_found(tmp_path):
    """The realigned sheet lies four folders below the split, the clips two."""
    touch(tmp_path / "val/rgb_front/raw_videos" / f"{A}.mp4")
    table = sheet(tmp_path / "val/text/en/raw_text/re_aligned/how2sign_realigned_val.csv", A)
    assert plan_for(table).clips == tmp_path / "val/rgb_front/raw_videos"


def test_clips_of_another_table_are_not_taken(tmp_path):
    """A folder of videos that the table does not name is no guess."""
    touch(tmp_path / "clips" / "holiday.mp4")
    assert plan_for(sheet(tmp_path / "val.csv", A)).clips is None


def test_a_folder_dropped_with_a_table_holds_its_clips(tmp_path):
    """Whatever the folder is called."""
    (tmp_path / "anywhere").mkdir()
    plan = plan_for(tmp_path / "anywhere", sheet(tmp_path / "val.csv", A))
    assert (plan.path.name, plan.clips) == ("val.csv", tmp_path / "anywhere")


def test_the_folder_of_an_earlier_csv_tells_its_split(tmp_path):
    """The earlier scripts wrote train/ and val/ files of one name."""
    assert plan_for(earlier(tmp_path / "val" / "data.csv", A)).split == "val"


def test_what_is_not_there_is_said(tmp_path):
    """A path that leads nowhere is named."""
    with pytest.raises(UsageError, match=r"no such file or folder \(.*gone"):
        plan_for(tmp_path / "gone")


def test_a_table_of_neither_kind_is_refused_with_its_place(tmp_path):
    """File, row and columns stand in the message."""
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(TableError, match=r"x\.csv, row 1.*a, b"):
        preview(plan_for(tmp_path / "x.csv"))


def test_a_bad_row_does_not_hide_the_kind(tmp_path):
    """The kind is known; the preview says which row, and which column."""
    table = earlier(tmp_path / "x.csv", A)
    table.write_text(table.read_text().replace("0.5", "half"))
    plan = plan_for(table)
    assert plan.kind == EARLIER
    with pytest.raises(TableError, match=r"x\.csv, row 2, column compound_score"):
        preview(plan)


def test_a_table_is_no_folder(tmp_path):
    """The wrong kind is said, not read as an empty folder."""
    with pytest.raises(UsageError, match="this is a table"):
        read(ImportPlan(FOLDER, sheet(tmp_path / "val.csv", A)))


def asllrp(folder: Path) -> Path:
    """A sign sheet with XML beside it and two utterances in three videos."""
    made_asllrp.write_two_collections(folder / "xml" / "both.xml")
    for name in ("1014088.mp4", "1014088_side.mp4", "10-Ben-Conclusion_24363254.mp4"):
        touch(folder / "utterances" / name)
    return made_asllrp.write_sheet(folder / "asllrp_sentence_signs.csv")


def test_a_sign_sheet_brings_its_xml_and_its_clips(tmp_path):
    """What lies beside it is found; the preview counts translations, views and tiers."""
    (tmp_path / "xml").mkdir()
    plan = plan_for(asllrp(tmp_path))
    assert plan == ImportPlan(
        ASLLRP,
        tmp_path / "asllrp_sentence_signs.csv",
        tmp_path / "utterances",
        also=(tmp_path / "xml",),
    )
    seen = preview(plan)
    assert (seen.rows, seen.clips, seen.captions, seen.signers) == (2, 2, 2, 2)
    assert (seen.views, seen.tiers) == (1, 2)


def test_a_sheet_xml_and_clips_dropped_together_are_one_plan(tmp_path):
    """In any order: the sheet first, the folder that holds no XML as the clips."""
    (tmp_path / "xml").mkdir()
    sheet = asllrp(tmp_path)
    plan = plan_for(tmp_path / "utterances", tmp_path / "xml", sheet)
    assert (plan.kind, plan.path, plan.also) == (ASLLRP, sheet, (tmp_path / "xml",))
    assert plan.clips == tmp_path / "utterances"


def test_xml_alone_is_enough(tmp_path):
    """One file, or the folder of them."""
    (tmp_path / "xml").mkdir()
    asllrp(tmp_path)
    for given in (tmp_path / "xml", tmp_path / "xml" / "both.xml"):
        plan = plan_for(given)
        assert (plan.kind, plan.path) == (ASLLRP, given)
        assert preview(plan).captions == (2 if plan.clips else 0)


def test_xml_that_a_camera_wrote_beside_its_videos_is_no_signstream(tmp_path):
    """Such a folder is a folder of videos."""
    touch(tmp_path / "C0001.mp4")
    (tmp_path / "C0001M01.xml").write_text("<?xml version='1.0'?><NonRealTimeMeta/>")
    assert plan_for(tmp_path).kind == FOLDER


@pytest.mark.parametrize("is_whole", [True, False])
def test_emosign_is_told_from_the_earlier_tables(tmp_path, is_whole):
    """Two columns are enough; a class of the earlier scripts beside them makes the other kind."""
    rows = (("Cory_2013-6-25_sc0106_1014088", "2"), ("77", "-3"))
    table = made_asllrp.write_emosign(tmp_path / "e.csv", rows, is_whole=is_whole)
    assert plan_for(table) == ImportPlan(EMOSIGN, table)
    table.write_text("video_name,caption,emotion,Sentiment\n77,said,Negative,-2\n")
    assert plan_for(table).kind == EARLIER


@pytest.mark.parametrize("known", ["1014088", "Cory_2013-6-25_sc0106_1014088"])
def test_emosign_rows_join_clips_under_either_name(tmp_path, known):
    """By utterance id, as the import itself does."""
    rows = (("Cory_2013-6-25_sc0106_1014088", "2"), ("77", "-3"))
    plan = plan_for(made_asllrp.write_emosign(tmp_path / "e.csv", rows))
    seen = preview(plan, known=[known])
    assert (seen.joined, seen.labels, seen.without_clip) == (1, 1, ("77",))


def test_a_preview_counts_both_sides(tmp_path):
    """Clips found, rows without a clip, clips without a row, captions, splits, keypoints."""
    for name in (A, "other"):
        touch(tmp_path / "clips" / f"{name}.mp4")
    touch(tmp_path / "json" / A / f"{A}_000000000000_keypoints.json")
    plan = plan_for(sheet(tmp_path / "val.csv", A, B))
    seen = preview(replace(plan, keypoints=tmp_path))
    assert (seen.rows, seen.clips, seen.captions, seen.keypoints) == (2, 1, 1, 1)
    assert (seen.without_clip, seen.without_row) == ((B,), ("other",))
    assert seen.splits == (("val", 1),)
    assert preview(replace(plan, with_unlisted=True)).clips == 2


def test_rows_that_join_clips_of_the_project_are_not_missing(tmp_path):
    """An earlier CSV alone brings captions and labels to clips that are here."""
    seen = preview(plan_for(earlier(tmp_path / "x.csv", A, B)), known={A})
    assert (seen.joined, seen.without_clip, seen.labels) == (1, (B,), 1)


def test_a_missing_keypoints_folder_is_said(tmp_path):
    """Before anything is read."""
    with pytest.raises(UsageError, match="no such folder of keypoints"):
        preview(ImportPlan(FOLDER, tmp_path, keypoints=tmp_path / "gone"))


@pytest.mark.parametrize("write", [sheet, earlier])
@pytest.mark.parametrize("form", ["../secret", "sub/../../secret", "{root}/secret", "..\\secret"])
def test_names_never_lead_out_of_the_clips_folder(tmp_path, write, form):
    """A file that is there, one folder up, is not taken, however the table names it."""
    touch(tmp_path / "secret.mp4")
    touch(tmp_path / "secret" / "x_000000000000_keypoints.json")
    clips = touch(tmp_path / "clips" / f"{A}.mp4").parent
    for suffix in ("", ".mp4"):
        table = write(tmp_path / "val.csv", form.format(root=tmp_path) + suffix, A)
        keypoints = tmp_path / "clips"
        reading = read(replace(plan_for(table), clips=clips, keypoints=keypoints))
        assert [clip.path for clip in reading.clips] == [None, clips / f"{A}.mp4"]
        assert preview(replace(plan_for(table), clips=clips, keypoints=keypoints)).keypoints == 0


def test_the_real_sheets_are_previewed(shared_data):
    """The val sheet: some of the 14 clips, found beside it without being asked."""
    plan = plan_for(shared_data / "how2sign" / "how2sign_realigned_val.csv")
    seen = preview(plan)
    assert plan.clips == shared_data / "how2sign" / "clips"
    assert (seen.rows, seen.clips, seen.captions) == (
        seen.clips + len(seen.without_clip),
        14 - len(seen.without_row),
        seen.clips,
    )
    assert seen.splits == (("val", seen.clips),)
    assert seen.clips > 0


def test_the_real_earlier_tables_are_recognised(shared_data):
    """All five samples, each a table of one source, with a value for every clip that is here."""
    for table in sorted((shared_data / "earlier-csvs").glob("*.csv")):
        plan = plan_for(table)
        names = {clip.name for clip in read(plan).clips}
        seen = preview(plan, known=names)
        assert (seen.joined, seen.labels, len(seen.sources)) == (seen.rows, seen.rows, 1)
