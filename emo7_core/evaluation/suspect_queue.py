"""The queue in which a rater looks again at labels that models contradict, blind.

What it is: suspected clips and others drawn at random, shuffled, stored as the order "suspected
label error".
What it is not: the suspicion (suspects.py) or a change of any label.
Conventions: a place says no more than "label to be checked"; values, models and which clips were
drawn at random stay hidden until the rater commits. A clip that this rater decided before comes
as a hidden repeat: its answer is kept beside the label and replaces nothing, so that memory and
second thoughts stay apart; where the two differ, relabel or adjudicate. Everybody else's clips,
and those whose value this rater took back, come as new ones.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from sqlalchemy import func, select

from emo7_core.errors import UsageError
from emo7_core.evaluation.suspects import Suspects
from emo7_core.labels.queue import Entry, Queue, store_queue
from emo7_core.labels.queue_making import RANDOM_SHARE
from emo7_core.labels.reasons import SUSPECT
from emo7_core.labels.snapshot import standings
from emo7_core.labels.sources import RATER, Source
from emo7_core.project import Project
from emo7_core.storage.tables import decision

WHY = "label to be checked"
MOST = 50


def suspect_queue(
    project: Project,
    rater: Source,
    found: Suspects,
    others: Iterable[int] = (),
    limit: int = MOST,
    aside: float = 1.0,
    seed: int = 7,
) -> Queue:
    """Store a queue in which a rater looks again at suspected clips.

    Args:
        project: Whose clips.
        rater: Who looks.
        found: The suspects.
        others: Labelled clips from which some are drawn to go between, as `Comparison.clips`.
        limit: Only the first so many suspects.
        aside: How many others per suspect, so that being in the queue tells nothing.
        seed: Of all draws.

    Raises:
        UsageError: the source is not a rater, or there is nothing to look at.
    """
    if rater.kind != RATER:
        raise UsageError(f"{rater.name} is a {rater.kind}: queues are for raters")
    chosen = {one.clip_id: one.reason for one in found.rows[:limit]}
    if not chosen:
        raise UsageError("there is no suspected label to look at")
    rng = np.random.default_rng(seed)
    calm = sorted(set(others) - {one.clip_id for one in found.rows})
    drawn = rng.permutation(calm)[: round(aside * len(chosen))].tolist() if calm else []
    clips = rng.permutation([*chosen, *map(int, drawn)]).tolist()
    rounds = _next_rounds(project, rater)
    entries = [
        Entry(position, clip, rounds.get(clip, 0), WHY, chosen.get(clip, RANDOM_SHARE), False)
        for position, clip in enumerate(clips)
    ]
    details = {"limit": limit, "aside": aside, "models": list(found.models)}
    return store_queue(project.database, rater.id, SUSPECT, seed, details, entries)


def _next_rounds(project: Project, rater: Source) -> dict[int, int]:
    """Return the next round of every clip that has a value of a rater."""
    # A repeat of a value that was taken back would be compared with nothing and count as nothing.
    valued = {one.clip_id for one in standings(project, RATER) if one.source_id == rater.id}
    mine = select(decision.c.clip_id, func.max(decision.c.round))
    mine = mine.where(decision.c.source_id == rater.id).group_by(decision.c.clip_id)
    with project.database.read() as connection:
        rows = connection.execute(mine)
        return {clip_id: int(last) + 1 for clip_id, last in rows if clip_id in valued}
