"""Frozen facts of a review: is it saved, and what belongs to a decision besides its value.

What it is: values that cross from the session to the desks.
What it is not: state; the session makes a new value for each change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SaveState:
    """Whether everything stated is on the disk.

    Attributes:
        kind: "saved", "saving" or "failed".
        at: When the last decision became durable, local time, None before the first.
        waiting: How many requests wait.
        reason: Why it failed, empty otherwise.
    """

    kind: str
    at: datetime | None = None
    waiting: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What belongs to the decision besides its value; may be set before it.

    Attributes:
        cues: What carried it.
        note: Free text.
        decisive_frame: Ordinal, None where not given.
    """

    cues: tuple[str, ...] = ()
    note: str = ""
    decisive_frame: int | None = None
