"""What the parts of a split share: clips, sessions, signers, and those of the golden set.

What it is: the report that names what stands on both sides.
What it is not: a correction; evaluation/leaks.py marks models in the same words.
Conventions: the golden set is the newest golden version; without one, the clips that a consensus
or an adjudication decided. A golden clip, session or signer that is trained on is a leak wherever
the golden set is what models are compared on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from emo7_core.clips.clip import Clip
from emo7_core.evaluation.leaks import ClipFacts, Leak, TrainedOn, find_leak
from emo7_core.labels.golden import newest_version
from emo7_core.labels.snapshot import human_values
from emo7_core.labels.sources import ADJUDICATION, CONSENSUS
from emo7_core.labels.splits import PARTS, TRAIN, StoredSplit
from emo7_core.project import Project
from emo7_core.scale import K

SHOWN = 20


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One part of a split.

    Attributes:
        part: One of PARTS.
        clips: How many.
        signers: Known ones.
        sessions: How many known ones.
        classes: Clips per value 0..6, by the human labels.
        golden: Golden clips in it.
    """

    part: str
    clips: int
    signers: tuple[str, ...]
    sessions: int
    classes: tuple[int, ...]
    golden: int


@dataclass(frozen=True, slots=True)
class SplitReport:
    """What a split holds and what its sides share.

    Attributes:
        parts: Of train, val and test.
        held_out: What train shares with val and with test, by part.
        golden: What train shares with the golden set.
        golden_words: Which golden set that is, "" where there is none.
        names: Names of clips by content key, for people.
    """

    parts: tuple[PartFacts, ...]
    held_out: dict[str, Leak]
    golden: Leak
    golden_words: str
    names: dict[str, str]

    def lines(self) -> list[str]:
        """Return the leaks in words, one line each; empty where nothing is shared."""
        found = []
        for part, leak in self.held_out.items():
            found += [f"train and {part} share {one}" for one in self._told(leak)]
        found += [f"train holds golden {one}" for one in self._told(self.golden)]
        return found

    def _told(self, leak: Leak) -> Iterator[str]:
        clips = tuple(self.names.get(key, key) for key in leak.clips)
        for noun, names in (
            ("clip", clips),
            ("session", leak.sessions),
            ("signer", leak.signers),
        ):
            if names:
                more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
                plural = "" if len(names) == 1 else "s"
                yield f"{len(names)} {noun}{plural}: {', '.join(names[:SHOWN])}{more}"


def report_split(project: Project, split: StoredSplit) -> SplitReport:
    """Return what a split holds and what its sides share."""
    clips = [clip for clip in project.catalog.all() if clip.id in split.parts]
    golden, words = _golden(project)
    by_part = {part: [c for c in clips if split.parts[c.id] == part] for part in PARTS}
    trained = trained_on(by_part[TRAIN])
    values = human_values(project)
    return SplitReport(
        tuple(_part(part, mine, values, golden) for part, mine in by_part.items()),
        {part: find_leak(trained, _facts(by_part[part])) for part in PARTS if part != TRAIN},
        # Sessions and signers of golden clips count wherever those clips themselves lie.
        find_leak(trained, _facts(c for c in project.catalog.all() if c.id in golden)),
        words,
        {clip.key: clip.name for clip in clips if clip.key},
    )


def trained_on(clips: Iterable[Clip]) -> TrainedOn:
    """Return what a model that trains on these clips will have seen."""
    kept = list(clips)
    return TrainedOn(
        frozenset(clip.key for clip in kept if clip.key),
        frozenset(clip.signer for clip in kept if clip.signer),
        frozenset(clip.session for clip in kept if clip.session),
    )


def _facts(clips: Iterable[Clip]) -> list[ClipFacts]:
    return [ClipFacts(clip.key, clip.signer, clip.session, clip.name) for clip in clips]


def _golden(project: Project) -> tuple[frozenset[int], str]:
    version = newest_version(project)
    if version is not None:
        return frozenset(one.clip_id for one in version.members), f"golden {version.number}"
    decided = frozenset(human_values(project, CONSENSUS, ADJUDICATION))
    return decided, "consensus and adjudication" if decided else ""


def _part(
    part: str, clips: list[Clip], values: dict[int, int], golden: frozenset[int]
) -> PartFacts:
    counts = Counter(values[clip.id] for clip in clips if clip.id in values)
    return PartFacts(
        part,
        len(clips),
        tuple(sorted({clip.signer for clip in clips if clip.signer})),
        len({clip.session for clip in clips if clip.session}),
        tuple(counts[value] for value in range(K)),
        sum(clip.id in golden for clip in clips),
    )
