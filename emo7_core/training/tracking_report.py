"""A comparison's report in MLflow: one run, with the scores and the files.

What it is: what `emo7 compare --out` logs.
What it is not: the report (evaluation/report.py), or the run of a training (tracking.py).
Convention: scores are "<contender>.<metric>" in names that MLflow takes; everything else is in
the files. A store that does not answer costs a report nothing: the caller says so.
"""

from __future__ import annotations

import re
import time
from pathlib import Path, PurePosixPath

from emo7_core.evaluation.report_told import Told
from emo7_core.training.tracking_replay import experiment_of
from emo7_core.training.tracking_store import Store, client_of

EXPERIMENT = "Comparisons"
FOLDER = "report"
LONGEST_VALUE = 5000
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_\-. /]")


def log_report(folder: Path, store: Store, told: Told) -> str:
    """Log a written report and return the id of its run.

    Args:
        folder: Where the report lies.
        store: Where to.
        told: Name, scores, facts, and which files of the folder are the report.

    Raises:
        Exception: what the store threw.
    """
    from mlflow.entities import Metric, Param

    client = client_of(store)
    experiment = experiment_of(client, store, EXPERIMENT)
    run_id = str(client.create_run(experiment, run_name=told.name).info.run_id)
    now = int(time.time() * 1000)
    known = {_plain(key): value for key, value in told.scores.items()}
    client.log_batch(
        run_id,
        [Metric(key, float(value), now, 0) for key, value in known.items()],
        [Param(_plain(key), value[:LONGEST_VALUE]) for key, value in told.facts.items()],
    )
    for name in told.files:
        place = (PurePosixPath(FOLDER) / name).parent
        client.log_artifact(run_id, str(folder / name), str(place))
    client.set_terminated(run_id, "FINISHED")
    return run_id


def _plain(name: str) -> str:
    return _NOT_IN_NAMES.sub("_", name)[:250]
