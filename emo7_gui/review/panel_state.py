"""Everything that the scale panel shows, as one frozen value.

What it is: the facts of the open clip for the rater, blind or revealed.
What it is not: decided here; the session makes it.
Convention: values are 0..6; probabilities have 7 entries in the order of the scale, sum 1;
expected values are in digits 1..7. While `is_revealed` is false, models, raters and captions
must be empty: what is not here cannot be shown by accident.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from emo7_core.scale import CLASSES, digit_of

SIGNING_ONLY, WITH_CAPTION = "signing only", "with caption"


@dataclass(frozen=True, slots=True)
class ModelBars:
    """What one model says about the clip.

    Attributes:
        letter: "A" (filled bars, solid line) or "B" (outlined bars, dashed line).
        name: Which model, e.g. "ST-GCN #41".
        probabilities: (7,) shares that sum to 1; empty while the model has not answered.
        mean: Expected digit 1..7, None while not answered.
        spread: Standard deviation in digits.
        note: How far the answer is ("61 of 74"), or why there is none; "" for a whole one.
        identity: Hash of the model's weights, "" while it has not answered.
    """

    letter: str
    name: str
    probabilities: tuple[float, ...] = ()
    mean: float | None = None
    spread: float | None = None
    note: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class RaterMark:
    """Another rater's value, shown by initials."""

    initials: str
    name: str
    value: int
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision as a line.

    Attributes:
        uuid: Identity in the log.
        who: "You", or another rater's name.
        value: 0..6, None where it was retracted.
        is_unsure: It was marked unsure.
        detail: Stage and time in words, e.g. "signing only · 10:42".
        what: What kind of entry it was ("decided", "undone", ...); for the history.
        can_revert: The history offers to go back to it.
        is_current: It is the entry that counts at its stage.
    """

    uuid: str
    who: str
    value: int | None
    is_unsure: bool = False
    detail: str = ""
    what: str = ""
    can_revert: bool = False
    is_current: bool = False

    @property
    def spoken(self) -> str:
        """Return the line as a screen reader says it."""
        word = "retracted" if self.value is None else value_text(self.value)
        sure = "unsure" if self.is_unsure else ""
        return ", ".join(part for part in (self.who, self.what, word, sure, self.detail) if part)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One fact about the open clip: a title and words."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many captions, guesses and raters wait behind the commit.

    Attributes:
        captions: Captions.
        guesses: Models' answers.
        raters: Other people's values.
        waits_for_rating: Other people's values are not shown before the rating is over.
        is_held_back: Nothing is shown after this commit either.
    """

    captions: int = 0
    guesses: int = 0
    raters: int = 0
    waits_for_rating: bool = False
    is_held_back: bool = False


@dataclass(frozen=True, slots=True)
class PanelState:
    """The panel of one clip.

    Attributes:
        clip_id: The open row (row_id.py), that of the clip or of a repeat; None without one.
        stage: SIGNING_ONLY or WITH_CAPTION.
        is_revealed: The commit was made and what was hidden is shown.
        value: Own decision that holds at this stage, None without one.
        is_unsure: It was marked unsure.
        cues: Names of cue tags that are on.
        note: Own note.
        decisive_time: Seconds of the decisive moment, None without one.
        hidden: What the commit will show.
        models: Up to two models.
        raters: Other raters' values.
        captions: Captions of the clip.
        decisions: What holds on this clip, own first.
        history: Own entries on this clip, newest first.
        next_enabled: Enter goes on.
        locked_reason: Why nothing can be decided (second window, unreadable clip), else "".
        is_control: No model is shown for this clip, also after the reveal.
        evidence: Why it is here and what speaks for its value, as far as it may be seen.
    """

    clip_id: int | None = None
    stage: str = SIGNING_ONLY
    is_revealed: bool = False
    value: int | None = None
    is_unsure: bool = False
    cues: tuple[str, ...] = ()
    note: str = ""
    decisive_time: float | None = None
    hidden: Hidden = field(default_factory=Hidden)
    models: tuple[ModelBars, ...] = ()
    raters: tuple[RaterMark, ...] = ()
    captions: tuple[str, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    history: tuple[DecisionLine, ...] = ()
    next_enabled: bool = False
    locked_reason: str = ""
    is_control: bool = False
    evidence: tuple[EvidenceLine, ...] = ()

    @property
    def can_decide(self) -> bool:
        return self.clip_id is not None and not self.locked_reason


def value_text(value: int) -> str:
    """Return digit and word: "6 Positive"."""
    return f"{digit_of(value)} {CLASSES[value]}"
