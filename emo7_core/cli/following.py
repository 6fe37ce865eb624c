"""Makes and follows a job on the command line: a line per epoch, fold or trial until it is over.

What it is: what `emo7 train`, `cross-validate`, `tune` and `jobs resume` share.
What it is not: the job, which lives on without it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from emo7_core.errors import JobError
from emo7_core.evaluation.wording import no_intervals
from emo7_core.jobs.spec import Job
from emo7_core.jobs.supervisor import Supervisor
from emo7_core.project import Project
from emo7_core.quantity import counted
from emo7_core.statistics.intervals import FLAT, is_flat
from emo7_core.statistics.metrics import METRICS

POLL_SECONDS = 0.5
OVER = ("ended", "stopped", "failed")
FIGURES = ("train_loss", "val_loss", "val_macro_f1", "val_kappa")


def start(folder: Path, kind: str, config: BaseModel, is_detached: bool) -> None:
    """Put a job into a project's queue, print its id, and follow it unless it is detached.

    Raises:
        JobError: it cannot be made, or it failed.
    """
    supervisor = supervisor_of(folder)
    made = supervisor.submit(kind, config.model_dump())
    print(f"job {made.id}")
    if not is_detached:
        follow(made, supervisor)


def supervisor_of(folder: Path) -> Supervisor:
    """Return the supervisor of a project's jobs."""
    with Project.open(folder) as opened:
        return Supervisor(opened.runs)


def follow(job: Job, supervisor: Supervisor) -> None:
    """Print a job's epochs until it is over; an interrupt asks it to stop early.

    Raises:
        JobError: it failed; the message holds its reason.
    """
    offset = 0
    while True:
        supervisor.refresh()
        status = job.status()
        events, offset = job.events(offset)
        for event in events:
            if line := told_of(event):
                print(line, flush=True)
        if status.is_over:
            break
        try:
            time.sleep(POLL_SECONDS)
        except KeyboardInterrupt:
            print("asked to stop; the best model so far is kept")
            supervisor.stop(job.id)
    if status.state == "failed":
        raise JobError(status.message, where=job.folder)
    print(f"{status.state}: {status.message or job.model_folder}")


def told_of(event: dict[str, Any]) -> str:
    """Return what a person reads of an event, "" for nothing."""
    kind = event.get("event")
    if kind == "epoch":
        figures = _figures(event, FIGURES)
        fold = f"fold {event['fold']}  " if "fold" in event else ""
        return f"{fold}epoch {event['epoch']}  {figures}"
    if kind == "fold":
        out = ", ".join(event["held_out"])
        scores = _figures(event["scores"], ("macro_f1", "quadratic_kappa"))
        return f"fold {event['fold']} of {event['folds']} ({out}, n {event['n']})  {scores}"
    if kind == "pooled":
        return "\n".join(_pooled(event))
    if kind == "trial":
        words = [f"trial {event['trial']} {event['state']}"]
        words += [] if event["value"] is None else [f"{event['value']:.3f}"]
        words += [f"{name} {value:.4g}" for name, value in event["params"].items()]
        return "  ".join([*words, event["reason"]]).rstrip()
    if kind == "importance":
        return "  ".join(f"{name} {share:.2f}" for name, share in event["importance"].items())
    if kind == "data" and event.get("skipped"):
        return "\n".join(f"skipped {one['name']}: {one['reason']}" for one in event["skipped"])
    if kind == "resumed":
        return f"goes on after epoch {event['epoch']}"
    if kind in OVER:
        return ""  # The last line says it.
    return str(event.get("message", ""))


def _pooled(event: dict[str, Any]) -> Iterator[str]:
    target = f"{event['target']} target, " if "target" in event else ""
    few = no_intervals(event["unit"], event["units"])
    units = few or f"95 % intervals over {counted(event['units'], event['unit'])}"
    yield f"held out: {target}{counted(event['n'], 'clip')}, {units}"
    for key, interval in event["scores"].items():
        yield _interval(METRICS[key].title, interval)
    for floor in event.get("floors", ()):
        score = _number(floor["scores"]["macro_f1"])
        yield f"   {floor['title']}: macro-F1 {score} (floor, {floor['note']})"


def _figures(values: dict[str, Any], names: Sequence[str]) -> str:
    return "  ".join(f"{name} {values[name]:.3f}" for name in names if values.get(name) is not None)


def _interval(title: str, one: dict[str, Any]) -> str:
    tail = one.get("note", "")
    if one["low"] is not None:
        flat = f" ({FLAT})" if is_flat(one["low"], one["high"]) else ""
        tail = f"{one['low']:.3f} to {one['high']:.3f}{flat}"
    return f"   {title:28} {_number(one['value']):>12}   {tail}".rstrip()


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"
