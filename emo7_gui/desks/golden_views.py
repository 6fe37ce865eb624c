"""What Golden shows, made from its facts: heading, agreement, shifts, coverage, the blind page.

What it is: pure translation into the views' frozen values.
What it is not: any computing of figures, or the cases (case_views.py) and differences
(change_views.py).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime
from typing import cast

from emo7_core.evaluation.anchoring_of import ProjectAnchoring
from emo7_core.labels.coverage import TARGET_COUNT, coverage
from emo7_core.labels.golden import GoldenVersion, Member
from emo7_core.labels.golden_diff import UNKNOWN, diff
from emo7_core.scale import CLASSES, K, digit_of
from emo7_core.statistics.agreement_report import AgreementReport, AgreementRow, RaterShift
from emo7_core.statistics.intervals import too_few
from emo7_gui.desks.golden_facts import GoldenFacts, GoldenFigures
from emo7_gui.golden.golden_view import (
    AgreementView,
    BlindView,
    ClassRow,
    ClipSet,
    CoverageView,
    Figure,
    Heading,
    RaterBars,
    ShiftView,
)
from emo7_gui.golden.interval_bar import two

SHOWN = (
    "alpha_ordinal", "alpha_nominal", "kappa_quadratic", "ac2_quadratic", "icc_2_1", "within_one",
)  # fmt: skip
SHARES = ("exact", "within_one")
_MOST_FINDINGS = 2
PEOPLE = "people"


def heading_of(facts: GoldenFacts, read_only: str = "") -> Heading:
    """Return the head: the newest version, the last change, the next promotion."""
    last, draft = facts.last, facts.draft
    change = change_count(last, draft)
    number = facts.versions[-1].number + 1 if facts.versions else 1
    promote = f"Promote to v{number}, {change} {'decision' if change == 1 else 'decisions'}"
    why_not = read_only
    if draft is None:
        why_not = why_not or "No clip has a human label yet."
    elif not change:
        promote = f"Promote to v{number}"
        why_not = why_not or ("" if facts.can_promote else "Nothing changed since this version.")
    if last is None:
        count = 0 if draft is None else len(draft.members)
        detail = f"{_clips(count)} have a human label; a version freezes them under a number"
        return Heading("No golden version yet", detail, "", promote, why_not)
    earlier = previous_of(facts, last)
    changes = f"Changes since v{earlier.number}" if earlier else ""
    return Heading(f"Golden v{last.number}", _detail(last), changes, promote, why_not)


def previous_of(facts: GoldenFacts, version: GoldenVersion) -> GoldenVersion | None:
    """Return the version of the same target before this one."""
    same = [v for v in facts.versions if v.target == version.target and v.number < version.number]
    return same[-1] if same else None


def change_count(last: GoldenVersion | None, draft: GoldenVersion | None) -> int:
    """Return how many clips a promotion would add, remove or change."""
    if draft is None:
        return 0
    if last is None:
        return len(draft.members)
    found = diff(last, draft)
    return len(found.added) + len(found.removed) + len(found.changed)


def agreement_view(facts: GoldenFacts, report: AgreementReport) -> AgreementView:
    """Return the card of agreement."""
    raters = f"{len(report.raters)} rater{'' if len(report.raters) == 1 else 's'}"
    title = f"Agreement, {raters}, {report.n_paired:,} shared clips"
    units = f"{report.units} {report.unit}{'' if report.units == 1 else 's'}"
    level = f"{100 * report.level:.0f}\u2009% over {units}"
    if report.units:
        level = too_few(report.unit, report.units) or level
    reasons = {report.row(key).reason for key in SHOWN}
    if len(reasons) == 1 and "" not in reasons:
        remedy = (
            "When another person labels the same clips, the figures appear here: change the "
            "rater at the top right."
        )
        title = title if report.raters else "Agreement"
        return AgreementView(title, "", (), (), reasons.pop(), remedy)
    figures = tuple(_figure(report.row(key), key == SHOWN[0]) for key in SHOWN)
    return AgreementView(title, level, figures, _findings(report))


def shift_view(
    facts: GoldenFacts, report: AgreementReport, anchored: ProjectAnchoring | None, own: str
) -> ShiftView:
    """Return the card of rater shift; the bars of the rater `own` tell them nothing new."""
    short = {one.source.name: one.profile.short for one in facts.raters}
    raters = tuple(_bars(one, short.get(one.rater, one.rater[:2]), own) for one in report.shifts)
    others = len(raters) - 1
    words = {1: "the other", 2: "the other two", 3: "the other three"}.get(others, "the others")
    return ShiftView(raters, f"against {words}, steps", _notes(report, anchored))


def coverage_view(facts: GoldenFacts, figures: GoldenFigures | None) -> CoverageView:
    """Return the card of coverage: people's set and the captions' set, counted apart."""
    members, captions = facts.members, facts.captions
    rows = tuple(
        ClassRow(
            value,
            _set(f"people: {_word(value)}", (m.clip_id for m in members if m.value == value)),
            _set(
                f"caption-VADER: {_word(value)}",
                (c for c, other in captions.items() if other == value),
            ),
            _likely(figures, value),
        )
        for value in range(K)
    )
    is_frozen = facts.last is not None
    return CoverageView(
        title="Coverage by class" if is_frozen else "Coverage by class, not frozen yet",
        people_name=f"{PEOPLE}, {_clips(len(members))}",
        people_short="People",
        caption_name=f"caption-VADER, {len(captions)} of them" if captions else "",
        rows=rows,
        target=TARGET_COUNT,
        signers=_signers(members),
        note=_one_face(members),
        is_waiting=figures is None and bool(members),
    )


def blind_view(facts: GoldenFacts, initials: str) -> BlindView:
    """Return what a rater sees before the rating is over: their own counts alone."""
    others = len(facts.raters) - (1 if facts.own else 0)
    who = "one other person" if others == 1 else f"{others} other people"
    detail = (
        f"Until it is over, each rater sees only their own decisions: {who} rated too, and what "
        "they put stays hidden from you, as yours does from them. Then agreement, "
        "coverage and adjudication appear here."
    )
    rows = tuple(
        ClassRow(value, ClipSet(f"mine: {_word(value)}", tuple(
            sorted(c for c, v in facts.own.items() if v == value))))
        for value in range(K)
    )  # fmt: skip
    own = CoverageView(
        f"Your own decisions, {_clips(len(facts.own))}", initials or "you", "You", "", rows
    )
    return BlindView(detail, own, stage_lines(facts))


def stage_lines(facts: GoldenFacts) -> tuple[str, ...]:
    """Return what somebody who ends the rating must know: how far everybody is."""
    told = ", ".join(f"{one.source.name} {one.count}" for one in facts.raters)
    return (
        f"Decided so far: {told} clips; {facts.shared_count} by two or more.",
        "From then on every rater of this project sees what the others put. That cannot be "
        "unseen: a value that somebody gives afterwards is no longer blind.",
        "You can go back to rating later; the log keeps both.",
    )


def date_of(iso: str) -> str:
    """Return a stored time as a short local date."""
    return f"{datetime.fromisoformat(iso).astimezone():%-d %b %Y}"


def _detail(version: GoldenVersion) -> str:
    signers = {one.signer for one in version.members if one.signer}
    many = f", {len(signers)} signer{'' if len(signers) == 1 else 's'}" if signers else ""
    by = f" by {version.by}" if version.by else ""
    back = f", brings v{version.restored} back" if version.restored else ""
    seal = "" if version.is_intact else ", which its members do not match"
    return (
        f"{_clips(len(version.members))}{many} · hash {version.hash[:8]}{seal} · frozen "
        f"{date_of(version.created_at)}{by}{back}"
    )


def _figure(row: AgreementRow, is_main: bool) -> Figure:
    return Figure(
        row.title,
        row.value,
        row.interval.low,
        row.interval.high,
        row.n_items,
        row.reason,
        _singles(row.singles),
        _set(f"{row.title}: {_clips(row.n_items)}", row.items),
        is_share=row.key in SHARES,
        is_main=is_main,
        note=row.interval.note,
    )


def _findings(report: AgreementReport) -> tuple[str, ...]:
    """Return the first findings, the ceiling and whether there are too few units."""
    last = tuple(f for f in report.findings if "ceiling" in f or f.startswith("Too few "))
    shifts = {one.rater for one in report.shifts}
    first = [f for f in report.findings if f not in last and not f.startswith("The same ")
             and not any(f.startswith(f"{name} ") for name in shifts)]  # fmt: skip
    return (*first[:_MOST_FINDINGS], *last)


def _bars(one: RaterShift, initials: str, own: str) -> RaterBars:
    return RaterBars(
        one.rater,
        initials,
        one.n,
        tuple(
            _set(f"{initials}: {_word(value)}", items, tells_value=one.rater != own)
            for value, items in enumerate(one.items)
        ),
        one.shift.value,
        one.shift.low,
        one.shift.high,
        one.words,
        _set(f"{initials} and others: {_clips(one.n_shared)}", _shared(one)),
        _singles(one.singles),
    )


def _shared(one: RaterShift) -> tuple[Hashable, ...]:
    # Whoever shares no clip has no shift; all others' bars hold the clips behind it.
    return tuple(item for bar in one.items for item in bar) if one.n_shared else ()


def _notes(report: AgreementReport, anchored: ProjectAnchoring | None) -> tuple[ClipSet, ...]:
    notes = []
    if report.repeats:
        every = report.repeats[0]
        words = every.reason or f"alpha {two(every.alpha.value, has_zero=False)} (n = {every.n})"
        notes.append(ClipSet(f"Same clip twice: {words}"))
    if anchored is not None and anchored.figures.shown.n:
        shown, control = anchored.figures.shown, anchored.figures.control
        beside = f", hidden {control.hits} of {control.n}" if control.n else ""
        words = f"Switched to the model: {shown.hits} of {shown.n}{beside}"
        clips = (*anchored.moved, *anchored.moved_control)
        notes.append(ClipSet(words, clips, tells_value=True))
    return tuple(notes)


def _likely(figures: GoldenFigures | None, value: int) -> ClipSet:
    found = () if figures is None else figures.likely.get(value, ())
    # The title is read in Review before the decision, so it names no class.
    return ClipSet("for a short class, mixed with others", tuple(one.clip_id for one in found))


def _signers(members: tuple[Member, ...]) -> tuple[tuple[str, ClipSet], ...]:
    by_name: dict[str, list[int]] = {}
    for one in members:
        by_name.setdefault(one.signer or UNKNOWN, []).append(one.clip_id)
    order = sorted(by_name, key=lambda name: (-len(by_name[name]), name))
    return tuple((name, ClipSet(f"signer {name}", tuple(by_name[name]))) for name in order)


def _one_face(members: tuple[Member, ...]) -> str:
    """Say which classes one signer alone shows: one signer is one face, not a class."""
    found = coverage(members)
    alone = [digit_of(v) for v in range(K) if found.signers_per_class[v] == 1]
    if not alone or len(found.signers) < 2:
        return ""
    return f"one signer only: {', '.join(map(str, alone))}"


def _singles(singles: tuple[tuple[Hashable, float], ...]) -> tuple[tuple[str, float], ...]:
    return tuple((str(name), value) for name, value in singles)


def _set(title: str, items: Iterable[Hashable], tells_value: bool = False) -> ClipSet:
    ids = tuple(cast("int", item) for item in items)
    is_telling = tells_value or title.startswith((PEOPLE, "caption"))
    return ClipSet(title, ids, is_telling)


def _word(value: int) -> str:
    return f"{digit_of(value)} {CLASSES[value]}"


def _clips(count: int) -> str:
    return f"{count:,} clip{'' if count == 1 else 's'}"
