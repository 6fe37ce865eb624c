"""Several clips drawn at once, and left at any time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from emo7_core import paths
from emo7_core.demo.clips import demo_clips
from emo7_core.demo.painters import painted
from emo7_core.demo.project import make_demo
from emo7_core.errors import MediaError
from emo7_core.project import Project

# Drawing them would take minutes.
VERY_LONG = 3000
PROGRAM = f"""
import sys
from dataclasses import replace
from pathlib import Path

import psutil

from emo7_core.demo.clips import demo_clips
from emo7_core.demo.painters import painted

if __name__ == "__main__":
    folder = Path(sys.argv[1])

    def look():
        if any(folder.iterdir()):
            print(*(child.pid for child in psutil.Process().children()), flush=True)

    clips = [replace(clip, frame_count={VERY_LONG}) for clip in demo_clips(2)]
    list(painted({{clip: folder / f"{{clip.name}}.mp4" for clip in clips}}, look))
"""


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


def test_a_killed_painter_is_told(tmp_path: Path):
    """Whoever draws hears of it at once, and the others end."""
    clips = [replace(clip, frame_count=VERY_LONG) for clip in demo_clips(2)]
    painters: list[psutil.Process] = []

    def look() -> None:
        if any(tmp_path.iterdir()) and not painters:
            painters.extend(painters_of(psutil.Process()))
            painters[0].kill()

    with pytest.raises(MediaError, match="died"):
        list(painted({clip: tmp_path / f"{clip.name}.mp4" for clip in clips}, look))
    assert not any(one.is_running() for one in painters)
    assert not any(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    """What a painter could not do is the same error as without processes."""
    (tmp_path / "file").touch()
    clip = replace(demo_clips(1)[0], frame_count=3)
    with pytest.raises(MediaError, match="cannot be written"):
        list(painted({clip: tmp_path / "file" / "a.mp4"}))


def test_painters_end_with_a_killed_parent(tmp_path: Path):
    """Nobody draws for a program that is gone."""
    script, folder = tmp_path / "program.py", tmp_path / "clips"
    script.write_text(PROGRAM)
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, str(script), str(folder)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        painters = [psutil.Process(int(pid)) for pid in said.split()]
        program.kill()
    gone, alive = psutil.wait_procs(painters, timeout=30)
    assert gone
    assert not alive


def painters_of(parent: psutil.Process) -> list[psutil.Process]:
    """Return the living painters, without the tracker of resources."""
    return [one for one in parent.children() if "spawn_main" in " ".join(command_of(one))]


def command_of(process: psutil.Process) -> list[str]:
    """Return its words; none of a child that ended and was not fetched yet."""
    try:
        return process.cmdline()
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return []
