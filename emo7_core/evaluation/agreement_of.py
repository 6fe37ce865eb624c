"""Agreement of a project's raters: the query behind the Golden workspace and the command.

What it is: who rated which clip how at one stage, with clusters and hidden repeats.
What it is not: the figures (statistics/agreement.py).
Conventions: a rater's newest value of the stage counts; hidden repeats are kept apart. A repeat
after the rater had been shown more of the clip is left out: memory of a reveal is no agreement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from emo7_core.clips.clip import Clip
from emo7_core.errors import UsageError
from emo7_core.labels.decision import SIGNING_ONLY, STAGES
from emo7_core.labels.repeats import RepeatPair, repeat_pairs
from emo7_core.labels.snapshot import standings
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from emo7_core.scale import CLASSES, K
from emo7_core.statistics.agreement import agreement
from emo7_core.statistics.agreement_report import AgreementReport
from emo7_core.statistics.ratings import Ratings, ratings_of, with_repeats
from emo7_core.statistics.sample import Draw
from emo7_core.storage.tables import decision, source

LATEST = "latest"
STAGE_CHOICES = (*STAGES, LATEST)
CLUSTERS = ("session", "signer", "none")


def report_of(
    project: Project,
    stage: str = SIGNING_ONLY,
    cluster: str = "session",
    draw: Draw = Draw(),
) -> AgreementReport:
    """Return the agreement of a project's raters at one stage; items are clip ids.

    Args:
        project: Whose raters.
        stage: "signing only", "with caption", or "latest" for each rater's last word.
        cluster: What is resampled: "session", "signer", or "none" for clips.
        draw: How many draws are behind each interval, and for which level.

    Raises:
        UsageError: no such stage or cluster.
    """
    ratings, notes = ratings_of_project(project, stage, cluster)
    return agreement(ratings, stage=stage, notes=notes, draw=draw)


def ratings_of_project(
    project: Project, stage: str = SIGNING_ONLY, cluster: str = "session"
) -> tuple[Ratings, tuple[str, ...]]:
    """Return the table of ratings, and what a reader must know; arguments as for `report_of`."""
    if stage not in STAGE_CHOICES:
        raise UsageError(f"no stage “{stage}”", remedy=f"Choose one of {', '.join(STAGE_CHOICES)}.")
    if cluster not in CLUSTERS:
        raise UsageError(f"no cluster “{cluster}”", remedy=f"Choose one of {', '.join(CLUSTERS)}.")
    names = {one.id: one.name for one in project.sources.all(RATER)}
    values = _latest(project) if stage == LATEST else _at_stage(project, stage)
    notes: list[str] = []
    clips = {clip.id: clip for clip in project.catalog.all()}
    groups = _clusters([clip_id for clip_id, _ in values], clips, cluster, notes)
    ratings = ratings_of(
        [clip_id for clip_id, _ in values],
        list(values.values()),
        [names[source_id] for _, source_id in values],
        scale=range(K),
        words=CLASSES,
        clusters=groups,
        unit=cluster,
        noun="clip",
    )
    pairs = _pairs(project, stage, notes)
    repeated = with_repeats(
        ratings,
        [one.clip_id for one in pairs],
        [names[one.source_id] for one in pairs],
        [one.first for one in pairs],
        [one.second for one in pairs],
    )
    return repeated, tuple(notes)


def _latest(project: Project) -> dict[tuple[int, int], int]:
    return {(one.clip_id, one.source_id): one.value for one in standings(project, RATER)}


def _at_stage(project: Project, stage: str) -> dict[tuple[int, int], int]:
    newest = (
        select(func.max(decision.c.id))
        .where(decision.c.stage == stage, decision.c.round == 0)
        .group_by(decision.c.source_id, decision.c.clip_id)
    )
    statement = (
        select(decision.c.clip_id, decision.c.source_id, decision.c.value)
        .join(source, source.c.id == decision.c.source_id)
        .where(decision.c.id.in_(newest), source.c.kind == RATER, decision.c.value.is_not(None))
        .order_by(decision.c.clip_id, decision.c.source_id)
    )
    with project.database.read() as connection:
        return {(row.clip_id, row.source_id): row.value for row in connection.execute(statement)}


def _clusters(
    clip_ids: Sequence[int], clips: Mapping[int, Clip], cluster: str, notes: list[str]
) -> list[str] | None:
    if cluster == "none" or not clip_ids:
        return None
    names: list[str | None] = [getattr(clips[clip_id], cluster) for clip_id in clip_ids]
    unknown = {clip for clip, name in zip(clip_ids, names, strict=True) if name is None}
    if None not in names:
        return [str(name) for name in names]
    if all(name is None for name in names):
        notes.append(f"No clip has a {cluster}: clips are taken as independent.")
        return None
    notes.append(f"{len(unknown)} clips have no {cluster}: each counts as one of its own.")
    pairs = zip(clip_ids, names, strict=True)
    return [f"clip {clip}" if name is None else name for clip, name in pairs]


def _pairs(project: Project, stage: str, notes: list[str]) -> list[RepeatPair]:
    found = [one for one in repeat_pairs(project) if stage in (LATEST, one.stage)]
    blind = [one for one in found if not one.was_revealed]
    if len(blind) < len(found):
        notes.append(
            f"{len(found) - len(blind)} repeats came after a reveal of the clip and are left out."
        )
    return blind
