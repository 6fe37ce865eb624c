"""An import in plain words: what would come in, what is missing, what came of it.

What it is: sentences made from a preview or a report; no widget is touched.
What it is not: the counting (emo7_core/corpora/plan.py, intake.py).
Convention: a fact has a title of one short sentence and small print; a warning is something a
person may want to mend before going on, never a reason to stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from emo7_core.corpora.intake import ImportReport
from emo7_core.corpora.plan import ASLLRP, EMOSIGN, FOLDER, HOW2SIGN, ImportPlan, ImportPreview
from emo7_core.quantity import counted

SHOWN = 3
ICONS = {
    "clips": "ph.film-strip",
    "labels": "ph.tag",
    "keypoints": "ph.person-simple-run",
    "fact": "ph.info",
    "warning": "ph.warning",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a preview.

    Attributes:
        kind: "clips", "labels", "keypoints", "fact" or "warning".
        title: One short sentence.
        detail: Small print, empty for none.
    """

    kind: str
    title: str
    detail: str = ""


def _tr(text: str, *values: object) -> str:
    said = QCoreApplication.translate("import", text)
    return said.format(*values) if values else said


def facts_of(plan: ImportPlan, seen: ImportPreview) -> tuple[Fact, ...]:
    """Return what a plan would bring in, the most important first."""
    return (
        _clips(plan, seen),
        *_labels(seen),
        *_missing(plan, seen),
        *_unlisted(plan, seen),
        *_untranslated(plan, seen),
        *_around(seen),
        *_keypoints(seen),
        *(Fact("warning", note) for note in seen.notes),
    )


def can_bring(seen: ImportPreview) -> bool:
    """Return whether an import would change anything."""
    return bool(seen.clips or seen.joined)


def why_nothing(plan: ImportPlan) -> str:
    """Return what to do where a plan brings nothing."""
    if plan.kind == FOLDER:
        return _tr("There is no video in it.")
    if plan.kind == EMOSIGN:
        return _tr("Its rows join ASLLRP clips: import those first.")
    if plan.clips is None:
        return _tr("Say where its clips lie.")
    return _tr("No row has its clip in that folder.")


def names_of(names: Sequence[str], shown: int = SHOWN) -> str:
    """Return the first names and how many more there are."""
    # No line may break inside "and 45 more".
    more = _tr(" and\u00a0{0}\u00a0more", f"{len(names) - shown:,}") if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def summary(report: ImportReport) -> str:
    """Return what came of an import in one line."""
    keypoints = report.keypoints
    parts = [
        counted(report.new, _tr("new clip"), _tr("new clips")),
        *_some(report.known, _tr("{0} known")),
        *_any(report.labels, _tr("value"), _tr("values")),
        *_any(report.views, _tr("further view"), _tr("further views")),
        *_any(report.tiers, _tr("non-manual stretch"), _tr("non-manual stretches")),
        *_some(keypoints.stored, _tr("{0} with keypoints")),
        *_any(len(report.without_file), _tr("row without a clip"), _tr("rows without a clip")),
        *_some(len(report.unplayable), _tr("{0} cannot play")),
        *_some(len(keypoints.problems), _tr("{0} keypoint folders with a problem")),
        *_some(report.unread, _tr("stopped: {0} files not read yet")),
    ]
    return ", ".join(parts)


def full_text(report: ImportReport) -> str:
    """Return what came of an import with every name and reason, to be read or copied."""
    keypoints = report.keypoints
    sections = (
        (_tr("Cannot play"), [f"{clip.path}: {clip.message}" for clip in report.unplayable]),
        (_tr("Rows without a clip on this disk"), list(report.without_file)),
        (_tr("Clips that no row names"), list(report.unlisted)),
        (_tr("Copies of one video, each one clip"), list(report.copies)),
        (_tr("Keypoints"), [f"{name}: {reason}" for name, reason in keypoints.problems]),
        (_tr("Clips without keypoints"), list(keypoints.without_folder)),
        (_tr("Mended while reading"), list(report.repairs)),
    )
    written = [f"{title} ({len(rows):,})\n" + "\n".join(rows) for title, rows in sections if rows]
    return "\n\n".join([summary(report), *written])


