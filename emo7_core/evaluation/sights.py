"""When a model came into sight of a rater, and which one: read from the record of reveals.

What it is: one sight for each rater and clip.
What it is not: the rater's values, or a figure (anchoring_of.py, statistics/anchoring.py).
Conventions: a sight is named where the reveal that first showed guesses was written by a version
that records models, and a model was recorded. Older reveals are not named: what they showed is
inferred by who reads them. Identities are hashes of weights.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from emo7_core.labels.reveals import ShownModel
from emo7_core.project import Project
from emo7_core.storage.tables import reveal

GUESSES = "guesses"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one rater saw of one clip besides the signing.

    Attributes:
        clip_id: The clip.
        source_id: The rater.
        shown_at: When the first guess came into sight; where none did, when anything else did.
        has_guesses: Guesses were in sight.
        models: Those in sight, each with the time, in the order of time; empty where not named.
    """

    clip_id: int
    source_id: int
    shown_at: str
    has_guesses: bool
    models: tuple[tuple[str, ShownModel], ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether the models in sight are known."""
        return bool(self.models)

    def of(self, identity: str) -> tuple[tuple[str, ShownModel], ...]:
        """Return when a model was in sight, and what it said then."""
        return tuple(one for one in self.models if identity and one[1].identity == identity)


def sights_of(project: Project) -> tuple[Sight, ...]:
    """Return what raters saw of clips, one sight for each rater and clip."""
    rows: dict[tuple[int, int], list[Row[Any]]] = {}
    with project.database.read() as connection:
        for row in connection.execute(select(reveal).order_by(reveal.c.id)):
            rows.setdefault((row.source_id, row.clip_id), []).append(row)
    return tuple(_sight(clip, rater, several) for (rater, clip), several in rows.items())


def models_in(sights: Iterable[Sight]) -> dict[str, str]:
    """Return the models that were in sight: what they were called last, by identity."""
    named = sorted((one for sight in sights for one in sight.models), key=lambda pair: pair[0])
    return {model.identity: model.name for _, model in named if model.identity}


def _sight(clip: int, rater: int, rows: list[Row[Any]]) -> Sight:
    first = next((row for row in rows if GUESSES in row.what), None)
    if first is None:
        return Sight(clip, rater, rows[0].shown_at, False)
    # The model may come into sight only at a later reveal: that one counts.
    if first.models is None:
        return Sight(clip, rater, first.shown_at, True)
    seen = [(row.shown_at, ShownModel(**one)) for row in rows for one in row.models or ()]
    return Sight(clip, rater, first.shown_at, True, tuple(seen))
