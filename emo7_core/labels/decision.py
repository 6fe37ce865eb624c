"""A person's statement about a clip, and a machine's guess: two types that never mix.

What it is: frozen values as they stand in the log.
What it is not: the log itself (log.py) or the way values are shown.
Convention: a decision carries the whole state after it (value, cues, note, ...), so the
newest entry of a clip, rater, stage and round is what counts; `value` None means "no value".
Round 0 is the label; a hidden repeat is a later round and changes nothing of it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

SIGNING_ONLY = "signing only"
WITH_CAPTION = "with caption"
STAGES = (SIGNING_ONLY, WITH_CAPTION)
CUES = ("brows", "eyes", "mouth", "head", "body", "speed", "size", "grammar only")
KINDS = ("decide", "annotate", "retract", "undo", "redo", "revert")


def new_uuid() -> str:
    """Return a new random identity."""
    return str(uuid.uuid4())


def now() -> datetime:
    """Return the present time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rater states, before it is in the log.

    The identity is made here: writing the same draft twice stores it once.

    Attributes:
        clip_id: The clip it is about.
        value: Index 0..6, None to hold only cues or a note.
        is_unsure: The rater said so.
        cues: What carried it, names of CUES.
        note: Free text.
        decisive_frame: Ordinal of the frame that decided it, None where not given.
        stage: One of STAGES.
        visible: What was visible when it was made ("caption", "guesses", "raters").
        kind: One of KINDS.
        target: Identity of the entry that an undo, redo or revert is about.
        round: 0 for what counts as the label; 1, 2, ... for a hidden repeat, which is compared
            with round 0 and never stands for it.
        uuid: Identity.
        created_at: When the key was pressed, UTC.
    """

    clip_id: int
    value: int | None
    is_unsure: bool = False
    cues: tuple[str, ...] = ()
    note: str = ""
    decisive_frame: int | None = None
    stage: str = SIGNING_ONLY
    visible: tuple[str, ...] = ()
    kind: str = "decide"
    target: str | None = None
    round: int = 0
    uuid: str = field(default_factory=new_uuid)
    created_at: datetime = field(default_factory=now)

    def __post_init__(self) -> None:
        if self.value is not None and not 0 <= self.value <= 6:
            raise ValueError(f"value {self.value} is outside 0..6")
        if self.round < 0:
            raise ValueError(f"round {self.round} is negative")
        if self.stage not in STAGES or self.kind not in KINDS:
            raise ValueError(f"no such stage or kind: {self.stage}, {self.kind}")
        if unknown := set(self.cues) - set(CUES):
            raise ValueError(f"no such cue: {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the log: a draft with its author and its place in the order.

    Attributes:
        id: Position in the log; a higher number is newer.
        source_id: Who states it.
        supersedes: Identity of the entry that counted before, for this clip, rater, stage
            and round.
        Others: as in Draft.
    """

    id: int
    uuid: str
    clip_id: int
    source_id: int
    kind: str
    value: int | None
    is_unsure: bool
    cues: tuple[str, ...]
    note: str
    decisive_frame: int | None
    stage: str
    visible: tuple[str, ...]
    created_at: datetime
    supersedes: str | None
    target: str | None
    round: int = 0


@dataclass(frozen=True, slots=True)
class Guess:
    """What a machine says about a clip.

    Attributes:
        clip_id: The clip.
        source_id: The model run or caption rule.
        value: Index 0..6, None where the machine has no answer.
        probabilities: Seven numbers in the scale's order that add to 1, None where it has none.
        score: The figure behind the value (VADER compound), None where there is none.
        details: Further facts.
    """

    clip_id: int
    source_id: int
    value: int | None
    probabilities: tuple[float, ...] | None = None
    score: float | None = None
    details: dict[str, object] = field(default_factory=dict)
