"""What others say of a clip, as far as the rater may know of it.

What it is: captions, guesses and other people's values, read from the project in one go.
What it is not: shown by itself; whether it is revealed is the session's to say.
Convention: while the rating goes on, other people's values do not exist here
(emo7_core/labels/stage.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION, Decision, Guess
from emo7_core.labels.guesses import MOST_SHOWN
from emo7_core.labels.sources import MODEL_RUN, Source
from emo7_core.project import Project
from emo7_core.scale import K


@dataclass(frozen=True, slots=True)
class Opinions:
    """What is said of one clip besides this rater's own values.

    Attributes:
        captions: Oldest first.
        guesses: Of the newest models that answer on seven classes, at most two, newest first.
        values: Of other people, the newest of each; none while the rating goes on.
        is_over: The rating is over.
    """

    captions: tuple[str, ...] = ()
    guesses: tuple[tuple[Source, Guess], ...] = ()
    values: tuple[tuple[Source, Decision], ...] = ()
    is_over: bool = False


def opinions_of(project: Project, rater: Source, clip_id: int, is_over: bool) -> Opinions:
    """Read what others say of a clip.

    Args:
        project: The open project.
        rater: Who asks.
        clip_id: The clip.
        is_over: Other people's values may be seen.
    """
    sources = project.sources.all()
    others = [one for one in sources if one.is_human and one.id != rater.id] if is_over else []
    return Opinions(
        tuple(project.catalog.captions_of(clip_id)),
        _guesses(project, sources, clip_id),
        tuple(_values(project, others, clip_id)),
        is_over,
    )


def _guesses(
    project: Project, sources: list[Source], clip_id: int
) -> tuple[tuple[Source, Guess], ...]:
    runs = {source.id: source for source in sources if source.kind == MODEL_RUN}
    if not runs:
        return ()
    known = [
        (runs[one.source_id], one)
        for one in project.guesses.of_clip(clip_id)
        if one.source_id in runs and one.probabilities is not None and len(one.probabilities) == K
    ]
    return tuple(sorted(known, key=lambda pair: -pair[0].id)[:MOST_SHOWN])


def _values(
    project: Project, others: list[Source], clip_id: int
) -> Iterable[tuple[Source, Decision]]:
    for source in others:
        log = project.log(source)
        both = (log.current(clip_id, stage) for stage in (WITH_CAPTION, SIGNING_ONLY))
        newest = next((one for one in both if one and one.value is not None), None)
        if newest is not None:
            yield source, newest
