"""What Train shows of a cross-validation and a tuning, made from their events.

What it is: pure translation into the views' frozen values.
What it is not: the statistics; means, intervals and importance are told by the job.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from emo7_core.config import TrainConfig, config_from
from emo7_core.errors import UsageError
from emo7_core.knobs import KNOBS
from emo7_gui.desks.run_history import Event, RunHistory
from emo7_gui.train.study_view import FoldDot, FoldsView, Span, TrialDot, TrialsView
from emo7_gui.workers.job_snapshot import JobSnapshot

TITLES = {knob.name: knob.title for knob in KNOBS}
SCORES = {
    "val_macro_f1": "Macro-F1",
    "val_balanced_accuracy": "Balanced accuracy",
    "val_kappa": "Quadratic kappa",
    "val_loss": "Loss",
}


def folds_view(snapshot: JobSnapshot, past: RunHistory) -> FoldsView:
    """Return a cross-validation as it stands."""
    folds = tuple(_fold(event) for _, event in sorted(past.folds.items()))
    matrices = [np.array(event["confusion"]) for event in past.folds.values()]
    pooled = past.pooled
    unit = str(pooled.get("unit", ""))
    words = f"{pooled['n']} clips, {pooled['units']} {unit}s" if pooled else ""
    return FoldsView(
        folds=folds,
        planned=snapshot.status.epochs,
        unit=str(past.data.get("held_out_by", snapshot.config.get("by", "signer"))),
        means=_spans(pooled.get("mean_of_folds", {})),
        pooled=_spans(pooled.get("scores", {})),
        pooled_words=words,
        confusion=sum(matrices[1:], matrices[0]) if matrices else None,
    )


def trials_view(snapshot: JobSnapshot, past: RunHistory) -> TrialsView:
    """Return a tuning as it stands."""
    training = training_config(snapshot)
    best = snapshot.status.best_epoch
    settings = past.trials.get(best, {}).get("params", {}) if best is not None else {}
    shares = past.importance.get("importance", {})
    return TrialsView(
        trials=tuple(_trial(event) for _, event in sorted(past.trials.items())),
        planned=snapshot.status.epochs or int(snapshot.config.get("trials", 0)),
        score=SCORES.get(training.monitor, training.monitor),
        is_less_better=training.monitor_mode == "min",
        best=best,
        best_settings=tuple((TITLES.get(n, n), _value(v)) for n, v in settings.items()),
        importance=tuple(
            (TITLES.get(n, n), float(s)) for n, s in sorted(shares.items(), key=lambda p: -p[1])
        ),
        importance_note=_importance_note(past.importance),
    )


def best_config(snapshot: JobSnapshot, past: RunHistory) -> TrainConfig | None:
    """Return the training with the settings of the best trial, None before there is one."""
    best = snapshot.status.best_epoch
    if best is None or best not in past.trials:
        return None
    params: Mapping[str, Any] = past.trials[best].get("params", {})
    try:
        return config_from(training_config(snapshot).model_dump() | dict(params))
    except UsageError:
        return None


def training_config(snapshot: JobSnapshot) -> TrainConfig:
    """Return the training of a job: its own, or each of its study's; the default if unreadable."""
    try:
        return config_from(snapshot.config.get("training", snapshot.config))
    except UsageError:
        return TrainConfig()


def _fold(event: Event) -> FoldDot:
    scores = {key: _number(value) for key, value in (event.get("scores") or {}).items()}
    held_out = ", ".join(map(str, event.get("held_out", ())))
    best = event.get("best_epoch")
    return FoldDot(int(event["fold"]), held_out, int(event.get("n", 0)), scores, best)


def _trial(event: Event) -> TrialDot:
    params = event.get("params", {})
    settings = ", ".join(f"{TITLES.get(n, n)} {_value(v)}" for n, v in params.items())
    reason = str(event.get("reason", ""))
    value = _number(event.get("value"))
    return TrialDot(int(event["trial"]), str(event.get("state", "")), value, settings, reason)


def _spans(values: Mapping[str, Any]) -> dict[str, Span]:
    return {
        key: Span(
            _number(one.get("value")),
            _number(one.get("low")),
            _number(one.get("high")),
            str(one.get("note") or ""),
        )
        for key, one in values.items()
    }


def _importance_note(event: Event) -> str:
    if not event:
        return "Told when the tuning ends."
    count = event.get("trials", 0)
    if not event.get("importance"):
        return f"Not known: {count} whole trials are too few, or all scored alike."
    return f"Share of the spread of {count} whole trials; few trials say little."


def _value(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
