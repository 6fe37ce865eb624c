"""A cross-validation as a job: from a job folder to stored guesses and scores.

What it is: what the job's own process runs; its answers are stored as guesses of a source of
their own, so that Compare shows them beside other models.
What it is not: the folds themselves (cross_validate.py).
Convention: the status counts folds, not epochs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from emo7_core import telemetry
from emo7_core.config.studies import CrossValidation, study_from
from emo7_core.jobs.events import Event, append
from emo7_core.jobs.running import Ending, run_job
from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import Status, update_status, write_json
from emo7_core.labels.decision import Guess
from emo7_core.labels.sources import MODEL_RUN
from emo7_core.models.card import vocabulary_of
from emo7_core.models.devices import leave_one_core
from emo7_core.project import Project
from emo7_core.training.cross_validate import FoldResult, run_folds
from emo7_core.training.feature_store import FOLDER
from emo7_core.training.folds import Fold, make_folds
from emo7_core.training.job import device_of, term_as_stop
from emo7_core.training.material import Material, frozen_material
from emo7_core.training.pooled import flat, pool
from emo7_core.training.record import code_version
from emo7_core.training.sample import Sample, counts_of
from emo7_core.training.split import GROUPS, By
from emo7_core.training.tracking import Tracker
from emo7_core.training.tracking_store import store_of
from emo7_core.training.train import Ready, make_ready

FOLDS, RESULT = "folds", "result.json"


def cross_validate_job(folder: Path) -> Status:
    """Run the cross-validation of a job folder and return how it ended.

    Raises:
        JobError: another process runs it already.
    """
    telemetry.switch_off()
    return run_job(folder, _work)


def _work(job: Job) -> Ending:
    study = study_from(CrossValidation, job.spec().config)
    leave_one_core()
    with (
        term_as_stop() as is_terminated,
        device_of(job, study.training),
        Project.open(job.spec().project) as project,
    ):
        run = _Run(job, study, project)
        return run.do(lambda: is_terminated.is_set() or job.is_stop_requested())


class _Run:
    """One run of a job; what its steps share."""

    def __init__(self, job: Job, study: CrossValidation, project: Project) -> None:
        self._job = job
        self._study = study
        self._config = study.training
        self._project = project
        self._tracker = Tracker(job.folder, store_of(project.root), self._notice)

    def do(self, should_stop: Any) -> Ending:
        config, job = self._config, self._job
        material = frozen_material(self._project, config, job.folder)
        features = self._project.root / FOLDER
        ready = make_ready(material.examples(), config, features, self._hear, should_stop)
        folds, by = make_folds(ready.samples, self._study.by, self._study.folds, config.seed)
        update_status(job.folder, epochs=len(folds))
        self._say(_data_event(ready, folds, by, material, self._study))
        self._begin(by, len(folds), material.snapshot.hash)
        try:
            done = run_folds(folds, ready, config, job.folder / FOLDS, self._hear, should_stop)
        except BaseException:
            self._tracker.close("FAILED")
            raise
        if len(done) < len(folds):
            self._tracker.close("KILLED")
            told = f"stopped after {len(done)} of {len(folds)} folds; resume goes on"
            return Ending("stopped", told)
        return self._finish(done, ready.samples, by, material)

    def _finish(
        self, done: Sequence[FoldResult], samples: Sequence[Sample], by: By, material: Material
    ) -> Ending:
        unit: By = by if by != "clip" else "signer"
        clusters = {sample.identity: GROUPS[unit](sample) for sample in samples}
        pooled = pool(done, clusters, unit) | {"target": self._config.target}
        source = self._store(done, by, material)
        write_json(self._job.folder / RESULT, _finite(pooled))
        self._say(pooled | {"source": source})
        self._tracker.metrics(len(done), flat(pooled))
        self._tracker.close("FINISHED")
        score = pooled["scores"]["macro_f1"]["value"]
        told = f"{len(done)} folds, macro-F1 {score:.3f} on {pooled['n']} held-out clips"
        return Ending("ended", told, {"source": source})

    def _store(self, done: Sequence[FoldResult], by: By, material: Material) -> str:
        """Store the held-out answers as guesses and return their source's name."""
        ids = {row.clip_key: row.clip_id for row in material.snapshot.rows}
        name = f"Cross-validation {self._config.model_type.upper()} · {self._job.id[-4:]}"
        details = _details(done, by, self._job.id, self._config.num_classes, self._config.target)
        source = self._project.sources.ensure(MODEL_RUN, name, details)
        if not self._project.guesses.of_source(source.id):
            guesses = [
                Guess(ids[clip], source.id, int(value), tuple(float(p) for p in row))
                for one in done
                for clip, value, row in zip(one.clips, one.answers, one.probabilities, strict=True)
            ]
            self._project.guesses.add(source, guesses)
        return source.name

    def _begin(self, by: By, folds: int, label_hash: str) -> None:
        if self._tracker.has_begun:
            self._tracker.go_on()
            return
        tags = {"emo7.job": self._job.id, "emo7.labels": label_hash, "emo7.kind": "cross-validate"}
        name = f"cross-validation {self._config.model_type} {self._job.id}"
        self._tracker.begin(self._config, name, tags, {"held_out_by": by, "folds": folds})

    def _hear(self, event: Event) -> None:
        if event["event"] == "data":
            return  # Of one fold; that of the whole job was told.
        self._say(event)
        if event["event"] == "fold":
            update_status(self._job.folder, epoch=event["fold"], message="")
            values = {f"fold_{key}": value for key, value in event["scores"].items()}
            self._tracker.metrics(event["fold"], values)
        elif event["event"] == "epoch":
            told = f"fold {event['fold']}, epoch {event['epoch']}"
            update_status(self._job.folder, message=told)

    def _say(self, event: Event) -> None:
        append(self._job.events_path, event)

    def _notice(self, message: str) -> None:
        self._say({"event": "notice", "message": message})


def _data_event(
    ready: Ready, folds: Sequence[Fold], by: By, material: Material, study: CrossValidation
) -> Event:
    classes = study.training.num_classes
    return {
        "event": "data",
        "clips": len(ready.samples),
        "counts": counts_of(ready.samples, classes).tolist(),
        "signers": sorted({sample.signer for sample in ready.samples if sample.signer}),
        "folds": [
            {"fold": fold.number, "held_out": list(fold.groups), "n": len(fold.held_out)}
            for fold in folds
        ],
        "held_out_by": by,
        "skipped": [{"name": one.name, "reason": one.reason} for one in ready.skipped],
        "label_hash": material.snapshot.hash,
        "vocabulary": list(vocabulary_of(classes)),
        "code_version": code_version(),
        **material.plan.facts(ready.samples),
    }


def _details(
    done: Sequence[FoldResult], by: By, job_id: str, classes: int, target: str
) -> dict[str, Any]:
    """Return what is known of the source: no clip was answered by a model that saw it.

    What its folds share all the same (signers, when clips are held out one by one) is said.
    """
    shared = {
        name: sorted({one for fold in done for one in fold.shared[name]})
        for name in ("sessions", "signers")
    }
    return {
        "job": job_id,
        "cross_validation": {"by": by, "folds": len(done)},
        "num_classes": classes,
        "target": target,
        "trained_on": {"clips": [], **shared},
    }


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and value != value else value
