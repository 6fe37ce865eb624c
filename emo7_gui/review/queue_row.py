"""One clip as the queue shows it, and what the queue can be narrowed to.

What it is: frozen values from outside; the queue keeps no project.
Convention: `value` is the own decision 0..6; shares are 0..1, None while nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

BAD_STATES = ("bad", "missing")
LOW_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue.

    Attributes:
        clip_id: Identity of the clip.
        name: What it is called.
        seconds: Length, None while unknown.
        signer: Who signs, "" where unknown.
        corpus: Where it comes from.
        value: Own decision 0..6, None without one.
        is_unsure: The own decision was marked unsure.
        state: "new", "ok", "bad" or "missing".
        message: Why it cannot be played, one short phrase.
        face_share: Share of frames with a face.
        hands_share: Share of frames with a hand.
        text: Captions, for the search only.
        why: Why it is queued; shown only where it tells no class.
    """

    clip_id: int
    name: str
    seconds: float | None = None
    signer: str = ""
    corpus: str = ""
    value: int | None = None
    is_unsure: bool = False
    state: str = "ok"
    message: str = ""
    face_share: float | None = None
    hands_share: float | None = None
    text: str = ""
    why: str = ""

    @property
    def is_bad(self) -> bool:
        return self.state in BAD_STATES

    @property
    def needle(self) -> str:
        """Return the text that the search looks through."""
        return needle(self.name, self.signer, self.corpus, (self.text,))


def needle(name: str, signer: str, corpus: str, captions: Iterable[str]) -> str:
    """Return the text that the search looks through."""
    return f"{name}\n{signer}\n{corpus}\n{' '.join(captions)}".casefold()


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue is narrowed to; the empty filter shows everything.

    Attributes:
        text: Words that must all occur in name, signer, corpus or caption.
        values: Own decisions 0..6 to show; empty for all.
        corpora: Corpora to show; empty for all.
        signers: Signers to show; empty for all.
        is_labelled: True with, False without an own decision, None for both.
        is_unsure: Only decisions marked unsure.
        is_bad: Only clips that cannot be played.
        has_low_quality: Only clips whose face or hands are found in few frames.
        clip_ids: Only these clips, those behind a figure of another workspace; empty for all.
        clips_title: What they have in common.
    """

    text: str = ""
    values: frozenset[int] = field(default_factory=frozenset)
    corpora: frozenset[str] = field(default_factory=frozenset)
    signers: frozenset[str] = field(default_factory=frozenset)
    is_labelled: bool | None = None
    is_unsure: bool = False
    is_bad: bool = False
    has_low_quality: bool = False
    clip_ids: frozenset[int] = field(default_factory=frozenset)
    clips_title: str = ""

    @property
    def narrowings(self) -> int:
        """Return how many of the popover's choices narrow the queue."""
        sets = (self.values, self.corpora, self.signers)
        flags = (self.is_unsure, self.is_bad, self.has_low_quality)
        return sum(map(bool, (*sets, *flags)))
