"""What a config would train on, told before anything starts; no torch, no landmarks read.

What it is: counts by class and part, signers, skipped clips and why, remarks, errors.
What it is not: the training; its own list of skipped clips may be longer, since only it reads
the landmarks themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.clips.clip import TRACK_ONLY
from emo7_core.config import TrainConfig
from emo7_core.config.studies import CrossValidation
from emo7_core.errors import Emo7Error
from emo7_core.labels.snapshot import LabelSnapshot, SnapshotRow, take_snapshot
from emo7_core.project import Project
from emo7_core.scale import CLASSES, THREE, K, to_three
from emo7_core.training.division import Plan, check_soft, plan_of
from emo7_core.training.folds import Fold, make_folds
from emo7_core.training.picture_config import check_pictures, keys_with_files, sees_pictures
from emo7_core.training.sample import Sample, counts_of
from emo7_core.training.split import By, Split, divide

NO_LANDMARKS, NO_FILE = "no landmarks", "no file that plays"
# How many times larger the largest class must be before it is remarked upon.
WORTH_SAYING = 1.5
_NOTHING = np.empty((0, 0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a config would train on.

    Attributes:
        config: The config.
        training: Clips by class, (num_classes,).
        validation: Clips by class, (num_classes,).
        training_signers: Known signers that train.
        validation_signers: Known signers that validate.
        split_by: What the two parts do not share; may be finer than asked for.
        skipped: Why labelled clips are left out, and how many each.
        remark: The imbalance in words.
        errors: Why it cannot start.
        golden_leak: What of the newest golden version would be trained on, in words: its sessions
            or signers in training make golden scores too high. "" for nothing.
    """

    config: TrainConfig
    training: tuple[int, ...] = ()
    validation: tuple[int, ...] = ()
    training_signers: tuple[str, ...] = ()
    validation_signers: tuple[str, ...] = ()
    split_by: str = ""
    skipped: tuple[tuple[str, int], ...] = ()
    remark: str = ""
    errors: tuple[str, ...] = ()
    golden_leak: str = ""


def preview(project: Project, config: TrainConfig) -> Preview:
    """Return what a config would train on; what is wrong is said, never raised."""
    snapshot = take_snapshot(project, config.target)
    rows = snapshot.rows
    is_pictures = sees_pictures(config)
    known = keys_with_files(project) if is_pictures else project.keys_with_landmarks()
    skipped: Counter[str] = Counter()
    try:
        check_soft(config)
        check_pictures(config)
        plan = plan_of(project, config, snapshot)
        skipped = Counter(plan.left_out.values())
        free = [row for row in rows if row.clip_key not in plan.left_out]
        usable = [row for row in free if row.clip_key in known]
        skipped[NO_FILE if is_pictures else NO_LANDMARKS] = len(free) - len(usable)
        samples = [_sample(row, config) for row in usable]
        parts, cut = divide(samples, config, plan.sides, plan.by)
    except Emo7Error as error:
        return Preview(config, skipped=_listed(skipped), errors=(_reason(rows, skipped, error),))
    skipped += Counter(one.reason for one in cut)
    return _preview(config, parts, plan, skipped)


def preview_folds(project: Project, study: CrossValidation) -> tuple[list[Fold], By]:
    """Return the folds of a cross-validation, of clips without features, and what is held out.

    Raises:
        JobError: there are fewer groups than folds, or only one clip.
        UsageError: soft labels without raters, or a stored split that is not there.
    """
    config = study.training
    snapshot = take_snapshot(project, config.target)
    plan = plan_of(project, config, snapshot)
    samples = _usable(project, config, snapshot, plan, Counter())
    return make_folds(samples, study.by, study.folds, config.seed)


def _usable(
    project: Project,
    config: TrainConfig,
    snapshot: LabelSnapshot,
    plan: Plan,
    skipped: Counter[str],
) -> list[Sample]:
    """Return the clips that would be used; why others are not is counted."""
    sees_pictures = config.model_type == "vivit"
    known = _keys_with_pictures(project) if sees_pictures else project.keys_with_landmarks()
    skipped.update(plan.left_out.values())
    free = [row for row in snapshot.rows if row.clip_key not in plan.left_out]
    usable = [row for row in free if row.clip_key in known]
    skipped[NO_FILE if sees_pictures else NO_LANDMARKS] = len(free) - len(usable)
    return [_sample(row, config) for row in usable]


def _keys_with_pictures(project: Project) -> set[str | None]:
    return {clip.key for clip in project.catalog.all() if clip.state != TRACK_ONLY}


def _preview(config: TrainConfig, parts: Split, plan: Plan, skipped: Counter[str]) -> Preview:
    counts = [counts_of(part, config.num_classes) for part in (parts.training, parts.validation)]
    signers = [
        tuple(sorted({sample.signer for sample in part if sample.signer}))
        for part in (parts.training, parts.validation)
    ]
    return Preview(
        config,
        tuple(int(n) for n in counts[0]),
        tuple(int(n) for n in counts[1]),
        signers[0],
        signers[1],
        parts.by,
        _listed(skipped),
        _remark(counts[0] + counts[1], config.num_classes),
        golden_leak=plan.golden_leak([*parts.training, *parts.validation]).mark,
    )


def _sample(row: SnapshotRow, config: TrainConfig) -> Sample:
    target = row.value if config.num_classes == K else to_three(row.value)
    return Sample(row.name, row.clip_key, _NOTHING, target, row.signer, row.session, "")


def _listed(skipped: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((why, count) for why, count in skipped.items() if count)


def _reason(rows: tuple[SnapshotRow, ...], skipped: Counter[str], error: Emo7Error) -> str:
    if not rows:
        return "No clip has a label of this target yet."
    if sum(skipped.values()) == len(rows):
        told = "; ".join(f"{count} {why}" for why, count in _listed(skipped))
        return f"None of the {len(rows)} labelled clips is left to train on: {told}."
    return str(error)


def _remark(counts: npt.NDArray[np.int64], k: int) -> str:
    words = CLASSES if k == K else THREE
    empty = [word for word, n in zip(words, counts, strict=True) if not n]
    present = counts[counts > 0]
    ratio = present.max() / present.min()
    is_uneven = ratio >= WORTH_SAYING
    times = f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}".removesuffix(".0")
    said = f"Largest class is {times} times the smallest." if is_uneven else ""
    absent = f" No clip of {', '.join(empty)}." if empty else ""
    return f"{said}{absent}".strip()
