"""Who can be compared in a project: models with stored guesses, caption-VADER, raters.

What it is: the query behind `compare`: targets, contenders and facts of clips.
What it is not: predictions; a model has guesses once `predict` ran.
Conventions: where the target is the caption, caption-VADER is the target itself and is left out.
A floor never shrinks the set on which models are compared: without a caption for every clip that
is compared it is left out, and a note says so. Raters take part when they are asked for; each is
judged by the label that the others made, never by one that they alone made.
With a golden version the clips are its clips. Its frozen values are the targets where it holds
the labels that are asked for; else today's labels of its clips are, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from emo7_core.clips.clip import TRACK_ONLY
from emo7_core.errors import UsageError
from emo7_core.evaluation.answers import Contender
from emo7_core.evaluation.clip_facts import facts_of
from emo7_core.evaluation.compare import Comparison, Guard, compare
from emo7_core.evaluation.comparison import Golden
from emo7_core.evaluation.floors import caption_vader
from emo7_core.evaluation.leaks import ClipFacts
from emo7_core.evaluation.model_answers import models_of
from emo7_core.evaluation.other_raters import raters_of, said_by_raters
from emo7_core.labels.golden import GoldenVersion, read_version
from emo7_core.labels.snapshot import caption_values, human_values, kinds_with_values
from emo7_core.labels.sources import ADJUDICATION, CONSENSUS, RATER
from emo7_core.project import Project
from emo7_core.quantity import counted
from emo7_core.scale import K
from emo7_core.storage.tables import caption, clip

VADER = "caption-VADER"
TARGET_WORDS = {
    "human": "human labels",
    "raters": "raters",
    "consensus": "Deaf annotators",
    "adjudicated": "adjudicated labels",
    "caption": VADER,
}
KINDS = {
    "human": (),
    "raters": (RATER,),
    "consensus": (CONSENSUS, ADJUDICATION),
    "adjudicated": (ADJUDICATION,),
}
HUMAN = (RATER, CONSENSUS, ADJUDICATION)


@dataclass(frozen=True, slots=True)
class Material:
    """What a comparison is made from.

    Attributes:
        target: Whose labels are the truth, in words.
        targets: Value 0..6 by clip id.
        contenders: Models in the order of their sources, then caption-VADER.
        facts: What is known of each clip, by clip id.
        notes: Who was left out, and why.
        raters: Raters as contenders, each against the others; they take part when named.
        said: What each rater said, by name and clip id.
        golden: The golden version, None for the labels as they are today.
        guard: What no training may have seen, None for the clips that are compared.
    """

    target: str
    targets: dict[int, int]
    contenders: tuple[Contender, ...]
    facts: dict[int, ClipFacts]
    notes: tuple[str, ...] = ()
    raters: tuple[Contender, ...] = ()
    said: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    golden: Golden | None = None
    guard: Guard | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return everybody who can take part: models, caption-VADER, raters."""
        return tuple(one.name for one in (*self.contenders, *self.raters))

    def compare(
        self,
        k: int = K,
        cluster_by: str | None = "session",
        names: Iterable[str] | None = None,
        resamples: int = 1000,
        level: float = 0.95,
        seed: int = 0,
    ) -> Comparison:
        """Compare contenders on the clips that all of them answered.

        Args:
            k: 7, or 3 to compare the sign alone.
            cluster_by: "session", "signer", "corpus", or None to resample clips.
            names: Who takes part; None takes models and caption-VADER.
            resamples: Draws for each interval and test.
            level: Nominal coverage of the intervals.
            seed: Makes the answer repeatable.

        Raises:
            UsageError: nobody has one of the names.
        """
        chosen = self.contenders if names is None else self._named(tuple(names))
        chosen, notes = self._without_short_floor(chosen)
        found = compare(
            self.targets,
            chosen,
            target=self.target,
            facts=self.facts,
            cluster_by=cluster_by,
            k=k,
            resamples=resamples,
            level=level,
            seed=seed,
            raters=self.said,
            golden=self.golden,
            guard=self.guard,
        )
        return replace(found, notes=(*self.notes, *notes, *found.notes))

    def _named(self, names: tuple[str, ...]) -> tuple[Contender, ...]:
        known = {one.name: one for one in (*self.contenders, *self.raters)}
        for name in names:
            if name not in known:
                some = ", ".join(known) or "nobody yet"
                raise UsageError(f"{name} has no answers to compare", remedy=f"There are: {some}.")
        return tuple(known[name] for name in dict.fromkeys(names))

    def _without_short_floor(
        self, chosen: tuple[Contender, ...]
    ) -> tuple[tuple[Contender, ...], list[str]]:
        floor = next((one for one in chosen if one.kind == "floor"), None)
        others = [one for one in chosen if one is not floor]
        if floor is None or not others:
            return chosen, []
        shared = set(self.targets)
        for one in others:
            shared.intersection_update(one.answers)
        lacking = len(shared.difference(floor.answers))
        if not lacking:
            return chosen, []
        return tuple(others), [f"{floor.name} is left out: {lacking} clips have no caption."]


