"""Commands on the project as a whole: new, backup, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emo7_core import paths
from emo7_core.cli.options import ProjectFolder
from emo7_core.doctor import bundle, findings
from emo7_core.project import Project
from emo7_core.storage.backup import backup


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("new")(new)
    app.command("backup")(back_up)
    app.command("doctor")(doctor)


def new(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
) -> None:
    """Make a project."""
    with Project.create(folder, name) as project:
        print(f"made {project.name} in {project.root}")


def back_up(project: ProjectFolder) -> None:
    """Copy the project's store into backups/, checked, while it may be in use."""
    with Project.open(project) as opened:
        print(backup(opened.root / paths.DATABASE, opened.root / paths.BACKUPS))


def doctor(
    project: Annotated[
        Path | None, typer.Option("--project", "-p", help="Look at this project too.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--bundle", help="Write a zip for a bug report here.")
    ] = None,
) -> None:
    """Say what this machine has: versions, Qt platform, GPU, codecs, and what is wrong."""
    found = findings(project)
    for finding in found:
        print(f"{finding.mark} {finding.name}: {finding.value}")
    if out is not None:
        print(f"written: {bundle(out, found, project)}")
    if any(not finding.is_fine for finding in found):
        raise typer.Exit(1)
