"""Takes a corpus reading into a project: clips, captions, labels of tables, in that order.

What it is: the one way in, for the command line and the window.
What it is not: a reader; nothing of a table's format is known here.
Convention: importing twice adds nothing; a row without its clip is reported, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from emo7_core.clips.clip import OK, Clip
from emo7_core.clips.identify import Report, identify_all
from emo7_core.clips.views import stored_path
from emo7_core.corpora.absent_rows import keep_absent
from emo7_core.corpora.imported import CorpusReading, ImportedClip, ImportedLabel
from emo7_core.corpora.keypoints import KeypointReport, check_keypoints, take_keypoints
from emo7_core.corpora.names import utterance_id
from emo7_core.labels.decision import Draft, Guess
from emo7_core.labels.sources import HUMAN_KINDS, Source
from emo7_core.project import Project

Labelled = dict[tuple[str, str], list[tuple[int, ImportedLabel]]]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        new: Clips that were not known before; a copy of another file is none.
        known: Clips that were, by path, by content (a moved file), or by the name of a row.
        without_file: Names of rows whose clip is not on this disk.
        unplayable: Clips that cannot play, each with its message.
        labels: Values taken from tables.
        repairs: What was mended while reading.
        unlisted: Names of files that no row names.
        unread: Clips whose file was not read yet because the import was stopped.
        keypoints: What came of the keypoints folder.
        views: Further cameras that were linked to a clip.
        tiers: Annotated stretches that were added.
        copies: Files of this import that hold the same video, as "one = two", a line per clip.
    """

    new: int
    known: int
    without_file: tuple[str, ...]
    unplayable: tuple[Clip, ...]
    labels: int
    repairs: tuple[str, ...]
    unlisted: tuple[str, ...] = ()
    unread: int = 0
    keypoints: KeypointReport = field(default_factory=KeypointReport)
    views: int = 0
    tiers: int = 0
    copies: tuple[str, ...] = ()


def take_in(
    project: Project,
    reading: CorpusReading,
    report: Report | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    *,
    keypoints: Path | None = None,
    report_keypoints: Report | None = None,
) -> ImportReport:
    """Store what was read, read the new files, then the values that tables gave.

    Rows without a file join a clip of the same name that the project already has: what they
    tell (caption, signer, session, split, values) is added, nothing known is overwritten.

    Args:
        project: Where it goes.
        reading: What a corpus reader found.
        report: Called after each file that was read, with done, total and the clip.
        should_stop: Asked between files; what was read is kept.
        keypoints: A folder of OpenPose folders, one per clip.
        report_keypoints: Called after each folder of keypoints, like report.

    Raises:
        UsageError: no such folder of keypoints.
    """
    if keypoints is not None:
        check_keypoints(keypoints)
    added = project.catalog.add(reading.clips)
    unplayable = [
        clip
        for clip in identify_all(project.catalog, report=report, should_stop=should_stop)
        if clip.state != OK
    ]
    files = _clips_of_files(project, reading)
    ids = _ids(project, reading.clips, files)
    here = _files_of_clips(files)
    fresh = here.keys() & set(added.new)
    joined = {one.name for one in _without_file(reading) if one.name in ids}
    project.catalog.complete((ids[one.name], one) for one in _without_file(reading, ids))
    found = KeypointReport()
    if keypoints is not None:
        mine = [project.catalog.get(clip_id) for clip_id in dict.fromkeys(ids.values())]
        found = take_keypoints(project, mine, keypoints, report_keypoints, should_stop)
    keep_absent(project, reading.clips, ids.keys())
    return ImportReport(
        new=len(fresh),
        known=len(here.keys() - fresh) + len(joined),
        without_file=tuple(name for name in added.without_file if name not in joined),
        unplayable=tuple(unplayable),
        labels=_take_labels(project, _joined(reading.clips, ids)),
        repairs=reading.repairs,
        unlisted=reading.unlisted,
        unread=len(project.catalog.unidentified()),
        keypoints=found,
        views=project.views.add({ids[one.name]: one.views for one in _with(reading, ids)}),
        tiers=project.tiers.add({ids[one.name]: one.tiers for one in _with(reading, ids)}),
        copies=tuple(" = ".join(names) for names in here.values() if len(names) > 1),
    )


def _clips_of_files(project: Project, reading: CorpusReading) -> dict[Path, int]:
    """Return the clip of each file of a reading, which tells it better than a name."""
    known = project.catalog.files()
    paths = dict.fromkeys(one.path for one in reading.clips if one.path is not None)
    placed = {path: known.get(stored_path(path, project.root)) for path in paths}
    return {path: clip_id for path, clip_id in placed.items() if clip_id is not None}


def _files_of_clips(files: Mapping[Path, int]) -> dict[int, list[str]]:
    named: dict[int, list[str]] = {}
    for path, clip_id in files.items():
        named.setdefault(clip_id, []).append(path.name)
    return named


def _without_file(
    reading: CorpusReading, ids: Container[str] | None = None
) -> Iterator[ImportedClip]:
    for one in reading.clips:
        if one.path is None and (ids is None or one.name in ids):
            yield one


def _with(reading: CorpusReading, ids: Container[str]) -> Iterator[ImportedClip]:
    return (one for one in reading.clips if one.name in ids and (one.views or one.tiers))


def _ids(
    project: Project, clips: tuple[ImportedClip, ...], files: Mapping[Path, int]
) -> dict[str, int]:
    """Return the clip of the project that each row speaks of, by the row's name.

    A file tells it best: the same content may have been here under another name. A row of an
    utterance id may stand for a clip that kept its long name.
    """
    known = project.catalog.all()
    names = {utterance: clip.id for clip in known if (utterance := utterance_id(clip.name))}
    names |= {clip.name: clip.id for clip in known}
    found = {}
    for one in clips:
        candidates = [files.get(one.path) if one.path else None]
        candidates += [names.get(name) for name in one.names]
        clip_id = next((i for i in candidates if i is not None), None)
        if clip_id is not None:
            found[one.name] = clip_id
    return found


def _joined(clips: tuple[ImportedClip, ...], ids: dict[str, int]) -> Labelled:
    by_source: Labelled = {}
    for one in clips:
        for label in one.labels if one.name in ids else ():
            rows = by_source.setdefault((label.source_kind, label.source_name), [])
            rows.append((ids[one.name], label))
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
    # A file that is read again tells nothing new: what was decided since then stays.
    said = log.said()
    fresh = [(clip, label) for clip, label in rows if (clip, label.value) not in said]
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
