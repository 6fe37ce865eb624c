"""Distance of a model's probabilities from the distribution of several people's answers.

What it is: cross-entropy and ranked probability score, per clip.
What it is not: a score against one settled value (metrics.py, calibration.py).
Conventions: N clips, k ordered classes; `shares` (N, k) are people's answers, each row adds to 1.
The ranked probability score compares cumulative sums, so a near miss costs less than a far one
(Epstein 1969; Murphy 1971), here against a distribution: the squared Cramer distance over k - 1,
0 for equal distributions, 1 for the two ends. Cross-entropy is in nats and never below the
entropy of the people's own answers (Peterson et al. 2019, "Human uncertainty makes
classification more robust").
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from emo7_core.statistics.calibration import LEAST_PROBABILITY

Array = npt.NDArray[np.float64]


def cross_entropies(probabilities: Array, shares: Array) -> Array:
    """Return (N,) cross-entropy of the shares under the probabilities, nats."""
    said = np.log(np.maximum(probabilities, LEAST_PROBABILITY))
    return np.asarray(-(shares * said).sum(1))


def entropies(shares: Array) -> Array:
    """Return (N,) entropy of the shares, nats: the least cross-entropy there can be."""
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(-(shares * logs).sum(1))


def ranked_scores(probabilities: Array, shares: Array) -> Array:
    """Return (N,) ranked probability scores against the shares, 0 to 1."""
    apart = np.cumsum(probabilities - shares, axis=1)[:, :-1]
    return np.asarray((apart**2).mean(1))