def has_details(report: ImportReport) -> bool:
    """Return whether the report says more than its one line."""
    return "\n" in full_text(report)


def _some(count: int, text: str) -> Iterable[str]:
    return [text.format(f"{count:,}")] if count else []


def _any(count: int, one: str, many: str) -> Iterable[str]:
    return [counted(count, one, many)] if count else []


def _clips(plan: ImportPlan, seen: ImportPreview) -> Fact:
    clips = counted(seen.clips, _tr("clip comes in"), _tr("clips come in"))
    parts = [] if plan.kind == FOLDER else [_tr("from {0}", _rows(seen.rows))]
    parts += [f"{name} {count:,}" for name, count in seen.splits]
    parts += _some(seen.captions, _tr("{0} with a caption"))
    parts += [counted(seen.signers, _tr("signer"), _tr("signers"))] if seen.signers else []
    if seen.clips or not seen.joined:
        parts += _some(seen.joined, _tr("{0} rows join clips of this project"))
        return Fact("clips", clips, "  ·  ".join(parts))
    title = counted(seen.joined, _tr("row joins a clip"), _tr("rows join clips")) + _tr(
        " of this project"
    )
    return Fact("clips", title, _tr("They bring what the clips do not have yet; no new clip."))


def _rows(count: int) -> str:
    return counted(count, _tr("row"), _tr("rows"))


def _labels(seen: ImportPreview) -> list[Fact]:
    if not seen.labels:
        return []
    title = _tr("{0} on the scale", counted(seen.labels, _tr("value"), _tr("values")))
    return [Fact("labels", title, _tr("From {0}, kept apart from yours.", names_of(seen.sources)))]


def _missing(plan: ImportPlan, seen: ImportPreview) -> list[Fact]:
    if not seen.without_clip:
        return []
    title = _tr("{0} without a clip", _rows(len(seen.without_clip)))
    return [Fact("fact" if can_bring(seen) else "warning", title, names_of(seen.without_clip))]


def _unlisted(plan: ImportPlan, seen: ImportPreview) -> list[Fact]:
    facts = []
    if seen.without_row:
        clips = counted(len(seen.without_row), _tr("clip"), _tr("clips"))
        is_in = plan.kind == HOW2SIGN and plan.with_unlisted
        title = _tr("{0} that no row names come in, too" if is_in else "{0} without a row", clips)
        facts.append(Fact("fact", title, names_of(seen.without_row)))
    if seen.other_views:
        views = counted(seen.other_views, _tr("side view"), _tr("side views"))
        facts.append(Fact("fact", _tr("{0} passed over", views)))
    return facts


def _untranslated(plan: ImportPlan, seen: ImportPreview) -> list[Fact]:
    if plan.kind != ASLLRP or seen.captions or not seen.clips:
        return []
    detail = _tr("A sign sheet has none. They lie in SignStream's XML.")
    return [Fact("warning", _tr("No translation comes in"), detail)]


def _around(seen: ImportPreview) -> list[Fact]:
    facts = []
    if seen.tiers:
        stretches = counted(seen.tiers, _tr("non-manual stretch"), _tr("non-manual stretches"))
        facts.append(
            Fact("fact", stretches, _tr("Brows, head, gaze: they lie under the timeline."))
        )
    if seen.views:
        views = counted(seen.views, _tr("further view"), _tr("further views"))
        facts.append(Fact("fact", _tr("{0}, linked to the clips", views)))
    return facts


def _keypoints(seen: ImportPreview) -> list[Fact]:
    if seen.keypoints is None:
        return []
    title = _tr("{0} of {1} clips have keypoints", f"{seen.keypoints:,}", f"{seen.clips:,}")
    return [Fact("keypoints" if seen.keypoints else "warning", title)]
