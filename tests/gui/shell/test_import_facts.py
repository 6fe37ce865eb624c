"""What an import brings, in words that people can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.clips.clip import BAD, Clip
from emo7_core.corpora.intake import ImportReport
from emo7_core.corpora.keypoints import KeypointReport
from emo7_core.corpora.plan import (
    ASLLRP,
    EARLIER,
    EMOSIGN,
    FOLDER,
    HOW2SIGN,
    ImportPlan,
    ImportPreview,
)
from emo7_gui.shell.import_facts import (
    can_bring,
    facts_of,
    full_text,
    has_details,
    names_of,
    summary,
    why_nothing,
)

PATH = Path("x")
SHEET = ImportPlan(HOW2SIGN, PATH, Path("clips"))


def titles(plan: ImportPlan, seen: ImportPreview) -> list[str]:
    return [fact.title for fact in facts_of(plan, seen)]


def test_clips_come_first_with_their_split_and_captions() -> None:
    """The number that matters is the title; the rest is small print."""
    seen = ImportPreview(1739, 14, captions=14, signers=3, splits=(("val", 14),))
    first = facts_of(SHEET, seen)[0]
    assert first.title == "14 clips come in"
    assert first.detail == "from 1,739 rows  ·  val 14  ·  14 with a caption  ·  3 signers"


def test_both_sides_of_a_poor_match_are_named() -> None:
    """Rows without a clip and clips without a row, by name; one is not "1 clips"."""
    seen = ImportPreview(2, 1, without_clip=("a",), without_row=("b",))
    assert titles(SHEET, seen) == [
        "1 clip comes in",
        "1 row without a clip",
        "1 clip without a row",
    ]


def test_a_sheet_whose_clips_are_not_there_warns() -> None:
    """Missing rows are normal beside clips, a warning where nothing comes in."""
    some = facts_of(SHEET, ImportPreview(2, 1, without_clip=("a",)))[1]
    none = facts_of(SHEET, ImportPreview(1, 0, without_clip=("a",)))[1]
    assert (some.kind, none.kind) == ("fact", "warning")


def test_rows_that_join_are_no_new_clips() -> None:
    """An earlier CSV without a folder brings values to clips of the project."""
    seen = ImportPreview(39, 0, joined=4, labels=4, sources=("caption-VADER",))
    assert can_bring(seen)
    assert titles(ImportPlan(EARLIER, PATH), seen) == [
        "4 rows join clips of this project",
        "4 values on the scale",
    ]


def test_keypoints_are_counted_against_the_clips() -> None:
    """None of them is a warning."""
    for count, kind in ((3, "keypoints"), (0, "warning")):
        fact = facts_of(SHEET, ImportPreview(3, 3, keypoints=count))[-1]
        assert (fact.kind, fact.title) == (kind, f"{count} of 3 clips have keypoints")


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (ImportPlan(FOLDER, PATH), "no video"),
        (ImportPlan(HOW2SIGN, PATH), "where its clips lie"),
        (SHEET, "No row has its clip"),
    ],
)
def test_nothing_to_import_says_what_to_do(plan: ImportPlan, says: str) -> None:
    """Each kind has its own remedy."""
    assert not can_bring(ImportPreview(1, 0))
    assert says in why_nothing(plan)


def test_long_lists_are_cut_with_a_count() -> None:
    """Three names, then how many more."""
    assert names_of(("a", "b", "c", "d")) == "a, b, c and\u00a01\u00a0more"


def test_a_report_names_every_file_and_reason() -> None:
    """One line for the strip; all of it for the card."""
    bad = Clip(1, None, "none", "folder", None, None, "none.mp4", BAD, "not a video")
    keypoints = KeypointReport(2, ("c",), (("d", "too long"),))
    report = ImportReport(3, 1, ("row",), (bad,), 4, ("mended",), ("file",), 5, keypoints)
    assert summary(report) == (
        "3 new clips, 1 known, 4 values, 2 with keypoints, 1 row without a clip, 1 cannot play, "
        "1 keypoint folders with a problem, stopped: 5 files not read yet"
    )
    text = full_text(report)
    for line in ("none.mp4: not a video", "row", "file", "d: too long", "c", "mended"):
        assert line in text.splitlines()


def test_an_import_without_trouble_has_no_report() -> None:
    """Nothing to read: no button."""
    assert not has_details(ImportReport(3, 0, (), (), 0, ()))


def test_views_and_tiers_of_asllrp_are_told() -> None:
    """What comes beside the clips."""
    seen = ImportPreview(2, 2, captions=2, views=1, tiers=12)
    assert titles(ImportPlan(ASLLRP, PATH), seen)[1:] == [
        "12 non-manual stretches",
        "1 further view, linked to the clips",
    ]


def test_a_sign_sheet_without_xml_warns_that_no_translation_comes() -> None:
    """It says where they lie."""
    fact = facts_of(ImportPlan(ASLLRP, PATH), ImportPreview(2, 2))[1]
    assert (fact.kind, fact.title) == ("warning", "No translation comes in")
    assert "XML" in fact.detail


def test_emosign_without_clips_says_what_to_import_first() -> None:
    """It has no clips of its own."""
    assert "ASLLRP" in why_nothing(ImportPlan(EMOSIGN, PATH))
