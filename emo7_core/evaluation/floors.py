"""What a score must beat: always the majority, guessing by shares, the caption rule.

What it is: baselines that need no model and no picture.
What it is not: a bar for being good; a human ceiling is agreement's business.
Conventions: majority and stratified random know the target's own class counts, as the published
floors of EmoSign do, so they are slightly too strong. Caption-VADER answers per clip and is
compared like a model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from emo7_core.labels.silver import CONCENTRATED, Cuts, label
from emo7_core.scale import CLASSES, THREE, K
from emo7_core.statistics.metrics import METRICS, scores_of

CAPTION_VADER = "caption-VADER"
REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Floor:
    """One baseline on one set of targets.

    Attributes:
        key: "majority" or "stratified_random".
        title: Its name for people.
        n: Clips it was scored on.
        scores: Every metric by key; NaN where not defined.
        note: What it does, in words.
    """

    key: str
    title: str
    n: int
    scores: Mapping[str, float]
    note: str


def floors_of(targets: npt.ArrayLike, k: int = K) -> tuple[Floor, ...]:
    """Return both floors of (N,) targets; none without clips."""
    counts = np.bincount(np.asarray(targets, dtype=np.int64), minlength=k)
    return (majority(counts), stratified_random(counts)) if counts.sum() else ()


def majority(counts: npt.ArrayLike) -> Floor:
    """Return the floor of always answering the most frequent class.

    Args:
        counts: (K,) targets per class; of equally frequent ones the lowest is taken.
    """
    shares = np.asarray(counts, dtype=np.float64)
    answer = int(np.argmax(shares))
    matrix = np.zeros((shares.size, shares.size))
    matrix[:, answer] = shares
    words = CLASSES if shares.size == K else THREE
    note = f"always {words[answer]}"
    return Floor("majority", "Majority class", int(shares.sum()), scores_of(matrix), note)


def stratified_random(counts: npt.ArrayLike, draws: int = 2000, seed: int = 0) -> Floor:
    """Return the expected scores of guessing each class as often as it occurs.

    Each clip's guess is drawn by the targets' shares, independent of its target. Metrics are not
    linear in the matrix, so their mean over `draws` seeded guesses is given, not the metric of
    the mean matrix; its error is under .003 for 200 clips.

    Args:
        counts: (K,) targets per class.
        draws: Number of simulated guesses of the whole set.
        seed: Makes the answer repeatable.
    """
    rows = np.asarray(counts, dtype=np.int64)
    shares = rows / rows.sum()
    rng = np.random.default_rng(seed)
    stack = np.stack([rng.multinomial(n, shares, size=draws) for n in rows], axis=1)
    scores = {key: _mean(metric.function(stack)) for key, metric in METRICS.items()}
    note = f"guesses by the targets' shares, mean of {draws} draws"
    return Floor("stratified_random", "Stratified random", int(rows.sum()), scores, note)


def caption_vader(captions: Mapping[int, str], cuts: Cuts = CONCENTRATED) -> dict[int, int]:
    """Return caption-VADER's value 0..6 by clip; clips without a caption have none."""
    return {clip: _value(text, cuts) for clip, text in captions.items() if text.strip()}


@lru_cache(maxsize=REMEMBERED)
def _value(text: str, cuts: Cuts) -> int:
    # Scoring is slow, and a comparison is opened again for each target and each new label.
    return label(text, cuts)[1]


def _mean(scores: npt.NDArray[np.float64]) -> float:
    finite = scores[np.isfinite(scores)]
    return float(finite.mean()) if finite.size else float("nan")
