"""The mailbox keeps the latest, the inbox the latest of each kind."""

from __future__ import annotations

import threading

from emo7_gui.workers.decode_requests import Seek, SetPlaying
from emo7_gui.workers.inbox import Inbox
from emo7_gui.workers.mailbox import Mailbox

# Longer than a test may take: what should end such a wait is what is tested.
HANGS = 3600.0


def test_the_latest_value_wins() -> None:
    """What nobody took is replaced, and the producer learns it."""
    mailbox: Mailbox[int] = Mailbox()
    assert [mailbox.put(1), mailbox.put(2)] == [False, True]
    assert [mailbox.take(), mailbox.take()] == [2, None]


def test_only_the_last_seek_is_heard() -> None:
    """Requests of one kind replace each other, others stay, in order of arrival."""
    inbox = Inbox()
    for request in (Seek(1, 0), SetPlaying(1.0), Seek(7, 0)):
        inbox.put(request)
    assert inbox.take() == [SetPlaying(1.0), Seek(7, 0)]
    assert not inbox.has_requests


def test_a_request_ends_the_wait() -> None:
    """A waiting worker hears at once."""
    inbox = Inbox()
    threading.Timer(0.05, inbox.put, [Seek(1, 0)]).start()
    inbox.wait(HANGS)
    assert inbox.take() == [Seek(1, 0)]


def test_a_closed_inbox_never_waits() -> None:
    """Closing before the worker takes its requests is not lost."""
    inbox = Inbox()
    inbox.close()
    inbox.take()
    inbox.wait(HANGS)
    assert inbox.take() == []
