"""Did a model see in training what it is tested on?

What it is: the overlap of a training record with a test set, in clips, sessions and signers.
What it is not: a correction; the mark stands beside the score in every table and export.
Conventions: clips are named by their content hash, so that a copy under another name is found.
A model whose training is not known carries a mark of its own: not known is not clean. Where a
golden version is compared on, all of its clips, sessions and signers are guarded, also those
that some model has no answer for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What is known of a test clip.

    Attributes:
        key: Content hash, None until known.
        signer: None where unknown.
        session: The recording, None where unknown.
        name: For people.
        corpus: Where it comes from, "" where unknown.
        view: The camera of its picture ("front", ...), None where there is none.
        duration: Seconds, None until known.
        quality: The smaller share 0..1 of frames with a face and with a hand, None until known.
        markers: Names of annotated tiers along it, sorted; () where it has none.
        has_caption: Whether it has one, None where nobody looked.
        spread: Steps between the outermost raters, None below two raters.
    """

    key: str | None = None
    signer: str | None = None
    session: str | None = None
    name: str = ""
    corpus: str = ""
    view: str | None = None
    duration: float | None = None
    quality: float | None = None
    markers: tuple[str, ...] = ()
    has_caption: bool | None = None
    spread: int | None = None


@dataclass(frozen=True, slots=True)
class TrainedOn:
    """What a model's record says it was trained on.

    Attributes:
        clips: Content hashes.
        signers: Names; empty where the record has none.
        sessions: Names; empty where the record has none.
    """

    clips: frozenset[str] = frozenset()
    signers: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leak:
    """The overlap of a training with a test set.

    Attributes:
        clips: Hashes of test clips that were trained on.
        sessions: Test sessions that were trained on.
        signers: Test signers that were trained on.
        is_known: False where the training record is missing.
        of: What was guarded, in one word: "test" (the clips compared) or "golden".
    """

    clips: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    is_known: bool = True
    of: str = "test"

    @property
    def is_leaky(self) -> bool:
        """Whether anything of the test set is known to have been trained on."""
        return bool(self.clips or self.sessions or self.signers)

    @property
    def mark(self) -> str:
        """Return the mark in words, "" for a clean model."""
        if not self.is_known:
            return "training data not known"
        parts = [
            _counted(len(names), noun)
            for names, noun in (
                (self.clips, f"{self.of} clip"),
                (self.sessions, f"{self.of} session"),
                (self.signers, f"{self.of} signer"),
            )
            if names
        ]
        return f"saw {', '.join(parts)}" if parts else ""


def find_leak(trained_on: TrainedOn | None, clips: Iterable[ClipFacts], of: str = "test") -> Leak:
    """Return what a training shares with the guarded clips; None is a training not known."""
    return shared_with(trained_on, names_of(clips), of)


def names_of(clips: Iterable[ClipFacts]) -> TrainedOn:
    """Return the hashes, signers and sessions of clips, the unknown ones left out."""
    facts = list(clips)
    return TrainedOn(
        clips=frozenset(fact.key for fact in facts if fact.key is not None),
        signers=frozenset(fact.signer for fact in facts if fact.signer is not None),
        sessions=frozenset(fact.session for fact in facts if fact.session is not None),
    )


def shared_with(trained_on: TrainedOn | None, guarded: TrainedOn, of: str = "test") -> Leak:
    """Return what a training shares with guarded names; None is a training not known."""
    if trained_on is None:
        return Leak(is_known=False, of=of)
    return Leak(
        clips=tuple(sorted(trained_on.clips & guarded.clips)),
        sessions=tuple(sorted(trained_on.sessions & guarded.sessions)),
        signers=tuple(sorted(trained_on.signers & guarded.signers)),
        of=of,
    )


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
