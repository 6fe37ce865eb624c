"""What models say about clips, and the clips on which they can be compared.

What it is: a contender's answers as values 0..k-1, and the common set of several.
What it is not: scores (compare.py).
Conventions: the answer of a distribution is its most probable class, of equal ones the lowest. An
answer that is absent, None or not finite is missing: it is named, and never counts as a class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from emo7_core.evaluation.leaks import TrainedOn
from emo7_core.scale import THREE, K, to_three

Answer = int | Sequence[float] | npt.NDArray[np.float64] | None
Kind = Literal["model", "floor", "rater"]


@dataclass(frozen=True, slots=True)
class Contender:
    """A model, a rule or a rater that answers clips.

    Attributes:
        name: Unique within a comparison.
        answers: By clip id: a value 0..k-1, or (k,) probabilities.
        kind: "model", "floor" (caption-VADER) or "rater".
        trained_on: Its training record; None means not known. Rules and raters need none.
        k: 7, or 3 for a 3-class baseline.
    """

    name: str
    answers: Mapping[int, Answer]
    kind: Kind = "model"
    trained_on: TrainedOn | None = None
    k: int = K


def values_of(contender: Contender, k: int = K) -> dict[int, int]:
    """Return a contender's values by clip on the scale of k classes, missing ones left out.

    Raises:
        ValueError: an answer is not on the contender's scale, or a 3-class contender is asked
            for seven classes.
    """
    if contender.k < k:
        raise ValueError(f"{contender.name} answers {contender.k} classes, not {k}")
    values = _decided(contender)
    if contender.k == K and k == len(THREE):
        return {clip: to_three(value) for clip, value in values.items()}
    return values


def common_set(targets: Mapping[int, int], values: Sequence[Mapping[int, int]]) -> tuple[int, ...]:
    """Return the clips with a target that every contender has answered, in the targets' order."""
    return tuple(clip for clip in targets if all(clip in answered for answered in values))


def _decided(contender: Contender) -> dict[int, int]:
    values: dict[int, int] = {}
    spread: dict[int, Any] = {}
    for clip, answer in contender.answers.items():
        if isinstance(answer, int | np.integer):
            values[clip] = _checked(contender, clip, int(answer))
        elif answer is not None:
            spread[clip] = answer
    return values | _most_probable(contender, spread)


def _most_probable(contender: Contender, spread: dict[int, Any]) -> dict[int, int]:
    if not spread:
        return {}
    for clip, answer in spread.items():
        if np.shape(answer) != (contender.k,):
            raise ValueError(
                f"{contender.name}: the answer of clip {clip} has shape {np.shape(answer)}, "
                f"not ({contender.k},)"
            )
    table = np.asarray(list(spread.values()), dtype=np.float64)  # (N, k)
    is_usable = np.isfinite(table).all(axis=1)
    answers = zip(spread, table.argmax(axis=1).tolist(), is_usable.tolist(), strict=True)
    return {clip: value for clip, value, usable in answers if usable}


def _checked(contender: Contender, clip: int, value: int) -> int:
    if not 0 <= value < contender.k:
        raise ValueError(f"{contender.name}: {value} of clip {clip} is not 0..{contender.k - 1}")
    return value
