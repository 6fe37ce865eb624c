"""The command that makes labels of captions: label-captions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.progress import bar
from emo7_core.errors import UsageError
from emo7_core.labels.caption_rule import Labelled, label_captions, label_project, table_csv
from emo7_core.labels.export import write_atomically
from emo7_core.project import Project
from emo7_core.quantity import counted
from emo7_core.scale import CLASSES, K, digit_of

Cuts = Annotated[
    str,
    typer.Option(help="concentrated, uniform, percentile, or six numbers parted by commas."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("label-captions")(label_captions_command)


def label_captions_command(
    tables: Annotated[
        list[Path] | None,
        typer.Argument(help="How2Sign sheets, earlier CSVs, ASLLRP tables or SignStream XML."),
    ] = None,
    cuts: Cuts = "concentrated",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The CSV to write.")] = None,
    project: Annotated[
        Path | None, typer.Option("--project", "-p", help="Label this project's clips instead.")
    ] = None,
    clips: Annotated[
        Path | None, typer.Option("--clips", help="Only rows whose clip lies in this folder.")
    ] = None,
) -> None:
    """Make 7-class labels of captions with VADER: of tables into a CSV, or of a project's clips.

    In a project they are guesses of a caption rule, whose name carries the cuts.
    """
    if project is not None and not tables and clips is None:
        _of_project(project, cuts, out)
    elif tables and out is not None and project is None:
        _of_tables(tables, cuts, out, clips)
    else:
        raise UsageError("say either TABLE --out FILE, or --project FOLDER")


def print_counts(title: str, counts: tuple[int, ...]) -> None:
    """Print how many clips each class has, with its share."""
    total = sum(counts)
    print(f"{title}: {total}")
    for value in range(K):
        share = counts[value] / total if total else 0.0
        print(f"  {digit_of(value)} {CLASSES[value]:<20} {counts[value]:>7} {share:>7.1%}")


def _of_tables(tables: list[Path], cuts: str, out: Path, clips: Path | None) -> None:
    from emo7_core.corpora.captions import read_captions, with_clips

    reading = read_captions(tables)
    notes = list(reading.repairs)
    rows = reading.rows if clips is None else with_clips(reading.rows, clips, notes)
    with bar("scoring captions") as advance:
        labelled = label_captions(
            [row.name for row in rows],
            [row.caption for row in rows],
            cuts,
            lambda done, total: advance(done, total, ""),
        )
    write_atomically(out, table_csv(labelled))
    _print(labelled, notes)
    print(f"{counted(len(rows), 'row')} in {out}")


def _of_project(folder: Path, cuts: str, out: Path | None) -> None:
    with Project.open(folder) as project, bar("scoring captions") as advance:
        made = label_project(project, cuts, lambda done, total: advance(done, total, ""))
    if out is not None:
        write_atomically(out, table_csv(made.labelled))
    notes = [f"{made.without_caption} clips have no caption and no guess."]
    _print(made.labelled, notes if made.without_caption else [])
    print(f"{made.new} new guesses of “{made.source.name}”")
    if out is not None:
        print(f"{counted(len(made.labelled.names), 'row')} in {out}")


def _print(labelled: Labelled, notes: list[str]) -> None:
    values = ", ".join(f"{cut:g}" for cut in labelled.cuts.values)
    print(f"{labelled.cuts.name} cuts: {values}")
    print_counts("captions", labelled.counts)
    if labelled.imbalance is not None:
        print(f"imbalance: {labelled.imbalance:.1f} to 1 ({_extremes(labelled.counts)})")
        print(f"exactly zero: {labelled.zero_share:.1%}")
    if labelled.blank:
        notes = [*notes, f"{labelled.blank} captions are empty: they score 0, which is Neutral."]
    for note in (labelled.cuts.note, *notes):
        if note:
            print(f"note: {note}")


def _extremes(counts: tuple[int, ...]) -> str:
    present = [n for n in counts if n]
    if len(present) == 1:
        return "all in one class"
    empty = K - len(present)
    told = "1 class is empty" if empty == 1 else f"{empty} classes are empty"
    tail = f"; {told}" if empty else ""
    if max(present) == min(present):
        return f"classes of one size{tail}"
    most, least = (CLASSES[counts.index(end)] for end in (max(present), min(present)))
    return f"{most} over {least}{tail}"
