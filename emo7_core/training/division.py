"""Which of a project's clips may train, and on which side: golden versions and stored splits.

What it is: the one rule that the dialog's preview and the training itself follow.
What it is not: the drawing of a split where none is stored (split.py).
Convention: a clip that is left out has a reason in words; a clip that a stored split does not know
is left out too, since nobody said on which side it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from emo7_core.config import TrainConfig
from emo7_core.errors import UsageError
from emo7_core.evaluation.leaks import ClipFacts, Leak, TrainedOn, find_leak
from emo7_core.labels.golden import newest_version
from emo7_core.labels.snapshot import LabelSnapshot
from emo7_core.labels.splits import TEST, TRAIN, VAL, read_split
from emo7_core.project import Project
from emo7_core.training.sample import Sample


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said about clips before a training splits them.

    Attributes:
        left_out: Why a clip is not used, by content key.
        sides: "train" or "val" by content key; None where the training draws the split.
        by: What the sides do not share, "" where the training draws the split.
        split: Name of the stored split, "" without one.
        split_hash: Its hash.
        golden_number: The newest golden version, None where there is none.
        golden: Its clips.
    """

    left_out: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] | None = None
    by: str = ""
    split: str = ""
    split_hash: str = ""
    golden_number: int | None = None
    golden: tuple[ClipFacts, ...] = ()

    def golden_leak(self, training: Iterable[Sample]) -> Leak:
        """Return which golden clips, sessions and signers are among training clips."""
        samples = list(training)
        seen = TrainedOn(
            frozenset(sample.identity for sample in samples),
            frozenset(sample.signer for sample in samples if sample.signer),
            frozenset(sample.session for sample in samples if sample.session),
        )
        return find_leak(seen, self.golden, of="golden")

    def facts(self, training: Iterable[Sample]) -> dict[str, Any]:
        """Return what the record of a training says of split and golden version."""
        leak = self.golden_leak(training)
        return {
            "split": self.split,
            "split_hash": self.split_hash,
            "golden_version": self.golden_number,
            "golden_clips_in_training": len(leak.clips),
            "golden_sessions_in_training": len(leak.sessions),
            "golden_signers_in_training": len(leak.signers),
            "golden_leak": leak.mark,
        }


def plan_of(project: Project, config: TrainConfig, snapshot: LabelSnapshot) -> Plan:
    """Return what golden version and stored split say about labelled clips.

    Raises:
        UsageError: there is no split of that name; the message lists those there are.
    """
    keys = {row.clip_id: row.clip_key for row in snapshot.rows}
    golden = newest_version(project)
    left_out: dict[str, str] = {}
    if golden is not None and config.keep_golden_out:
        reason = f"kept out: it is in golden version {golden.number}"
        left_out = {m.clip_key: reason for m in golden.members if m.clip_id in keys}
    members = golden.members if golden else ()
    number = golden.number if golden else None
    facts = tuple(ClipFacts(m.clip_key, m.signer, m.session, m.name) for m in members)
    if not config.stored_split:
        return Plan(left_out, golden_number=number, golden=facts)
    stored = read_split(project, config.stored_split)
    sides = {keys[clip]: part for clip, part in stored.parts.items() if clip in keys}
    unknown = f"not in the split {stored.name}"
    tested = f"in the test part of the split {stored.name}"
    for key in keys.values():
        if sides.get(key) not in (TRAIN, VAL):
            left_out.setdefault(key, tested if sides.get(key) == TEST else unknown)
    return Plan(left_out, sides, stored.by, stored.name, stored.hash, number, facts)


def check_soft(config: TrainConfig) -> None:
    """Raise UsageError where soft labels are asked of a target that no raters stand behind."""
    if config.soft_labels and config.target == "caption":
        raise UsageError(
            "soft labels are the spread of raters, and captions have none",
            remedy="Choose the target human or adjudicated, or hard labels.",
        )
