"""Sends what the spools of a project hold: jobs first, then results of evaluations.

What it is: `emo7 sync`, safe to run at any time and as often as one likes.
What it is not: a service; nothing is sent before somebody asks.
Convention: a store that does not answer is asked once, not once for each job.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import Timeout

from emo7_core import paths
from emo7_core.errors import Emo7Error, JobError
from emo7_core.training.tracking_replay import replay
from emo7_core.training.tracking_spool import SPOOL, Spool
from emo7_core.training.tracking_store import Store

ELSEWHERE = "another process sends it now"
NOT_ASKED = "the store was not asked again"


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one spool.

    Attributes:
        name: The job's or result's folder name.
        sent: Records that were sent now.
        waiting: Records that still wait.
        problem: Why they wait, "" where none does.
        is_silent: Whether it is the store that does not answer.
    """

    name: str
    sent: int
    waiting: int
    problem: str = ""
    is_silent: bool = False


def sync_project(root: Path, store: Store, job_id: str | None = None) -> Iterator[Synced]:
    """Send what was not sent yet, and yield what became of each spool.

    Args:
        root: The project folder.
        store: Where to.
        job_id: Only this job or result.

    Raises:
        JobError: nothing was spooled under this name.
    """
    spools = spools_of(root)
    if job_id is not None:
        spools = [spool for spool in spools if spool.folder.name == job_id]
        if not spools:
            raise JobError(f"nothing of a job {job_id} is to be tracked", where=root)
    is_silent = False
    for spool in spools:
        found = _skipped(spool, store) if is_silent else sync_spool(spool, store)
        is_silent = is_silent or found.is_silent
        yield found


def spools_of(root: Path) -> list[Spool]:
    """Return the spools of a project, oldest job first; trials and results follow their jobs."""
    runs, results = root / paths.RUNS, root / paths.RESULTS
    places = ((runs, "*"), (runs, "*/trials/*"), (results, "*"))
    return [Spool(path.parent) for one, at in places for path in sorted(one.glob(f"{at}/{SPOOL}"))]


def sync_spool(spool: Spool, store: Store) -> Synced:
    """Send one spool; whatever the store throws becomes the reason."""
    before = _waiting(spool, store)
    problem, is_silent = "", False
    try:
        replay(spool.folder, store, lock_seconds=0)
    except Timeout:
        problem = ELSEWHERE
    except Emo7Error as error:
        problem = str(error)
    except Exception as error:  # A store may throw anything; the spool keeps what it did not take.
        problem = str(error).strip().partition("\n")[0] or type(error).__name__
        is_silent = True
    after = _waiting(spool, store)
    return Synced(spool.folder.name, before - after, after, problem, is_silent)


def _skipped(spool: Spool, store: Store) -> Synced:
    waiting = _waiting(spool, store)
    return Synced(spool.folder.name, 0, waiting, NOT_ASKED if waiting else "")


def _waiting(spool: Spool, store: Store) -> int:
    return len(spool.pending(spool.progress(store.uri).offset))
