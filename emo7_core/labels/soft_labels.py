"""The distribution of what raters said of a clip: soft labels, and their table.

What it is: the share of raters on each value, which an adjudication leaves as it is.
What it is not: a probability of a model, or the settled value (which stands beside it).
Conventions: one vote per rater, from their latest stage; consensus and adjudication cast none,
hidden repeats neither. Columns soft_1..soft_7 are the digits that raters press and add to 1;
`emotion` is the human value as snapshot.human_values has it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.labels.cells import guard, guard_name
from emo7_core.labels.export import earlier_name
from emo7_core.labels.snapshot import LabelSnapshot, human_carriers, standings
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from emo7_core.scale import CLASSES, K, digit_of

SOFT = tuple(f"soft_{digit_of(value)}" for value in range(K))
COLUMNS = (
    "video_name", "clip_key", "corpus", "signer", "session", "split", "raters", *SOFT, "emotion",
    "digit", "decided_by",
)  # fmt: skip


def soft_labels(project: Project) -> dict[int, npt.NDArray[np.float64]]:
    """Return (7,) shares of raters by clip, for every clip that a rater decided."""
    return {clip_id: votes / votes.sum() for clip_id, votes in vote_counts(project).items()}


def vote_counts(project: Project) -> dict[int, npt.NDArray[np.int64]]:
    """Return (7,) numbers of raters by clip."""
    found: dict[int, npt.NDArray[np.int64]] = {}
    for one in standings(project, RATER):
        found.setdefault(one.clip_id, np.zeros(K, dtype=np.int64))[one.value] += 1
    return found


def with_shares(project: Project, snapshot: LabelSnapshot) -> LabelSnapshot:
    """Return a snapshot with the share of raters on each value, and a hash over them too.

    A clip that no rater decided (a consensus, an adjudication alone) is all at its value.
    """
    found = soft_labels(project)
    sure = np.eye(K)
    rows = tuple(
        replace(row, shares=tuple(found.get(row.clip_id, sure[row.value]).tolist()))
        for row in snapshot.rows
    )
    told = json.dumps([snapshot.hash, [(row.clip_key, row.shares) for row in rows]])
    return replace(snapshot, rows=rows, hash=hashlib.sha256(told.encode()).hexdigest())


def soft_csv(project: Project) -> tuple[str, int]:
    """Return the table of soft labels, in the order of import, and its number of rows."""
    votes = vote_counts(project)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    rows = _rows(project, votes)
    writer.writerows(rows)
    return text.getvalue(), len(rows)


def _rows(project: Project, votes: dict[int, npt.NDArray[np.int64]]) -> list[dict[str, Any]]:
    carriers = human_carriers(project)
    kinds = {source.id: source.kind for source in project.sources.all()}
    rows = []
    for clip in project.catalog.all():
        if clip.id not in votes:
            continue
        carrier, counts = carriers[clip.id], votes[clip.id]
        shares = zip(SOFT, (counts / counts.sum()).tolist(), strict=True)
        rows.append(
            {
                "video_name": guard_name(earlier_name(clip.name, clip.corpus)),
                "clip_key": clip.key or "",
                "corpus": guard(clip.corpus),
                "signer": guard(clip.signer or ""),
                "session": guard(clip.session or ""),
                "split": guard(clip.split or ""),
                "raters": int(counts.sum()),
                **{name: f"{share:.6g}" for name, share in shares},
                "emotion": CLASSES[carrier.value],
                "digit": digit_of(carrier.value),
                "decided_by": kinds[carrier.source_id],
            }
        )
    return rows
