"""The order in which waiting jobs start: as they were made, unless somebody moved one.

What it is: `queue.json` in the runs folder, a list of job ids that come first.
What it is not: who starts them (supervisor.py).
Convention: jobs that the list does not name come after it, in the order they were made; names of
jobs that no longer wait are passed over. A list that cannot be read counts as empty.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from emo7_core.jobs.status import write_json

ORDER_FILE = "queue.json"


def in_order(runs: Path, waiting: Sequence[str]) -> list[str]:
    """Return the ids of waiting jobs as they will start.

    Args:
        runs: The folder of jobs.
        waiting: Ids of the waiting jobs, in the order they were made.
    """
    wanted = [job_id for job_id in _read(runs) if job_id in waiting]
    return [*wanted, *(job_id for job_id in waiting if job_id not in wanted)]


def write_order(runs: Path, ids: Sequence[str]) -> None:
    """Store the order of the waiting jobs."""
    write_json(runs / ORDER_FILE, list(ids))


def _read(runs: Path) -> list[str]:
    try:
        ids = json.loads((runs / ORDER_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return list(dict.fromkeys(map(str, ids))) if isinstance(ids, list) else []
