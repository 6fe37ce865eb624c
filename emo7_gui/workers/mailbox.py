"""The one-slot mailbox between a worker and the window: the latest value wins.

What it is: a slot with a lock. A fast producer overwrites what nobody has taken yet, so a slow
consumer always sees the newest value and no backlog can grow.
What it is not: a queue (`inbox.py` keeps one of each kind of request) or a signal: the producer
says "ready" only when `put` answers that the slot was empty.
Convention: values are frozen; None never travels.
"""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """A slot for one value, safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: T | None = None

    def put(self, value: T) -> bool:
        """Leave a value; return whether it replaced one that nobody had taken."""
        with self._lock:
            has_replaced = self._value is not None
            self._value = value
            return has_replaced

    @property
    def is_full(self) -> bool:
        """Whether a value waits to be taken."""
        return self._value is not None

    def take(self) -> T | None:
        """Empty the slot and return what lay in it, or None."""
        with self._lock:
            value, self._value = self._value, None
            return value

    def clear(self) -> None:
        """Throw away what lies in the slot."""
        self.take()
