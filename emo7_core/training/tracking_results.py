"""The results of an evaluation, for the run that made the model.

What it is: a spool in the folder of results, sent at once if the store takes it.
What it is not: a run of its own; scores of a model belong to the model's run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from emo7_core import paths
from emo7_core.jobs.events import Event
from emo7_core.training.tracking_spool import SPOOL, Spool
from emo7_core.training.tracking_store import store_of
from emo7_core.training.tracking_sync import sync_spool


def track_results(
    root: Path,
    folder: Path,
    metrics: Mapping[str, float | None],
    run_id: str | None,
    job: str | None,
) -> str:
    """Log scores and tables to a model's run, and say what became of them.

    Args:
        root: The project.
        folder: The tables.
        metrics: Scores by name; None where not defined.
        run_id: The model's run, None where unknown.
        job: The model's job in this project, None where it is none.
    """
    whose = _whose(root, run_id, job)
    if whose is None:
        return "not logged to MLflow: the run of this model is not known"
    spool = Spool(folder)
    spool.say({"do": "attach", **whose})
    spool.say({"do": "metrics", "step": 0, "values": dict(metrics)})
    spool.say({"do": "artifacts", "folder": ".", "name": f"evaluation/{folder.name}"})
    found = sync_spool(spool, store_of(root))
    if found.problem:
        return f"MLflow does not take it now ({found.problem}); run emo7 sync later"
    return "logged to the model's run"


def _whose(root: Path, run_id: str | None, job: str | None) -> Event | None:
    if run_id:
        return {"run_id": run_id}
    if job and (root / paths.RUNS / job / SPOOL).is_file():
        return {"job": f"../../{paths.RUNS}/{job}"}
    return None
