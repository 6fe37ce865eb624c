"""Small pictures for lists: each beside the clip whose file it shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from emo7_core.corpora.imported import ImportedClip
from emo7_core.project import Project
from emo7_gui.workers.thumbs_room import ThumbsRoom
from tests.gui.waiting import until
from tests.synth import Recipe, write_clip


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[ThumbsRoom]:
    made = ThumbsRoom()
    yield made
    made.stop()


def test_a_late_picture_of_another_file_is_dropped(room: ThumbsRoom, tmp_path: Path) -> None:
    """Clips of two projects have the same ids: what is asked for last under an id counts."""
    path = write_clip(tmp_path / "a.mp4", Recipe(count=2))
    with Project.create(tmp_path / "p") as project:
        project.catalog.add([ImportedClip(path, "a", "folder")])
        clip = project.catalog.by_name("a")
    assert clip is not None
    told: list[int] = []
    room.made.connect(lambda clip_id, image: told.append(clip_id))
    room.want([clip])
    until(lambda: told == [clip.id], "the picture", 20)
    room._on_made(clip.id, QImage(), tmp_path / "of another project.mp4")
    assert told == [clip.id]
