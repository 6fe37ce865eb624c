"""What the training dialog says of a config, made from the core's preview; named configs.

What it is: pure translation into the view's frozen values, and the presets.
What it is not: counting (emo7_core/training/preview.py) or measuring (probe_desk.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from emo7_core.config import TrainConfig
from emo7_core.config.presets import STGCN_ON_A_CPU
from emo7_core.config.studies import CrossValidation, Tuning
from emo7_core.errors import Emo7Error
from emo7_core.project import Project
from emo7_core.training.preview import Preview, preview, preview_folds
from emo7_gui.train.asked import Asked, training_of
from emo7_gui.train.train_view import ClassCount, Finding, Preset, Remedy, TrainPreview

PRESETS = (
    Preset(
        "Quick look",
        TrainConfig(hidden_size=64, num_layers=1, num_epochs=20, patience=5),
    ),
    Preset("LSTM, default", TrainConfig()),
    Preset("ST-GCN, quick on a CPU", STGCN_ON_A_CPU),
    Preset(
        "ViViT, head alone",
        TrainConfig(model_type="vivit", num_epochs=30, batch_size=16),
    ),
    Preset("Baseline of 3 classes", TrainConfig(num_classes=3)),
    Preset(
        "As the earlier scripts",
        TrainConfig(
            batch_size=32,
            hidden_size=256,
            num_layers=2,
            learning_rate=1e-3,
            dropout=0.2,
            num_epochs=50,
            patience=15,
            pooling="last",
            normalize_data=True,
            normalization_type="legacy",
        ),
    ),
)
_TARGETS = {
    "human": "labels from people",
    "adjudicated": "labels from adjudication",
    "caption": "labels from captions (silver)",
}


def look_ahead(project: Project, asked: Asked, waiting: int) -> TrainPreview:
    """Return what a job would train on, in the view's words.

    Args:
        project: Whose clips.
        asked: What is asked for.
        waiting: Jobs that run or wait before it.
    """
    found = preview(project, training_of(asked))
    if isinstance(asked, TrainConfig):
        return train_preview(found, asked, waiting)
    if found.errors:
        return train_preview(found, asked, waiting)
    if isinstance(asked, Tuning):
        facts, repeats = _tuning_facts(asked), asked.trials / asked.workers
        return train_preview(found, asked, waiting, facts, (), repeats)
    try:
        facts, repeats = _fold_facts(project, asked)
    except Emo7Error as error:
        return train_preview(found, asked, waiting, errors=(str(error),))
    return train_preview(found, asked, waiting, facts, _alone(asked), repeats)


def train_preview(
    found: Preview,
    asked: Asked,
    waiting: int,
    facts: Sequence[Finding] = (),
    errors: tuple[str, ...] = (),
    repeats: float = 1,
) -> TrainPreview:
    """Return a preview in the view's words.

    Args:
        found: What the config would train on.
        asked: What is asked for.
        waiting: Jobs that run or wait before it.
        facts: What only a study has to say.
        errors: Why the study cannot be, besides what `found` says.
        repeats: How many trainings long it takes.
    """
    counts = tuple(
        ClassCount(value, train, validation)
        for value, (train, validation) in enumerate(
            zip(found.training, found.validation, strict=True)
        )
    )
    findings = (*facts, *_findings(found))
    reasons = found.errors or errors
    return TrainPreview(
        asked, counts, found.remark, findings, reasons, _queue_note(waiting), repeats
    )


def _queue_note(waiting: int) -> str:
    if not waiting:
        return "It starts at once."
    return "It starts after the other job." if waiting == 1 else f"It starts after {waiting} jobs."


def _alone(asked: CrossValidation) -> tuple[str, ...]:
    is_alone = asked.training.devices * asked.training.num_nodes == 1
    return () if is_alone else ("folds are trained one process each: choose one device",)


def _tuning_facts(asked: Tuning) -> list[Finding]:
    words = f"{asked.trials} trials, {asked.workers} at once"
    detail = "Each is a training of these clips; the best model is kept."
    return [Finding("fact", words, detail)]


def _fold_facts(project: Project, asked: CrossValidation) -> tuple[list[Finding], float]:
    """Return what is said of the folds, and how many there are."""
    folds, by = preview_folds(project, asked)
    sizes = [len(fold.held_out) for fold in folds]
    words = f"{len(folds)} folds: each {by} is held out once"
    least, most = min(sizes), max(sizes)
    several = str(most) if least == most else f"{least} to {most}"
    detail = f"{several} clips at a time. Above: one split of all clips."
    facts = [Finding("fact", words, detail)]
    if by != asked.by:
        words = f"Only one {asked.by} is known among these clips."
        facts.append(Finding("warning", f"Held out by {by}", words))
    return facts, float(len(folds))


def _findings(found: Preview) -> list[Finding]:
    findings = []
    if found.training:
        findings.append(_signers(found))
    if found.skipped:
        total = sum(count for _, count in found.skipped)
        detail = ", ".join(f"{count} {why}" for why, count in found.skipped)
        words = "1 clip skipped" if total == 1 else f"{total} clips skipped"
        findings.append(Finding("skipped", words, detail))
    if found.golden_leak:
        findings.append(_leak(found))
    if found.split_by and found.split_by != found.config.split_by and not found.config.stored_split:
        findings.append(
            Finding(
                "warning",
                f"Split by {found.split_by}, not by {found.config.split_by}",
                f"There is only one {found.config.split_by} known: scores will be too high.",
            )
        )
    elif found.training and found.split_by == "clip":
        words = "Split by clip: the same signers train and validate"
        remedy = None if found.config.stored_split else Remedy("split_by", "Split by signer")
        detail = "Validation scores will be too high."
        findings.append(Finding("warning", words, detail, remedy))
    return findings


def _leak(found: Preview) -> Finding:
    seen = found.golden_leak.removeprefix("saw ")
    detail = "Its golden scores will be too high, and carry this mark."
    has_clips = not found.config.keep_golden_out and "golden clip" in seen
    remedy = Remedy("keep_golden_out", "Keep golden out") if has_clips else None
    return Finding("leak", f"Leak: it trains on {seen}", detail, remedy)


def _signers(found: Preview) -> Finding:
    train, validation = len(found.training_signers), len(found.validation_signers)
    both = set(found.training_signers) & set(found.validation_signers)
    shared = f"{len(both)} in both" if both else "none in both"
    total = sum(found.training) + sum(found.validation)
    detail = f"{total} clips, {_TARGETS[found.config.target]}"
    if not train and not validation:
        return Finding("signers", "No clip says who signs", detail)
    return Finding("signers", f"{train} signers train, {validation} validate, {shared}", detail)
