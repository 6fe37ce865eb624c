"""Which models a rater saw beside a clip.

A reveal of an earlier version does not say it: its column stays empty, and is read as "not known".
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is new; nothing that was written is changed."""
    op.add_column("reveal", sa.Column("models", sa.JSON))
