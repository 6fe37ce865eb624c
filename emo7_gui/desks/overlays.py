"""Which earlier runs are drawn beside the chosen one.

What it is: the person's choice for each run, and the last two trainings where none was made.
What it is not: the menu (train/curve_legend.py) or the drawing.
"""

from __future__ import annotations

from collections.abc import Mapping

from emo7_gui.desks.run_history import RunHistory
from emo7_gui.desks.run_views import job_name, numbered, run_curves
from emo7_gui.train.asked import TRAIN
from emo7_gui.train.train_view import CurvePoints
from emo7_gui.workers.job_snapshot import JobSnapshot

BY_ITSELF = 2
Jobs = Mapping[str, JobSnapshot]
Pasts = Mapping[str, RunHistory]


class Overlays:
    """Choices by the id of the run that is shown."""

    def __init__(self) -> None:
        self._chosen: dict[str, tuple[str, ...]] = {}

    def choose(self, shown: str, ids: tuple[str, ...]) -> None:
        """Draw these runs beside the one that is shown."""
        self._chosen[shown] = ids

    def curves(self, shown: str, jobs: Jobs, pasts: Pasts) -> tuple[CurvePoints, ...]:
        """Return the curves beside the one that is shown, the oldest first."""
        numbers = numbered(list(jobs))
        ids = self._drawn(shown, jobs, pasts)
        return tuple(run_curves(jobs[one], numbers[one], pasts[one]) for one in ids)

    def choices(self, shown: str, jobs: Jobs, pasts: Pasts) -> tuple[tuple[str, str, bool], ...]:
        """Return the runs that can be drawn: id, name, whether they are."""
        numbers, drawn = numbered(list(jobs)), self._drawn(shown, jobs, pasts)
        return tuple(
            (one, job_name(jobs[one], numbers[one]), one in drawn)
            for one in _possible(shown, jobs, pasts)
        )

    def _drawn(self, shown: str, jobs: Jobs, pasts: Pasts) -> list[str]:
        possible = _possible(shown, jobs, pasts)
        if shown in self._chosen:
            return [one for one in possible if one in self._chosen[shown]]
        return [one for one in possible if one < shown][-BY_ITSELF:]


def _possible(shown: str, jobs: Jobs, pasts: Pasts) -> list[str]:
    if shown not in jobs or jobs[shown].kind != TRAIN:
        return []
    trained = (one for one, job in jobs.items() if job.kind == TRAIN and one != shown)
    return [one for one in trained if one in pasts and pasts[one].has_epochs]
