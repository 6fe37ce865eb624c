"""ASLLRP: sheets, XML and views of clips join by utterance id, and nothing missing stops it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from emo7_core.corpora.asllrp import read_asllrp
from emo7_core.corpora.asllrp_files import find_views, named_view
from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.intake import take_in
from emo7_core.errors import TableError, UsageError
from emo7_core.project import Project
from emo7_core.video.reader import probe
from tests.core.corpora.made_asllrp import (
    BEN,
    CORY,
    collection,
    utterance,
    write_sheet,
    write_two_collections,
    write_xml,
)
from tests.synth import Recipe, write_clip


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "p") as made:
        yield made


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """Cory's utterance at 24 a second from three cameras, Ben's from the side alone."""
    (tmp_path / "clips" / "side").mkdir(parents=True)
    recipes = {
        "1014088.mp4": Recipe(count=48, rate=24),
        "side/1014088.mp4": Recipe(count=48, rate=24, first=100),
        "1014088_face.mp4": Recipe(count=48, rate=24, first=200),
        "24363254-side.mp4": Recipe(count=30, rate=30, first=300),
    }
    for name, recipe in recipes.items():
        write_clip(tmp_path / "clips" / name, recipe)
    return tmp_path / "clips"


@pytest.fixture
def xml(tmp_path: Path) -> Path:
    return write_two_collections(tmp_path / "two.xml")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("1014088.mp4", ("1014088", "front")),
        (f"{CORY}_1014088.mp4", ("1014088", "front")),
        (f"{BEN}_24363254_side.mp4", ("24363254", "side")),
        ("1014088-Face.mp4", ("1014088", "face")),
        ("1014088_close-up.mp4", ("1014088", "face")),
        ("1014088_front_view.mp4", ("1014088", "front")),
        ("Side views/1014088.mp4", ("1014088", "side")),
        ("closeup/1014088_front.mp4", ("1014088", "front")),
        ("interface.mp4", ("interface", "front")),
        ("-06_nJnhORg_1-5-rgb_front.mp4", ("-06_nJnhORg_1-5-rgb_front", "front")),
    ],
)
def test_a_name_tells_utterance_and_camera(path, told):
    """Both name forms; the word stands at the end of the name, or is the folder's."""
    assert named_view(Path(path)) == told


def test_two_files_of_one_view_are_reported(tmp_path):
    """The first is used."""
    for name in ("7.mp4", f"{CORY}_7.mp4"):
        (tmp_path / name).write_bytes(b"x")
    repairs: list[str] = []
    assert find_views(tmp_path, repairs)["7"]["front"].name == "7.mp4"
    assert "front of 7" in repairs[0]


def test_sheet_and_xml_tell_of_the_same_utterances(tmp_path, xml):
    """The sheet gives no translation, the XML does; the order is the files'."""
    reading = read_asllrp([write_sheet(tmp_path / "signs.csv"), xml])
    assert [(clip.name, clip.signer, clip.session) for clip in reading.clips] == [
        ("1014088", "Cory", CORY),
        ("24363254", "Ben", BEN),
    ]
    assert [clip.caption for clip in reading.clips] == ["I love it!", "That was ''awful''."]
    assert reading.without_file == ("1014088", "24363254")
    assert "2 rows: 3, 7" in reading.repairs[0]


def test_a_sheet_alone_is_enough(tmp_path):
    """Clips with signer and session, without captions."""
    reading = read_asllrp(write_sheet(tmp_path / "signs.csv"))
    assert [clip.caption for clip in reading.clips] == [None, None]


def test_a_collection_without_a_name_in_the_known_forms_takes_the_participant(tmp_path):
    """The signer is never guessed from a topic."""
    path = write_xml(tmp_path / "x.xml", collection("Stories", "Rachel", utterance("1", "'x'")))
    (clip,) = read_asllrp(path).clips
    assert (clip.signer, clip.session) == ("Rachel", "Stories")


def test_a_second_translation_is_reported(tmp_path, xml):
    """The first one stays."""
    other = write_xml(tmp_path / "z.xml", collection(CORY, "Cory", utterance("1014088", "'No.'")))
    reading = read_asllrp([xml, other])
    assert reading.clips[0].caption == "I love it!"
    assert any("z.xml translates utterance 1014088 in another way" in r for r in reading.repairs)


