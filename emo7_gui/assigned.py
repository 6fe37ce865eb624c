"""The queue that was stored for a rater, by rows: what is shown, repeated, and without a model.

What it is: look-ups over one stored queue; empty where the rater has none.
What it is not: the making of a queue (emo7_core/labels/queue_making.py), or what was decided.
"""

from __future__ import annotations

from collections import defaultdict

from emo7_core.labels.queue import Entry, Queue
from emo7_gui.row_id import row_of


class Assigned:
    """One rater's queue.

    Attributes:
        queue: As it is stored, None without one.
        entries: By row, in the order of the queue.
        controls: Clips of which no model is shown.
    """

    def __init__(self, queue: Queue | None = None) -> None:
        self.queue = queue
        places = () if queue is None else queue.entries
        self.entries: dict[int, Entry] = {row_of(one.clip_id, one.round): one for one in places}
        self.controls = frozenset(one.clip_id for one in places if one.is_control)
        self._repeats: defaultdict[int, list[int]] = defaultdict(list)
        for row, one in self.entries.items():
            if one.round:
                self._repeats[one.clip_id].append(row)

    def repeats(self, clip_id: int) -> tuple[int, ...]:
        """Return the rows of a clip's hidden repeats."""
        return tuple(self._repeats.get(clip_id, ()))
