"""The captions of a project by corpus and split, scored: what the Data desk works on.

What it is: one reading in a thread of its own, and the choice of corpora out of it.
What it is not: a view, or the storing of labels.
Conventions: the first caption of a clip counts, as in `emo7 label-captions`. A corpus whose clips
name a split is one group per split. Clips come in the order of import.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from emo7_core.clips.clip import MISSING, TRACK_ONLY, Clip
from emo7_core.corpora.absent_rows import Group, absent_rows
from emo7_core.labels.caption_rule import Labelled
from emo7_core.labels.caption_scores import CaptionScores, Report, ScoreBook
from emo7_core.labels.export import earlier_name
from emo7_core.labels.silver import Cuts, classes_of
from emo7_core.project import Project

MANY = 20_000


@dataclass(frozen=True, slots=True)
class CaptionGroup:
    """The clips of a corpus, or of one of its parts.

    Attributes:
        corpus: As the clips name it.
        split: As the clips name it, "" where they do not.
        told: Clips whose caption is scored, in the order of import.
        texts: Their captions.
        values: Their compound scores.
        scores: The same, in the order of their scores.
        captions: Clips with a caption, scored or not.
        clips: All clips.
        absent: Clips with a caption whose picture is not on this disk; they count all the same.
        signers: How many known ones.
        sessions: How many known ones.
        rows: Captions of imported tables whose clip is not here.
    """

    corpus: str
    split: str
    told: tuple[Clip, ...]
    texts: tuple[str, ...]
    values: tuple[float, ...]
    scores: CaptionScores
    captions: int
    clips: int
    absent: int
    signers: int
    sessions: int
    rows: int = 0

    @property
    def key(self) -> str:
        """Names the group."""
        return f"{self.corpus}/{self.split}"


@dataclass(frozen=True, slots=True)
class Reading:
    """All captions of a project.

    Attributes:
        groups: In the order of import.
        seconds: How long the new captions took to score.
        new: How many captions were scored now.
    """

    groups: tuple[CaptionGroup, ...]
    seconds: float
    new: int

    @property
    def captions(self) -> int:
        """Clips with a caption."""
        return sum(group.captions for group in self.groups)

    @property
    def scored(self) -> int:
        """Clips whose caption is scored."""
        return sum(len(group.told) for group in self.groups)

    def scores(self, keys: Collection[str]) -> CaptionScores:
        """Return the scores of some groups."""
        return CaptionScores.merged([group.scores for group in self.groups if group.key in keys])

    def labelled(self, keys: Collection[str], cuts: Cuts) -> tuple[list[int], Labelled]:
        """Return the clips of some groups, in the order of import, and the rows of their table."""
        rows = [
            row
            for group in self.groups
            if group.key in keys
            for row in zip(group.told, group.texts, group.values, strict=True)
        ]
        rows.sort(key=lambda row: row[0].id)
        scores = np.array([score for _, _, score in rows], dtype=np.float64)
        values = classes_of(scores, cuts)
        scores.flags.writeable = values.flags.writeable = False
        names = tuple(earlier_name(clip.name, clip.corpus) for clip, _, _ in rows)
        texts = tuple(text for _, text, _ in rows)
        return [clip.id for clip, _, _ in rows], Labelled(names, texts, scores, values, cuts)


def read_captions(
    project: Project,
    book: ScoreBook,
    report: Report | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Reading:
    """Read the captions of a project and score those that the book does not know.

    Args:
        project: Whose captions.
        book: Scores by caption; it grows.
        report: As ScoreBook.score has it.
        should_stop: Ends the scoring early; what was scored is in the reading.
    """
    with collector_paused():
        reading = _read(project, book, report, should_stop)
    if reading.captions >= MANY:
        # What was read stays: a look through all of it for garbage would stop the window.
        gc.freeze()
    return reading


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let many objects be made without a search for garbage, which stops every thread.

    With 100,000 clips one search takes half a second.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(
    project: Project, book: ScoreBook, report: Report | None, should_stop: Callable[[], bool]
) -> Reading:
    captions = {clip_id: texts[0] for clip_id, texts in project.catalog.captions().items()}
    clips = project.catalog.all()
    start = time.monotonic()
    new = book.score(list(captions.values()), report, should_stop)
    seconds = time.monotonic() - start
    groups: dict[tuple[str, str], list[Clip]] = {}
    for clip in clips:
        groups.setdefault((clip.corpus, clip.split or ""), []).append(clip)
    named = (name for name, mine in groups.items() if any(clip.id in captions for clip in mine))
    rows = _rows_of(list(named), absent_rows(project))
    found = (_group(name, groups[name], captions, book, count) for name, count in rows.items())
    return Reading(tuple(found), seconds, new)


def _rows_of(names: list[Group], absent: dict[Group, int]) -> dict[Group, int]:
    """Give rows without a clip to their corpus and split, else to the first of the corpus."""
    counts = dict.fromkeys(names, 0)
    for group, count in absent.items():
        place = next((n for n in (group, *names) if n in counts and n[0] == group[0]), None)
        if place is not None:
            counts[place] += count
    return counts


def _group(
    name: Group, clips: list[Clip], captions: dict[int, str], book: ScoreBook, rows: int
) -> CaptionGroup:
    mine = [clip for clip in clips if clip.id in captions]
    told = tuple(clip for clip in mine if book.of(captions[clip.id]) is not None)
    texts = tuple(captions[clip.id] for clip in told)
    values = tuple(score for text in texts if (score := book.of(text)) is not None)
    return CaptionGroup(
        *name,
        told,
        texts,
        values,
        CaptionScores.of([clip.id for clip in told], texts, values),
        len(mine),
        len(clips),
        sum(clip.state in (MISSING, TRACK_ONLY) for clip in mine),
        len({clip.signer for clip in mine if clip.signer}),
        len({clip.session for clip in mine if clip.session}),
        rows,
    )
