"""One model against one target: everything a reader needs to believe the score, or not.

What it is: a comparison of the model with its floors, and what is computed from it.
What it is not: predictions (inference/predict.py come first) or tests of two models (pairs.py).
Convention: caption-VADER stands beside the model as a floor, except where the captions are the
target: then it is the target, and that is said in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from emo7_core.errors import UsageError
from emo7_core.evaluation.classes import ClassRow, classes_of
from emo7_core.evaluation.comparison import Comparison, Result
from emo7_core.evaluation.contenders import VADER, gather
from emo7_core.evaluation.reliability import Reliability, reliability_of
from emo7_core.project import Project
from emo7_core.scale import THREE, K

IS_TARGET = "is the target"


@dataclass(frozen=True, slots=True)
class FloorColumn:
    """A floor as a column beside the model's scores.

    Attributes:
        title: Its name.
        scores: By metric key; () where `note` stands in their place.
        note: What it does, or "is the target".
    """

    title: str
    scores: dict[str, float]
    note: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A model on a target.

    Attributes:
        target_key: "human", "caption", ...
        comparison: The model, and caption-VADER where it is a floor.
        result: The model's part of it.
        classes: Per-class scores in the scale's order.
        reliability: What its probabilities are worth.
        floors: Majority, stratified random, caption-VADER.
        missing_classes: Classes that no clip has as its target.
    """

    target_key: str
    comparison: Comparison
    result: Result
    classes: tuple[ClassRow, ...]
    reliability: Reliability
    floors: tuple[FloorColumn, ...]
    missing_classes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The model's name with its mark, as every table shows it."""
        mark = self.result.leak.mark
        return f"{self.result.name} [{mark}]" if mark else self.result.name


def evaluate(
    project: Project,
    name: str,
    target: str = "human",
    golden: int | None = None,
    k: int = K,
    cluster_by: str | None = "session",
) -> Evaluation:
    """Evaluate the stored answers of a model.

    Args:
        project: Whose clips, labels and answers.
        name: The model's name in the project.
        target: A key of contenders.TARGET_WORDS.
        golden: Number of a golden version, None for the labels as they are today.
        k: 7, or 3 for the sign alone.
        cluster_by: "session", "signer", or None to resample clips.

    Raises:
        UsageError: no such target or version, or the model cannot be scored on it.
    """
    material = gather(project, target, golden)
    known = material.names
    names = [name, *([VADER] if VADER in known and target != "caption" else [])]
    comparison = material.compare(k, cluster_by, names)
    if not any(one.name == name for one in comparison.results) or not comparison.clips:
        reason = " ".join(comparison.notes) or "There is nothing to score."
        is_three = "3 classes" in reason and k == K
        remedy = "Say --three-class for a model of three classes." if is_three else None
        raise UsageError(f"{name} cannot be evaluated: {reason.rstrip('.')}", remedy=remedy)
    rows = classes_of(comparison, name)
    return Evaluation(
        target,
        comparison,
        comparison.result(name),
        rows,
        reliability_of(comparison, name),
        _floors(comparison, target),
        tuple(row.word for row in rows if not row.n),
    )


def _floors(comparison: Comparison, target: str) -> tuple[FloorColumn, ...]:
    found = [FloorColumn(one.title, dict(one.scores), one.note) for one in comparison.floors]
    if target == "caption":
        return (*found, FloorColumn(VADER, {}, IS_TARGET))
    for one in comparison.results:
        if one.kind == "floor":
            scores = {key: interval.value for key, interval in one.scores.items()}
            found.append(FloorColumn(one.name, scores, "VADER on the captions, no picture"))
    return tuple(found)


def classes_word(k: int) -> str:
    """Return how many classes there are, for people."""
    return "3 classes (the sign)" if k == len(THREE) else f"{k} classes"
