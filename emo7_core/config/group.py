"""What all groups of the training config share.

What it is: the frozen base of each group, and how a field says where it stands and in what unit.
What it is not: the fields (task.py, division.py, features.py, augmentation.py, network.py,
learning.py, budget.py) or the whole config (train.py).
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

LEARNS, DIVIDES, AUGMENTS = "What it learns", "Split", "Augmentation"
NETWORK, TUNES, RUNS = "Network", "How it learns", "Budget"


class Group(BaseModel):
    """Some fields of the training config."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def about(group: str, unit: str = "", **labels: str) -> dict[str, Any]:
    """Return what a field says of itself besides its type.

    Args:
        group: Heading it stands under.
        unit: Unit in words, "" where there is none.
        labels: What people read for each choice.
    """
    return {"group": group, "unit": unit, "labels": labels}
