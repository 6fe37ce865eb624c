"""The score of a cross-validation: all held-out answers in one table, and fold by fold.

What it is: every metric over all clips with an interval over clusters, and the mean of the folds
with a t interval.
What it is not: a comparison with other models (evaluation/), which reads the stored answers.
Convention: the pooled score answers for all seven classes; a fold may lack some. The t interval
takes folds for independent, which they are not quite (their trainings overlap): it is a little
too narrow (Bengio and Grandvalet 2004). Below six folds, or clusters, no limits are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from emo7_core.evaluation.floors import floors_of
from emo7_core.jobs.events import Event
from emo7_core.statistics.intervals import (
    Interval,
    bootstrap_clusters,
    cluster_matrices,
    too_few,
)
from emo7_core.statistics.metrics import METRICS, scores_of
from emo7_core.training.cross_validate import FoldResult

LEVEL = 0.95


def pool(results: Sequence[FoldResult], clusters: Mapping[str, str], unit: str) -> Event:
    """Return the event that tells of all folds together.

    Args:
        results: The folds.
        clusters: The cluster (e.g. the signer) of each clip.
        unit: What a cluster is, in one word.
    """
    targets = np.concatenate([one.targets for one in results])
    answers = np.concatenate([one.answers for one in results])
    names = [clusters[clip] for one in results for clip in one.clips]
    k = results[0].probabilities.shape[1]
    found, matrices = cluster_matrices(targets, answers, names, k)
    pooled = {
        key: asdict(bootstrap_clusters(matrices, metric, unit=unit, names=found))
        for key, metric in METRICS.items()
    }
    per_fold = [scores_of(one.confusion()) for one in results]
    return {
        "event": "pooled",
        "n": len(targets),
        "unit": unit,
        "units": len(found),
        "folds": len(results),
        "confusion": matrices.sum(axis=0).tolist(),
        "scores": pooled,
        "floors": [
            {"title": floor.title, "note": floor.note, "scores": dict(floor.scores)}
            for floor in floors_of(targets, k)
        ],
        "mean_of_folds": {
            key: asdict(fold_interval([scores[key] for scores in per_fold])) for key in METRICS
        },
    }


def fold_interval(values: Sequence[float]) -> Interval:
    """Return the mean of the folds where a score is defined, with its t interval.

    Args:
        values: One score per fold; NaN where not defined.
    """
    finite = np.array([value for value in values if np.isfinite(value)])
    count = len(finite)
    mean = float(finite.mean()) if count else float("nan")
    note = too_few("fold", count)
    if note:
        return Interval(mean, np.nan, np.nan, LEVEL, "fold", count, "none", note)
    from scipy.special import stdtrit

    reach = float(stdtrit(count - 1, 0.5 + LEVEL / 2) * finite.std(ddof=1) / np.sqrt(count))
    return Interval(mean, mean - reach, mean + reach, LEVEL, "fold", count, "t")


def flat(event: Event) -> dict[str, Any]:
    """Return the pooled values by name, as a tracking store takes them."""
    return {f"pooled_{key}": one["value"] for key, one in event["scores"].items()}
