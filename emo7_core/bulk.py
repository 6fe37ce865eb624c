"""Making very many small objects at once without paying for the collector each time.

What it is: a context in which Python's cycle collector rests, and a word to it that what there is
will stay.
What it is not: a way to save memory; what is made inside is collected as usual afterwards.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the collector rest: it would walk over all objects again for every few thousand."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_for_good() -> None:
    """Spare the collector everything there is now: a walk over it stops every thread.

    After the start of the window that is 50 ms, time and again. What is garbage by now stays
    too, so this is for moments at which something large that lasts was just made.
    """
    gc.freeze()
