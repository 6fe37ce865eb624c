"""What changed between two golden versions, by class and by signer.

What it is: a pure comparison of two frozen versions.
What it is not: a judgement which of them is right.
Convention: a clip is the same clip by its content key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from emo7_core.labels.golden import GoldenVersion, Member

UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Change:
    """A clip that both versions have, with another value.

    Attributes:
        before: As it was.
        after: As it is.
    """

    before: Member
    after: Member

    @property
    def steps(self) -> int:
        """How far it moved, positive towards Extremely Positive."""
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True)
class GoldenDiff:
    """What a later version has that an earlier one had not.

    Attributes:
        before: Number of the earlier version.
        after: Number of the later one.
        added: Members of the later one alone.
        removed: Members of the earlier one alone.
        changed: Members of both whose value differs.
        same: How many are in both with one value.
    """

    before: int
    after: int
    added: tuple[Member, ...]
    removed: tuple[Member, ...]
    changed: tuple[Change, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        """Whether both hold the same labels."""
        return not (self.added or self.removed or self.changed)

    def by_class(self) -> dict[int, tuple[int, int]]:
        """Return clips that came to and left each value 0..6; values without any are left out."""
        return _balance(
            (one.value for one in (*self.added, *(c.after for c in self.changed))),
            (one.value for one in (*self.removed, *(c.before for c in self.changed))),
        )

    def by_signer(self) -> dict[str, tuple[int, int, int]]:
        """Return clips added, removed and changed of each signer who has any."""
        counts = [
            Counter(one.signer or UNKNOWN for one in members)
            for members in (self.added, self.removed, [c.after for c in self.changed])
        ]
        names = sorted(set().union(*counts))
        return {name: (counts[0][name], counts[1][name], counts[2][name]) for name in names}


def diff(before: GoldenVersion, after: GoldenVersion) -> GoldenDiff:
    """Return what changed from one version to another."""
    old = {one.clip_key: one for one in before.members}
    new = {one.clip_key: one for one in after.members}
    both = [(old[key], one) for key, one in new.items() if key in old]
    changed = tuple(Change(a, b) for a, b in both if a.value != b.value)
    return GoldenDiff(
        before.number,
        after.number,
        tuple(one for key, one in new.items() if key not in old),
        tuple(one for key, one in old.items() if key not in new),
        changed,
        len(both) - len(changed),
    )


def _balance(came: Iterable[int], left: Iterable[int]) -> dict[int, tuple[int, int]]:
    into, out = Counter(came), Counter(left)
    return {value: (into[value], out[value]) for value in sorted({*into, *out})}
