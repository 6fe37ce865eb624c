"""What the training dialog says of a config, made from the core's preview; named configs."""

from __future__ import annotations

from emo7_core.config import TrainConfig
from emo7_core.training.preview import Preview
from emo7_gui.train.train_view import ClassCount, Finding, Preset, TrainPreview

# The second one has the settings that the earlier LSTM scripts were run with.
PRESETS = (
    Preset(
        "LSTM, small and quick",
        TrainConfig(hidden_size=64, num_layers=1, num_epochs=20, patience=5),
    ),
    Preset(
        "LSTM, as the earlier scripts",
        TrainConfig(
            batch_size=32,
            hidden_size=256,
            num_layers=2,
            learning_rate=1e-3,
            dropout=0.2,
            num_epochs=50,
            patience=15,
        ),
    ),
)


def train_preview(found: Preview, waiting: int) -> TrainPreview:
    """Return a preview in the view's words.

    Args:
        found: What the config would train on.
        waiting: Jobs that run or wait before it.
    """
    counts = tuple(
        ClassCount(value, train, validation)
        for value, (train, validation) in enumerate(
            zip(found.training, found.validation, strict=True)
        )
    )
    note = "It starts at once." if not waiting else f"It starts after {waiting} other jobs."
    return TrainPreview(found.config, counts, found.remark, _findings(found), found.errors, note)


def _findings(found: Preview) -> tuple[Finding, ...]:
    findings = []
    if found.training:
        findings.append(_signers(found))
    if found.skipped:
        total = sum(count for _, count in found.skipped)
        detail = ", ".join(f"{count} {why}" for why, count in found.skipped)
        findings.append(Finding("skipped", f"{total} clips skipped", detail))
    if found.split_by and found.split_by != found.config.split_by:
        findings.append(
            Finding(
                "warning",
                f"Split by {found.split_by}, not by {found.config.split_by}",
                f"There is only one {found.config.split_by} known: scores will be too high.",
            )
        )
    return tuple(findings)


def _signers(found: Preview) -> Finding:
    train, validation = len(found.training_signers), len(found.validation_signers)
    both = set(found.training_signers) & set(found.validation_signers)
    shared = f"{len(both)} in both" if both else "none in both"
    target = {
        "human": "labels from people",
        "adjudicated": "labels from adjudication",
        "caption": "labels from captions (silver)",
    }
    detail = f"{sum(found.training) + sum(found.validation)} clips, {target[found.config.target]}"
    return Finding("signers", f"{train} signers train, {validation} validate, {shared}", detail)
