"""The tour: every screen of the real window on the demo project, as numbered PNGs.

What it is: `python -m emo7_gui.tour --out DIR`, also what `make demo` does without a display.
What it is not: a test. It works on a copy of the demo project, with settings of its own.
Convention: one look is a scheme and a scale; each scale is a process of its own, because Qt
reads the scale once, at its start.

    python -m emo7_gui.tour --out DIR [--project DIR] [--every-look] [--small]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from emo7_core.paths import resources

if TYPE_CHECKING:
    from emo7_gui.tour.guide import Guide

CLIPS = 8
LOOKS = (("1", "dark"), ("1", "light"), ("2", "dark"), ("2", "light"))
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
RATER = "Robin Marsh"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the demo where it is missing, walk through one look or all, say where they lie."""
    options = _options(arguments)
    out = options.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    _choose_platform()
    if options.look:
        return walk(out, options.project.absolute(), *options.look.split(","))
    with tempfile.TemporaryDirectory(prefix="emo7-tour-") as folder:
        demo = (options.project or Path(folder) / "demo").absolute()
        draw(demo)
        looks = LOOKS if options.every_look else LOOKS[:1]
        codes = [_in_child(out, demo, scale, scheme) for scale, scheme in looks]
    if options.small:
        for picture in sorted(out.glob("*.png")):
            shrink(picture)
    print(f"The pictures lie in {out}")
    return max(codes)


def shrink(picture: Path) -> None:
    """Store a picture with 256 colours, those of the theme among them: a third of the size."""
    from PIL import Image

    fixed = [channel for colour in _theme_colours() for channel in bytes.fromhex(colour[1:])]
    with Image.open(picture) as image:
        full = image.convert("RGB")
    free = 256 - len(fixed) // 3
    found = (full.quantize(free).getpalette() or [])[: 3 * free]
    palette = Image.new("P", (1, 1))
    palette.putpalette(fixed + found)
    full.quantize(palette=palette, dither=Image.Dither.NONE).save(picture, optimize=True)


def _theme_colours() -> list[str]:
    """Return the opaque colours that mean something: scale, accents, overlays, messages."""
    tokens = json.loads((resources() / "theme" / "tokens.json").read_text(encoding="utf-8"))
    schemes = ("dark", "light")
    scale = [entry["fill"] for scheme in schemes for entry in tokens["scale"][scheme]]
    signs = [tokens["colour"][s][name] for s in schemes for name in ("accent", "warning", "error")]
    overlay = [v for v in tokens["overlay"].values() if isinstance(v, str) and len(v) == 7]
    return [colour for colour in scale + signs + overlay if colour.startswith("#")]


def draw(demo: Path) -> None:
    """Complete the demo project; what is there stays."""
    from emo7_core.demo.project import make_demo

    def advance(done: int, total: int, name: str) -> None:
        print(f"\rdrawing the demo clips: {done} of {total}", end="", flush=True)

    make_demo(demo, CLIPS, advance).close()
    print()


def walk(out: Path, demo: Path, scale: str, scheme: str) -> int:
    """Take the pictures of one look on a copy of the demo project."""
    from PySide6.QtCore import QSettings

    from emo7_gui.app import Studio
    from emo7_gui.settings import Settings
    from emo7_gui.start import make_application
    from emo7_gui.theme import install
    from emo7_gui.tour.guide import Guide

    with tempfile.TemporaryDirectory(prefix="emo7-tour-") as folder:
        project = prepared(demo, Path(folder) / "demo")
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        settings = Settings(store)
        settings.rater = RATER
        settings.scheme = "light" if scheme == "light" else "dark"
        app = make_application()
        install(app, settings.scheme)
        studio = Studio(settings)
        studio.projects.demo_clips = CLIPS
        guide = Guide(studio, project)
        try:
            guide.show()
            _take(guide, out, f"{scheme}-{int(float(scale) * 100)}")
        finally:
            guide.close()
    return 0


# Landmarks without pictures, for a training that shows something.
TRACKS = 168


def prepared(demo: Path, copy: Path) -> Path:
    """Copy the demo project: with demo raters, a file that cannot play, a last clip to draw."""
    from emo7_core import paths
    from emo7_core.clips.clip import TRACK_ONLY
    from emo7_core.corpora.folder import read_folder
    from emo7_core.corpora.intake import take_in
    from emo7_core.demo.clips import demo_clips
    from emo7_core.demo.project import add_tracks
    from emo7_core.demo.raters import add_raters
    from emo7_core.project import Project
    from emo7_gui.tour.screens import BROKEN

    shutil.copytree(demo, copy, ignore=shutil.ignore_patterns(paths.LOCK))
    broken = copy / paths.CLIPS / f"{BROKEN}.mp4"
    broken.write_bytes(b"This is no video.")
    with Project.open(copy) as project:
        last = [clip for clip in project.catalog.all() if clip.state != TRACK_ONLY][-1]
        take_in(project, read_folder(broken))
        project.track_path(last).unlink(missing_ok=True)
        add_tracks(project, TRACKS)
        add_raters(project, demo_clips(CLIPS))
    return copy


def _take(guide: Guide, out: Path, look: str) -> None:
    from emo7_gui.tour.screens import SCREENS

    for number, screen in enumerate(SCREENS, start=1):
        found = screen.drive(guide)
        if found is False:
            print(f"   {screen.name}: not in this emo7 yet", flush=True)
            continue
        picture = guide.picture() if found is True else found
        path = out / f"{number:02}-{screen.name}-{look}.png"
        if not picture.save(str(path)):
            raise OSError(f"the picture could not be written: {path}")
        screen.leave(guide)
        print(f"   {path.name}", flush=True)


def _in_child(out: Path, demo: Path, scale: str, scheme: str) -> int:
    print(f"{scheme}, {int(float(scale) * 100)} %", flush=True)
    words = ["--out", str(out), "--project", str(demo), "--look", f"{scale},{scheme}"]
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_ENABLE_HIGHDPI_SCALING": "1"}
    command = [sys.executable, "-m", "emo7_gui.tour", *words]
    return subprocess.run(command, env=environment, check=False).returncode


def _choose_platform() -> None:
    if not any(os.environ.get(name) for name in _DISPLAYS):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        print("There is no display: the window is drawn off screen.", flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="emo7_gui.tour", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("demo-screens"))
    parser.add_argument("--project", type=Path, help="the demo project, drawn if missing")
    parser.add_argument("--every-look", action="store_true", help="dark, light, 100 and 200 %%")
    parser.add_argument("--small", action="store_true", help="store with 256 colours")
    parser.add_argument("--look", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
