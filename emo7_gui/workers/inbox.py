"""The requests that a looping worker has not heard yet.

What it is: one waiting request per type, in order of arrival, and an event that wakes the worker.
A worker inside its loop does not hear queued slots, so its plain methods write here instead.
What it is not: a queue of everything asked: a second seek replaces the first.
Convention: requests are frozen dataclasses; any thread may put, one thread takes and waits.
"""

from __future__ import annotations

import threading


class Inbox:
    """Waiting requests, the latest of each type, and the event that says there are some."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._awake = threading.Event()
        self._is_closed = False
        self._requests: dict[type, object] = {}

    def put(self, request: object) -> None:
        """Leave a request; it replaces a waiting one of its type and goes to the end."""
        with self._lock:
            self._requests.pop(type(request), None)
            self._requests[type(request)] = request
            self._awake.set()

    def take(self) -> list[object]:
        """Return the waiting requests in order of arrival, and forget them."""
        with self._lock:
            requests = list(self._requests.values())
            self._requests.clear()
            if not self._is_closed:
                self._awake.clear()
            return requests

    @property
    def has_requests(self) -> bool:
        """Whether something waits to be heard."""
        return self._awake.is_set()

    def close(self) -> None:
        """End every wait from now on, so that the worker sees its interruption."""
        with self._lock:
            self._is_closed = True
            self._awake.set()

    def wait(self, seconds: float | None = None) -> None:
        """Sleep until a request arrives, `close` is called or the time is over."""
        self._awake.wait(seconds)