def targets_with_labels(project: Project) -> list[str]:
    """Return the targets that have at least one label."""
    said = kinds_with_values(project)
    wanted = {name: kinds or HUMAN for name, kinds in KINDS.items()}
    found = [name for name, kinds in wanted.items() if said.intersection(kinds)]
    return [*found, "caption"] if _has_captions(project) else found


def _has_captions(project: Project) -> bool:
    some = select(caption.c.id).join(clip, clip.c.id == caption.c.clip_id)
    with project.database.read() as connection:
        return connection.execute(some.where(clip.c.key.is_not(None)).limit(1)).first() is not None


def gather(project: Project, target: str = "human", golden: int | None = None) -> Material:
    """Collect targets and contenders of one project.

    Args:
        project: Whose.
        target: A key of TARGET_WORDS.
        golden: Number of a golden version, None for the labels as they are today.

    Raises:
        UsageError: no such target or golden version.
    """
    if target not in TARGET_WORDS:
        some = ", ".join(TARGET_WORDS)
        raise UsageError(f"no target “{target}”", remedy=f"Choose one of {some}.")
    clips = {clip.id: clip for clip in project.catalog.all() if clip.state != TRACK_ONLY}
    captions = project.catalog.captions()
    version = None if golden is None else read_version(project, golden)
    notes: list[str] = []
    labels = _labels(project, target, version, notes)
    targets = {clip: value for clip, value in labels.items() if clip in clips}
    if not targets:
        notes.append(f"There is no label of the target {TARGET_WORDS[target]} to compare with.")
        if labels:
            alone = counted(len(labels), "labelled clip holds", "labelled clips hold")
            notes.append(f"{alone} landmarks for training alone.")
    contenders = models_of(project)
    if target != "caption" and captions:
        texts = {clip: captions[clip][0] for clip in targets if clip in captions}
        contenders.append(Contender(VADER, caption_vader(texts), "floor"))
    said = said_by_raters(project)
    facts = facts_of(project, clips.values(), captions.keys(), said)
    return Material(
        TARGET_WORDS[target],
        targets,
        tuple(contenders),
        facts,
        tuple(notes),
        raters_of(project, target, targets, said, _frozen(version, target)),
        said,
        None if version is None else _facts_of_version(version),
        None if version is None else _guard(version),
    )


def labels_of(project: Project, target: str) -> dict[int, int]:
    """Return today's value 0..6 of a target by clip id."""
    if target == "caption":
        known = {clip.id for clip in project.catalog.all() if clip.key}
        return {clip: value for clip, value in caption_values(project).items() if clip in known}
    return human_values(project, *KINDS[target])


def _labels(
    project: Project, target: str, version: GoldenVersion | None, notes: list[str]
) -> dict[int, int]:
    if version is None:
        return labels_of(project, target)
    if version.target == target:
        if not version.is_intact:
            notes.append(f"Golden version {version.number} was changed after its promotion.")
        return {one.clip_id: one.value for one in version.members}
    notes.append(
        f"Golden version {version.number} holds {TARGET_WORDS[version.target]}: its clips are "
        f"compared with today's {TARGET_WORDS[target]}."
    )
    today = labels_of(project, target)
    members = (one.clip_id for one in version.members)
    return {clip: today[clip] for clip in members if clip in today}


def _frozen(version: GoldenVersion | None, target: str) -> dict[int, str | None] | None:
    if version is None or version.target != target:
        return None
    return {one.clip_id: one.decision_uuid for one in version.members}


def _facts_of_version(version: GoldenVersion) -> Golden:
    return Golden(
        version.number, version.target, version.hash, len(version.members), version.created_at
    )


def _guard(version: GoldenVersion) -> Guard:
    return Guard(
        tuple(
            ClipFacts(one.clip_key, one.signer, one.session, one.name) for one in version.members
        ),
        "golden",
    )
