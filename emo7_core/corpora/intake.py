"""Takes a corpus reading into a project: clips, captions, labels of tables, in that order.

What it is: the one way in for the command line and the window.
What it is not: a reader; nothing of a table's format is known here.
Convention: importing twice adds nothing; a row without its clip is reported, never an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from emo7_core.clips.clip import OK, Clip
from emo7_core.clips.identify import Report, identify_all
from emo7_core.corpora.imported import CorpusReading, ImportedClip, ImportedLabel
from emo7_core.labels.decision import Draft, Guess
from emo7_core.labels.sources import HUMAN_KINDS, Source
from emo7_core.project import Project

Labelled = dict[tuple[str, str], list[tuple[int, ImportedLabel]]]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        new: Clips that were not known before.
        known: Clips that were.
        without_file: Names of rows whose clip is not on this disk.
        unplayable: Clips that cannot play, each with its message.
        labels: Values taken from tables.
        repairs: What was mended while reading.
    """

    new: int
    known: int
    without_file: tuple[str, ...]
    unplayable: tuple[Clip, ...]
    labels: int
    repairs: tuple[str, ...]


def take_in(
    project: Project,
    reading: CorpusReading,
    report: Report | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> ImportReport:
    """Store what was read, read the new files, then the values that tables gave.

    Rows without a file join a clip of the same name that the project already has.
    """
    added = project.catalog.add(reading.clips)
    unplayable = [
        clip
        for clip in identify_all(project.catalog, report=report, should_stop=should_stop)
        if clip.state != OK
    ]
    found = {clip.name: clip.id for clip in project.catalog.all()}
    labels = _take_labels(project, _joined(reading.clips, found))
    joined = {one.name for one in reading.clips if one.path is None and one.name in found}
    return ImportReport(
        new=len(added.new),
        known=len(added.known) + len(joined),
        without_file=tuple(name for name in added.without_file if name not in joined),
        unplayable=tuple(unplayable),
        labels=labels,
        repairs=reading.repairs,
    )


def _joined(clips: tuple[ImportedClip, ...], found: dict[str, int]) -> Labelled:
    by_source: Labelled = {}
    for one in clips:
        clip_id = found.get(one.name)
        for label in one.labels if clip_id is not None else ():
            rows = by_source.setdefault((label.source_kind, label.source_name), [])
            rows.append((clip_id or 0, label))
    return by_source


def _take_labels(project: Project, by_source: Labelled) -> int:
    count = 0
    for (kind, name), rows in by_source.items():
        source = project.sources.ensure(kind, name)
        take = _take_decisions if kind in HUMAN_KINDS else _take_guesses
        count += take(project, source, rows)
    return count


def _take_decisions(project: Project, source: Source, rows: list[tuple[int, ImportedLabel]]) -> int:
    log = project.log(source)
    standing = {one.clip_id: one.value for one in log.currents()}
    fresh = [(clip, label) for clip, label in rows if standing.get(clip, -1) != label.value]
    for clip_id, label in fresh:
        log.append(Draft(clip_id, label.value, note=_note(label)))
    return len(fresh)


def _take_guesses(project: Project, source: Source, rows: list[tuple[int, ImportedLabel]]) -> int:
    standing = project.guesses.of_source(source.id)
    fresh = [
        Guess(clip, source.id, label.value, score=label.score, details=dict(label.details))
        for clip, label in rows
        if clip not in standing or standing[clip].value != label.value
    ]
    return project.guesses.add(source, fresh)


def _note(label: ImportedLabel) -> str:
    return "; ".join(f"{name}: {text}" for name, text in label.details.items() if text)
