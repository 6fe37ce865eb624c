"""Suspected label errors: clips whose label several models contradict with confidence.

What it is: a ranked list of clips of a comparison with reasons.
What it is not: the method (statistics/label_errors.py), the queue in which people look again
(suspect_queue.py), or a change of any label.
Conventions: only models with probabilities over the comparison's classes take part, and only on
clips that they did not train on; without a training record a model takes part and is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from emo7_core.evaluation.answers import Floats
from emo7_core.evaluation.comparison import Comparison, Result
from emo7_core.evaluation.wording import number
from emo7_core.scale import CLASSES, THREE, K
from emo7_core.statistics.label_errors import LabelErrors, label_errors


@dataclass(frozen=True, slots=True)
class Suspect:
    """One clip whose label may be wrong.

    Attributes:
        clip_id: The clip.
        name: For people.
        label: Its label 0..k-1.
        other: The class that models hold against it.
        score: 0 to 1; higher is more suspicious.
        against: How many models are confident of another class.
        models: How many could say.
        reason: Why, in words; for after the reveal.
    """

    clip_id: int
    name: str
    label: int
    other: int
    score: float
    against: int
    models: int
    reason: str


@dataclass(frozen=True, slots=True)
class Suspects:
    """Suspected label errors of a comparison.

    Attributes:
        rows: The most suspicious first; only clips that at least half of their models contradict.
        models: Names of the models that took part.
        n: Clips with an answer of a model that did not train on them.
        notes: What a reader must know, one sentence each.
    """

    rows: tuple[Suspect, ...]
    models: tuple[str, ...]
    n: int
    notes: tuple[str, ...]


def suspects_of(comparison: Comparison, names: Iterable[str] | None = None) -> Suspects:
    """Return the clips whose label several models contradict with confidence.

    Args:
        comparison: Whose labels and models.
        names: Which models; None takes all that give probabilities.
    """
    wanted = None if names is None else set(names)
    models = [
        one
        for one in comparison.results
        if one.kind == "model"
        and one.probabilities is not None
        and (wanted is None or one.name in wanted)
    ]
    if not models or not comparison.clips:
        return Suspects((), (), 0, ("No model gives probabilities: no label can be suspected.",))
    notes: list[str] = []
    tables = np.stack([_unseen(comparison, one, notes) for one in models])
    found = label_errors(comparison.targets, tables)
    rows = _rows(comparison, found)
    n = int(np.sum(found.models > 0))
    return Suspects(rows, tuple(one.name for one in models), n, tuple(notes))


def _unseen(comparison: Comparison, result: Result, notes: list[str]) -> Floats:
    assert result.probabilities is not None
    table = np.array(result.probabilities, np.float64)
    seen = set(result.leak.clips)
    is_seen = np.array([fact.key in seen for fact in comparison.facts], bool)
    table[is_seen] = np.nan
    if is_seen.any():
        notes.append(
            f"{result.name} trained on {int(is_seen.sum())} of these clips: left out there."
        )
    if not result.leak.is_known:
        notes.append(f"{result.name}: training data not known; it may have learned these labels.")
    return table


def _rows(comparison: Comparison, found: LabelErrors) -> tuple[Suspect, ...]:
    places = np.flatnonzero(found.is_suspect)
    order = places[np.lexsort((places, -found.score[places]))]
    return tuple(_suspect(comparison, found, int(i)) for i in order)


def _suspect(comparison: Comparison, found: LabelErrors, i: int) -> Suspect:
    words = CLASSES if comparison.k == K else THREE
    label, other = int(comparison.targets[i]), int(found.other[i])
    steps, models, against = abs(other - label), int(found.models[i]), int(found.against[i])
    reason = (
        f"label {label + 1} {words[label]}; {against} of {models} "
        f"{'model is' if models == 1 else 'models are'} confident of another class, most of "
        f"{other + 1} {words[other]}, {steps} step{'' if steps == 1 else 's'} away; "
        f"score {number(float(found.score[i]))}"
    )
    name = comparison.facts[i].name or f"clip {comparison.clips[i]}"
    return Suspect(
        comparison.clips[i], name, label, other, float(found.score[i]), against, models, reason
    )
