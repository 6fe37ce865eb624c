"""The work behind Compare: gathers and compares what was asked for, in a worker.

What it is: a pure function of a project and a request; what was gathered is used again while
only contenders, classes or the unit change.
What it is not: the scores (evaluation/compare.py) or views.
Convention: a request that cannot be met any more (a rater who is gone) falls back to everybody.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace

from emo7_core.bulk import without_collecting
from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.contenders import TARGET_WORDS, Material, gather, targets_with_labels
from emo7_core.labels.golden import GoldenVersion, read_version, versions
from emo7_core.project import Project
from emo7_core.scale import K


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be compared.

    Attributes:
        target: A key of TARGET_WORDS.
        golden: Number of a golden version, None for the labels of today.
        k: 7 or 3.
        unit: What is resampled, None for clips.
        names: Who takes part, None for every model and caption-VADER.
        follows: Whether the target shall be the one of the golden version.
    """

    target: str
    golden: int | None = None
    k: int = K
    unit: str | None = "session"
    names: tuple[str, ...] | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A golden version that can be chosen."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Computed:
    """The answer.

    Attributes:
        asked: What it answers, as it could be met.
        found: The comparison.
        material: What it was made from.
        targets: Targets that have labels.
        versions: Golden versions, oldest first.
    """

    asked: Asked
    found: Comparison
    material: Material
    targets: tuple[str, ...]
    versions: tuple[Version, ...]

    @property
    def has_model(self) -> bool:
        """Whether any model answered clips of this project."""
        return any(one.kind == "model" for one in self.material.contenders)


def compute(
    project: Project, asked: Asked, kept: Computed | None = None, is_first: bool = False
) -> Computed:
    """Return the comparison that was asked for.

    Args:
        project: Whose clips.
        asked: What.
        kept: An earlier answer on the same target and version, whose material still holds.
        is_first: Whether it is the first one of this project.
    """
    with without_collecting():
        found = _computed(project, asked, kept)
    if is_first:
        # Libraries and clips stay: a look through all of them for garbage would stop the window.
        gc.freeze()
    return found


def _computed(project: Project, asked: Asked, kept: Computed | None) -> Computed:
    if kept is not None:
        return replace(kept, asked=asked, found=_compared(kept.material, asked))
    targets = tuple(targets_with_labels(project))
    known = versions(project)
    numbers = {one.number: one for one in known}
    golden = asked.golden if asked.golden in numbers else None
    target = asked.target
    if asked.follows and golden is not None:
        target = numbers[golden].target
    # A project without human labels can still be compared with its captions.
    if target not in targets and targets:
        target = targets[0]
    asked = replace(asked, target=target, golden=golden, follows=False)
    material = gather(project, target, golden)
    if golden is not None:
        material = replace(material, notes=(*material.notes, *_other_clips(project, known, golden)))
    names = asked.names
    if names is not None and not set(names) <= set(material.names):
        asked = replace(asked, names=None)
    told = tuple(Version(one.number, _words(one)) for one in known)
    return Computed(asked, _compared(material, asked), material, targets, told)


def _compared(material: Material, asked: Asked) -> Comparison:
    return material.compare(asked.k, asked.unit, asked.names)


def _words(version: GoldenVersion) -> str:
    return f"Golden v{version.number}, {TARGET_WORDS[version.target]}, {len(version.members)}"


def _other_clips(project: Project, known: list[GoldenVersion], number: int) -> list[str]:
    """Say how the clips of a version differ from those of the version before it."""
    before = [one for one in known if one.number < number]
    if not before:
        return []
    last = before[-1]
    ours = {one.clip_id for one in read_version(project, number).members}
    theirs = {one.clip_id for one in last.members}
    if ours == theirs:
        return []
    return [
        f"Golden v{number} has {len(ours)} clips, v{last.number} has {len(theirs)}, "
        f"{len(ours & theirs)} are in both: their scores are not of the same clips."
    ]
