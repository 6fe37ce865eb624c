"""Rating or discussion: whether raters may see each other's decisions.

What it is: the project's stage, an append-only record of who closed or opened the rating.
What it is not: the stage of a decision ("signing only", "with caption"; decision.py).
Convention: a project begins in RATING, in which each rater sees only their own decisions.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from emo7_core.errors import UsageError
from emo7_core.labels.decision import now
from emo7_core.labels.sources import Source
from emo7_core.project import Project
from emo7_core.storage.tables import stage_change as table

RATING, DISCUSSION = "rating", "discussion"


@dataclass(frozen=True, slots=True)
class StageChange:
    """One change of the stage.

    Attributes:
        stage: RATING or DISCUSSION, from then on.
        name: Who changed it.
        note: Why, "" where nothing was said.
        changed_at: ISO 8601, UTC.
    """

    stage: str
    name: str
    note: str
    changed_at: str


def stage_of(project: Project) -> str:
    """Return RATING or DISCUSSION."""
    history = stage_history(project)
    return history[-1].stage if history else RATING


def is_stage_over(project: Project) -> bool:
    """Whether the rating is over, so that raters may see each other's decisions."""
    return stage_of(project) == DISCUSSION


def may_see(project: Project, viewer: Source, author: Source) -> bool:
    """Whether one person may see what another one decided."""
    return viewer.id == author.id or is_stage_over(project)


def close_stage(project: Project, name: str, note: str = "") -> None:
    """End the rating; from now on raters may see each other's decisions.

    Raises:
        UsageError: it is over already.
    """
    _change(project, DISCUSSION, name, note)


def reopen_stage(project: Project, name: str, note: str = "") -> None:
    """Go back to rating; what was seen meanwhile stays in the record of reveals.

    Raises:
        UsageError: the rating goes on already.
    """
    _change(project, RATING, name, note)


def stage_history(project: Project) -> list[StageChange]:
    """Return every change, oldest first."""
    columns = select(table.c.stage, table.c.name, table.c.note, table.c.changed_at)
    with project.database.read() as connection:
        return [StageChange(*row) for row in connection.execute(columns.order_by(table.c.id))]


def _change(project: Project, stage: str, name: str, note: str) -> None:
    if stage_of(project) == stage:
        raise UsageError(f"the project is in the stage of {stage} already")
    if not name.strip():
        raise UsageError("say who changes the stage")
    row = {"stage": stage, "name": name, "note": note, "changed_at": now().isoformat()}
    with project.database.write() as connection:
        connection.execute(insert(table).values(**row))
