"""What a project gives a training: labelled clips with their landmarks, and what is said of them.

What it is: labels frozen into the job folder, so that a resumed job learns from the same ones.
What it is not: the training (train.py) or the choice of clips (division.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from emo7_core.clips.clip import OK
from emo7_core.config import TrainConfig
from emo7_core.errors import JobError, LandmarkError, ProjectError
from emo7_core.jobs.status import write_json
from emo7_core.labels.snapshot import LabelSnapshot, take_snapshot
from emo7_core.labels.soft_labels import with_shares
from emo7_core.project import Project
from emo7_core.training.division import Plan, check_soft, plan_of
from emo7_core.training.resume import STATE
from emo7_core.training.sample import Example

LABELS, LEFT_OUT = "labels.json", "left_out.json"


@dataclass(frozen=True, slots=True)
class Material:
    """What a training learns from.

    Attributes:
        project: The open project.
        snapshot: The labels.
        plan: What golden version and stored split say.
        sees_pictures: Whether the files are read, not the landmarks.
    """

    project: Project
    snapshot: LabelSnapshot
    plan: Plan
    sees_pictures: bool = False

    def examples(self) -> Iterator[Example]:
        """Yield every labelled clip; one that is not used says why."""
        for row in self.snapshot.rows:
            track, path = None, None
            problem = self.plan.left_out.get(row.clip_key, "")
            if not problem:
                try:
                    clip = self.project.catalog.get(row.clip_id)
                    path = clip.path if clip.state == OK else None
                    if not self.sees_pictures:
                        track = self.project.load_track(clip)
                except (LandmarkError, ProjectError) as error:
                    problem = str(error)
            shares = None if row.shares is None else np.array(row.shares)
            yield Example(
                row.name,
                track,
                row.value,
                row.signer,
                row.session,
                row.clip_key,
                problem,
                shares,
                path,
            )


def material_of(project: Project, config: TrainConfig) -> Material:
    """Return what a config would learn from now.

    Raises:
        UsageError: soft labels without raters, or a stored split that is not there.
    """
    check_soft(config)
    snapshot = take_snapshot(project, config.target)
    plan = plan_of(project, config, snapshot)
    return Material(
        project,
        with_shares(project, snapshot) if config.soft_labels else snapshot,
        plan,
        config.model_type == "vivit",
    )


def frozen_material(project: Project, config: TrainConfig, folder: Path) -> Material:
    """Return what a job learns from: what it froze at its first start, or what there is now.

    Args:
        project: The open project.
        config: The job's config.
        folder: The job folder; labels and left out clips are stored there.

    Raises:
        JobError: what was frozen is damaged.
        UsageError: see material_of.
    """
    made = material_of(project, config)
    if (folder / LEFT_OUT).exists():
        return _thawed(made, folder)
    (folder / LABELS).write_text(made.snapshot.to_json(), encoding="utf-8")
    write_json(folder / LEFT_OUT, dict(made.plan.left_out))
    return made


def material_of_follower(project: Project, config: TrainConfig, folder: Path) -> Material:
    """Return what a further process of a job learns from; it writes nothing.

    What was frozen counts where an earlier start of the job trained from it.
    """
    made = material_of(project, config)
    return _thawed(made, folder) if (folder / STATE).exists() else made


def _thawed(made: Material, folder: Path) -> Material:
    try:
        snapshot = LabelSnapshot.from_json((folder / LABELS).read_text(encoding="utf-8"))
        left_out = json.loads((folder / LEFT_OUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise JobError(f"the labels of the job cannot be read: {error}", where=folder) from error
    return replace(made, snapshot=snapshot, plan=replace(made.plan, left_out=left_out))
