"""The orders that the review queue offers, in words.

What it is: pure translation from the session; the rater's stored queue stands first.
What it is not: the orders themselves (emo7_core/labels/queue.py).
"""

from __future__ import annotations

from emo7_core.labels.queue import AS_IMPORTED, MIXED, Queue
from emo7_gui.known_rows import ASSIGNED
from emo7_gui.session import Session


def order_choices(session: Session) -> list[tuple[str, str]]:
    """Return (name, words) of each order."""
    queue = session.assigned.queue
    own = [] if queue is None else [(ASSIGNED, assigned_words(queue))]
    return [*own, (MIXED, f"Mixed order, seed {session.seed}"), (AS_IMPORTED, "As imported")]


def assigned_words(queue: Queue) -> str:
    """Return what a stored queue is called, e.g. "Assigned: rare classes, seed 7"."""
    return f"Assigned: {queue.order}, seed {queue.seed}"
