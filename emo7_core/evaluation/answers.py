"""What models say about clips, and the clips on which they can be compared.

What it is: a contender's answers as values 0..k-1, and the common set of several.
What it is not: scores (compare.py).
Conventions: the answer of a distribution is its most probable class, of equal ones the lowest. An
answer that is absent, None or not finite is missing: it is named, and never counts as a class.
Seven classes become three by adding up the probabilities of each side and taking the most
probable of the three; an answer without probabilities becomes the sign of its value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from emo7_core.evaluation.leaks import TrainedOn
from emo7_core.scale import NEUTRAL, THREE, K

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Answer = int | Sequence[float] | npt.NDArray[np.float64] | None
Kind = Literal["model", "floor", "rater"]
MISSING = -1


@dataclass(frozen=True, slots=True)
class Contender:
    """A model, a rule or a rater that answers clips.

    Attributes:
        name: Unique within a comparison.
        answers: By clip id: a value 0..k-1, or (k,) probabilities.
        kind: "model", "floor" (caption-VADER) or "rater".
        trained_on: Its training record; None means not known. Rules and raters need none.
        k: 7, or 3 for a 3-class baseline.
        targets: Values 0..6 by clip id that it is judged by in place of the comparison's: the
            label that the others made, for a rater. None takes the comparison's.
        judged_by: Whose labels `targets` are, in words; "" without them.
        source_id: Its source within the project, None where it has none.
        weights: SHA-256 of a model's weights, "" where unknown.
    """

    name: str
    answers: Mapping[int, Answer]
    kind: Kind = "model"
    trained_on: TrainedOn | None = None
    k: int = K
    targets: Mapping[int, int] | None = None
    judged_by: str = ""
    source_id: int | None = None
    weights: str = ""


class AnswerTable(Mapping[int, Answer]):
    """Answers of very many clips as arrays, read like a dictionary.

    Attributes:
        clips: (M,) clip ids, each once.
        chosen: (M,) values, -1 where there is none.
        probabilities: (M, k), NaN in the rows without; None where there are none at all.
    """

    def __init__(self, clips: Ints, chosen: Ints, probabilities: Floats | None = None) -> None:
        self.clips, self.chosen, self.probabilities = clips, chosen, probabilities
        self._places: dict[int, int] | None = None

    def __getitem__(self, clip: int) -> Answer:
        if self._places is None:
            self._places = {one: place for place, one in enumerate(self.clips.tolist())}
        place = self._places[clip]
        if self.probabilities is not None:
            row = self.probabilities[place]
            if not np.isnan(row).all():
                return np.asarray(row)
        value = int(self.chosen[place])
        return None if value == MISSING else value

    def __iter__(self) -> Iterator[int]:
        return iter(self.clips.tolist())

    def __len__(self) -> int:
        return int(self.clips.size)


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """A contender's answers on the scale of a comparison.

    Attributes:
        clips: (M,) ids of the clips with a usable answer, ascending.
        values: (M,) values 0..k-1.
        probabilities: (M, k), NaN in the rows of plain values; None where there are none at all.
        broken: How many answers were distributions with numbers that are none.
        collapse: How seven classes became three, in words; "" where they did not.
    """

    clips: Ints
    values: Ints
    probabilities: Floats | None
    broken: int = 0
    collapse: str = ""

    def at(self, ids: Ints) -> tuple[Ints, Floats | None]:
        """Return (N,) values, -1 missing, and (N, k) probabilities or None, of these clips."""
        if not self.clips.size:
            return np.full(ids.size, MISSING, np.int64), None
        place = np.searchsorted(self.clips, ids).clip(0, self.clips.size - 1)
        is_there = self.clips[place] == ids
        values = np.where(is_there, self.values[place], MISSING)
        if self.probabilities is None:
            return values, None
        return values, np.where(is_there[:, None], self.probabilities[place], np.nan)


def answered(contender: Contender, k: int = K) -> Answered:
    """Return a contender's usable answers on the scale of k classes.

    Raises:
        ValueError: an answer is not on the contender's scale, or a 3-class contender is asked
            for seven classes.
    """
    if contender.k < k:
        raise ValueError(f"{contender.name} answers {contender.k} classes, not {k}")
    clips, values, table = _columns(contender)
    is_spread = np.zeros(clips.size, bool) if table is None else ~np.isnan(table).all(axis=1)
    is_usable, broken = values != MISSING, 0
    if table is not None:
        is_whole = np.isfinite(table).all(axis=1)
        broken = int(np.sum(is_spread & ~is_whole)) + int(np.sum(~is_spread & ~is_usable))
        is_usable = np.where(is_spread, is_whole, is_usable)
    clips, values = clips[is_usable], values[is_usable]
    table, is_spread = None if table is None else table[is_usable], is_spread[is_usable]
    collapse = ""
    if contender.k == K and k == len(THREE):
        values = np.sign(values - NEUTRAL) + 1
        table = None if table is None else summed(table)
        collapse = "by the sign of the value" if table is None else "probabilities added up"
    if table is not None and is_spread.any():
        values = values.copy()
        values[is_spread] = table[is_spread].argmax(axis=1)
    order = np.argsort(clips, kind="stable")
    return Answered(
        clips[order], values[order], None if table is None else table[order], broken, collapse
    )


def summed(probabilities: Floats) -> Floats:
    """Return (N, 3) probabilities of Negative, Neutral and Positive from (N, 7)."""
    return np.stack(
        [
            probabilities[:, :NEUTRAL].sum(1),
            probabilities[:, NEUTRAL],
            probabilities[:, NEUTRAL + 1 :].sum(1),
        ],
        axis=1,
    )


def values_of(contender: Contender, k: int = K) -> dict[int, int]:
    """Return a contender's values by clip on the scale of k classes, missing ones left out.

    Raises:
        ValueError: as `answered`.
    """
    found = answered(contender, k)
    return dict(zip(found.clips.tolist(), found.values.tolist(), strict=True))


def common_set(targets: Mapping[int, int], values: Sequence[Mapping[int, int]]) -> tuple[int, ...]:
    """Return the clips with a target that every contender has answered, in the targets' order."""
    return tuple(clip for clip in targets if all(clip in one for one in values))


