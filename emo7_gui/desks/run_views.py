"""What the Train workspace shows of jobs, made from their snapshots and events.

What it is: pure translation into the views' frozen values.
What it is not: a reader of job folders (workers/jobs.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from emo7_core.evaluation.floors import majority, stratified_random
from emo7_gui.train.train_view import (
    CurvePoints,
    EpochConfusion,
    JobRow,
    Remedy,
    RunView,
    curves_of,
)
from emo7_gui.workers.job_snapshot import JobSnapshot

KINDS = {"train": "", "predict": "Predictions"}
MODELS = {"lstm": "LSTM", "stgcn": "ST-GCN", "vivit": "ViViT"}
SCORES = {
    "val_macro_f1": "F1",
    "val_balanced_accuracy": "balanced accuracy",
    "val_kappa": "kappa",
    "val_loss": "loss",
}
Event = Mapping[str, Any]


def job_name(snapshot: JobSnapshot, number: int) -> str:
    """Return what people call a job: its kind and its number in the project."""
    if snapshot.kind != "train":
        return f"{KINDS.get(snapshot.kind, snapshot.kind)} #{number}"
    model = str(snapshot.config.get("model_type", "model"))
    return f"{MODELS.get(model, model)} #{number}"


def job_row(snapshot: JobSnapshot, number: int, events: Sequence[Event]) -> JobRow:
    """Return a job as the list shows it."""
    status = snapshot.status
    has_failed = status.state == "failed"
    return JobRow(
        job_id=snapshot.job_id,
        name=job_name(snapshot, number),
        detail=_detail(snapshot),
        state=status.state,
        note=_note(snapshot),
        epoch=status.epoch,
        epochs=status.epochs,
        unit="epoch" if snapshot.kind == "train" else "clip",
        timing=_timing(snapshot, events),
        problem=_problem(status.message) if has_failed else "",
        kept=_kept(snapshot) if has_failed else "",
        remedies=(Remedy("retry", "Try again"), Remedy("log", "Log")) if has_failed else (),
    )


def run_view(
    snapshot: JobSnapshot,
    number: int,
    events: Sequence[Event],
    others: tuple[CurvePoints, ...] = (),
) -> RunView:
    """Return a run as the right side shows it; `others` are curves to compare it to."""
    status = snapshot.status
    epochs = [event for event in events if event.get("event") == "epoch"]
    name = job_name(snapshot, number)
    data: Event = next((event for event in events if event.get("event") == "data"), {})
    return RunView(
        job=job_row(snapshot, number, events),
        facts=_facts(snapshot, data),
        live=curves_of(snapshot.job_id, name, epochs, status.best_epoch),
        others=others,
        floors=_floors(data),
        confusions=_confusions(epochs, status.best_epoch),
        validation_count=data.get("validation"),
        log=_log(snapshot, events),
        has_curves=snapshot.kind == "train",
    )


def run_curves(snapshot: JobSnapshot, number: int, events: Sequence[Event]) -> CurvePoints:
    """Return the curves of a run alone."""
    name = job_name(snapshot, number)
    return curves_of(snapshot.job_id, name, events, snapshot.status.best_epoch)


def _floors(data: Event) -> dict[str, tuple[str, float]]:
    counts = data.get("validation_counts")
    if not isinstance(counts, list) or not sum(counts):
        return {}
    return {"val_macro_f1": _best_floor(tuple(int(n) for n in counts))}


@lru_cache(maxsize=64)
def _best_floor(counts: tuple[int, ...]) -> tuple[str, float]:
    """Return the better floor of a validation part; 2000 draws are made once for it."""
    floors = (majority(counts), stratified_random(counts))
    best = max(floors, key=lambda floor: floor.scores["macro_f1"])
    return best.title.lower(), float(best.scores["macro_f1"])


def _detail(snapshot: JobSnapshot) -> str:
    if snapshot.kind != "train":
        return f"{snapshot.config.get('name', '')} for the comparison".strip()
    return f"{snapshot.config.get('target', '')} target"


def _note(snapshot: JobSnapshot) -> str:
    status = snapshot.status
    if status.state == "ended" and status.best is not None:
        monitor = str(snapshot.config.get("monitor", "val_macro_f1"))
        return f"val {SCORES.get(monitor, monitor)} {status.best:.2f}"
    if status.state == "stopped":
        return f"stopped, epoch {status.epoch}"
    return "next" if status.state == "waiting" else ""


def _problem(message: str) -> str:
    """Return why it failed; what was kept is said by `_kept`."""
    first = message.partition("\n")[0]
    for tail in ("the best model so far was kept.", "no model was kept."):
        first = first.removesuffix(f"; {tail}")
    return first if not first or first.endswith(".") else f"{first}."


def _log(snapshot: JobSnapshot, events: Sequence[Event]) -> tuple[str, ...]:
    lines = [line for event in events if (line := _line(event))]
    reason = snapshot.status.message.partition("\n")[0]
    if snapshot.status.state == "failed" and reason and reason not in lines:
        lines.append(reason)
    return (*lines, *snapshot.log)


def _kept(snapshot: JobSnapshot) -> str:
    epoch = snapshot.status.best_epoch
    return f"Kept: the model of epoch {epoch}." if snapshot.has_model else "Kept: its log."


def _timing(snapshot: JobSnapshot, events: Sequence[Event]) -> str:
    seconds = [float(e["seconds"]) for e in events if e.get("event") == "epoch" and "seconds" in e]
    if not seconds:
        return snapshot.status.message if snapshot.kind == "train" else ""
    mean = sum(seconds) / len(seconds)
    left = mean * max(0, snapshot.status.epochs - snapshot.status.epoch)
    words = f"{left:.0f} s" if left < 90 else f"{left / 60:.0f} min"
    return f"{mean:.1f} s an epoch · at most {words} left"


def _facts(snapshot: JobSnapshot, data: Event) -> str:
    config = snapshot.config
    if snapshot.kind != "train":
        return snapshot.status.message
    parts = [f"{str(config.get('target', '')).capitalize()} target"]
    if data:
        parts.append(f"{data.get('training')} clips train, {data.get('validation')} validate")
        parts.append(f"split by {data.get('split_by')}, seed {config.get('seed')}")
    return " · ".join(parts)


def _confusions(epochs: Sequence[Event], best: int | None) -> tuple[EpochConfusion, ...]:
    known = [event for event in epochs if event.get("confusion")]
    return tuple(
        EpochConfusion(
            int(event["epoch"]),
            event["confusion"],
            is_best=int(event["epoch"]) == best,
            is_now=event is known[-1],
        )
        for event in known
    )


def _line(event: Event) -> str:
    if event.get("event") != "epoch":
        return str(event.get("message", ""))
    names = {"train_loss": "train loss", "val_loss": "val loss", "val_macro_f1": "macro-F1"}
    told = [f"{words} {event[n]:.3f}" for n, words in names.items() if event.get(n) is not None]
    best = "best" if event.get("best_epoch") == event.get("epoch") else ""
    return "  ".join([f"epoch {event['epoch']}", *told, best]).rstrip()
