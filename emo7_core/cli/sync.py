"""The command that sends to MLflow what a store did not take when it was measured."""

from __future__ import annotations

from typing import Annotated

import typer

from emo7_core.cli.options import ProjectFolder
from emo7_core.errors import JobError
from emo7_core.project import Project


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("sync")(sync)


def sync(
    project: ProjectFolder,
    job: Annotated[
        str | None, typer.Option("--job", help="Only this job, as `emo7 jobs list` names it.")
    ] = None,
) -> None:
    """Send runs to MLflow that it did not take yet; what it has already is never sent twice."""
    from emo7_core.training.tracking_store import store_of
    from emo7_core.training.tracking_sync import sync_project

    with Project.open(project) as opened:
        root = opened.root
    store = store_of(root)
    print(f"store {store.uri}")
    sent = waiting = 0
    for one in sync_project(root, store, job):
        sent, waiting = sent + one.sent, waiting + one.waiting
        if one.sent or one.problem:
            reason = f", {one.waiting} wait: {one.problem}" if one.problem else ""
            print(f"{one.name}: {one.sent} records sent{reason}")
    if waiting:
        raise JobError(
            f"{waiting} records could not be sent and are kept",
            where=store.uri,
            remedy="Run the command again when the store answers.",
        )
    print(f"{sent} records sent" if sent else "everything was sent before")
