"""Demo raters: made-up people who put the drawn clips on the scale, each with faults of their own.

What it is: decisions made from the planted values by a seeded draw, so that agreement, shift and
adjudication have something to show. Their names and profiles say what they are.
What it is not: anybody's judgement, or part of the demo project that people open: the tour alone
adds them to a copy.
Conventions: a rater sees a planted value v as 3 + reach x (v - 3) + shift + noise; reach under 1
avoids the ends. The same clip and rater always give the same value; adding twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from emo7_core.demo.clips import DemoClip
from emo7_core.labels.decision import CUES, Draft
from emo7_core.labels.raters import Profile, save_profile
from emo7_core.project import Project
from emo7_core.scale import K

ABOUT = "Made up for the demo: planted values with drawn errors, nobody's judgement."
UNSURE = 0.75
MOST_CUES = 2
NOTES = {0: "Demo note: the brows carry it.", 3: "Demo note: it turns late in the clip."}


@dataclass(frozen=True, slots=True)
class DemoRater:
    """How one of them errs.

    Attributes:
        name: Says that it is a demo rater.
        initials: For small places.
        reach: How far towards the ends they go; 1 is as planted.
        shift: Steps that they sit higher.
        noise: Standard deviation of their error, steps.
        seed: Of their draws.
    """

    name: str
    initials: str
    reach: float
    shift: float
    noise: float
    seed: int


RATERS = (
    DemoRater("Demo rater Ada", "DA", 1.0, 0.0, 0.5, 1),
    DemoRater("Demo rater Ben", "DB", 0.6, 0.0, 0.6, 2),
    DemoRater("Demo rater Cleo", "DC", 1.0, 0.6, 0.8, 3),
)


def add_raters(project: Project, clips: Iterable[DemoClip]) -> int:
    """Let every demo rater decide the clips that the project has; return how many are new."""
    there = [(clip, known) for clip in clips if (known := project.catalog.by_name(clip.name))]
    count = 0
    for rater in RATERS:
        log = project.log(save_profile(project, Profile(rater.name, rater.initials, about=ABOUT)))
        decided = {one.clip_id for one in log.currents()}
        drafts = [judge(rater, clip, known.id) for clip, known in there if known.id not in decided]
        for draft in drafts:
            log.append(draft)
        count += len(drafts)
    return count


def judge(rater: DemoRater, clip: DemoClip, clip_id: int) -> Draft:
    """Return what a demo rater says of a clip: value, doubt, cues, note, decisive frame."""
    rng = np.random.default_rng((rater.seed, clip.seed))
    error = rater.noise * float(rng.normal())
    middle = (K - 1) / 2
    value = round(middle + rater.reach * (clip.value - middle) + rater.shift + error)
    cues = rng.choice(len(CUES), size=int(rng.integers(MOST_CUES + 1)), replace=False)
    return Draft(
        clip_id,
        min(max(value, 0), K - 1),
        is_unsure=abs(error) > UNSURE,
        cues=tuple(CUES[place] for place in sorted(cues.tolist())),
        note=NOTES.get(int(rng.integers(6)), ""),
        decisive_frame=int(clip.frame_count * rng.uniform(0.3, 0.8)),
    )
