"""The tables of a project, as SQLAlchemy Core metadata.

What it is: the shape of the store at the newest migration, used to write statements.
What it is not: the way tables come to be (migrations/) or who may write them.
Convention: human statements live in `decision`, machine guesses in `guess`; both are only
ever appended to. Times are ISO 8601 text in UTC, so they sort and travel unchanged.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData()


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _clip() -> Column[int]:
    return Column("clip_id", ForeignKey("clip.id"), nullable=False, index=True)


def _source() -> Column[int]:
    return Column("source_id", ForeignKey("source.id"), nullable=False, index=True)


def _round() -> Column[int]:
    return Column("round", Integer, nullable=False, server_default="0")


fact = Table("fact", metadata, Column("name", String, primary_key=True), Column("value", Text))

source = Table(
    "source",
    metadata,
    _id(),
    Column("uuid", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("details", JSON, nullable=False),
    Column("created_at", String, nullable=False),
    UniqueConstraint("kind", "name"),
)

clip = Table(
    "clip",
    metadata,
    _id(),
    Column("key", String, unique=True),
    Column("name", String, nullable=False, index=True),
    Column("corpus", String, nullable=False),
    Column("signer", String),
    Column("session", String),
    Column("state", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("duration", Float),
    Column("frame_count", Integer),
    Column("width", Integer),
    Column("height", Integer),
    Column("rate", Float),
    Column("rotation", Integer),
    Column("seek_is_exact", Boolean),
    Column("split", String),
    Column("face_share", Float),
    Column("hands_share", Float),
    Column("added_at", String, nullable=False),
)

clip_file = Table(
    "clip_file",
    metadata,
    _id(),
    _clip(),
    Column("path", Text, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("modified", Integer, nullable=False),
    Column("view", String, nullable=False),
)

caption = Table(
    "caption",
    metadata,
    _id(),
    _clip(),
    Column("text", Text, nullable=False),
    Column("corpus", String, nullable=False),
    UniqueConstraint("clip_id", "text"),
)

decision = Table(
    "decision",
    metadata,
    _id(),
    Column("uuid", String, nullable=False, unique=True),
    _clip(),
    _source(),
    Column("kind", String, nullable=False),
    Column("value", Integer),
    Column("is_unsure", Boolean, nullable=False),
    Column("cues", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("decisive_frame", Integer),
    Column("stage", String, nullable=False),
    Column("visible", JSON, nullable=False),
    Column("created_at", String, nullable=False),
    Column("supersedes", String),
    Column("target", String),
    _round(),
    Index("ix_decision_current", "source_id", "clip_id", "stage", "id"),
)

guess = Table(
    "guess",
    metadata,
    _id(),
    Column("uuid", String, nullable=False, unique=True),
    _clip(),
    _source(),
    Column("value", Integer),
    Column("probabilities", JSON),
    Column("score", Float),
    Column("details", JSON, nullable=False),
    Column("created_at", String, nullable=False),
    Index("ix_guess_newest", "source_id", "clip_id", "id"),
)

reveal = Table(
    "reveal",
    metadata,
    _id(),
    _clip(),
    _source(),
    Column("what", JSON, nullable=False),
    Column("shown_at", String, nullable=False),
    Column("models", JSON(none_as_null=True)),
)

tier = Table(
    "tier",
    metadata,
    _id(),
    _clip(),
    Column("name", String, nullable=False),
    Column("value", Text, nullable=False),
    Column("start_time", Float, nullable=False),
    Column("stop_time", Float, nullable=False),
)

split = Table(
    "split",
    metadata,
    _id(),
    Column("name", String, nullable=False, unique=True),
    Column("details", JSON, nullable=False),
    Column("hash", String, nullable=False),
    Column("created_at", String, nullable=False),
)

split_member = Table(
    "split_member",
    metadata,
    Column("split_id", ForeignKey("split.id"), primary_key=True),
    Column("clip_id", ForeignKey("clip.id"), primary_key=True),
    Column("part", String, nullable=False),
)

golden_version = Table(
    "golden_version",
    metadata,
    _id(),
    Column("number", Integer, nullable=False, unique=True),
    Column("target", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("created_at", String, nullable=False),
    Column("details", JSON),
)

golden_member = Table(
    "golden_member",
    metadata,
    Column("golden_version_id", ForeignKey("golden_version.id"), primary_key=True),
    Column("clip_id", ForeignKey("clip.id"), primary_key=True),
    Column("value", Integer, nullable=False),
    Column("decision_uuid", String),
)

queue = Table(
    "queue",
    metadata,
    _id(),
    _source(),
    Column("kind", String, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("details", JSON, nullable=False),
    Column("hash", String, nullable=False),
    Column("created_at", String, nullable=False),
)

assignment = Table(
    "assignment",
    metadata,
    _id(),
    _clip(),
    _source(),
    Column("position", Integer, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("why", String, nullable=False),
    Column("queue_id", ForeignKey("queue.id"), index=True),
    _round(),
    Column("is_control", Boolean, nullable=False, server_default=false()),
    Column("detail", Text),
)

stage_change = Table(
    "stage_change",
    metadata,
    _id(),
    Column("stage", String, nullable=False),
    Column("name", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("changed_at", String, nullable=False),
)
