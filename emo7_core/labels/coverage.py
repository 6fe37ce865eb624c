"""How well the classes and signers of a golden set are covered, and which clips may fill gaps.

What it is: counts against a wanted number, and the unlabelled clips that most likely belong to a
class that falls short.
What it is not: a label: a likely clip is a machine's guess, and a person decides it.
Convention: tables are (S, 7): signers in rows, values 0..6 in columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.labels.evidence import Evidence
from emo7_core.labels.golden import Member
from emo7_core.labels.golden_diff import UNKNOWN
from emo7_core.scale import K

TARGET_COUNT = 30
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Clips by signer and class.

    Attributes:
        signers: S names; those who are not known stand together.
        table: (S, 7) clips.
        target_count: Wanted clips per class.
    """

    signers: tuple[str, ...]
    table: Counts
    target_count: int

    @property
    def counts(self) -> Counts:
        """Clips per class, (7,)."""
        return self.table.sum(axis=0)

    @property
    def shortfall(self) -> Counts:
        """Missing clips per class, (7,)."""
        return np.clip(self.target_count - self.counts, 0, None)

    @property
    def short_classes(self) -> tuple[int, ...]:
        """Values that fall short, the shortest first."""
        order = np.argsort(-self.shortfall, kind="stable")
        return tuple(int(value) for value in order if self.shortfall[value])

    @property
    def signers_per_class(self) -> Counts:
        """How many signers show each class, (7,): one signer is one face, not a class."""
        return (self.table > 0).sum(axis=0)


@dataclass(frozen=True, slots=True)
class Likely:
    """A clip that may belong to a class that falls short.

    Attributes:
        clip_id: The clip.
        value: The class, 0..6.
        probability: The models' mean probability of it, None where no model has answered.
        models: How many models that is.
        is_caption: A caption rule gives this class.
    """

    clip_id: int
    value: int
    probability: float | None
    models: int
    is_caption: bool


def coverage(members: Iterable[Member], target_count: int = TARGET_COUNT) -> Coverage:
    """Return the coverage of golden members."""
    kept = list(members)
    names = sorted({one.signer or UNKNOWN for one in kept})
    table = np.zeros((len(names), K), dtype=np.int64)
    for one in kept:
        table[names.index(one.signer or UNKNOWN), one.value] += 1
    return Coverage(tuple(names), table, target_count)


def likely_clips(
    evidence: Evidence, value: int, golden: Collection[int] = (), limit: int = 20
) -> list[Likely]:
    """Return the clips that most likely belong to a class, the most likely first.

    Clips with a human value and golden clips are left out. A clip is named where the class is the
    models' most probable one, or the caption's.

    Args:
        evidence: What is known of the clips.
        value: The class, 0..6.
        golden: Ids of golden clips.
        limit: At most so many.
    """
    probabilities = evidence.probabilities
    has_answer = ~np.isnan(probabilities[:, 0])
    says_model = has_answer & (np.nan_to_num(probabilities).argmax(axis=1) == value)
    is_open = (evidence.values < 0) & ~np.isin(evidence.ids, list(golden))
    found = np.flatnonzero(is_open & (says_model | (evidence.captions == value)))
    rank = evidence.likely()[found, value]
    best = found[np.argsort(-rank, kind="stable")][:limit]
    return [
        Likely(
            int(evidence.ids[i]),
            value,
            float(probabilities[i, value]) if has_answer[i] else None,
            int(evidence.models[i]),
            bool(evidence.captions[i] == value),
        )
        for i in best
    ]
