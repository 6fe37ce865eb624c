"""What others say of a clip, as far as the rater may know of it.

What it is: captions, guesses and other people's values, counted and read from the project.
What it is not: shown by itself; whether it is revealed is the session's to say.
Convention: while the rating goes on, other people's values do not exist here
(emo7_core/labels/stage.py).
"""

from __future__ import annotations

from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION, Decision, Guess
from emo7_core.labels.sources import MODEL_RUN, Source
from emo7_core.labels.stage import is_stage_over
from emo7_core.project import Project
from emo7_core.scale import K

MOST_MODELS = 2


def others_values(project: Project, rater: Source, clip_id: int) -> list[Decision]:
    """Return the values of other people, the newest of each stage; none while rating goes on."""
    if not is_stage_over(project):
        return []
    found = []
    for source in project.sources.all():
        if source.is_human and source.id != rater.id:
            log = project.log(source)
            both = (log.current(clip_id, stage) for stage in (WITH_CAPTION, SIGNING_ONLY))
            newest = next((one for one in both if one and one.value is not None), None)
            found += [newest] if newest else []
    return found


def model_guesses(project: Project, clip_id: int) -> list[tuple[Source, Guess]]:
    """Return what the newest models say of a clip on seven classes, at most two, newest first."""
    runs = {source.id: source for source in project.sources.all(MODEL_RUN)}
    known = [
        (runs[one.source_id], one)
        for one in project.guesses.of_clip(clip_id)
        if one.source_id in runs and one.probabilities is not None and len(one.probabilities) == K
    ]
    return sorted(known, key=lambda pair: -pair[0].id)[:MOST_MODELS]


def hidden_counts(
    project: Project, rater: Source, clip_id: int, is_control: bool
) -> dict[str, int]:
    """Return how many captions, guesses and other people's values wait behind the commit.

    Args:
        project: The open project.
        rater: Who asks.
        clip_id: The clip.
        is_control: No model is shown for the clip.
    """
    return {
        "caption": len(project.catalog.captions_of(clip_id)),
        "guesses": 0 if is_control else len(model_guesses(project, clip_id)),
        "raters": len(others_values(project, rater, clip_id)),
    }
