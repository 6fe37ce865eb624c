"""Comparisons with known answers, for the tests of Compare."""

from __future__ import annotations

import numpy as np

from emo7_gui.compare.comparison_view import (
    CompareClip,
    ComparisonView,
    MatrixView,
    ModelRow,
    Score,
    TestSentence,
)


def counts(fill: int = 1, diagonal: int = 5) -> np.ndarray:
    """Return a 7 x 7 matrix with one number off and one on the diagonal."""
    return np.full((7, 7), fill) + (diagonal - fill) * np.eye(7, dtype=np.int64)


def row(key: str, macro_f1: float, mae: float, kind: str = "model", leak: str = "") -> ModelRow:
    """Return a row with two metrics."""
    scores = {
        "macro_f1": Score(macro_f1, macro_f1 - 0.05, macro_f1 + 0.05),
        "macro_mae": Score(mae),
    }
    return ModelRow(key, f"Model {key}", "human target", kind, scores, leak)


def comparison(has_b: bool = True) -> ComparisonView:
    """Return two models and two floors on 188 clips."""
    return ComparisonView(
        target="Deaf annotators",
        clip_count=188,
        signer_count=4,
        rows=(
            row("m1", 0.20, 1.4),
            row("m2", 0.16, 1.7, leak="saw 9 golden clips"),
            row("majority", 0.05, 2.3, "floor"),
            row("vader", 0.22, 1.0, "floor"),
        ),
        key_a="m1",
        key_b="m2" if has_b else None,
        matrix_a=MatrixView("A Model m1", counts()),
        matrix_b=MatrixView("B Model m2", counts(2, 4)) if has_b else None,
        sentence=TestSentence("No difference shown between A and B."),
    )


def clips(count: int = 3) -> tuple[CompareClip, ...]:
    """Return clips 10, 11, ... with label 5, A 6 and B 4."""
    return tuple(CompareClip(10 + i, f"clip {i}", "S1 · 2.0 s", 5, 6, 4) for i in range(count))
