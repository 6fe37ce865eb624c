"""A folder of videos, with all that lies in real folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from emo7_core.corpora.folder import read_folder
from emo7_core.errors import UsageError


def _touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _names(root: Path) -> list[str]:
    return [clip.name for clip in read_folder(root).clips]


def test_every_video_is_listed_however_deep_in_natural_order(tmp_path):
    """Subfolders are searched; 2 comes before 10; suffixes of any letter case count."""
    _touch(tmp_path / "s_10.mp4", tmp_path / "s_2.MOV", tmp_path / "a" / "b" / "deep.webm")
    assert _names(tmp_path) == ["deep", "s_2", "s_10"]


def test_other_files_are_not_listed(tmp_path):
    """Tables, sounds and pictures are no clips."""
    _touch(*(tmp_path / name for name in ("a.csv", "a.mp3", "a.png", "mp4", "a.mp4.json")))
    assert _names(tmp_path) == []


def test_broken_videos_are_listed(tmp_path):
    """An empty file with a video's name is listed: its clip will say what is wrong."""
    (tmp_path / "empty.mp4").touch()
    assert _names(tmp_path) == ["empty"]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.mp4",
        "._mac.mp4",
        "~$open.mp4",
        "half.mp4.part",
        "half.tmp.mp4",
        "half.part.mp4",
        ".git/x.mp4",
        "__MACOSX/x.mp4",
        "@eaDir/x.mp4",
        "$RECYCLE.BIN/x.mp4",
    ],
)
def test_hidden_and_temporary_files_are_passed_over(tmp_path, name):
    """What a system or a download leaves behind is no clip."""
    _touch(tmp_path / name, tmp_path / "seen.mp4")
    assert _names(tmp_path) == ["seen"]


def test_a_name_that_starts_with_a_dash_has_an_absolute_path(tmp_path, monkeypatch):
    """Nothing downstream can take "-x.mp4" for an option."""
    _touch(tmp_path / "-x.mp4")
    monkeypatch.chdir(tmp_path)
    (clip,) = read_folder(".").clips
    assert clip.name == "-x"
    assert clip.path == tmp_path / "-x.mp4"


def test_a_loop_of_links_ends(tmp_path):
    """A folder that links to its parent is listed once."""
    _touch(tmp_path / "a" / "x.mp4")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert _names(tmp_path) == ["x"]


def test_a_linked_folder_is_searched(tmp_path):
    """Data sets are often links to another disk."""
    _touch(tmp_path / "disk" / "x.mp4")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "clips").symlink_to(tmp_path / "disk")
    assert _names(tmp_path / "project") == ["x"]


def test_a_link_that_leads_nowhere_is_reported(tmp_path):
    """It is no clip, and it is not silent."""
    (tmp_path / "gone.mp4").symlink_to(tmp_path / "nothing.mp4")
    reading = read_folder(tmp_path)
    assert reading.clips == ()
    assert reading.repairs == ("The link gone.mp4 leads nowhere.",)


def test_a_pipe_named_like_a_video_is_passed_over(tmp_path):
    """Opening it would block for ever."""
    os.mkfifo(tmp_path / "pipe.mp4")
    assert _names(tmp_path) == []


def test_a_folder_named_like_a_video_is_searched(tmp_path):
    """Only files are clips."""
    _touch(tmp_path / "folder.mp4" / "inside.mp4")
    assert _names(tmp_path) == ["inside"]


def test_one_file_is_a_folder_of_one(tmp_path):
    """A single video can be given."""
    _touch(tmp_path / "one.mp4")
    assert _names(tmp_path / "one.mp4") == ["one"]


def test_two_files_of_one_name_are_named(tmp_path):
    """Tables join by name: the reader is told."""
    _touch(tmp_path / "a" / "x.mp4", tmp_path / "b" / "x.mp4")
    assert read_folder(tmp_path).repairs == ("2 files are called x.",)


def test_a_name_that_is_not_utf8_is_reported_and_has_no_path(tmp_path):
    """It cannot be stored: the sentence says to rename it, the other clips go on."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp4")).write_bytes(b"x")
    _touch(tmp_path / "fine.mp4")
    reading = read_folder(tmp_path)
    assert [clip.path for clip in reading.clips] == [None, tmp_path / "fine.mp4"]
    assert "rename it" in reading.repairs[0]


def test_names_of_how2sign_tell_session_and_signer(tmp_path):
    """Clips without a sheet can still be split by recording."""
    _touch(tmp_path / "-06_nJnhORg_1-5-rgb_front.mp4")
    (clip,) = read_folder(tmp_path).clips
    assert (clip.session, clip.signer) == ("-06_nJnhORg", "How2Sign 5")


def test_no_such_folder_is_said(tmp_path):
    """A wrong path is one clear line."""
    with pytest.raises(UsageError, match="there is no such folder"):
        read_folder(tmp_path / "none")


def test_all_real_clips_are_found(shared_data):
    """The 25 real videos of the test data, and nothing else."""
    assert len(read_folder(shared_data).clips) == 25
