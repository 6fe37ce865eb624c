"""Do raters move to the model's value after the reveal? The query of a project.

What it is: each review that has a value and then a reveal, with the model's value at that time.
What it is not: the figures (statistics/anchoring.py).
Conventions: a review was shown the model where its reveal names it, stored or live. Where an
earlier version did not record which models were in sight, the newest of seven classes are taken to
have been (guesses.MOST_SHOWN). A control review is one of a clip that was queued to be shown
without any model; any other reveal without the model says neither, and is left out. Hidden repeats
do not count. Values are those around the moment at which the model came into sight: a change before
it is no move to the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select

from emo7_core.errors import UsageError
from emo7_core.evaluation.sights import Sight, models_in, sights_of
from emo7_core.inference.model_source import HASH_DIGITS
from emo7_core.labels.guesses import MOST_SHOWN
from emo7_core.labels.sources import MODEL_RUN, RATER, Source
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_core.statistics.anchoring import Anchoring, anchoring
from emo7_core.storage.tables import assignment, decision, guess, source


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
        is_named: The record says that it was this model.
    """

    clip_id: int
    source_id: int
    blind: int
    revealed: int
    model: int
    was_shown: bool
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class ProjectAnchoring:
    """Anchoring of a project's raters to one model.

    Attributes:
        model: Its name.
        figures: What was found.
        reviews: All that took part.
        moved: Clips of the reviews that moved to the model's value after it was shown.
        moved_control: The same of control reviews.
        identity: Hash of its weights, "" where unknown.
    """

    model: str
    figures: Anchoring
    reviews: tuple[Review, ...]
    moved: tuple[int, ...]
    moved_control: tuple[int, ...]
    identity: str = ""

    @property
    def assumed(self) -> int:
        """How many shown reviews do not record which models were in sight."""
        return sum(one.was_shown and not one.is_named for one in self.reviews)


def anchoring_of(
    project: Project, model: Source | None = None, level: float = 0.95
) -> ProjectAnchoring | None:
    """Return how often raters moved to a model's value; None where no review tells.

    Args:
        project: Whose raters.
        model: A model run; None takes the one that most reviews were shown, be it one that was
            only ever in sight live.
        level: Nominal coverage of the intervals.

    Raises:
        UsageError: the source is not a model run, or its classes are not those of the raters.
    """
    if model is not None and model.kind != MODEL_RUN:
        raise UsageError(f"{model.name} is a {model.kind}, not a model run")
    if model is not None and not _is_of_seven(model):
        raise UsageError(f"{model.name} answers other classes than raters: it is never shown")
    sights = sights_of(project)
    candidates = _candidates(project, sights) if model is None else [_candidate(model)]
    found = [(one, _reviews(project, one, sights)) for one in candidates]
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
        chosen.identity,
    )


def reviews_of(project: Project, model: Source) -> tuple[Review, ...]:
    """Return every review of a model's clips that was revealed, by rater and clip."""
    return _reviews(project, _candidate(model), sights_of(project))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A model that raters may have moved to; without a source it was only in sight live."""

    name: str
    identity: str
    source: Source | None = None


def _candidate(source: Source) -> _Candidate:
    return _Candidate(source.name, str(source.details.get("weights", "")), source)


def _candidates(project: Project, sights: Sequence[Sight]) -> list[_Candidate]:
    runs = [_candidate(one) for one in project.sources.all(MODEL_RUN) if _is_of_seven(one)]
    known = {one.identity for one in runs}
    live = models_in(sights)
    return runs + [
        _Candidate(f"{name} · {identity[:HASH_DIGITS]}", identity)
        for identity, name in live.items()
        if identity not in known
    ]


def _reviews(project: Project, model: _Candidate, sights: Sequence[Sight]) -> tuple[Review, ...]:
    entries, control = _entries(project), _control(project)
    guesses = {} if model.source is None else _guesses(project, model.source.id)
    newer = {} if model.source is None else _newer(project, model.source)
    found = []
    for sight in sights:
        key = (sight.source_id, sight.clip_id)
        said = guesses.get(sight.clip_id, ())
        if sight.is_named:
            seen = _named(sight, model, said, entries.get(key, ()))
        else:
            count = sum(at <= sight.shown_at for at in newer.get(sight.clip_id, ()))
            seen = _inferred(sight, said, count, is_control=key in control)
        before, after = _around(entries.get(key, ()), sight.shown_at if seen is None else seen[0])
        if seen is not None and before is not None:
            value = -1 if after is None else after
            told = (sight.has_guesses, sight.is_named)
            found.append(Review(sight.clip_id, sight.source_id, before, value, seen[1], *told))
    return tuple(sorted(found, key=lambda one: (one.source_id, one.clip_id)))


def _named(
    sight: Sight,
    model: _Candidate,
    guesses: Iterable[tuple[str, int]],
    entries: Iterable[tuple[str, int | None]],
) -> tuple[str, int] | None:
    """Return when a recorded model was in sight, and its value as the rater last saw it."""
    seen = sight.of(model.identity)
    if not seen:
        return None
    moment = seen[0][0]
    last = max((made for made, _ in entries if made > moment), default="")
    values = [(at, one.value) for at, one in seen if one.value is not None]
    if values:
        # What came after the rater's last word did not move it; without one all of it was seen.
        before = [value for at, value in values if not last or at <= last]
        return moment, (before or [values[0][1]])[-1]
    said = _said_by(guesses, moment, must_precede=True)
    return None if said is None else (moment, said)


def _inferred(
    sight: Sight, guesses: Iterable[tuple[str, int]], newer: int, *, is_control: bool
) -> tuple[str, int] | None:
    """Return when a model was in sight, or hidden, of a reveal that does not name it."""
    if sight.has_guesses and newer >= MOST_SHOWN:
        return None
    said = _said_by(guesses, sight.shown_at, must_precede=sight.has_guesses)
    if said is None or not (sight.has_guesses or is_control):
        return None
    return sight.shown_at, said


def _control(project: Project) -> set[tuple[int, int]]:
    is_control = assignment.c.is_control.is_(True)
    pairs = select(assignment.c.source_id, assignment.c.clip_id).where(is_control)
    with project.database.read() as connection:
        return {(row.source_id, row.clip_id) for row in connection.execute(pairs)}


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
