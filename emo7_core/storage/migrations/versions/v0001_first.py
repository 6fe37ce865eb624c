"""The first shape of the store: sources, clips, decisions, guesses and what stands around them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table. Spelled out, so that later changes of tables.py cannot alter history."""
    _people_and_clips()
    _statements()
    _sets()


def _people_and_clips() -> None:
    op.create_table(
        "fact", sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.Text)
    )
    op.create_table(
        "source",
        _id(),
        sa.Column("uuid", sa.String, nullable=False, unique=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.UniqueConstraint("kind", "name"),
    )
    op.create_table(
        "clip",
        _id(),
        sa.Column("key", sa.String, unique=True),
        sa.Column("name", sa.String, nullable=False, index=True),
        sa.Column("corpus", sa.String, nullable=False),
        sa.Column("signer", sa.String),
        sa.Column("session", sa.String),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("duration", sa.Float),
        sa.Column("frame_count", sa.Integer),
        sa.Column("width", sa.Integer),
        sa.Column("height", sa.Integer),
        sa.Column("rate", sa.Float),
        sa.Column("rotation", sa.Integer),
        sa.Column("seek_is_exact", sa.Boolean),
        sa.Column("split", sa.String),
        sa.Column("face_share", sa.Float),
        sa.Column("hands_share", sa.Float),
        sa.Column("added_at", sa.String, nullable=False),
    )
    op.create_table(
        "clip_file",
        _id(),
        _clip(),
        sa.Column("path", sa.Text, nullable=False, unique=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("modified", sa.Integer, nullable=False),
        sa.Column("view", sa.String, nullable=False),
    )
    op.create_table(
        "caption",
        _id(),
        _clip(),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("corpus", sa.String, nullable=False),
        sa.UniqueConstraint("clip_id", "text"),
    )


def _statements() -> None:
    op.create_table(
        "decision",
        _id(),
        sa.Column("uuid", sa.String, nullable=False, unique=True),
        _clip(),
        _source(),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("value", sa.Integer),
        sa.Column("is_unsure", sa.Boolean, nullable=False),
        sa.Column("cues", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("decisive_frame", sa.Integer),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("visible", sa.JSON, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("supersedes", sa.String),
        sa.Column("target", sa.String),
    )
    op.create_index("ix_decision_current", "decision", ["source_id", "clip_id", "stage", "id"])
    # The log is append-only for everybody, also for a stray statement of our own.
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE OF value, kind, uuid, source_id, created_at", "DELETE"):
            op.execute(_refuse(verb))
    op.create_table(
        "guess",
        _id(),
        sa.Column("uuid", sa.String, nullable=False, unique=True),
        _clip(),
        _source(),
        sa.Column("value", sa.Integer),
        sa.Column("probabilities", sa.JSON),
        sa.Column("score", sa.Float),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )
    op.create_index("ix_guess_newest", "guess", ["source_id", "clip_id", "id"])
    op.create_table(
        "reveal",
        _id(),
        _clip(),
        _source(),
        sa.Column("what", sa.JSON, nullable=False),
        sa.Column("shown_at", sa.String, nullable=False),
    )
    op.create_table(
        "tier",
        _id(),
        _clip(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("start_time", sa.Float, nullable=False),
        sa.Column("stop_time", sa.Float, nullable=False),
    )


def _sets() -> None:
    op.create_table(
        "split",
        _id(),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )
    op.create_table(
        "split_member",
        sa.Column("split_id", sa.Integer, sa.ForeignKey("split.id"), primary_key=True),
        sa.Column("clip_id", sa.Integer, sa.ForeignKey("clip.id"), primary_key=True),
        sa.Column("part", sa.String, nullable=False),
    )
    op.create_table(
        "golden_version",
        _id(),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )
    op.create_table(
        "golden_member",
        sa.Column(
            "golden_version_id", sa.Integer, sa.ForeignKey("golden_version.id"), primary_key=True
        ),
        sa.Column("clip_id", sa.Integer, sa.ForeignKey("clip.id"), primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("decision_uuid", sa.String),
    )
    op.create_table(
        "assignment",
        _id(),
        _clip(),
        _source(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("why", sa.String, nullable=False),
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def _clip() -> sa.Column[int]:
    return sa.Column("clip_id", sa.Integer, sa.ForeignKey("clip.id"), nullable=False, index=True)


def _source() -> sa.Column[int]:
    return sa.Column(
        "source_id", sa.Integer, sa.ForeignKey("source.id"), nullable=False, index=True
    )


def _refuse(verb: str) -> str:
    name = verb.split()[0].lower()
    return (
        f"CREATE TRIGGER decision_no_{name} BEFORE {verb} ON decision "
        "BEGIN SELECT RAISE(ABORT, 'the decision log is append-only'); END"
    )
