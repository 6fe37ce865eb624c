"""By simulation: how often two equally good models are called different.

Every figure is of 1,000 seeded studies; the band is 3.5 to 6.5 %, two binomial standard errors
around 5 %. Clips of a cluster share their difficulty: cluster accuracies spread as Beta(a, b), so
that the intra-cluster correlation is 1 / (a + b + 1) = .11.
"""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.statistics.metrics import METRICS
from emo7_core.statistics.paired import compare_paired

STUDIES = 1000
ACCURACY, MACRO = METRICS["accuracy"], METRICS["macro_f1"]


def _answers(rng: np.random.Generator, y: np.ndarray, ease: np.ndarray | float, step: int):
    return np.where(rng.random(y.size) < ease, y, (y + step) % 7)


def _rejected(clusters: int | None, metric, clips: int, alike: float) -> float:
    """Share of studies of two equally good models with p <= .05."""
    rng = np.random.default_rng(17 if clusters is None else clusters)
    hits = 0
    for study in range(STUDIES):
        names = None if clusters is None else np.arange(clips) % clusters
        ease = 0.5 if names is None else rng.beta(alike / 2, alike / 2, clusters)[names]
        y = rng.integers(0, 7, clips)
        a, b = _answers(rng, y, ease, 1), _answers(rng, y, ease, 6)
        found = compare_paired(
            y,
            a,
            b,
            metric,
            clusters=None if names is None else names.tolist(),
            unit="clip" if names is None else "session",
            resamples=199,
            seed=study,
        )
        hits += found.p_value is not None and found.p_value <= 0.05
    return hits / STUDIES


@pytest.mark.parametrize(
    ("clusters", "metric", "least"),
    [
        (6, ACCURACY, 0.0),  # 2 of 64 exchanges are the least p-value
        (7, ACCURACY, 0.0),
        (8, MACRO, 0.035),
        (20, ACCURACY, 0.035),
        (40, MACRO, 0.035),
        (None, MACRO, 0.035),
    ],
    ids=["6", "7", "8, macro-F1", "20", "40, macro-F1", "clips, macro-F1"],
)
def test_equal_models_are_called_different_in_5_percent(clusters, metric, least):
    """1,000 comparisons reject in 3.5 to 6.5 %; fewer below eight clusters."""
    assert least <= _rejected(clusters, metric, 120, alike=8) <= 0.065
