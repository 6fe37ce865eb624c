"""What one rater decided, marked and was shown, row by row.

What it is: the rater's state in memory, read from the log and kept in step by the session.
What it is not: a writer, or undo; the log is the truth and this can always be read again.
Convention: keys are rows (row_id.py). A hidden repeat never sees what belongs to another
showing of its clip: it is blind until it was decided itself, whatever was shown before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count

from emo7_core.labels.decision import SIGNING_ONLY, STAGES, WITH_CAPTION, Decision, Draft
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.reveals import ShownModel
from emo7_gui.review_facts import Marks
from emo7_gui.row_id import clip_of, round_of, row_of


class Standing:
    """One rater's rows.

    Args:
        log: What was decided, None for nothing.
        shown: What was shown of each clip, by clip id.
        models: Which models were in sight, by clip id.

    Attributes:
        decisions: The entry that counts, by row and stage.
        marked: Marks that wait for a decision, by row.
        revealed: What was shown besides the signing, by row.
    """

    def __init__(
        self,
        log: DecisionLog | None = None,
        shown: Mapping[int, tuple[str, ...]] | None = None,
        models: Mapping[int, tuple[ShownModel, ...]] | None = None,
    ) -> None:
        self.decisions: dict[tuple[int, str], Decision] = {}
        self.marked: dict[int, Marks] = {}
        self.revealed = dict(shown or {})
        self._models = {clip: set(seen) for clip, seen in (models or {}).items()}
        if log is not None:
            self._read(log)

    def take(self, decision: Decision) -> int:
        """Let an entry count, and return its row."""
        row = row_of(decision.clip_id, decision.round)
        self.decisions[row, decision.stage] = decision
        if decision.value is not None:
            self.marked.pop(row, None)
        return row

    def show(self, row: int, what: tuple[str, ...]) -> None:
        """Keep that more than the signing is shown; what was seen once stays seen."""
        for one in {row, clip_of(row)}:
            self.revealed[one] = tuple(sorted({*self.revealed.get(one, ()), *what}))

    def meet(self, row: int, models: Iterable[ShownModel]) -> tuple[ShownModel, ...]:
        """Keep which models are in sight, and return those that were not known to be."""
        known = self._models.setdefault(clip_of(row), set())
        # A whole answer says all that a growing one would.
        whole = {one.identity for one in known if one.value is not None}
        new = [one for one in models if one not in known]
        new = [one for one in new if one.value is not None or one.identity not in whole]
        known.update(new)
        return tuple(new)

    def decision(self, row: int, stage: str) -> Decision | None:
        """Return the entry that counts, None if there is none or it has no value."""
        found = self.decisions.get((row, stage))
        return found if found is not None and found.value is not None else None

    def has_entries(self, row: int) -> bool:
        """Whether anything was ever stated of a row, also what was taken back since."""
        return any((row, stage) in self.decisions for stage in STAGES)

    def latest(self, row: int) -> Decision | None:
        """Return the value of the last stage decided."""
        return self.decision(row, WITH_CAPTION) or self.decision(row, SIGNING_ONLY)

    def stage(self, row: int) -> str:
        """The stage that the next digit decides."""
        return WITH_CAPTION if row in self.revealed else SIGNING_ONLY

    def marks(self, row: int) -> Marks:
        """Cues, note and decisive moment: of the last decision, or waiting for one."""
        found = self.latest(row)
        if found is None:
            return self.marked.get(row, Marks())
        return marks_of(found)

    def _read(self, log: DecisionLog) -> None:
        for number in count():
            found = log.currents(number)
            # A repeat may be decided before its first showing: only round 0 can be left out.
            if not found and number:
                return
            for one in found:
                row = self.take(one)
                if round_of(row) and one.clip_id in self.revealed:
                    self.revealed[row] = self.revealed[one.clip_id]


def draft_of(decision: Decision) -> Draft:
    """Return a new draft that states what an entry states, of the same round and stage."""
    return Draft(
        decision.clip_id,
        decision.value,
        is_unsure=decision.is_unsure,
        cues=decision.cues,
        note=decision.note,
        decisive_frame=decision.decisive_frame,
        stage=decision.stage,
        visible=decision.visible,
        round=decision.round,
    )


def marks_of(decision: Decision) -> Marks:
    """Return the cues, note and decisive moment of an entry."""
    return Marks(decision.cues, decision.note, decision.decisive_frame)


def with_marks(draft: Draft, marks: Marks) -> Draft:
    """Return a draft with these cues, note and decisive moment."""
    return replace(draft, cues=marks.cues, note=marks.note, decisive_frame=marks.decisive_frame)
