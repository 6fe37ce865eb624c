"""Very many clips at once: a column per fact that a list shows, and a Clip when one is asked for.

What it is: what the review list holds of 100,000 clips, read in one go without an object for each.
What it is not: a writer, or kept in step by itself: who changes a clip says so (`renew`).
Conventions: clips stand in the order of import, which is that of their ids; without a picture
(TRACK_ONLY) they are left out. A place is an index into the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from emo7_core.clips.clip import Clip

# In this order the rows come.
COLUMNS = (
    "id",
    "name",
    "corpus",
    "signer",
    "state",
    "message",
    "duration",
    "face_share",
    "hands_share",
)
# Clips are read with their neighbours, so that who asks for all of them asks seldom.
_BLOCK = 64
Block = Callable[[int, int], Sequence[Clip]]


class ClipTable(Mapping[int, Clip]):
    """Clips by id.

    Args:
        rows: A tuple of COLUMNS per clip, by id.
        read: Returns the clips whose ids are between two, both included.

    Attributes:
        ids: Of every clip, ascending.
        columns: A list for each of COLUMNS, in the order of ids.
    """

    def __init__(
        self, rows: Sequence[Sequence[Any]] = (), read: Block = lambda first, last: ()
    ) -> None:
        found = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in COLUMNS]
        self.columns: dict[str, list[Any]] = dict(zip(COLUMNS, found, strict=True))
        self.ids: list[int] = self.columns["id"]
        self._places = dict(zip(self.ids, range(len(self.ids)), strict=True))
        self._read = read
        self._known: dict[int, Clip] = {}

    def place(self, clip_id: int) -> int:
        """Return where a clip stands in the columns.

        Raises:
            KeyError: there is no such clip.
        """
        return self._places[clip_id]

    def renew(self, clip: Clip) -> None:
        """Take the new facts of a clip; one that is not in the table changes nothing."""
        place = self._places.get(clip.id)
        if place is None:
            return
        self._known[clip.id] = clip
        for name, column in self.columns.items():
            column[place] = getattr(clip, name)

    def __getitem__(self, clip_id: int) -> Clip:
        """Return a clip, reading it and its neighbours at the first time."""
        place = self._places[clip_id]
        if clip_id not in self._known:
            start = place - place % _BLOCK
            block = self.ids[start : start + _BLOCK]
            for clip in self._read(block[0], block[-1]):
                self._known.setdefault(clip.id, clip)
        return self._known[clip_id]

    def __contains__(self, clip_id: object) -> bool:
        return clip_id in self._places

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)
