"""Fixtures for all tests: where the real data lies, and no thread left behind."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Qt is imported by any test: a real window where there is a display (`make test` brings
# one), else none. Children of the tests open theirs on the same platform.
os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")

# Several test processes share the cores: more threads of arithmetic than cores wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real clips and tables; tests that need it skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("real test data (../shared/data) is not on this machine")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test that leaves a non-daemon thread running fails."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon and thread.is_alive():
            thread.join(timeout=5)
            assert not thread.is_alive(), f"thread {thread.name} was left running"
