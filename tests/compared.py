"""Projects of clips, labels and models' answers with known properties, for tests of comparing.

What it is: rows written straight into a project's store, so that 10,000 clips take a moment.
What it is not: a way to make projects outside tests.
Convention: clip i has the id i + 1, the key `key(i)`, the name "clip i"; its true value is
`truth(n)[i]`. A model of skill s gives the true class the mean probability s or so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import insert, text

from emo7_core.labels.decision import SIGNING_ONLY, new_uuid
from emo7_core.labels.sources import CONSENSUS, MODEL_RUN, RATER
from emo7_core.project import Project
from emo7_core.storage.tables import caption, clip, clip_file, decision, tier

SIGNERS = ("Ann", "Bo", "Cy", "Di", "Ed", "Fay", "Gil", "Hal")


def key(i: int) -> str:
    """Return the content key of clip i."""
    return f"{i:064x}"


def truth(n: int, seed: int = 0) -> np.ndarray:
    """Return (n,) true values 0..6."""
    return np.random.default_rng(seed).integers(0, 7, n)


def answers(values: np.ndarray, skill: float, seed: int) -> np.ndarray:
    """Return (n, 7) probabilities that favour the true class and its neighbours."""
    rng = np.random.default_rng(seed)
    n = len(values)
    apart = np.abs(np.arange(7) - values[:, None])
    logits = skill * (2.0 - apart) + rng.normal(0, 1.5, (n, 7))
    p = np.exp(logits - logits.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True)


def made_project(
    root: Path,
    n: int = 120,
    sessions: int = 12,
    signers: int = 6,
    captions: bool = True,
    tiers: bool = True,
) -> Project:
    """Make a project of n clips without labels or models."""
    project = Project.create(root, "compared")
    rows = [
        {
            "id": i + 1,
            "key": key(i),
            "name": f"clip {i}",
            "corpus": "asllrp" if i % 3 else "how2sign",
            "signer": SIGNERS[i % sessions % signers],
            "session": f"session {i % sessions}",
            "state": "ok",
            "message": "",
            "duration": 1.0 + i % 10,
            "face_share": 1.0 - (i % 5) / 8,
            "hands_share": 0.9,
            "added_at": "2026-01-01T00:00:00+00:00",
        }
        for i in range(n)
    ]
    with project.database.write() as connection:
        connection.execute(insert(clip), rows)
        connection.execute(
            insert(clip_file),
            [
                {"clip_id": i + 1, "path": f"c{i}.mp4", "size": 1, "modified": 1, "view": "front"}
                for i in range(n)
            ],
        )
        if captions:
            words = ("I hate this terrible day.", "It is there.", "This is wonderful!")
            connection.execute(
                insert(caption),
                [{"clip_id": i + 1, "text": words[i % 3], "corpus": "asllrp"} for i in range(n)],
            )
        if tiers:
            connection.execute(
                insert(tier),
                [
                    {"clip_id": i + 1, "name": "eye brows", "value": "raised", "start_time": 0,
                     "stop_time": 1}
                    for i in range(0, n, 4)
                ],
            )  # fmt: skip
    return project


def add_labels(
    project: Project, values: np.ndarray, name: str = "Deaf annotators", kind: str = CONSENSUS
) -> None:
    """Let a person or a panel label clips 0.. in order; -1 leaves a clip out."""
    source = project.sources.ensure(kind, name)
    rows = [
        {
            "uuid": new_uuid(),
            "clip_id": i + 1,
            "source_id": source.id,
            "kind": "decide",
            "value": int(value),
            "is_unsure": False,
            "cues": [],
            "note": "",
            "stage": SIGNING_ONLY,
            "visible": [],
            "created_at": "2026-01-01T00:00:00+00:00",
            "round": 0,
        }
        for i, value in enumerate(values)
        if value >= 0
    ]
    with project.database.write() as connection:
        connection.execute(insert(decision), rows)


def add_rater(project: Project, values: np.ndarray, name: str) -> None:
    """Let a rater label clips 0.. in order; -1 leaves a clip out."""
    add_labels(project, values, name, RATER)


def add_model(
    project: Project,
    name: str,
    table: np.ndarray,
    trained_on: dict[str, Sequence[str]] | None = None,
    clips: Sequence[int] | None = None,
) -> int:
    """Store a model's (n, k) probabilities for clips 0.. (or those given); return its source."""
    details = {"num_classes": table.shape[1], "weights": f"{abs(hash(name)):x}".rjust(64, "0")}
    details["trained_on"] = trained_on or {"clips": [], "signers": [], "sessions": []}
    source = project.sources.ensure(MODEL_RUN, name, details)
    places = range(len(table)) if clips is None else clips
    rows = [
        {
            "uuid": new_uuid(),
            "clip_id": i + 1,
            "source_id": source.id,
            "value": int(np.argmax(p)) if np.isfinite(p).all() else None,
            "probabilities": json.dumps(p.tolist()),
            "details": "{}",
            "created_at": "2026-01-01T00:00:00+00:00",
        }
        for i, p in zip(places, table, strict=True)
    ]
    columns = ", ".join(rows[0])
    marks = ", ".join(f":{column}" for column in rows[0])
    with project.database.write() as connection:
        connection.execute(text(f"INSERT INTO guess ({columns}) VALUES ({marks})"), rows)
    return source.id


def studied(root: Path, n: int = 120, sessions: int = 12, signers: int = 6) -> Project:
    """Make a project with a consensus, three models, two raters and captions."""
    project = made_project(root, n, sessions, signers)
    values = truth(n)
    add_labels(project, values)
    for name, skill, seed in (("good", 1.2, 1), ("fair", 0.6, 2), ("poor", 0.1, 3)):
        add_model(project, name, answers(values, skill, seed))
    rng = np.random.default_rng(9)
    for name in ("MK", "JB"):
        add_rater(project, np.clip(values + rng.integers(-1, 2, n), 0, 6), name)
    return project
