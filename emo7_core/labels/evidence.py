"""What is known of every clip, as arrays: labels, raters' spread, models' answers, captions.

What it is: the query behind queue orders and the search for clips of short classes.
What it is not: an order (orders.py) or a judgement; models' answers are guesses.
Conventions: N clips in the order of import, without those that cannot be played or have no
picture. A missing value is -1, a missing number NaN. A repeat never counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, select

from emo7_core.clips.clip import NEW, OK, Clip
from emo7_core.labels.orders import Floats, Ids
from emo7_core.labels.snapshot import caption_values, human_values, standings
from emo7_core.labels.sources import CAPTION_RULE, MODEL_RUN, Source
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_core.statistics.label_errors import LabelErrors, label_errors
from emo7_core.storage.tables import guess

# How often VADER's class is the Deaf annotators' (EmoSign, 200 clips): what a caption can promise.
CAPTION_TRUST = 0.36


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of N clips.

    Attributes:
        clips: The clips.
        ids: (N,) their keys within the project.
        values: (N,) human value 0..6, -1 where there is none.
        raters: (N,) how many raters stated a value.
        spread: (N,) steps between the outermost raters, NaN below two.
        deviation: (N,) standard deviation of the raters' values, NaN below two.
        probabilities: (N, 7) mean over the models, NaN without an answer. Where some models never
            saw the clip in training, over those alone.
        models: (N,) over how many models.
        captions: (N,) the class that a caption rule gives, -1 where there is none.
        quality: (N,) the smaller of the shares of frames with a face and with a hand, NaN unknown.
        errors: How far models contradict the labels of clips that they did not train on, over N
            clips; None where nobody asked or no model answered.
    """

    clips: tuple[Clip, ...]
    ids: Ids
    values: Ids
    raters: Ids
    spread: Floats
    deviation: Floats
    probabilities: Floats
    models: Ids
    captions: Ids
    quality: Floats
    errors: LabelErrors | None = None

    def likely(self) -> Floats:
        """Return (N, 7) what each clip may be: the models' answer, else the caption's class.

        A caption's class gets CAPTION_TRUST, the others share the rest.
        """
        other = (1 - CAPTION_TRUST) / (K - 1)
        said = np.where(np.arange(K) == self.captions[:, None], CAPTION_TRUST, other)
        said = np.where(self.captions[:, None] >= 0, said, np.nan)
        return np.where(np.isnan(self.probabilities), said, self.probabilities)


def gather_evidence(
    project: Project, has_captions: bool = True, has_errors: bool = False
) -> Evidence:
    """Return what is known of every clip that can be shown.

    Args:
        project: Whose clips.
        has_captions: False leaves captions out. A project without stored answers of a caption
            rule has its captions scored now, about 2,000 in a second.
        has_errors: Whether labels that models contradict are looked for.
    """
    clips = tuple(clip for clip in project.catalog.all() if clip.state in (NEW, OK))
    row = {clip.id: number for number, clip in enumerate(clips)}
    raters, spread, deviation = _ratings(project, row)
    probabilities, models = _answers(project, clips, row)
    values = _placed(human_values(project), row)
    shares = [[clip.face_share, clip.hands_share] for clip in clips]
    return Evidence(
        clips=clips,
        ids=np.array([clip.id for clip in clips], dtype=np.int64),
        values=values,
        raters=raters,
        spread=spread,
        deviation=deviation,
        probabilities=probabilities,
        models=models,
        captions=_placed(_caption_classes(project) if has_captions else {}, row),
        quality=np.array(shares, dtype=np.float64).reshape(-1, 2).min(axis=1),
        errors=_errors(project, clips, row, values) if has_errors else None,
    )


def _placed(values: dict[int, int], row: dict[int, int]) -> Ids:
    found = np.full(len(row), -1, dtype=np.int64)
    for clip_id, value in values.items():
        if clip_id in row:
            found[row[clip_id]] = value
    return found


