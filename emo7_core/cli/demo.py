"""The demo project: drawn clips with known landmarks, made on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.progress import bar


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("demo")(demo)


def demo(
    folder: Annotated[Path, typer.Argument(help="Where the project is made.")],
    clips: Annotated[int, typer.Option(min=1, help="How many clips are drawn.")] = 24,
    tracks: Annotated[
        int, typer.Option(min=0, help="Landmarks without pictures, to train on.")
    ] = 704,
) -> None:
    """Make the demo project, or complete one that was begun."""
    from emo7_core.demo.project import add_tracks, make_demo

    with bar("drawing clips") as advance:
        project = make_demo(folder, clips, advance)
    with project, bar("landmarks to train on") as advance:
        new = add_tracks(project, tracks, advance) if tracks else 0
        print(f"{clips} clips and {new} new tracks in {project.root}")
