"""What the Train workspace shows of jobs, made from their snapshots and events.

What it is: pure translation into the views' frozen values.
What it is not: a reader of job folders (workers/jobs.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from emo7_core.evaluation.floors import majority, stratified_random
from emo7_gui.desks.run_history import RunHistory
from emo7_gui.desks.study_views import folds_view, training_config, trials_view
from emo7_gui.train.asked import CROSS_VALIDATE, TRAIN, TUNE
from emo7_gui.train.train_view import CurvePoints, JobRow, Remedy, RunView
from emo7_gui.workers.job_snapshot import JobSnapshot

KINDS = {TRAIN: "", CROSS_VALIDATE: "folds", TUNE: "tuning"}
UNITS = {TRAIN: "epoch", CROSS_VALIDATE: "fold", TUNE: "trial"}
MODELS = {"lstm": "LSTM", "stgcn": "ST-GCN", "vivit": "ViViT"}
SCORES = {
    "val_macro_f1": "F1",
    "val_balanced_accuracy": "balanced accuracy",
    "val_kappa": "kappa",
    "val_loss": "loss",
}
LAST_LINES = 3


def job_name(snapshot: JobSnapshot, number: int) -> str:
    """Return what people call a job: its kind and its number in the project."""
    if snapshot.kind not in KINDS:
        name = "Predictions" if snapshot.kind == "predict" else snapshot.kind
        return f"{name} #{number}"
    training: Mapping[str, Any] = snapshot.config.get("training", snapshot.config)
    model = str(training.get("model_type", "model"))
    words = (MODELS.get(model, model), KINDS[snapshot.kind], f"#{number}")
    return " ".join(word for word in words if word)


def job_row(
    snapshot: JobSnapshot, number: int, past: RunHistory, place: int | None = None
) -> JobRow:
    """Return a job as the list shows it.

    Args:
        snapshot: The job.
        number: Its number in the project.
        past: What it told.
        place: Its place in the queue from 0, None where it does not wait.
    """
    status = snapshot.status
    has_failed = status.state == "failed"
    return JobRow(
        job_id=snapshot.job_id,
        name=job_name(snapshot, number),
        detail=_detail(snapshot),
        state=status.state,
        note=_note(snapshot, past, place),
        epoch=status.epoch,
        epochs=status.epochs,
        unit=UNITS.get(snapshot.kind, "clip"),
        timing=_timing(snapshot, past),
        problem=_problem(status.message) if has_failed else "",
        kept=_kept(snapshot) if has_failed else "",
        remedies=_remedies(snapshot) if has_failed else (),
        last_lines=snapshot.log[-LAST_LINES:] if has_failed else (),
        place=place,
    )


def run_view(
    snapshot: JobSnapshot,
    number: int,
    past: RunHistory,
    others: tuple[CurvePoints, ...] = (),
    choices: tuple[tuple[str, str, bool], ...] = (),
) -> RunView:
    """Return a run as the right side shows it.

    Args:
        snapshot: The job.
        number: Its number in the project.
        past: What it told.
        others: Curves to compare it to.
        choices: Other runs that can be overlaid: id, name, whether they are.
    """
    kind, best = snapshot.kind, snapshot.status.best_epoch
    return RunView(
        job=job_row(snapshot, number, past),
        facts=_facts(snapshot, past),
        live=past.curves(snapshot.job_id, job_name(snapshot, number), best),
        others=others,
        floors=_floors(past.data) if kind == TRAIN else {},
        confusions=past.confusions(best) if kind == TRAIN else (),
        validation_count=past.data.get("validation"),
        log=_log(snapshot, past),
        kind=kind,
        folds=folds_view(snapshot, past) if kind == CROSS_VALIDATE else None,
        trials=trials_view(snapshot, past) if kind == TUNE else None,
        can=_can(snapshot),
        stop_words=_stop_words(snapshot),
        choices=choices,
    )


def run_curves(snapshot: JobSnapshot, number: int, past: RunHistory) -> CurvePoints:
    """Return the curves of a run alone."""
    return past.curves(snapshot.job_id, job_name(snapshot, number), snapshot.status.best_epoch)


def _can(snapshot: JobSnapshot) -> frozenset[str]:
    status, kind = snapshot.status, snapshot.kind
    can = {"mlflow"} if kind in KINDS and status.state != "waiting" else set()
    if not status.is_over:
        can.add("cancel")
        if status.state == "running" and _stop_words(snapshot):
            can.add("stop")
        return frozenset(can)
    if kind in KINDS:
        can.add("again")
    if snapshot.can_resume:
        can.add("resume")
    if snapshot.has_model and kind in (TRAIN, TUNE):
        can |= {"use", "compare"}
    if kind == CROSS_VALIDATE and status.state == "ended":
        can.add("compare")
    if kind == TUNE and status.best_epoch is not None:
        can.add("train_best")
    return frozenset(can)


def _stop_words(snapshot: JobSnapshot) -> str:
    """Return what stopping early keeps, "" where nothing would be kept."""
    status = snapshot.status
    if snapshot.kind == CROSS_VALIDATE:
        return f"Stop, keep {status.epoch} folds" if status.epoch else ""
    if status.best_epoch is None:
        return ""
    unit = UNITS.get(snapshot.kind, "")
    return f"Stop early, keep {unit} {status.best_epoch}" if unit else ""


def _floors(data: Mapping[str, Any]) -> dict[str, tuple[str, float]]:
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
    if snapshot.kind not in KINDS:
        return f"{snapshot.config.get('name', '')} for the comparison".strip()
    training: Mapping[str, Any] = snapshot.config.get("training", snapshot.config)
    target = f"{training.get('target', '')} target"
    if snapshot.kind == TUNE:
        return f"{target}, {snapshot.config.get('trials', 0)} trials"
    if snapshot.kind == CROSS_VALIDATE:
        folds = snapshot.status.epochs or snapshot.config.get("folds") or ""
        return f"{target}, {folds} folds".replace(",  folds", f", by {snapshot.config.get('by')}")
    return target


def _note(snapshot: JobSnapshot, past: RunHistory, place: int | None) -> str:
    status = snapshot.status
    if status.state == "waiting":
        return "next" if not place else "waits"
    if status.state == "stopped":
        unit = UNITS.get(snapshot.kind, "")
        return f"stopped, {unit} {status.epoch}" if unit and status.epoch else "stopped"
    if status.state == "stopping":
        return "stopping"
    if status.state != "ended":
        return ""
    if snapshot.kind == CROSS_VALIDATE:
        found = past.pooled.get("scores", {}).get("macro_f1", {}).get("value")
        return f"F1 {found:.2f}" if found is not None else ""
    if status.best is None:
        return ""
    monitor = training_config(snapshot).monitor
    return f"val {SCORES.get(monitor, monitor)} {status.best:.2f}"


def _problem(message: str) -> str:
    """Return why it failed; what was kept is said by `_kept`."""
    first = message.partition("\n")[0]
    for tail in ("the best model so far was kept.", "no model was kept."):
        first = first.removesuffix(f"; {tail}")
    sentence = first[:1].upper() + first[1:]
    return sentence if not first or first.endswith(".") else f"{sentence}."


def _kept(snapshot: JobSnapshot) -> str:
    status, parts = snapshot.status, []
    if snapshot.kind == CROSS_VALIDATE and status.epoch:
        parts.append(f"{status.epoch} folds")
    elif snapshot.has_model:
        parts.append(f"the model of {UNITS.get(snapshot.kind, 'epoch')} {status.best_epoch}")
    if snapshot.can_resume and status.epoch and snapshot.kind != CROSS_VALIDATE:
        unit = UNITS.get(snapshot.kind, "epoch")
        parts.append(f"all up to {unit} {status.epoch}")
    kept = f"Kept: {' and '.join(parts) or 'its log'}."
    return f"{kept} {status.remedy}".strip()


def _remedies(snapshot: JobSnapshot) -> tuple[Remedy, ...]:
    """Return the buttons of a failed job, the best first, two at most and the log."""
    found: list[Remedy] = []
    if batch := snapshot.status.suggestion.get("batch_size"):
        found.append(Remedy("suggested", f"Retry with batch {batch}"))
    elif snapshot.status.suggestion:
        found.append(Remedy("suggested", "Retry as suggested"))
    elif snapshot.can_resume:
        found.append(Remedy("resume", "Resume"))
    else:
        found.append(Remedy("retry", "Try again"))
    if snapshot.kind in KINDS:
        found.append(Remedy("again", "Change …"))
    return (*found, Remedy("log", "Log"))


def _log(snapshot: JobSnapshot, past: RunHistory) -> tuple[str, ...]:
    lines = list(past.lines)
    reason = snapshot.status.message.partition("\n")[0]
    if snapshot.status.state == "failed" and reason and not any(reason in one for one in lines):
        lines.append(reason)
    return (*lines, *snapshot.log)


def _timing(snapshot: JobSnapshot, past: RunHistory) -> str:
    status = snapshot.status
    if status.state == "stopping":
        return "asked to stop; Cancel ends it"
    first = status.message.partition("\n")[0]
    is_study = snapshot.kind in (CROSS_VALIDATE, TUNE)
    seconds = past.part_seconds() if is_study else past.epoch_seconds
    if seconds is None:
        return first if snapshot.kind in KINDS else ""
    left = _time(seconds * max(0, status.epochs - status.epoch))
    # A training may stop early, folds and trials are all done.
    return f"about {left} left" if is_study else f"at most {left} left"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _facts(snapshot: JobSnapshot, past: RunHistory) -> str:
    data, first = past.data, snapshot.status.message.partition("\n")[0]
    if snapshot.kind not in KINDS:
        return first
    config = training_config(snapshot)
    labels = ", soft labels" if config.soft_labels else ""
    parts = [f"{config.target.capitalize()} target{labels}"]
    if "training" in data:
        parts.append(f"{data['training']} clips train, {data['validation']} validate")
    elif "clips" in data:
        parts.append(f"{data['clips']} clips, held out by {data.get('held_out_by')}")
    if data.get("split"):
        parts.append(f"split “{data['split']}”")
    elif "split_by" in data:
        parts.append(f"split by {data['split_by']}, seed {config.seed}")
    if snapshot.kind == TRAIN and past.epoch_seconds and not snapshot.status.is_over:
        parts.append(f"{past.epoch_seconds:.1f} s an epoch")
    if snapshot.kind == CROSS_VALIDATE and not snapshot.status.is_over and first:
        parts.append(first)
    if snapshot.kind == TUNE:
        asked = snapshot.config
        parts.append(f"{asked.get('trials')} trials, {asked.get('workers')} at once")
    if snapshot.status.state == "ended" and snapshot.kind == CROSS_VALIDATE:
        parts.append(first)
    return " · ".join(parts)


def numbered(jobs: Sequence[str]) -> dict[str, int]:
    """Return the number of each job: its place among the project's jobs, from 1."""
    return {job_id: number for number, job_id in enumerate(jobs, start=1)}
