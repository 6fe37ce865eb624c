"""Taking in: what rows tell reaches clips that are here already, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.imported import CorpusReading, ImportedClip, ImportedLabel
from emo7_core.corpora.intake import take_in
from emo7_core.labels.decision import SIGNING_ONLY, Draft
from emo7_core.project import Project
from tests.synth import write_clip

NAME = "-06_nJnhORg_1-5-rgb_front"
GUESS = ImportedLabel("caption rule", "rule", 5)


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "p") as made:
        yield made


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    (tmp_path / "clips").mkdir()
    write_clip(tmp_path / "clips" / f"{NAME}.mp4")
    return tmp_path / "clips"


def row(name: str = NAME, path: Path | None = None, **told) -> CorpusReading:
    return CorpusReading((ImportedClip(path, name, "how2sign", **told),))


def test_a_row_without_a_file_completes_the_clip_of_its_name(project, clips):
    """Caption, split, signer and session arrive, not only the label."""
    take_in(project, CorpusReading((ImportedClip(clips / f"{NAME}.mp4", NAME, "folder"),)))
    told = {"caption": "Hello.", "split": "val", "signer": "S", "session": "R"}
    report = take_in(project, row(labels=(GUESS,), **told))
    clip = project.catalog.by_name(NAME)
    assert (clip.split, clip.signer, clip.session, clip.corpus) == ("val", "S", "R", "how2sign")
    assert project.catalog.captions_of(clip.id) == ["Hello."]
    assert (report.known, report.without_file, report.labels) == (1, (), 1)


def test_what_is_known_is_not_overwritten(project, clips):
    """A second table that says otherwise changes nothing but adds its caption."""
    take_in(project, row(path=clips / f"{NAME}.mp4", split="val", signer="S", caption="One."))
    take_in(project, row(split="train", signer="T", session="R", caption="Two."))
    clip = project.catalog.by_name(NAME)
    assert (clip.split, clip.signer, clip.session) == ("val", "S", "R")
    assert project.catalog.captions_of(clip.id) == ["One.", "Two."]


def test_a_copy_of_a_known_clip_brings_what_it_knows(project, clips, tmp_path):
    """The same content under another path: its split and its label go to the known clip."""
    take_in(project, read_folder(clips))
    copy = tmp_path / "copy.mp4"
    copy.write_bytes((clips / f"{NAME}.mp4").read_bytes())
    report = take_in(project, row("copy", copy, split="val", labels=(GUESS,)))
    (clip,) = project.catalog.all()
    assert (clip.name, clip.split, report.labels) == (NAME, "val", 1)


def test_an_emosign_row_finds_a_clip_with_its_long_name(project, clips):
    """The row is called by its utterance id; the file kept the collection's name."""
    long = "Cory_2013-6-25_sc0106_1014088"
    (clips / f"{NAME}.mp4").rename(clips / f"{long}.mp4")
    take_in(project, read_folder(clips))
    label = ImportedLabel("consensus", "EmoSign", 2, details={"video_name": f"{long}.mp4"})
    report = take_in(
        project, CorpusReading((ImportedClip(None, "1014088", "asllrp", labels=(label,)),))
    )
    assert (report.labels, report.without_file) == (1, ())


def test_a_stopped_import_says_what_is_left(project, clips):
    """What was stored stays; the files not read yet are counted."""
    report = take_in(project, read_folder(clips), should_stop=lambda: True)
    assert (report.new, report.unread) == (1, 1)


def test_importing_twice_adds_nothing(project, clips):
    """Clips, captions and labels are there once."""
    reading = row(path=clips / f"{NAME}.mp4", caption="Hello.", labels=(GUESS,))
    take_in(project, reading)
    report = take_in(project, reading)
    assert (report.new, report.known, report.labels) == (0, 1, 0)
    assert project.catalog.captions_of(project.catalog.by_name(NAME).id) == ["Hello."]


def test_a_file_read_again_overwrites_nothing_that_was_decided_since(project, clips):
    """The rater changed, and took back, what the file says: both stay so."""
    reading = row(path=clips / f"{NAME}.mp4", labels=(ImportedLabel("rater", "MK", 5),))
    take_in(project, reading)
    rater, clip = project.sources.ensure("rater", "MK"), project.catalog.by_name(NAME)
    log = project.log(rater)
    log.append(Draft(clip.id, 2))
    assert take_in(project, reading).labels == 0
    assert log.current(clip.id, SIGNING_ONLY).value == 2
    log.append(Draft(clip.id, None, kind="retract"))
    assert take_in(project, reading).labels == 0
    assert log.current(clip.id, SIGNING_ONLY).value is None


def test_a_file_named_by_two_rows_is_one_clip(project, clips):
    """What both rows tell arrives; the first one's words win."""
    path = clips / f"{NAME}.mp4"
    first = ImportedClip(path, NAME, "how2sign", split="val", caption="One.")
    second = ImportedClip(path, NAME, "how2sign", split="test", signer="S", caption="Two.")
    report = take_in(project, CorpusReading((first, second)))
    (clip,) = project.catalog.all()
    assert (report.new, clip.split, clip.signer) == (1, "val", "S")
    assert project.catalog.captions_of(clip.id) == ["One.", "Two."]


def test_many_clips_keep_their_order(project, tmp_path):
    """Keys follow the rows, whatever the store does with many at once."""
    names = [f"c{number:04d}" for number in range(1200)]
    for name in names:
        (tmp_path / f"{name}.mp4").write_text(name)
    rows = tuple(ImportedClip(tmp_path / f"{name}.mp4", name, "folder") for name in names)
    ids = project.catalog.add(rows).ids
    assert [project.catalog.get(ids[name]).name for name in names[::100]] == names[::100]
    assert [clip.path.stem for clip in project.catalog.all()] == names


def test_a_moved_folder_is_known(project, clips, tmp_path):
    """The same contents elsewhere are counted as known clips, none as a new one."""
    take_in(project, read_folder(clips))
    report = take_in(project, read_folder(clips.rename(tmp_path / "elsewhere")))
    assert (report.new, report.known, report.copies) == (0, 1, ())


def test_copies_are_one_clip_and_named(project, clips):
    """Two names with one content: one new clip, and the report says which files are alike."""
    (clips / "again.mp4").write_bytes((clips / f"{NAME}.mp4").read_bytes())
    report = take_in(project, read_folder(clips))
    assert (report.new, report.known) == (1, 0)
    assert report.copies == (f"{NAME}.mp4 = again.mp4",)


def test_labels_of_every_copy_arrive(project, clips):
    """Three names with one content and a table that rates each: all three rows reach the clip."""
    paths = [clips / f"{NAME}.mp4", clips / "b.mp4", clips / "c.mp4"]
    for copy in paths[1:]:
        copy.write_bytes(paths[0].read_bytes())
    rated = [
        ImportedClip(
            path, path.stem, "folder", labels=(ImportedLabel("rater", f"R{place}", place),)
        )
        for place, path in enumerate(paths)
    ]
    assert take_in(project, CorpusReading(tuple(rated))).labels == 3
