"""Several clips drawn at once, and left at any time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from emo7_core import paths
from emo7_core.demo.clips import demo_clips
from emo7_core.demo.painters import painted
from emo7_core.demo.project import make_demo
from emo7_core.project import Project

# Drawing them would take minutes.
VERY_LONG = 3000


class Left(Exception):
    pass


def test_every_clip_comes_with_its_track(tmp_path: Path):
    """Each clip is whole when it comes, whichever is first."""
    clips = [replace(clip, frame_count=3) for clip in demo_clips(3)]
    wanted = {clip: tmp_path / f"{clip.name}.mp4" for clip in clips}
    found = dict(painted(wanted))
    assert found.keys() == wanted.keys()
    assert {len(track) for track in found.values()} == {3}
    assert all(path.stat().st_size for path in wanted.values())


def test_a_drawing_is_left_at_once(tmp_path: Path):
    """Whoever leaves waits for no clip: neither it nor a part of it stays."""
    clip = replace(demo_clips(1)[0], frame_count=VERY_LONG)

    def look() -> None:
        if any(tmp_path.iterdir()):
            raise Left

    with pytest.raises(Left):
        list(painted({clip: tmp_path / "long.mp4"}, look))
    assert not any(tmp_path.iterdir())


def test_a_demo_that_is_left_goes_on_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What was drawn is kept, and the next start draws the rest."""
    short = [replace(clip, frame_count=3) for clip in demo_clips(2)]
    monkeypatch.setattr("emo7_core.demo.project.demo_clips", lambda count: short[:count])

    def leave(done: int, total: int, name: str) -> None:
        raise Left

    with pytest.raises(Left):
        make_demo(tmp_path / "demo", 2, leave)
    with Project.open(tmp_path / "demo") as project:
        assert project.catalog.count() == 1
    with make_demo(tmp_path / "demo", 2) as project:
        assert project.catalog.count() == 2
    assert not list((tmp_path / "demo" / paths.CLIPS).glob("*.part"))
