"""What models say about clips, and the clips on which they can be compared.

What it is: a contender's answers as values 0..k-1, and the common set of several.
What it is not: scores (compare.py).
Conventions: the answer of a distribution is its most probable class, of equal ones the lowest; a
stored value that stands beside a distribution is the model's own answer and counts. An answer
that is absent, None or not finite is missing: it is named, and never counts as a class.
Seven classes become three by adding up the probabilities of each side and taking the most
probable of the three; an answer without probabilities becomes the sign of its value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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


class Later:
    """A table that is made when somebody first asks for it.

    Of 20 models with 10,000 clips each the numbers alone take most of a second to read, and the
    scores of a comparison do not need them.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Floats]) -> None:
        self._make = make
        self._made: Floats | None = None

    def get(self) -> Floats:
        """Return the table, read-only."""
        if self._made is None:
            made = self._make()
            made.setflags(write=False)
            self._made = made
        return self._made

    def at(self, rows: Ints) -> Later:
        """Return some of its rows, later; -1 for a row of NaN."""

        def make() -> Floats:
            table = self.get()
            return np.where(rows[:, None] >= 0, table[rows], np.nan)

        return Later(make)


class AnswerTable(Mapping[int, Answer]):
    """Answers of very many clips as arrays, read like a dictionary.

    Args:
        clips: (M,) clip ids, each once.
        chosen: (M,) values, -1 where there is none.
        table: (M, k) probabilities, NaN in the rows without; None where there are none at all.
            For later, it must be known that every row is finite and has a value beside it.
    """

    def __init__(self, clips: Ints, chosen: Ints, table: Floats | Later | None = None) -> None:
        self.clips, self.chosen, self.table = clips, chosen, table
        self._places: dict[int, int] | None = None

    @property
    def probabilities(self) -> Floats | None:
        """(M, k), NaN in the rows without; None where there are none at all."""
        return self.table.get() if isinstance(self.table, Later) else self.table

    def __contains__(self, clip: object) -> bool:
        return clip in self._by_clip()

    def _by_clip(self) -> dict[int, int]:
        if self._places is None:
            self._places = {one: place for place, one in enumerate(self.clips.tolist())}
        return self._places

    def __getitem__(self, clip: int) -> Answer:
        place = self._by_clip()[clip]
        table = self.probabilities
        if table is not None:
            row = table[place]
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
        table: (M, k), NaN in the rows of plain values; None where there are none at all.
        broken: How many answers were distributions with numbers that are none.
        collapse: How seven classes became three, in words; "" where they did not.
    """

    clips: Ints
    values: Ints
    table: Later | None
    broken: int = 0
    collapse: str = ""

    def at(self, ids: Ints) -> tuple[Ints, Later | None]:
        """Return (N,) values, -1 missing, and (N, k) probabilities or None, of these clips."""
        if not self.clips.size:
            return np.full(ids.size, MISSING, np.int64), None
        place = np.searchsorted(self.clips, ids).clip(0, self.clips.size - 1)
        place = np.where(self.clips[place] == ids, place, MISSING)
        values = np.where(place == MISSING, MISSING, self.values[place])
        return values, None if self.table is None else self.table.at(place)


def answered(contender: Contender, k: int = K) -> Answered:
    """Return a contender's usable answers on the scale of k classes.

    Raises:
        ValueError: an answer is not on the contender's scale, or a 3-class contender is asked
            for seven classes.
    """
    if contender.k < k:
        raise ValueError(f"{contender.name} answers {contender.k} classes, not {k}")
    given = contender.answers
    if isinstance(given, AnswerTable) and isinstance(given.table, Later) and k == contender.k:
        _check_values(contender, given.clips, given.chosen)
        order = np.argsort(given.clips, kind="stable")
        return Answered(given.clips[order], given.chosen[order], given.table.at(order))
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
        values = np.where(values == MISSING, MISSING, np.sign(values - NEUTRAL) + 1)
        table = None if table is None else summed(table)
        collapse = "by the sign of the value" if table is None else "probabilities added up"
    if table is not None and is_spread.any():
        # Three sums have an answer of their own, whatever the answer among seven was.
        asks_table = is_spread & ((values == MISSING) | bool(collapse))
        values = np.where(asks_table, np.nan_to_num(table).argmax(axis=1), values)
    order = np.argsort(clips, kind="stable")
    later = None if table is None else Later(partial(np.take, table, order, 0))
    return Answered(clips[order], values[order], later, broken, collapse)


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
