"""What the Golden workspace is made from, read from a project in one go.

What it is: two frozen sets of facts: what is quick (versions, coverage, cases, the stage), and
what takes its time (agreement, moves to the model, likely clips).
What it is not: a view, or anything that runs in the GUI thread; the desk's rooms call it.
Convention: where other raters' values must stay hidden, the facts do not hold them at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from emo7_core.evaluation.anchoring_of import ProjectAnchoring
from emo7_core.labels.adjudicate import Case, cases
from emo7_core.labels.coverage import Likely, coverage, likely_clips
from emo7_core.labels.decision import SIGNING_ONLY
from emo7_core.labels.golden import GoldenVersion, Member, versions
from emo7_core.labels.raters import Profile, profile_of
from emo7_core.labels.snapshot import (
    KINDS,
    Standing,
    caption_values,
    human_carriers,
    standings,
    take_snapshot,
)
from emo7_core.labels.sources import RATER, Source
from emo7_core.labels.stage import StageChange, is_stage_over, stage_history
from emo7_core.project import Project
from emo7_core.statistics.agreement_report import AgreementReport

HUMAN, ADJUDICATED, CONSENSUS, CAPTION = "human", "adjudicated", "consensus", "caption"
# What a version can be made from here; the captions' set is made by a command.
PROMOTABLE = (HUMAN, ADJUDICATED, CONSENSUS)
MOST_LIKELY = 30


@dataclass(frozen=True, slots=True)
class RaterFacts:
    """One rater: who, and how many clips they decided."""

    source: Source
    profile: Profile
    count: int


@dataclass(frozen=True, slots=True)
class GoldenFacts:
    """What is quick to read.

    Attributes:
        raters: Who decided something.
        own: The own values, by clip.
        shared_count: Clips that two or more raters decided.
        is_hidden: Whether others' values are hidden from this rater; the rest is empty then.
        stage: The last change of the stage, None where there was none.
        versions: Golden versions, oldest first.
        drafts: What a promotion would freeze now, for each target that has a label.
        captions: Caption-VADER's class of the golden clips.
        cases: Clips that people disagree on.
    """

    raters: tuple[RaterFacts, ...]
    own: dict[int, int]
    shared_count: int
    is_hidden: bool
    stage: StageChange | None = None
    versions: tuple[GoldenVersion, ...] = ()
    drafts: tuple[GoldenVersion, ...] = ()
    captions: dict[int, int] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()

    @property
    def last(self) -> GoldenVersion | None:
        """The newest version of people's labels."""
        return next((v for v in reversed(self.versions) if v.target != CAPTION), None)

    @property
    def draft(self) -> GoldenVersion | None:
        """The draft to offer first: of the newest version's target, else of all people."""
        last = self.last
        wanted = HUMAN if last is None else last.target
        return self.draft_of(wanted) or next(iter(self.drafts), None)

    def draft_of(self, target: str) -> GoldenVersion | None:
        """The draft of one target, None where it has no label."""
        return next((one for one in self.drafts if one.target == target), None)

    @property
    def can_promote(self) -> bool:
        """Whether a draft holds other labels than the newest version."""
        last = self.last
        return any(last is None or one.hash != last.hash for one in self.drafts)

    @property
    def members(self) -> tuple[Member, ...]:
        """The golden clips: those of the newest version, else of what could become one."""
        shown = self.last or self.draft
        return () if shown is None else shown.members

    @property
    def is_empty(self) -> bool:
        """Whether nobody labelled anything."""
        return not (self.raters or self.members)


@dataclass(frozen=True, slots=True)
class GoldenFigures:
    """What takes its time.

    Attributes:
        report: Agreement at one stage.
        anchoring: Moves to the model's value, None where nothing tells.
        likely: Likely clips of each short class.
    """

    report: AgreementReport
    anchoring: ProjectAnchoring | None
    likely: dict[int, tuple[Likely, ...]]


def read_facts(project: Project, rater: Source) -> GoldenFacts:
    """Return the quick facts, as this rater may see them."""
    said = standings(project, RATER)
    raters = _raters(project, said)
    own = {one.clip_id: one.value for one in said if one.source_id == rater.id}
    by_clip: dict[int, int] = {}
    for one in said:
        by_clip[one.clip_id] = by_clip.get(one.clip_id, 0) + 1
    shared = sum(count > 1 for count in by_clip.values())
    history = stage_history(project)
    stage = history[-1] if history else None
    has_others = any(one.source.id != rater.id for one in raters)
    if has_others and not is_stage_over(project):
        return GoldenFacts(raters, own, shared, is_hidden=True, stage=stage)
    known = tuple(versions(project))
    drafts = [_draft(project, target, known) for target in PROMOTABLE]
    made = tuple(one for one in drafts if one is not None)
    facts = GoldenFacts(raters, own, shared, False, stage, known, made, cases=tuple(cases(project)))
    return _with_captions(project, facts)


def read_figures(project: Project, members: tuple[Member, ...]) -> GoldenFigures:
    """Return agreement, moves to the model and likely clips of short classes."""
    # scipy's sparse matrices would cost the first picture of the window.
    from emo7_core.evaluation.agreement_of import LATEST, report_of
    from emo7_core.evaluation.anchoring_of import anchoring_of
    from emo7_core.labels.evidence import gather_evidence

    report = report_of(project, SIGNING_ONLY)
    if not report.n_paired:
        report = report_of(project, LATEST)
    short = coverage(members)
    golden = {one.clip_id for one in members}
    evidence = gather_evidence(project)
    likely = {
        value: tuple(
            likely_clips(evidence, value, golden, min(MOST_LIKELY, int(short.shortfall[value])))
        )
        for value in short.short_classes
    }
    return GoldenFigures(report, anchoring_of(project), likely)


def _raters(project: Project, said: list[Standing]) -> tuple[RaterFacts, ...]:
    found = []
    for source in project.sources.all(RATER):
        count = sum(one.source_id == source.id for one in said)
        if count:
            found.append(RaterFacts(source, profile_of(source), count))
    return tuple(found)


def _draft(project: Project, target: str, known: tuple[GoldenVersion, ...]) -> GoldenVersion | None:
    """Return what a promotion would freeze, under the number that it would get."""
    snapshot = take_snapshot(project, target, has_pictures_only=True)
    if not snapshot.rows:
        return None
    carriers = human_carriers(project, *KINDS[target])
    members = tuple(
        Member(
            row.clip_id, row.clip_key, row.name, row.value, row.signer, row.session,
            carriers[row.clip_id].uuid,
        )
        for row in snapshot.rows
    )  # fmt: skip
    number = known[-1].number + 1 if known else 1
    return GoldenVersion(number, target, snapshot.hash, "", "", "", None, members)


def _with_captions(project: Project, facts: GoldenFacts) -> GoldenFacts:
    golden = {one.clip_id for one in facts.members}
    frozen = next((v for v in reversed(facts.versions) if v.target == CAPTION), None)
    if frozen is not None:
        values = {one.clip_id: one.value for one in frozen.members}
    else:
        values = caption_values(project)
    return replace(facts, captions={c: v for c, v in values.items() if c in golden})
