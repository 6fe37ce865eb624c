"""Raters as contenders: each against the label that the others made.

What it is: what each rater said, and the truth that stays when they are left out.
What it is not: agreement (statistics/agreement.py), which needs no target.
Conventions: the latest stage of a rater counts, hidden repeats do not. A label that raters made is
made again without the one who is judged (the lower middle value of the others); without others
there is none, and the clip is missing for that rater. A label of a consensus or an adjudication
stays, unless it was signed by a source of the rater's own name.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from emo7_core.evaluation.answers import Contender
from emo7_core.labels.snapshot import human_carriers, middle, standings
from emo7_core.labels.sources import HUMAN_KINDS, RATER
from emo7_core.project import Project
from emo7_core.storage.tables import decision, source

BY_OTHERS = "the label of the others"


def said_by_raters(project: Project) -> dict[str, dict[int, int]]:
    """Return the value of every rater by name and clip id, raters in the order of sources."""
    names = {one.id: one.name for one in project.sources.all(RATER)}
    found: dict[str, dict[int, int]] = {name: {} for name in names.values()}
    for one in standings(project, RATER):
        found[names[one.source_id]][one.clip_id] = one.value
    return {name: values for name, values in found.items() if values}


def raters_of(
    project: Project,
    target: str,
    targets: Mapping[int, int],
    said: Mapping[str, Mapping[int, int]],
    frozen: Mapping[int, str | None] | None = None,
) -> tuple[Contender, ...]:
    """Return every rater as a contender that is judged by the label of the others.

    Args:
        project: Whose raters.
        target: A key of contenders.TARGET_WORDS.
        targets: Value 0..6 by clip id.
        said: Of `said_by_raters`.
        frozen: The entry of the log behind each label by clip id, where the labels are those of a
            golden version; None where they are today's.
    """
    if not said:
        return ()
    if target == "caption":
        return tuple(Contender(name, values, "rater") for name, values in said.items())
    signed = _signed(project, target) if frozen is None else _signed_then(project, frozen)
    by_clip = _by_clip(said)
    found = []
    for name, values in said.items():
        own = {
            clip: label
            for clip in targets
            if (label := _without(name, clip, targets[clip], signed, by_clip)) is not None
        }
        found.append(Contender(name, values, "rater", targets=own, judged_by=BY_OTHERS))
    return tuple(found)


def _without(
    name: str,
    clip: int,
    label: int,
    signed: Mapping[int, tuple[str, str]],
    by_clip: Mapping[int, Mapping[str, int]],
) -> int | None:
    """Return the label of a clip without one rater, None where nobody else made one."""
    kind, signer = signed.get(clip, (RATER, ""))
    if kind != RATER and signer != name:
        return label
    others = [value for rater, value in by_clip.get(clip, {}).items() if rater != name]
    return middle(others) if others else None


def _signed(project: Project, target: str) -> dict[int, tuple[str, str]]:
    """Return kind and name of the source whose word each clip's label is."""
    sources = {one.id: (one.kind, one.name) for one in project.sources.all(*HUMAN_KINDS)}
    kinds = (RATER,) if target == "raters" else ()
    carriers = human_carriers(project, *kinds)
    return {clip: sources[one.source_id] for clip, one in carriers.items()}


def _signed_then(project: Project, frozen: Mapping[int, str | None]) -> dict[int, tuple[str, str]]:
    """Return kind and name of the source of each frozen entry."""
    columns = select(decision.c.uuid, source.c.kind, source.c.name)
    with project.database.read() as connection:
        rows = connection.execute(columns.join(source, source.c.id == decision.c.source_id))
        people = {row.uuid: (row.kind, row.name) for row in rows}
    return {clip: people[uuid] for clip, uuid in frozen.items() if uuid in people}


def _by_clip(said: Mapping[str, Mapping[int, int]]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for name, values in said.items():
        for clip, value in values.items():
            found.setdefault(clip, {})[name] = value
    return found