def _columns(contender: Contender) -> tuple[Ints, Ints, Floats | None]:
    """Return (M,) clips, (M,) values with -1, and (M, k) probabilities with NaN, or None."""
    given = contender.answers
    if isinstance(given, AnswerTable):
        _check_values(contender, given.clips, given.chosen)
        return given.clips, given.chosen, given.probabilities
    rows = [(clip, answer) for clip, answer in given.items() if answer is not None]
    clips = np.array([clip for clip, _ in rows], dtype=np.int64)
    values = np.full(clips.size, MISSING, dtype=np.int64)
    spread: dict[int, Any] = {}
    for place, (clip, answer) in enumerate(rows):
        if isinstance(answer, int | np.integer):
            values[place] = _checked(contender, clip, int(answer))
        else:
            _check_shape(contender, clip, answer)
            spread[place] = answer
    if not spread:
        return clips, values, None
    table = np.full((clips.size, contender.k), np.nan)
    table[list(spread)] = np.asarray(list(spread.values()), dtype=np.float64)
    return clips, values, table


def _check_shape(contender: Contender, clip: int, answer: Any) -> None:
    if np.shape(answer) != (contender.k,):
        raise ValueError(
            f"{contender.name}: the answer of clip {clip} has shape {np.shape(answer)}, "
            f"not ({contender.k},)"
        )


def _check_values(contender: Contender, clips: Ints, values: Ints) -> None:
    wrong = np.flatnonzero((values < MISSING) | (values >= contender.k))
    if wrong.size:
        _checked(contender, int(clips[wrong[0]]), int(values[wrong[0]]))


def _checked(contender: Contender, clip: int, value: int) -> int:
    if not 0 <= value < contender.k:
        raise ValueError(f"{contender.name}: {value} of clip {clip} is not 0..{contender.k - 1}")
    return value
