"""Views: further files of a clip, which are never its picture."""

from __future__ import annotations

import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.project import Project


@pytest.fixture
def files(tmp_path):
    """Three files, two of them below the project folder."""
    (tmp_path / "p").mkdir()
    made = {"front": tmp_path / "f.mp4", "side": tmp_path / "p" / "s.mp4"}
    made["face"] = tmp_path / "p" / "c.mp4"
    for name, path in made.items():
        path.write_bytes(name.encode())
    return made


@pytest.fixture
def project(tmp_path, files):
    """A project with the front as its clip 1."""
    with Project.create(tmp_path / "p") as made:
        made.catalog.add([ImportedClip(files["front"], "f", "asllrp")])
        yield made


def test_views_are_linked_in_their_order(project, files):
    """Front, side, face, whatever the order they came in."""
    assert project.views.add({1: (("face", files["face"]), ("side", files["side"]))}) == 2
    assert list(project.views.of_clip(1).items()) == list(files.items())


def test_linking_twice_adds_nothing(project, files):
    """A path belongs to one clip."""
    project.views.add({1: (("side", files["side"]),)})
    assert project.views.add({1: (("side", files["side"]),)}) == 0


def test_a_file_that_is_not_there_is_passed_over(project, tmp_path):
    """A missing view is normal."""
    assert project.views.add({1: (("side", tmp_path / "absent.mp4"),)}) == 0


def test_the_picture_of_a_clip_stays_its_front(project, files):
    """The newest file of the front, not the newest file."""
    project.views.add({1: (("side", files["side"]),)})
    assert project.catalog.get(1).path == files["front"]


def test_a_project_that_moves_finds_its_views(project, files):
    """Files below the project folder are stored relative to it."""
    project.views.add({1: (("side", files["side"]),)})
    project.close()
    project.root.rename(project.root.with_name("q"))
    with Project.open(project.root.with_name("q")) as moved:
        assert moved.views.of_clip(1)["side"] == moved.root / "s.mp4"
