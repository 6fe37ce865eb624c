"""What is known at the desk: the clips and their order, and what one rater stated of each row.

What it is: the read side of the session; nothing here changes anything.
What it is not: opening, choosing or deciding (session.py).
Convention: a row is a showing of a clip (row_id.py): that of round 0 has the clip's own id, so a
clip id may stand wherever a row is asked for.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from emo7_core.clips.clip import Clip
from emo7_core.clips.table import ClipTable
from emo7_core.labels.decision import Decision
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.queue import AS_IMPORTED, MIXED, Entry, mixed
from emo7_core.labels.sources import Source
from emo7_core.labels.stage import is_stage_over
from emo7_core.project import Project
from emo7_gui.assigned import Assigned
from emo7_gui.opinions import Opinions, opinions_of
from emo7_gui.review_facts import Marks
from emo7_gui.row_id import clip_of, round_of
from emo7_gui.standing import Standing

# The order of the queue that was stored for the rater.
ASSIGNED = "assigned"


class KnownRows(QObject):
    """The rows of one rater in one project.

    Attributes:
        project: The open project.
        rater: Who labels.
        is_read_only: Somebody else labels in the project; `read_only_reason` says who.
        clips: The project's clips with a picture.
        order: Rows as they are met.
        order_name: ASSIGNED or one of queue.ORDERS.
        seed: Of the mixed order.
        assigned: The queue that was stored for the rater.
        standing: What the rater decided, marked and was shown.
        current: The open clip.
        row: Its showing.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.rater: Source | None = None
        self.is_read_only = False
        self.read_only_reason = ""
        self.clips = ClipTable()
        self.order: list[int] = []
        self.order_name, self.seed = MIXED, 7
        self.assigned = Assigned()
        self.standing = Standing()
        self.current: Clip | None = None
        self.row: int | None = None
        self._log: DecisionLog | None = None
        # Of the clip that was asked for last; the session drops it when something changes.
        self._opinions: tuple[int, Opinions] | None = None

    # The order

    def ordered_rows(self) -> list[int]:
        """Return the rows of the clips in the order that holds."""
        if self.order_name == ASSIGNED:
            return [row for row in self.assigned.entries if clip_of(row) in self.clips]
        if self.order_name == AS_IMPORTED:
            return list(self.clips)
        return mixed(self.clips.ids, self.seed)

    def neighbour_in_order(self, by: int) -> int | None:
        """Return the row so many places after the open one, None at the ends."""
        if self.row is None or self.row not in self.order:
            return self.order[0] if self.order else None
        place = self.order.index(self.row) + by
        return self.order[place] if 0 <= place < len(self.order) else None

    def entry(self, row: int) -> Entry | None:
        """Return the place of the rater's queue, None where another order is seen."""
        return self.assigned.entries.get(row) if self.order_name == ASSIGNED else None

    def rows_of(self, clip_id: int) -> tuple[int, ...]:
        """Return every row of a clip."""
        return (clip_id, *self.assigned.repeats(clip_id))

    # What this rater stated

    def decision(self, row: int, stage: str) -> Decision | None:
        """Return this rater's entry that counts, None if there is none or it has no value."""
        return self.standing.decision(row, stage)

    def latest(self, row: int) -> Decision | None:
        """Return the value of the last stage decided."""
        return self.standing.latest(row)

    def stage(self, row: int) -> str:
        """The stage that the next digit decides."""
        return self.standing.stage(row)

    def marks(self, row: int) -> Marks:
        """Cues, note and decisive moment: of the last decision, or waiting for one."""
        return self.standing.marks(row)

    def history(self, row: int) -> list[Decision]:
        """Return every entry of this rater about a showing of a clip, oldest first."""
        if self._log is None or not self.standing.has_entries(row):
            return []
        entries = self._log.history(clip_of(row))
        return [one for one in entries if one.round == round_of(row)]

    # What may be seen

    def is_revealed(self, row: int) -> bool:
        """Whether this rater was shown more than the signing."""
        return row in self.standing.revealed

    def is_control(self, row: int) -> bool:
        """Whether no model is shown for the clip, before and after the reveal."""
        return clip_of(row) in self.assigned.controls

    def is_held_back(self, row: int) -> bool:
        """Whether nothing is revealed of the clip yet, since one of its repeats is open."""
        return any(self.latest(one) is None for one in self.assigned.repeats(clip_of(row)))

    def is_rating_over(self) -> bool:
        """Whether other people's values may be seen."""
        return self.project is not None and is_stage_over(self.project)

    def opinions(self, clip_id: int) -> Opinions:
        """Return what others say of a clip, whatever was revealed of it."""
        assert self.project is not None
        assert self.rater is not None
        is_over = self.is_rating_over()
        if (
            self._opinions is None
            or self._opinions[0] != clip_id
            or (self._opinions[1].is_over != is_over)
        ):
            said = opinions_of(self.project, self.rater, clip_id, is_over)
            self._opinions = (clip_id, said)
        return self._opinions[1]

    def hidden(self, row: int) -> dict[str, int]:
        """Return how many captions, guesses and other people's values may be revealed."""
        return self.counts(clip_of(row), self.is_control(row))

    def others(self, row: int) -> list[Decision]:
        """Return the values of other people about a clip; none while the rating goes on."""
        return [one for _, one in self.opinions(clip_of(row)).values]

    def counts(self, clip_id: int, is_control: bool) -> dict[str, int]:
        """Return how much there is to reveal of a clip, whatever was revealed."""
        said = self.opinions(clip_id)
        return {
            "caption": len(said.captions),
            "guesses": 0 if is_control else len(said.guesses),
            "raters": len(said.values),
        }
