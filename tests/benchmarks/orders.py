"""How long the orders of 100,000 clips take, everything mixed in, against one sort of 100,000."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from emo7_core.labels import orders
from emo7_core.statistics.label_errors import label_errors
from tests.benchmarks.spread import spread, told

CLIPS = 100_000
ROUNDS = 15


def run(clips: int = CLIPS) -> dict[str, object]:
    """Take each order and the plain sort in turn; print and return figures."""
    rng = np.random.default_rng(0)
    ids = np.arange(clips)
    values = rng.integers(-1, 7, clips)
    likely = rng.dirichlet(np.ones(7), clips)
    keys = rng.random(clips).tolist()
    labels = np.maximum(values, 0)
    unlabelled = np.where((values >= 0)[:, None], likely, np.nan)[None]
    makers: dict[str, Callable[[], object]] = {
        "a plain sort of as many numbers": lambda: sorted(keys),
        "rare classes": lambda: _order(orders.rarity(values, likely, 30)[0], ids),
        "model uncertainty": lambda: _order(orders.entropy(likely), ids),
        "suspected label error": lambda: _order(label_errors(labels, unlabelled).score, ids),
    }
    times: dict[str, list[float]] = {name: [] for name in makers}
    for _ in range(ROUNDS):
        for name, make in makers.items():
            started = time.perf_counter()
            make()
            times[name].append(time.perf_counter() - started)
    found: dict[str, object] = {name: spread(taken) for name, taken in times.items()}
    for name, value in found.items():
        told(name, value)
    return found


def _order(score: np.ndarray, ids: np.ndarray) -> orders.Arrangement:
    return orders.arrange(orders.by_score(score, ids, 7), ids, orders.Shares(), 7, "MK")