def test_a_folder_of_xml_is_all_its_files(tmp_path):
    """One export per collection is how the portal gives them."""
    folder = tmp_path / "xml"
    folder.mkdir()
    for number in (2, 1):
        text = collection(CORY, "Cory", utterance(str(number), "'x'"))
        write_xml(folder / f"{number}.xml", text)
    assert [clip.name for clip in read_asllrp(folder).clips] == ["1", "2"]
    with pytest.raises(UsageError, match="no XML"):
        read_asllrp(tmp_path)


def test_views_are_linked_to_one_clip(project, xml, clips):
    """Three files of Cory are one clip, whose picture is the front."""
    report = take_in(project, read_asllrp(xml, clips))
    assert (report.new, report.views) == (2, 2)
    cory = project.catalog.by_name("1014088")
    assert cory.path == clips / "1014088.mp4"
    assert project.views.of_clip(cory.id) == {
        "front": clips / "1014088.mp4",
        "side": clips / "side" / "1014088.mp4",
        "face": clips / "1014088_face.mp4",
    }


def test_a_missing_front_is_reported_and_the_side_plays(project, xml, clips):
    """A missing view is normal."""
    report = take_in(project, read_asllrp(xml, clips))
    ben = project.catalog.by_name("24363254")
    assert (ben.path, ben.state) == (clips / "24363254-side.mp4", "ok")
    assert "1 clip(s) have no front view: 24363254." in report.repairs


def test_another_view_never_stands_in_for_a_lost_front(project, xml, clips):
    """The clip's identity is the front's content: a lost file is lost."""
    take_in(project, read_asllrp(xml, clips))
    (clips / "1014088.mp4").unlink()
    assert project.catalog.by_name("1014088").path == clips / "1014088.mp4"


def test_tiers_lie_on_the_pictures_of_a_24_fps_clip(project, xml, clips):
    """1.0 to 1.5 s of the 30-a-second session are pictures 24 to 35 of the 24-a-second clip."""
    take_in(project, read_asllrp(xml, clips))
    cory = project.catalog.by_name("1014088")
    brows, shake = project.tiers.of_clip(cory.id)
    times = probe(cory.path).times
    shown = np.flatnonzero((times >= brows.start_time) & (times < brows.stop_time))
    assert (shown[0], shown[-1]) == (24, 35)
    assert shake.stop_time <= cory.duration + 1e-9


def test_importing_twice_adds_nothing(project, xml, clips):
    """Clips, views, captions and tiers stay as they are."""
    first = take_in(project, read_asllrp(xml, clips))
    again = take_in(project, read_asllrp(xml, clips))
    assert (first.tiers, again.tiers, again.views, again.new) == (2, 0, 0, 0)
    cory = project.catalog.by_name("1014088")
    assert len(project.tiers.of_clip(cory.id)) == 2
    assert project.catalog.captions_of(cory.id) == ["I love it!"]


def test_xml_joins_clips_that_kept_their_long_name(project, xml, tmp_path):
    """The folder was imported first, under EmoSign's names."""
    folder = tmp_path / "long"
    folder.mkdir()
    write_clip(folder / f"{CORY}_1014088.mp4", Recipe(count=12, rate=24))
    take_in(project, read_folder(folder))
    report = take_in(project, read_asllrp(xml))
    (clip,) = project.catalog.all()
    assert (clip.signer, clip.session, report.tiers) == ("Cory", CORY, 2)
    assert report.without_file == ("24363254",)


def test_clips_without_an_utterance_are_named(xml, clips):
    """They are not imported, as with every corpus."""
    (clips / "99.mp4").write_bytes(b"x")
    assert read_asllrp(xml, clips).unlisted == ("99",)


def test_another_table_is_one_clear_line(tmp_path):
    """It names file and row, and what was looked for."""
    (tmp_path / "x.csv").write_text("video_name,caption\n1,x\n")
    with pytest.raises(TableError, match=r"Utterance video filename.*\(x.csv, row 1\)"):
        read_asllrp(tmp_path / "x.csv")
