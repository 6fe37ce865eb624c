"""Hidden repeats, stored queues, the history of the rating stage, where a golden version is from.

A repeat is a round of its own: entries of a later round never stand for those of round 0, which
every older entry belongs to.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new; nothing that was written is changed."""
    _rounds()
    _queues()
    _versions_and_stages()


def _rounds() -> None:
    op.add_column("decision", _round())
    # Which round an entry belongs to decides what it stands for: as fixed as its value.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER decision_no_other_round BEFORE UPDATE OF round ON decision "
            "BEGIN SELECT RAISE(ABORT, 'the decision log is append-only'); END"
        )


def _queues() -> None:
    op.create_table(
        "queue",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("source_id", sa.Integer, sa.ForeignKey("source.id"), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
    )
    # Written out, because SQLite takes a reference with the column and not after it.
    op.execute("ALTER TABLE assignment ADD COLUMN queue_id INTEGER REFERENCES queue (id)")
    op.create_index("ix_assignment_queue_id", "assignment", ["queue_id"])
    op.add_column("assignment", _round())
    op.add_column(
        "assignment",
        sa.Column("is_control", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("assignment", sa.Column("detail", sa.Text))


def _versions_and_stages() -> None:
    op.add_column("golden_version", sa.Column("details", sa.JSON))
    op.create_table(
        "stage_change",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("changed_at", sa.String, nullable=False),
    )


def _round() -> sa.Column[int]:
    return sa.Column("round", sa.Integer, nullable=False, server_default="0")
