"""Which settings of a tuning mattered: as numbers, and as a picture.

What it is: how much of the spread of the trials' scores each setting explains (fANOVA, Hutter,
Hoos and Leyton-Brown 2014), stored as JSON and SVG in the job folder.
What it is not: advice; with few trials it is mostly noise, and it says how many there were.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import optuna
from optuna.importance import FanovaImportanceEvaluator, get_param_importances
from optuna.trial import TrialState

from emo7_core.jobs.events import Event
from emo7_core.jobs.status import write_json
from emo7_core.training.spaces import Range

DATA, PICTURE = "importance.json", "importance.svg"
FEWEST_TRIALS = 4
SEED = 0


def tell_importance(found: optuna.Study, space: Sequence[Range], folder: Path) -> Event:
    """Store data and picture in a job folder and return the event that tells of them.

    Below four whole trials, or when all scored alike, there is no importance and no picture.
    """
    trials = found.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
    values = {trial.value for trial in trials}
    shares: dict[str, float] = {}
    if len(trials) >= FEWEST_TRIALS and len(values) > 1:
        shares = get_param_importances(found, evaluator=FanovaImportanceEvaluator(seed=SEED))
    event: Event = {
        "event": "importance",
        "trials": len(trials),
        "importance": shares,
        "picture": PICTURE if shares else "",
        "points": [
            {"trial": trial.number, "value": trial.value, "params": trial.params}
            for trial in trials
        ],
    }
    write_json(folder / DATA, event)
    if shares:
        _draw(found, space, shares, folder / PICTURE)
    return event


def _draw(
    found: optuna.Study, space: Sequence[Range], shares: dict[str, float], path: Path
) -> None:
    """Draw the importance as bars, and each setting against the score."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    trials = found.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
    figure = Figure(figsize=(3.2 * (len(space) + 1), 3.2), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.subplots(1, len(space) + 1)
    names = sorted(shares, key=lambda name: shares[name])
    axes[0].barh(names, [shares[name] for name in names], color="0.35")
    axes[0].set_xlabel(f"importance, {len(trials)} trials")
    for axis, one in zip(axes[1:], space, strict=True):
        axis.scatter(
            [trial.params[one.name] for trial in trials], [t.value for t in trials], s=14, c="0.2"
        )
        axis.set_xlabel(one.name)
        axis.set_ylabel("score")
        if one.is_log:
            axis.set_xscale("log")
    figure.savefig(path, format="svg")
