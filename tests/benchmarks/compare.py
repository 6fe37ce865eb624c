"""How long it takes to open a comparison of 20 models on 10,000 clips, from the store to scores.

What it is: gathering (one read of all guesses), comparing with intervals over sessions, and what
a click asks for: a paired test, slices, classes, reliability.
What it is not: the window (labelling.py and startup.py look at windows).
Convention: the peer is scikit-learn, once over the same values: macro-F1, weighted F1, balanced
accuracy, quadratic kappa and mean absolute error of each model, without any interval.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.metrics import (
    balanced_accuracy_score,
    cohen_kappa_score,
    f1_score,
    mean_absolute_error,
)

from emo7_core.evaluation.classes import classes_of
from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.contenders import gather
from emo7_core.evaluation.pairs import pair_test
from emo7_core.evaluation.reliability import reliability_of
from emo7_core.evaluation.slices import slices_of
from emo7_core.project import Project
from tests.benchmarks.spread import spread, told
from tests.compared import add_labels, add_model, answers, made_project, truth

MODELS, CLIPS, SESSIONS, ROUNDS = 20, 10_000, 400, 5


def run(models: int = MODELS, clips: int = CLIPS) -> dict[str, object]:
    """Open the comparison and ask it things, in turn with the peer; print and return figures."""
    with tempfile.TemporaryDirectory() as folder:
        project = made_project(Path(folder) / "p", clips, SESSIONS, 8)
        values = truth(clips)
        add_labels(project, values)
        for number in range(models):
            add_model(project, f"m{number}", answers(values, 0.05 * number, number))
        with project:
            return _measured(project)


def _measured(project: Project) -> dict[str, object]:
    found = gather(project, "consensus").compare()
    acts: dict[str, Callable[[], object]] = {
        "gathered from the store": lambda: gather(project, "consensus"),
        "gathered and compared": lambda: gather(project, "consensus").compare(),
        "peer: scikit-learn's five scores": lambda: _peer(found),
        "paired test of two": lambda: pair_test(found, "m3", "m4"),
        "slices by signer": lambda: slices_of(found, "m3", "signer"),
        "classes with intervals": lambda: classes_of(found, "m3"),
        "reliability curve": lambda: reliability_of(found, "m3"),
        "clips of every cell": lambda: found.cells("m3"),
    }
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(ROUNDS):
        for name, act in acts.items():
            started = time.perf_counter()
            act()
            times[name].append(time.perf_counter() - started)
    figures: dict[str, object] = {name: spread(taken) for name, taken in times.items()}
    ours, peer = (float(np.median(times[name])) for name in list(acts)[1:3])
    figures["compared with intervals / peer without"] = round(ours / peer, 2)
    for name, value in figures.items():
        told(name, value)
    return figures


def _peer(found: Comparison) -> list[tuple[float, ...]]:
    y = found.targets
    return [
        (
            f1_score(y, one.values, average="macro"),
            f1_score(y, one.values, average="weighted"),
            balanced_accuracy_score(y, one.values),
            cohen_kappa_score(y, one.values, weights="quadratic"),
            mean_absolute_error(y, one.values),
        )
        for one in found.results
    ]
