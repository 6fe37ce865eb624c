"""Who can be compared in a project: models with stored guesses, caption-VADER, raters.

What it is: the query behind `compare`: targets, contenders and facts of clips.
What it is not: predictions; a model has guesses once `predict` ran.
Convention: where the target is the caption, caption-VADER is the target itself and is left out.
A floor never shrinks the set on which models are compared: without a caption for every clip
that is compared it is left out, and a note says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from emo7_core.clips.clip import TRACK_ONLY
from emo7_core.evaluation.answers import Contender
from emo7_core.evaluation.compare import Comparison, compare
from emo7_core.evaluation.floors import caption_vader
from emo7_core.evaluation.leaks import ClipFacts, TrainedOn
from emo7_core.labels.snapshot import human_values, take_snapshot
from emo7_core.labels.sources import ADJUDICATION, CONSENSUS, MODEL_RUN, RATER
from emo7_core.project import Project
from emo7_core.scale import K

VADER = "caption-VADER"
TARGET_WORDS = {
    "human": "human labels",
    "raters": "raters",
    "consensus": "Deaf annotators",
    "caption": VADER,
}
_KINDS = {
    "human": (),
    "raters": (RATER,),
    "consensus": (CONSENSUS, ADJUDICATION),
}


@dataclass(frozen=True, slots=True)
class Material:
    """What a comparison is made from.

    Attributes:
        target: Whose labels are the truth, in words.
        targets: Value 0..6 by clip id.
        contenders: Everybody who can be compared.
        facts: Hash, signer, session and name by clip id.
        notes: Who was left out, and why.
    """

    target: str
    targets: dict[int, int]
    contenders: tuple[Contender, ...]
    facts: dict[int, ClipFacts]
    notes: tuple[str, ...] = ()

    def compare(self, k: int = K, cluster_by: str | None = "session") -> Comparison:
        """Compare everybody on the clips that all answered."""
        found = compare(
            self.targets,
            self.contenders,
            target=self.target,
            facts=self.facts,
            cluster_by=cluster_by,
            k=k,
        )
        return replace(found, notes=(*self.notes, *found.notes))


def targets_with_labels(project: Project) -> list[str]:
    """Return the targets that have at least one label."""
    return [name for name in TARGET_WORDS if _targets(project, name)]


def gather(project: Project, target: str = "human") -> Material:
    """Collect targets and contenders of one project.

    Args:
        project: Whose.
        target: A key of TARGET_WORDS.
    """
    clips = [clip for clip in project.catalog.all() if clip.state != TRACK_ONLY]
    facts = {c.id: ClipFacts(c.key, c.signer, c.session, c.name) for c in clips}
    targets = {clip: value for clip, value in _targets(project, target).items() if clip in facts}
    contenders, notes = list(_models(project)), []
    captions = {clip: texts[0] for clip, texts in project.catalog.captions().items()}
    if target != "caption" and captions:
        answered = [c for c in targets if all(c in one.answers for one in contenders)]
        lacking = sum(clip not in captions for clip in answered)
        if contenders and lacking:
            notes.append(f"{VADER} is left out: {lacking} clips have no caption.")
        else:
            contenders.append(Contender(VADER, dict(caption_vader(captions)), "floor"))
    return Material(TARGET_WORDS[target], targets, tuple(contenders), facts, tuple(notes))


def _targets(project: Project, target: str) -> dict[int, int]:
    if target == "caption":
        return {row.clip_id: row.value for row in take_snapshot(project, "caption").rows}
    return human_values(project, *_KINDS[target])


def _models(project: Project) -> list[Contender]:
    found = []
    for source in project.sources.all(MODEL_RUN):
        guesses = project.guesses.of_source(source.id)
        if not guesses:
            continue
        answers: dict[int, Any] = {
            clip: guess.value if guess.probabilities is None else guess.probabilities
            for clip, guess in guesses.items()
        }
        k = int(source.details.get("num_classes", K))
        trained = _trained_on(source.details.get("trained_on"))
        found.append(Contender(source.name, answers, "model", trained, k))
    return found


def _trained_on(record: Any) -> TrainedOn | None:
    if not isinstance(record, dict):
        return None
    return TrainedOn(
        *(frozenset(record.get(name, ())) for name in ("clips", "signers", "sessions"))
    )