def _ratings(project: Project, row: dict[int, int]) -> tuple[Ids, Floats, Floats]:
    """Return (N,) number of raters, spread and standard deviation."""
    known = [one for one in standings(project) if one.clip_id in row]
    place = np.array([row[one.clip_id] for one in known], dtype=np.int64)
    values = np.array([one.value for one in known], dtype=np.float64)
    n = len(row)
    count = np.bincount(place, minlength=n).astype(np.int64)
    low, high = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(low, place, values)
    np.maximum.at(high, place, values)
    total = np.bincount(place, weights=values, minlength=n)
    squares = np.bincount(place, weights=values**2, minlength=n)
    several = count >= 2
    among = np.where(several, count, 1)
    deviation = np.sqrt(np.clip(squares / among - (total / among) ** 2, 0, None))
    spread = np.subtract(high, low, out=np.full(n, np.nan), where=several)
    return count, spread, np.where(several, deviation, np.nan)


def _errors(
    project: Project, clips: tuple[Clip, ...], row: dict[int, int], values: Ids
) -> LabelErrors | None:
    """Return what models say against labels of clips that they did not train on."""
    tables = []
    for model in project.sources.all(MODEL_RUN):
        places, probabilities = _of_model(project, model, row)
        trained = _trained_on(model)
        is_fit = np.array([values[i] >= 0 and clips[i].key not in trained for i in places], bool)
        table = np.full((len(clips), K), np.nan)
        table[places[is_fit]] = probabilities[is_fit]
        if is_fit.any():
            tables.append(table)
    # A clip without a label has no row either: whatever stands in its place counts for nothing.
    return label_errors(np.maximum(values, 0), np.stack(tables)) if tables else None


def _answers(project: Project, clips: tuple[Clip, ...], row: dict[int, int]) -> tuple[Floats, Ids]:
    """Return (N, 7) mean probabilities, (N,) number of models."""
    sums, counts = np.zeros((2, len(clips), K)), np.zeros((2, len(clips)), dtype=np.int64)
    for model in project.sources.all(MODEL_RUN):
        places, probabilities = _of_model(project, model, row)
        trained = _trained_on(model)
        is_seen = np.array([clips[i].key in trained for i in places], dtype=np.int64)
        sums[is_seen, places] += probabilities
        counts[is_seen, places] += 1
    best = np.where(counts[0] > 0, 0, 1)
    every = np.arange(len(clips))
    number = counts[best, every]
    mean = sums[best, every] / np.where(number, number, 1)[:, None]
    return np.where(number[:, None] > 0, mean, np.nan), number


def _of_model(
    project: Project, model: Source, row: dict[int, int]
) -> tuple[Ids, npt.NDArray[np.float64]]:
    """Return the rows (n,) that a model answered on seven classes, and (n, 7) its answers."""
    found = [
        (row[clip_id], probabilities)
        for clip_id, probabilities, _ in _newest(project, model)
        if clip_id in row and probabilities is not None and len(probabilities) == K
    ]
    places = np.array([place for place, _ in found], dtype=np.int64)
    return places, np.array([p for _, p in found], dtype=np.float64).reshape(-1, K)


def _newest(project: Project, source: Source) -> list[Any]:
    newest = (
        select(func.max(guess.c.id)).where(guess.c.source_id == source.id).group_by(guess.c.clip_id)
    )
    columns = select(guess.c.clip_id, guess.c.probabilities, guess.c.value)
    with project.database.read() as connection:
        return list(connection.execute(columns.where(guess.c.id.in_(newest))))


def _trained_on(model: Source) -> frozenset[str]:
    record = model.details.get("trained_on")
    return frozenset(record.get("clips", ())) if isinstance(record, dict) else frozenset()


def _caption_classes(project: Project) -> dict[int, int]:
    """Return stored answers of caption rules; where a project has none, score captions now."""
    rules = project.sources.all(CAPTION_RULE)
    stored = {
        clip_id: value
        for rule in rules
        for clip_id, _, value in _newest(project, rule)
        if value is not None
    }
    return stored or caption_values(project)
