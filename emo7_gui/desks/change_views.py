"""Differences of golden versions as the cards show them."""

from __future__ import annotations

import numpy as np

from emo7_core.labels.golden import GoldenVersion, Member
from emo7_core.labels.golden_diff import GoldenDiff, diff
from emo7_core.scale import K
from emo7_gui.desks.golden_views import date_of
from emo7_gui.golden.golden_view import ChangedClip, ChangesView


def changes_view(before: GoldenVersion | None, after: GoldenVersion, title: str) -> ChangesView:
    """Return what `after` has that `before` has not; without `before` all of it is new."""
    found = _difference(before, after)
    old = () if before is None else before.members
    return ChangesView(
        title,
        _summary(found),
        ("" if before is None else f"v{before.number}", f"v{after.number}"),
        _clips(found),
        _counts(old),
        _counts(after.members),
        _note(after),
    )


def _difference(before: GoldenVersion | None, after: GoldenVersion) -> GoldenDiff:
    if before is not None:
        return diff(before, after)
    return GoldenDiff(0, after.number, after.members, (), (), 0)


def _summary(found: GoldenDiff) -> str:
    counts = {
        "added": len(found.added),
        "removed": len(found.removed),
        "changed": len(found.changed),
        "the same": found.same,
    }
    told = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    signers = len(found.by_signer())
    many = f"; {signers} signer{'' if signers == 1 else 's'}" if signers else ""
    return f"{told or 'no clip'}{many}."


def _clips(found: GoldenDiff) -> tuple[ChangedClip, ...]:
    changed = sorted(found.changed, key=lambda one: -abs(one.steps))
    return (
        *(_clip(one.after, one.before.value, one.after.value) for one in changed),
        *(_clip(one, None, one.value) for one in found.added),
        *(_clip(one, one.value, None) for one in found.removed),
    )


def _clip(member: Member, before: int | None, after: int | None) -> ChangedClip:
    return ChangedClip(member.clip_id, member.name, member.signer or "", before, after)


def _counts(members: tuple[Member, ...]) -> tuple[int, ...]:
    counts = np.bincount([one.value for one in members], minlength=K)
    return tuple(int(count) for count in counts)


def _note(version: GoldenVersion) -> str:
    if not version.created_at:
        return ""
    by = f" by {version.by}" if version.by else ""
    back = f", brings v{version.restored} back" if version.restored else ""
    why = f": {version.note}" if version.note else ""
    return f"v{version.number}, {date_of(version.created_at)}{by}{back}{why}"
