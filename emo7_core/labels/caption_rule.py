"""Applies the caption rule to many captions: scores, classes, counts, and where they go.

What it is: the step from captions to a table of the earlier scripts, or to a project's guesses.
What it is not: the rule itself (silver.py) or the reading of captions (corpora/captions.py).
Conventions: scores (N,) float64 in [-1, 1], values (N,) 0..6, both in the order of the captions.
A blank caption scores 0.0 in a table, as VADER does, and is counted; in a project a clip without
a caption gets no guess.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.labels.cells import guard, guard_name, portable_name
from emo7_core.labels.decision import Guess
from emo7_core.labels.export import EARLIER, earlier_name
from emo7_core.labels.silver import Cuts, classes_of, compound, parse_cuts
from emo7_core.labels.sources import CAPTION_RULE, Source
from emo7_core.project import Project
from emo7_core.scale import CLASSES, K

SCORER = "vaderSentiment 3.3.2"
STEP = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Captions with their scores and classes.

    Attributes:
        names: The clips, as their table calls them.
        captions: Their captions, in the same order.
        scores: (N,) compound scores, read-only.
        values: (N,) values 0..6, read-only.
        cuts: What made classes of the scores.
    """

    names: tuple[str, ...]
    captions: tuple[str, ...]
    scores: npt.NDArray[np.float64]
    values: npt.NDArray[np.int64]
    cuts: Cuts

    @property
    def counts(self) -> tuple[int, ...]:
        """How many captions each of the seven classes has."""
        return tuple(int(n) for n in np.bincount(self.values, minlength=K))

    @property
    def imbalance(self) -> float | None:
        """The largest class over the smallest that is not empty, None without captions."""
        present = [n for n in self.counts if n]
        return max(present) / min(present) if present else None

    @property
    def zero_share(self) -> float:
        """The share 0..1 of captions that score exactly 0; NaN without captions."""
        return float(np.mean(self.scores == 0)) if self.scores.size else float("nan")

    @property
    def blank(self) -> int:
        """How many captions are empty."""
        return sum(not caption.strip() for caption in self.captions)


@dataclass(frozen=True, slots=True)
class ProjectLabels:
    """What the caption rule said of a project's clips.

    Attributes:
        source: Who says it, of kind "caption rule"; its name carries the cuts.
        labelled: The clips that have a caption.
        new: How many guesses are new or changed.
        without_caption: How many clips have none.
    """

    source: Source
    labelled: Labelled
    new: int
    without_caption: int


def label_captions(
    names: Sequence[str], captions: Sequence[str], cuts: str, report: Progress | None = None
) -> Labelled:
    """Score captions and make classes of the scores.

    Args:
        names: The clips.
        captions: Their captions.
        cuts: As silver.parse_cuts reads them.
        report: Called every 500 captions, and at the end, with done and total.

    Raises:
        UsageError: there are no such cuts, or percentile cuts of no captions.
    """
    if cuts.strip().casefold() != "percentile":
        parse_cuts(cuts)  # A wrong word is told before 100,000 captions are scored.
    scores = np.array(_scored(captions, report), dtype=np.float64)
    chosen = parse_cuts(cuts, scores)
    values = classes_of(scores, chosen)
    scores.flags.writeable = values.flags.writeable = False
    return Labelled(tuple(names), tuple(captions), scores, values, chosen)


def table_csv(labelled: Labelled) -> str:
    """Return the table of the earlier scripts: video_name,caption,compound_score,emotion."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(EARLIER)
    cells = zip(
        map(name_cell, labelled.names),
        map(guard, labelled.captions),
        labelled.scores.tolist(),
        (CLASSES[value] for value in labelled.values),
        strict=True,
    )
    writer.writerows(cells)
    return text.getvalue()


def name_cell(name: str) -> str:
    """Return a clip's name as its own table wrote it, guarded where it could calculate."""
    return guard_name(name) if portable_name(name) == name else guard(name)


def source_name(cuts: Cuts) -> str:
    """Return what the rule with these cuts is called, the same for the same cuts."""
    return f"caption-VADER, {cuts.name} cuts {', '.join(f'{cut:g}' for cut in cuts.values)}"


def label_project(project: Project, cuts: str, report: Progress | None = None) -> ProjectLabels:
    """Let the rule guess every clip that has a caption; the first caption of a clip counts.

    Asking twice adds nothing; what people decided is not touched.

    Raises:
        UsageError: no such cuts, or percentile cuts of a project without captions.
    """
    captions = project.catalog.captions()
    clips = project.catalog.all()
    told = [clip for clip in clips if clip.id in captions]
    names = [earlier_name(clip.name, clip.corpus) for clip in told]
    labelled = label_captions(names, [captions[clip.id][0] for clip in told], cuts, report)
    source, new = store_guesses(project, [clip.id for clip in told], labelled)
    return ProjectLabels(source, labelled, new, len(clips) - len(told))


def store_guesses(
    project: Project, clip_ids: Sequence[int], labelled: Labelled
) -> tuple[Source, int]:
    """Store what the rule says of clips; return who says it and how many guesses are new.

    Args:
        project: Whose clips.
        clip_ids: (N,) clips, in the order of `labelled`.
        labelled: Their captions, scores and classes.
    """
    details = {"scorer": SCORER, "cuts": list(labelled.cuts.values)}
    source = project.sources.ensure(CAPTION_RULE, source_name(labelled.cuts), details)
    standing = project.guesses.of_source(source.id)
    guesses = [
        Guess(clip_id, source.id, int(value), score=float(score))
        for clip_id, value, score in zip(clip_ids, labelled.values, labelled.scores, strict=True)
    ]
    fresh = [one for one in guesses if not _is_same(standing.get(one.clip_id), one)]
    return source, project.guesses.add(source, fresh)


def _scored(captions: Sequence[str], report: Progress | None) -> list[float]:
    scores = []
    for done, caption in enumerate(captions, start=1):
        scores.append(compound(caption))
        if report is not None and (done % STEP == 0 or done == len(captions)):
            report(done, len(captions))
    return scores


def _is_same(standing: Guess | None, one: Guess) -> bool:
    return standing is not None and (standing.value, standing.score) == (one.value, one.score)
