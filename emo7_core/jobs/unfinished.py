"""Whether a runs folder has jobs that are not over; cheap enough to ask at every start.

What it is: a look at the small status files.
What it is not: the care for the jobs (supervisor.py), which starts and buries them.
"""

from __future__ import annotations

from pathlib import Path

from emo7_core.errors import JobError
from emo7_core.jobs.status import read_status


def has_unfinished(runs: Path) -> bool:
    """Return whether some job waits or runs; a job that cannot be read counts as one."""
    return any(_is_unfinished(path.parent) for path in runs.glob("*/job.json"))


def _is_unfinished(folder: Path) -> bool:
    try:
        return not read_status(folder).is_over
    except JobError:
        return True
