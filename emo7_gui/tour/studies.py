"""The tour's cross-validation and tuning, small enough to wait for.

What it is: two screens of Train.
What it is not: results worth reporting: few epochs on the drawn demo clips.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from emo7_core.config import TrainConfig
from emo7_core.config.studies import CrossValidation, Tuning
from emo7_gui.tour.guide import Guide

SHORT = TrainConfig(num_epochs=8, patience=8, hidden_size=48, num_layers=1, batch_size=16)
LONGEST_MS = 600_000


def folds(guide: Guide) -> bool:
    """A cross-validation by signer: folds as dots, all held-out answers together."""
    return _shown(guide, "cross-validate", CrossValidation(training=SHORT))


def tuning(guide: Guide) -> bool:
    """A tuning: trials, the best so far, which settings mattered."""
    return _shown(guide, "tune", Tuning(trials=8, training=SHORT))


def _shown(guide: Guide, kind: str, asked: CrossValidation | Tuning) -> bool:
    guide.press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    desk = guide.studio.training
    desk.submit(asked)
    guide.wait_for(lambda: _state(guide, kind) in ("ended", "failed"), kind, LONGEST_MS)
    guide.settle(800)
    return _state(guide, kind) == "ended"


def _state(guide: Guide, kind: str) -> str:
    states = [job.status.state for job in guide.studio.training.jobs.values() if job.kind == kind]
    return states[-1] if states else ""
