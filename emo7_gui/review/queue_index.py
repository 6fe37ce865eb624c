"""Finds the rows that pass a filter, fast at 100,000 rows.

What it is: columns (numpy) and texts over the rows, without Qt.
What it is not: the list model (queue.py).
Convention: positions are indices into the rows as they were given, which is their order. What
changes is copied; the columns stay as they were given.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from emo7_gui.review.queue_columns import NO_VALUE, QueueColumns, code, least_shares
from emo7_gui.review.queue_row import LOW_SHARE, QueueFilter, QueueRow


class QueueIndex:
    """The rows as they are now.

    Args:
        columns: N rows as they were when the queue was filled.
    """

    def __init__(self, columns: QueueColumns) -> None:
        self.columns = columns
        ids = columns.ids.tolist()
        self.place_of: dict[int, int] = dict(zip(ids, range(len(ids)), strict=True))
        self.values = columns.values.copy()  # (N,)
        self._unsure, self._bad = columns.unsure.copy(), columns.bad.copy()
        self._quality = columns.quality.copy()
        self._replaced: dict[int, QueueRow] = {}
        self._texts: list[str] | None = None

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def labelled(self) -> int:
        """Return how many rows have an own decision."""
        return int(np.count_nonzero(self.values != NO_VALUE))

    def row(self, place: int) -> QueueRow:
        """Return the row at a place."""
        found = self._replaced.get(place)
        return self.columns.row(place) if found is None else found

    def replace(self, row: QueueRow) -> int | None:
        """Put a new row in the place of the old one; return its position, None if unknown.

        Names, corpus, signer and caption of a clip do not change while it is queued.
        """
        place = self.place_of.get(row.clip_id)
        if place is None:
            return None
        self._replaced[place] = row
        self.values[place] = code(row.value)
        self._unsure[place], self._bad[place] = row.is_unsure, row.is_bad
        self._quality[place] = least_shares([row.face_share], [row.hands_share])[0]
        return place

    def set_texts(self, texts: list[str]) -> None:
        """Take the texts to search through, which somebody made of the columns meanwhile."""
        self._texts = texts

    def find(self, wanted: QueueFilter) -> np.ndarray[Any, Any]:
        """Return the positions of the rows that pass, in order, shape (M,) int64."""
        places = np.flatnonzero(self._mask(wanted))
        for word in wanted.text.casefold().split():
            if self._texts is None:
                self._texts = self.columns.needles()
            texts = self._texts
            places = np.array([i for i in places.tolist() if word in texts[i]], dtype=np.int64)
        return places

    def _mask(self, wanted: QueueFilter) -> np.ndarray[Any, Any]:
        mask = np.ones(len(self), dtype=bool)
        corpora, signers = self.columns.corpora, self.columns.signers
        if wanted.values:
            mask &= np.isin(self.values, list(wanted.values))
        if wanted.corpora:
            mask &= np.isin(corpora.codes, corpora.places(wanted.corpora))
        if wanted.signers:
            mask &= np.isin(signers.codes, signers.places(wanted.signers))
        if wanted.clip_ids:
            # A first showing has its clip's id; hidden repeats would tell themselves here.
            mask &= np.isin(self.columns.ids, list(wanted.clip_ids))
        if wanted.is_labelled is not None:
            mask &= (self.values != NO_VALUE) == wanted.is_labelled
        if wanted.is_unsure:
            mask &= self._unsure
        if wanted.is_bad:
            mask &= self._bad
        if wanted.has_low_quality:
            # NaN, nothing extracted yet, compares as not low.
            mask &= self._quality < LOW_SHARE
        return mask
