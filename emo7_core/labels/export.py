"""Writes labels for others: the golden table of the earlier scripts, all decisions, JSON.

What it is: pure functions from plain rows to text, and one atomic write.
What it is not: a query (the caller chooses which decisions) or a reader (corpora/earlier_csv.py).

Golden CSV: video_name, caption, compound_score, emotion exactly as the earlier scripts read them,
then PROVENANCE unless it is left out. `video_name` of ASLLRP ends in .mp4, of How2Sign not.
`compound_score` is the caption's VADER score beside the human class, empty where there is no
caption: it is not where the class comes from.
Conventions: UTF-8, comma, line feed; cells are guarded as cells.py says; times are ISO 8601 in UTC;
frames and values are integers; missing is empty in CSV and null in JSON.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from emo7_core.errors import StorageError, UsageError
from emo7_core.labels.cells import guard, guard_name, portable_name
from emo7_core.scale import CLASSES, NEUTRAL, digit_of

EARLIER = ("video_name", "caption", "compound_score", "emotion")
PROVENANCE = (
    "sentiment", "rater", "source_kind", "confidence", "stage", "decided_at", "clip_key", "corpus",
    "signer", "session", "split", "cues", "note", "decisive_frame", "visible", "decision_uuid",
)  # fmt: skip
DECISIONS = (
    "clip_name", "clip_key", "corpus", "signer", "session", "split", "rater", "source_kind", "kind",
    "digit", "emotion", "sentiment", "confidence", "stage", "cues", "note", "decisive_frame",
    "visible", "decided_at", "decision_uuid", "supersedes", "target",
    "round",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One decision with what a stranger needs to know of its clip.

    Attributes:
        name: The clip's name, without a suffix.
        value: 0..6; None is a retraction, which only the decisions table shows.
        rater: Who decided.
        decided_at: When; a time without a zone is taken as UTC.
        kind: The entry's kind in the log, "decide" for a plain decision.
        source_kind: "rater", "consensus" or "adjudication".
        is_unsure: Whether the rater said so; `confidence` is "unsure" or "sure".
        stage: "signing only" or "with caption".
        caption: The clip's English caption, None where there is none.
        compound: The caption's VADER score -1..1, None without a caption.
        clip_key: SHA-256 of the clip's content, None until known.
        corpus: "how2sign", "asllrp", ...: decides the form of video_name.
        cues: What the rater tagged.
        visible: What was on screen when the decision was made.
        decisive_frame: The frame marked as decisive, None where none is.
        supersedes: The uuid of the decision this one replaces.
        target: The uuid of the entry that an undo or redo is about.
        round: 0, or the number of a hidden repeat, which the decisions table alone shows.
    """

    name: str
    value: int | None
    rater: str
    decided_at: datetime
    kind: str = "decide"
    source_kind: str = "rater"
    is_unsure: bool = False
    stage: str = ""
    caption: str | None = None
    compound: float | None = None
    clip_key: str | None = None
    corpus: str = ""
    signer: str | None = None
    session: str | None = None
    split: str | None = None
    cues: tuple[str, ...] = ()
    note: str = ""
    decisive_frame: int | None = None
    visible: tuple[str, ...] = ()
    decision_uuid: str = ""
    supersedes: str | None = None
    target: str | None = None
    round: int = 0


def golden_csv(rows: Sequence[ExportRow], *, has_provenance: bool = True) -> str:
    """Return the golden table: one row per clip, in the order given.

    Args:
        rows: One decision per clip.
        has_provenance: False writes exactly the four earlier columns.

    Raises:
        UsageError: a clip occurs twice, or a row has no value.
    """
    _check_golden(rows)
    columns = EARLIER + PROVENANCE if has_provenance else EARLIER
    return _csv(columns, (_cells(row) for row in rows))


def decisions_csv(rows: Iterable[ExportRow]) -> str:
    """Return every entry as a table, retractions too, in the order given."""
    return _csv(DECISIONS, (_cells(row) for row in rows))


def golden_json(rows: Sequence[ExportRow]) -> str:
    """Return the golden table as JSON; the checks are those of `golden_csv`."""
    _check_golden(rows)
    return _json("emo7 golden set", rows)


def decisions_json(rows: Iterable[ExportRow]) -> str:
    """Return every entry as JSON, with the scale in its order."""
    return _json("emo7 decisions", rows)


def earlier_name(name: str, corpus: str) -> str:
    """Return video_name as the earlier scripts wrote it: ASLLRP with .mp4, others without."""
    name = portable_name(name)
    return f"{name}.mp4" if corpus in ("asllrp", "emosign") else name


def write_atomically(path: Path | str, text: str) -> None:
    """Write a file whole or not at all; an older file of the name is replaced at the end.

    Raises:
        StorageError: the disk refused; the older file is as it was.
    """
    path = Path(path)
    draft = path.with_name(f".{uuid4().hex}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise StorageError(f"cannot write: {error.strerror}", where=path) from error
    finally:
        # Where the folder itself is none, the draft cannot be there either.
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _check_golden(rows: Sequence[ExportRow]) -> None:
    counts = Counter(row.clip_key or row.name for row in rows)
    for row in rows:
        if row.value is None:
            raise UsageError(f"{row.name} has no value", remedy="Leave retracted clips out.")
        if counts[row.clip_key or row.name] > 1:
            raise UsageError(
                f"{row.name} occurs {counts[row.clip_key or row.name]} times",
                remedy="A golden set has one value per clip: choose a rater or adjudicate.",
            )


def _csv(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _cells(row: ExportRow) -> dict[str, str]:
    facts = _facts(row)
    cells = {key: _cell(value) for key, value in facts.items()}
    cells["video_name"] = guard_name(earlier_name(row.name, row.corpus))
    cells["clip_name"] = guard_name(row.name)
    return cells


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return guard("; ".join(value))
    return guard(value) if isinstance(value, str) else repr(value)


def _facts(row: ExportRow) -> dict[str, Any]:
    value = row.value
    return {
        "video_name": earlier_name(row.name, row.corpus),
        "clip_name": portable_name(row.name),
        "caption": row.caption,
        "compound_score": None if row.compound is None else float(row.compound),
        "emotion": None if value is None else CLASSES[value],
        "digit": None if value is None else digit_of(value),
        "sentiment": None if value is None else value - NEUTRAL,
        "rater": row.rater,
        "source_kind": row.source_kind,
        "kind": row.kind,
        "confidence": "unsure" if row.is_unsure else "sure",
        "stage": row.stage,
        "decided_at": _utc(row.decided_at),
        "clip_key": row.clip_key,
        "corpus": row.corpus,
        "signer": row.signer,
        "session": row.session,
        "split": row.split,
        "cues": list(row.cues),
        "note": row.note,
        "decisive_frame": row.decisive_frame,
        "visible": list(row.visible),
        "decision_uuid": row.decision_uuid,
        "supersedes": row.supersedes,
        "target": row.target,
        "round": row.round,
    }


def _utc(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds")


def _json(title: str, rows: Iterable[ExportRow]) -> str:
    document = {
        "format": title,
        "version": 1,
        "scale": list(CLASSES),
        "rows": [_facts(row) for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
