"""Waits for what an engine says."""

from __future__ import annotations

import time
from typing import TypeVar

from emo7_core.inference.engine import Engine
from emo7_core.inference.messages import Failed, Report

R = TypeVar("R", bound=Report)


def until(engine: Engine, kind: type[R], seconds: float = 60.0) -> R:
    """Return the next report of a kind; others before it are dropped."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        report = engine.receive(left)
        if isinstance(report, kind):
            return report
        assert not isinstance(report, Failed), report
    raise AssertionError(f"no {kind.__name__} came")
