"""Percentiles of a list of times, in words and as a dictionary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Return n, p50, p95 and the largest, in milliseconds."""
    ms = np.asarray(seconds) * 1000
    return {
        "n": len(ms),
        "p50 ms": round(float(np.percentile(ms, 50)), 2),
        "p95 ms": round(float(np.percentile(ms, 95)), 2),
        "max ms": round(float(ms.max()), 2),
    }


def told(name: str, value: object) -> None:
    """Print one line of figures."""
    print(f"   {name:44} {value}", flush=True)
