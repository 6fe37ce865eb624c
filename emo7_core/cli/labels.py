"""Commands on labels: label, undo, export."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.options import ProjectFolder, Rater
from emo7_core.clips.clip import BAD, Clip
from emo7_core.clips.identify import identify
from emo7_core.errors import UsageError
from emo7_core.labels.decision import WITH_CAPTION, Draft
from emo7_core.labels.reveals import Reveals
from emo7_core.labels.sources import RATER, Source
from emo7_core.project import Project
from emo7_core.quantity import counted
from emo7_core.scale import CLASSES, K, digit_of, index_of

KEY_START = 12


class Format(StrEnum):
    """What export can write."""

    GOLDEN = "golden"
    GOLDEN_JSON = "golden-json"
    CSV = "csv"
    JSON = "json"
    SOFT = "soft"


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("label")(label)
    app.command("undo")(undo)
    app.command("export")(export)


def label(
    clip: Annotated[
        str,
        typer.Argument(
            help="The clip's name, or the beginning of its content key. Put -- before one that "
            "starts with -."
        ),
    ],
    value: Annotated[str, typer.Argument(help="1 to 7, or the class in words.")],
    project: ProjectFolder,
    rater: Rater,
    unsure: Annotated[bool, typer.Option("--unsure", help="The rater is not sure.")] = False,
    note: Annotated[str, typer.Option(help="Free text.")] = "",
) -> None:
    """Put one clip on the scale, durably, as the window does."""
    with Project.open(project) as opened:
        lock = opened.lock()
        lock.acquire()
        try:
            digit = value_of(value)
            found = _read(opened, the_clip(opened, clip))
            if found.key is None or found.state == BAD:
                raise UsageError(f"{clip} has no readable file: it cannot be labelled")
            who = opened.sources.ensure(RATER, rater)
            draft = Draft(found.id, digit, is_unsure=unsure, note=note)
            stored = opened.log(who).append(_staged(opened, who, draft))
        finally:
            lock.release()
    assert stored.value is not None
    print(f"saved: {found.name} {digit_of(stored.value)} {CLASSES[stored.value]}")


def _staged(project: Project, rater: Source, draft: Draft) -> Draft:
    """Return a draft of the stage that the rater is at: what was once seen stays seen."""
    seen = Reveals(project.database, rater.id).all().get(draft.clip_id)
    later = project.log(rater).current(draft.clip_id, WITH_CAPTION)
    if seen is None and later is None:
        return draft
    visible = seen if seen is not None else later.visible if later is not None else ()
    return replace(draft, stage=WITH_CAPTION, visible=visible)


def undo(project: ProjectFolder, rater: Rater) -> None:
    """Take back this rater's latest action."""
    with Project.open(project) as opened:
        lock = opened.lock()
        lock.acquire()
        try:
            log = opened.log(opened.sources.ensure(RATER, rater))
            draft = log.undo_draft()
            if draft is None:
                raise UsageError(f"{rater} has nothing to take back")
            stored = log.append(draft)
            name = opened.catalog.get(stored.clip_id).name
        finally:
            lock.release()
    now = "no value" if stored.value is None else CLASSES[stored.value]
    print(f"taken back: {name} has {now}")


def export(
    project: ProjectFolder,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write.")],
    format: Annotated[
        Format, typer.Option("--format", help="The golden set, every decision, or raters' shares.")
    ] = Format.GOLDEN,
) -> None:
    """Write decisions, or the golden set in the columns of the earlier scripts plus provenance."""
    from emo7_core.labels.export_rows import export_project

    with Project.open(project) as opened:
        print(f"{counted(export_project(opened, out, format.value), 'row')} in {out}")


def the_clip(project: Project, text: str) -> Clip:
    """Return the clip of a name, or of the beginning of a content key.

    Clips that share a name are read where they were not: their keys tell them apart.

    Raises:
        UsageError: there is none, or the name does not say which of several is meant.
    """
    found = project.catalog.named(text)
    if not found and len(text) >= KEY_START:
        found = project.catalog.by_key_start(text)
    if not found:
        raise UsageError(f"no clip “{text}”", remedy="List them with: emo7 queue")
    if len(found) > 1:
        found = list({one.id: one for one in (_read(project, one) for one in found)}.values())
    if len(found) > 1:
        keys = ", ".join((clip.key or "not read yet")[:KEY_START] for clip in found)
        raise UsageError(
            f"{len(found)} clips are called {text}",
            remedy=f"Say the beginning of the content key instead of the name: {keys}.",
        )
    return found[0]


def _read(project: Project, clip: Clip) -> Clip:
    """Return a clip as it is known once its file was read."""
    return clip if clip.key is not None else identify(project.catalog, clip)


def value_of(text: str) -> int:
    """Return the value 0..6 of a digit 1 to 7 or a class in words."""
    if text.isdecimal() and 1 <= int(text) <= K:
        return int(text) - 1
    if re.fullmatch(r"[-+]?\d+(\.\d+)?", text):
        ends = f"Say 1 ({CLASSES[0]}) to {K} ({CLASSES[-1]}), or the class in words."
        raise UsageError(f"{text} is not on the scale", remedy=ends)
    return index_of(text)
