"""Do raters move to the model's value after the reveal? The query of a project.

What it is: each review that has a value and then a reveal, with the model's value at that time.
What it is not: the figures (statistics/anchoring.py).
Conventions: a review was shown the model where its reveal recorded guesses; a control review is
one of a clip that was queued to be shown without any model. A reveal without guesses of any
other clip says neither, and is left out; so is one that showed newer models alone: of a clip the
newest models of seven classes are shown (guesses.MOST_SHOWN). Hidden repeats do not count. Values
are those around the moment at which the model came into sight: a change before it is no move to
the model.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Row, func, select

from emo7_core.errors import UsageError
from emo7_core.labels.guesses import MOST_SHOWN
from emo7_core.labels.sources import MODEL_RUN, RATER, Source
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_core.statistics.anchoring import Anchoring, anchoring
from emo7_core.storage.tables import assignment, decision, guess, reveal, source

GUESSES = "guesses"


@dataclass(frozen=True, slots=True)
class Review:
    """One rater, one clip, before and after the reveal.

    Attributes:
        clip_id: The clip.
        source_id: The rater.
        blind: Value 0..6 before the model was in sight.
        revealed: Value 0..6 entered after it, -1 where none was.
        model: The model's value 0..6 when it was revealed.
        was_shown: The model was shown; False for a control review.
    """

    clip_id: int
    source_id: int
    blind: int
    revealed: int
    model: int
    was_shown: bool


@dataclass(frozen=True, slots=True)
class ProjectAnchoring:
    """Anchoring of a project's raters to one model.

    Attributes:
        model: Its name.
        figures: What was found.
        reviews: All that took part.
        moved: Clips of the reviews that moved to the model's value after it was shown.
        moved_control: The same of control reviews.
    """

    model: str
    figures: Anchoring
    reviews: tuple[Review, ...]
    moved: tuple[int, ...]
    moved_control: tuple[int, ...]


def anchoring_of(
    project: Project, model: Source | None = None, level: float = 0.95
) -> ProjectAnchoring | None:
    """Return how often raters moved to a model's value; None where no review tells.

    Args:
        project: Whose raters.
        model: A model run; None takes the one that most reviews were shown.
        level: Nominal coverage of the intervals.

    Raises:
        UsageError: the source is not a model run, or its classes are not those of the raters.
    """
    if model is not None and model.kind != MODEL_RUN:
        raise UsageError(f"{model.name} is a {model.kind}, not a model run")
    if model is not None and not _is_of_seven(model):
        raise UsageError(f"{model.name} answers other classes than raters: it is never shown")
    runs = [one for one in project.sources.all(MODEL_RUN) if _is_of_seven(one)]
    candidates = runs if model is None else [model]
    found = [(one, reviews_of(project, one)) for one in candidates]
    chosen, reviews = max(found, key=lambda pair: _shown(pair[1]), default=(None, ()))
    if chosen is None or not reviews:
        return None
    figures = anchoring(
        [one.blind for one in reviews],
        [one.revealed for one in reviews],
        [one.model for one in reviews],
        [one.was_shown for one in reviews],
        level,
    )
    moved = [one for one in reviews if one.blind != one.model and one.revealed == one.model]
    return ProjectAnchoring(
        chosen.name,
        figures,
        reviews,
        tuple(one.clip_id for one in moved if one.was_shown),
        tuple(one.clip_id for one in moved if not one.was_shown),
    )


def reviews_of(project: Project, model: Source) -> tuple[Review, ...]:
    """Return every review of a model's clips that was revealed, by rater and clip."""
    entries = _entries(project)
    guesses = _guesses(project, model.id)
    newer = _newer(project, model)
    with project.database.read() as connection:
        reveals = connection.execute(select(reveal).order_by(reveal.c.id)).all()
        is_control = assignment.c.is_control.is_(True)
        pairs = select(assignment.c.source_id, assignment.c.clip_id).where(is_control)
        control = {(row.source_id, row.clip_id) for row in connection.execute(pairs)}
    found = []
    for key, (what, shown_at) in _first_reveals(reveals).items():
        was_shown = GUESSES in what
        if was_shown and sum(at <= shown_at for at in newer.get(key[1], ())) >= MOST_SHOWN:
            continue
        said = _said_by(guesses.get(key[1], ()), shown_at, must_precede=was_shown)
        before, after = _around(entries.get(key, ()), shown_at)
        if before is None or said is None or not (was_shown or key in control):
            continue
        value = -1 if after is None else after
        found.append(Review(key[1], key[0], before, value, said, was_shown))
    return tuple(sorted(found, key=lambda one: (one.source_id, one.clip_id)))


