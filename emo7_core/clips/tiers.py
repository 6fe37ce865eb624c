"""What a corpus annotated along a clip: brows, head, gaze, question, negation, ...

What it is: the tier table's only reader and writer. Tiers lie under the timeline, so that grammar
can be told from affect.
What it is not: a label (labels/) or a landmark; nobody here says anything of the affect.
Conventions: times are seconds since the clip's first picture, half open, so they hold whatever
the rate of the clip; the picture at a time is looked up in the reader's times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select

from emo7_core.storage.database import Database
from emo7_core.storage.tables import tier as table


@dataclass(frozen=True, slots=True)
class Tier:
    """One annotated stretch of a clip.

    Attributes:
        name: What is annotated ("eye brows", "head mvmt: shake", "wh question").
        value: How it is ("raised", "rapid", "whq"); "" where the corpus does not say.
        start_time: Seconds, included.
        stop_time: Seconds, not included; greater than start_time.
    """

    name: str
    value: str
    start_time: float
    stop_time: float


class Tiers:
    """The tiers of one project's clips."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, told: Mapping[int, Iterable[Tier]]) -> int:
        """Store the tiers of clips in one transaction and return how many are new.

        What a clip has already is not stored twice.

        Args:
            told: Tiers by clip id.
        """
        known = self._of(told)
        rows = [
            {
                "clip_id": clip_id,
                "name": one.name,
                "value": one.value,
                "start_time": one.start_time,
                "stop_time": one.stop_time,
            }
            for clip_id, tiers in told.items()
            for one in dict.fromkeys(tiers)
            if one not in known.get(clip_id, ())
        ]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert(table), rows)
        return len(rows)

    def of_clip(self, clip_id: int) -> tuple[Tier, ...]:
        """Return the tiers of a clip by start, name and stop; empty where it has none."""
        order = (table.c.start_time, table.c.name, table.c.stop_time, table.c.id)
        mine = select(table).where(table.c.clip_id == clip_id).order_by(*order)
        with self._database.read() as connection:
            rows = connection.execute(mine).all()
        return tuple(Tier(row.name, row.value, row.start_time, row.stop_time) for row in rows)

    def _of(self, clips: Iterable[int]) -> dict[int, set[Tier]]:
        wanted = set(clips)
        found: dict[int, set[Tier]] = {}
        with self._database.read() as connection:
            for row in connection.execute(select(table)):
                if row.clip_id in wanted:
                    one = Tier(row.name, row.value, row.start_time, row.stop_time)
                    found.setdefault(row.clip_id, set()).add(one)
        return found
