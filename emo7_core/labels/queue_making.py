"""Makes a queue for one rater from what is known of the clips now.

What it is: the named orders, with a random share, hidden repeats and control clips mixed in.
What it is not: the score of an order (reasons.py) or the stored queue (queue.py).
Conventions: every order but the mixed one gets a random share, so that what is labelled can speak
for all clips. Exemplar clips are left out, because their value is shown. Repeats and control
clips differ between raters; a control clip stays one in a rater's later queues.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from sqlalchemy import func, select

from emo7_core.errors import UsageError
from emo7_core.labels.evidence import Evidence, gather_evidence
from emo7_core.labels.exemplars import exemplars
from emo7_core.labels.orders import Arrangement, Ids, Shares, arrange, by_score
from emo7_core.labels.queue import (
    AS_IMPORTED,
    MIXED,
    ORDERS,
    Entry,
    Queue,
    mixed_place,
    store_queue,
)
from emo7_core.labels.reasons import RARE, SCORED, SUSPECT, reasons
from emo7_core.labels.sources import RATER, Source
from emo7_core.project import Project
from emo7_core.storage.tables import decision

QUEUES = (MIXED, AS_IMPORTED, *SCORED)
RANDOM_SHARE = "random share"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What makes a queue, besides what is known of the clips.

    Attributes:
        order: One of QUEUES.
        seed: Of all draws.
        shares: What is mixed in.
        limit: Only the first so many places, None for all.
        target_count: Wanted clips per class, for the order of rare classes.
    """

    order: str = MIXED
    seed: int = 7
    shares: Shares = field(default_factory=Shares)
    limit: int | None = None
    target_count: int = 30

    def __post_init__(self) -> None:
        if self.order not in QUEUES:
            raise UsageError(
                f"no order “{self.order}”", remedy=f"Choose one of {', '.join(QUEUES)}."
            )
        if self.target_count < 1 or (self.limit is not None and self.limit < 1):
            raise UsageError("a limit or a target count below 1 makes no queue")

    def details(self) -> dict[str, Any]:
        """Return what is stored beside the order and the seed."""
        return asdict(self.shares) | {"limit": self.limit, "target_count": self.target_count}


def make_queue(project: Project, rater: Source, recipe: Recipe) -> Queue:
    """Make an order for a rater from what is known now, store it and return it.

    Raises:
        UsageError: the source is not a rater, or there are no clips.
    """
    return store_queue(
        project.database,
        rater.id,
        recipe.order,
        recipe.seed,
        recipe.details(),
        queue_entries(project, rater, recipe),
    )


def queue_entries(project: Project, rater: Source, recipe: Recipe) -> list[Entry]:
    """Return the places of a queue without storing them.

    Raises:
        UsageError: the source is not a rater, or there are no clips.
    """
    if rater.kind != RATER:
        raise UsageError(f"{rater.name} is a {rater.kind}: queues are for raters")
    is_rare, is_suspect = recipe.order == RARE, recipe.order == SUSPECT
    evidence = gather_evidence(project, has_captions=is_rare, has_errors=is_suspect)
    shown = {clip.id for clips in exemplars(project).values() for clip in clips}
    is_free = ~np.isin(evidence.ids, list(shown))
    if not is_free.any():
        raise UsageError("there are no clips to put in a queue", where=project.root)
    places, whys, details = _ranked(evidence, recipe)
    # The pure functions want a whole order: the free clips are numbered from 0.
    number = np.cumsum(is_free) - 1
    free = np.flatnonzero(is_free)
    order = number[places[is_free[places]]]
    shares = replace(recipe.shares, random=0) if recipe.order == MIXED else recipe.shares
    found = arrange(order, evidence.ids[free], shares, recipe.seed, salt=rater.uuid)
    rounds = _rounds_done(project, rater)
    return _numbered(found, free, evidence, whys, details, rounds)[: recipe.limit]


def _ranked(evidence: Evidence, recipe: Recipe) -> tuple[Ids, list[str], list[str]]:
    """Return (N,) indices, the first first, and N reasons and figures."""
    n = len(evidence.clips)
    if recipe.order in ORDERS:
        keys: list[Any] = list(range(n))
        if recipe.order == MIXED:
            keys = [mixed_place(clip_id, recipe.seed) for clip_id in evidence.ids.tolist()]
        places = np.array(sorted(range(n), key=keys.__getitem__), dtype=np.int64)
        return places, [f"{recipe.order} order"] * n, [""] * n
    told = reasons(evidence, recipe.order, recipe.target_count)
    return by_score(told.score, evidence.ids, recipe.seed), told.whys, told.details


def _numbered(
    found: Arrangement,
    free: Ids,
    evidence: Evidence,
    whys: list[str],
    details: list[str],
    rounds: dict[int, int],
) -> list[Entry]:
    ids = evidence.ids.tolist()
    flags = (found.is_repeat, found.is_random, found.is_control)
    rows = zip(free[found.clips].tolist(), *(flag.tolist() for flag in flags), strict=True)
    return [
        Entry(
            position=position,
            clip_id=ids[i],
            round=rounds.get(ids[i], 0) + 1 if is_repeat else 0,
            why=RANDOM_SHARE if is_random else whys[i],
            detail=details[i],
            is_control=is_control,
        )
        for position, (i, is_repeat, is_random, is_control) in enumerate(rows)
    ]


def _rounds_done(project: Project, rater: Source) -> dict[int, int]:
    """Return the latest repeat that a rater decided of each clip that has one."""
    mine = (decision.c.source_id == rater.id) & (decision.c.round > 0)
    statement = select(decision.c.clip_id, func.max(decision.c.round)).where(mine)
    with project.database.read() as connection:
        rows = connection.execute(statement.group_by(decision.c.clip_id))
        return {clip_id: int(last) for clip_id, last in rows}