def _shown(reviews: tuple[Review, ...]) -> tuple[int, int]:
    return sum(one.was_shown for one in reviews), len(reviews)


def _entries(project: Project) -> dict[tuple[int, int], list[tuple[str, int | None]]]:
    """Return when each rater entered which value of a clip, in the order of the log."""
    statement = (
        select(*(decision.c[name] for name in ("source_id", "clip_id", "created_at", "value")))
        .join(source, source.c.id == decision.c.source_id)
        .where(decision.c.round == 0, source.c.kind == RATER)
        .order_by(decision.c.id)
    )
    found: dict[tuple[int, int], list[tuple[str, int | None]]] = {}
    with project.database.read() as connection:
        for row in connection.execute(statement):
            mine = found.setdefault((row.source_id, row.clip_id), [])
            mine.append((row.created_at, row.value))
    return found


def _around(
    entries: Iterable[tuple[str, int | None]], moment: str
) -> tuple[int | None, int | None]:
    """Return the values that counted before a moment, and now if they were entered after it."""
    before: int | None = None
    after: int | None = None
    for made, value in entries:
        if made <= moment:
            before = value
        else:
            after = value
    return before, after


def _first_reveals(rows: Iterable[Row[Any]]) -> dict[tuple[int, int], tuple[set[str], str]]:
    found: dict[tuple[int, int], tuple[set[str], str]] = {}
    for row in rows:
        what, shown_at = found.get((row.source_id, row.clip_id), (set(), row.shown_at))
        # The model may come into sight only at a later reveal: that one counts then.
        is_new = GUESSES in row.what and GUESSES not in what
        found[row.source_id, row.clip_id] = what | {*row.what}, row.shown_at if is_new else shown_at
    return found


def _guesses(project: Project, source_id: int) -> dict[int, list[tuple[str, int]]]:
    mine = select(guess).where(guess.c.source_id == source_id).order_by(guess.c.id)
    found: dict[int, list[tuple[str, int]]] = {}
    with project.database.read() as connection:
        for row in connection.execute(mine):
            value = row.value if row.probabilities is None else int(np.argmax(row.probabilities))
            if value is not None:
                found.setdefault(row.clip_id, []).append((row.created_at, value))
    return found


def _is_of_seven(model: Source) -> bool:
    return int(model.details.get("num_classes", K)) == K


def _newer(project: Project, model: Source) -> dict[int, list[str]]:
    """Return when each newer model of seven classes first answered a clip."""
    later = [one for one in project.sources.all(MODEL_RUN) if one.id > model.id]
    ids = [one.id for one in later if _is_of_seven(one)]
    first = (
        select(guess.c.clip_id, func.min(guess.c.created_at).label("at"))
        .where(guess.c.source_id.in_(ids))
        .group_by(guess.c.clip_id, guess.c.source_id)
    )
    found: dict[int, list[str]] = {}
    with project.database.read() as connection:
        for row in connection.execute(first):
            found.setdefault(row.clip_id, []).append(row.at)
    return found


def _said_by(guesses: Iterable[tuple[str, int]], moment: str, *, must_precede: bool) -> int | None:
    """Return the newest value at a moment; of a hidden model, else its first one."""
    all_of_it = list(guesses)
    before = [value for made, value in all_of_it if made <= moment]
    if before:
        return before[-1]
    return None if must_precede or not all_of_it else all_of_it[0][1]
