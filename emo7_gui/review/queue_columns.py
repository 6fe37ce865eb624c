"""The rows of the queue as columns, with a row made only where one is looked at.

What it is: frozen values from outside, in the order of the queue.
What it is not: a filter (queue_index.py) or the list model (queue.py).
Convention: N rows; a place is an index into the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from emo7_gui.review.queue_row import QueueRow

NO_VALUE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """A column of names that come again and again.

    Attributes:
        codes: Places in `names`, shape (N,) int32.
        names: Each name once, in alphabetical order.
    """

    codes: np.ndarray[Any, Any]
    names: tuple[str, ...]

    @classmethod
    def of(cls, names: Sequence[str]) -> Names:
        """Number the names of N rows."""
        known = tuple(sorted(set(names)))
        number = {name: place for place, name in enumerate(known)}
        return cls(np.array([number[name] for name in names], dtype=np.int32), known)

    def __getitem__(self, rows: np.ndarray[Any, Any]) -> Names:
        """Return the names of some rows, by their places."""
        return Names(self.codes[rows], self.names)

    def places(self, wanted: frozenset[str]) -> list[int]:
        """Return the numbers of some names."""
        return [place for place, name in enumerate(self.names) if name in wanted]


@dataclass(frozen=True, slots=True, eq=False)
class QueueColumns:
    """N rows.

    Attributes:
        ids: Identity of each row, shape (N,) int64.
        values: Own decision 0..6, NO_VALUE without one, shape (N,) int8.
        unsure: The own decision was marked unsure, shape (N,) bool.
        bad: The clip cannot be played, shape (N,) bool.
        quality: The lesser share of frames with face or hands, NaN while nothing is known,
            shape (N,) float32.
        corpora: Where each clip comes from.
        signers: Who signs in each.
        row: Makes the row at a place.
        needles: Makes the N texts that the search looks through; may run in any thread.
    """

    ids: np.ndarray[Any, Any]
    values: np.ndarray[Any, Any]
    unsure: np.ndarray[Any, Any]
    bad: np.ndarray[Any, Any]
    quality: np.ndarray[Any, Any]
    corpora: Names
    signers: Names
    row: Callable[[int], QueueRow]
    needles: Callable[[], list[str]]

    @classmethod
    def of(cls, rows: Sequence[QueueRow]) -> QueueColumns:
        """Take rows that are there already."""
        return cls(
            np.array([row.clip_id for row in rows], dtype=np.int64),
            np.array([code(row.value) for row in rows], dtype=np.int8),
            np.array([row.is_unsure for row in rows], dtype=bool),
            np.array([row.is_bad for row in rows], dtype=bool),
            least_shares([row.face_share for row in rows], [row.hands_share for row in rows]),
            Names.of([row.corpus for row in rows]),
            Names.of([row.signer for row in rows]),
            rows.__getitem__,
            lambda: [row.needle for row in rows],
        )

    def __len__(self) -> int:
        return len(self.ids)


def code(value: int | None) -> int:
    """Return a decision as the column holds it."""
    return NO_VALUE if value is None else value


def least_shares(
    face: Sequence[float | None], hands: Sequence[float | None]
) -> np.ndarray[Any, Any]:
    """Return the lesser of two shares where both are known, else the known one, else NaN."""
    both = (np.array(list(shares), dtype=np.float32) for shares in (face, hands))
    return np.fmin(*both)
