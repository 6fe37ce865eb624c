"""Says what happens in a training: to the job's events, to its status and to the tracking store.

What it is: the one listener of a training that runs as a job.
What it is not: what the events hold (record.py, keeper.py).
Convention: an event that cannot be written ends the training: a failed job says more than a
curve with holes.
"""

from __future__ import annotations

from pathlib import Path

from emo7_core.config import TrainConfig
from emo7_core.jobs.events import Event, append
from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import update_status
from emo7_core.models.card import vocabulary_of
from emo7_core.training.tracking import Tracker
from emo7_core.training.tracking_store import store_of


class Voice:
    """Tells of one job.

    Args:
        job: The job.
        config: Its config.
        project: Whose tracking store.
        label_hash: Hash of the labels.
    """

    def __init__(self, job: Job, config: TrainConfig, project: Path, label_hash: str) -> None:
        self._job = job
        self._config = config
        self._label_hash = label_hash
        self._tracker = Tracker(job.folder, store_of(project), self.notice)
        self._is_tracked = False

    def hear(self, event: Event) -> None:
        """Tell an event on."""
        append(self._job.events_path, event)
        if event["event"] in ("data", "resumed"):
            self._begin(event)
        elif event["event"] == "epoch":
            best = {name: event[name] for name in ("epoch", "best", "best_epoch")}
            update_status(self._job.folder, **best)
            self._tracker.epoch(event, list(vocabulary_of(self._config.num_classes)))

    def end(self, status: str) -> None:
        """Say that it is over: "FINISHED", "KILLED" or "FAILED"."""
        if not self._is_tracked:
            return
        if self._job.has_model:
            self._tracker.model(self._job.model_folder)
        self._tracker.close(status)

    def notice(self, message: str) -> None:
        """Say something that a person should know."""
        append(self._job.events_path, {"event": "notice", "message": message})

    def _begin(self, event: Event) -> None:
        if event["event"] == "resumed":
            update_status(self._job.folder, epoch=event["epoch"])
        self._is_tracked = True
        if self._tracker.has_begun:
            self._tracker.go_on()
            return
        tags = {"emo7.job": self._job.id, "emo7.labels": self._label_hash}
        names = ("split_by", "training", "validation", "split", "golden_leak", "code_version")
        tags |= {name: str(event[name]) for name in names if event.get(name) not in (None, "")}
        self._tracker.begin(self._config, f"{self._config.model_type} {self._job.id}", tags)
