"""What the Train workspace shows of cross-validations and tunings: frozen values.

What it is: folds with their scores, trials with their settings.
What it is not: the computing of intervals or importance (emo7_core/training).
Convention: an unknown number is NaN; folds count from 1, trials from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Span:
    """A value with its interval; the limits are NaN where there are too few for one.

    Attributes:
        value: The value.
        low: Lower limit.
        high: Upper limit.
        note: Why there are no limits, in words.
    """

    value: float
    low: float = float("nan")
    high: float = float("nan")
    note: str = ""

    @property
    def has_limits(self) -> bool:
        """Whether both limits are known."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high))


@dataclass(frozen=True, slots=True)
class FoldDot:
    """One fold: its number, who was held out, clips, scores by key, the epoch that was kept."""

    number: int
    held_out: str
    n: int
    scores: Mapping[str, float]
    best_epoch: int | None = None


@dataclass(frozen=True, slots=True)
class FoldsView:
    """A cross-validation.

    Attributes:
        folds: Those that are done.
        planned: How many there will be, 0 if unknown.
        unit: What is held out, in one word.
        means: Mean of the folds by score, once all are done.
        pooled: Score over all held-out clips by score, once all are done.
        pooled_words: What the pooled interval counts, e.g. "206 clips, 11 signers".
        confusion: (K, K) over all held-out clips so far, row = label; None before the first.
    """

    folds: tuple[FoldDot, ...] = ()
    planned: int = 0
    unit: str = "signer"
    means: Mapping[str, Span] = field(default_factory=dict)
    pooled: Mapping[str, Span] = field(default_factory=dict)
    pooled_words: str = ""
    confusion: Counts | None = None

    @property
    def clips(self) -> int:
        """Clips that were held out so far."""
        return sum(fold.n for fold in self.folds)


@dataclass(frozen=True, slots=True)
class TrialDot:
    """One trial.

    Attributes:
        number: From 0.
        state: "complete", "pruned" or "fail".
        value: Its score, NaN without one.
        settings: What it tried, in words.
        reason: Why it failed.
    """

    number: int
    state: str
    value: float
    settings: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TrialsView:
    """A tuning.

    Attributes:
        trials: Those that are over, by number.
        planned: How many there will be.
        score: What the score is called.
        is_less_better: Whether a small score is good.
        best: Number of the best trial, None before there is one.
        best_settings: Title and value of each of its settings.
        importance: Title and share 0..1 of each setting, the largest first; empty if unknown.
        importance_note: How many trials that rests on, or why it is not known.
    """

    trials: tuple[TrialDot, ...] = ()
    planned: int = 0
    score: str = "Macro-F1"
    is_less_better: bool = False
    best: int | None = None
    best_settings: tuple[tuple[str, str], ...] = ()
    importance: tuple[tuple[str, float], ...] = ()
    importance_note: str = ""
