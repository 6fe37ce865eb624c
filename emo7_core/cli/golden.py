"""Commands on golden sets: find (and, in golden_versions.py, the versions of a project)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.captions import Cuts, print_counts
from emo7_core.cli.progress import bar
from emo7_core.labels.golden_tables import GoldenTables, find_golden, write_golden
from emo7_core.statistics.metrics import METRICS

SHOWN = 20

golden = typer.Typer(
    help="The two golden sets: Deaf annotators, and caption-VADER.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(golden, name="golden")


@golden.command("find")
def find(
    captions: Annotated[
        list[Path], typer.Option("--captions", help="A table of ASLLRP's captions, or its XML.")
    ],
    emosign: Annotated[
        Path, typer.Option("--emosign", help="EmoSign's table: video_name and Sentiment.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder for the three tables.")],
    cuts: Cuts = "concentrated",
) -> None:
    """Find both golden sets, write them and what is left, and set caption-VADER against people."""
    with bar("scoring captions") as advance:
        tables = find_golden(captions, emosign, cuts, lambda done, total: advance(done, total, ""))
    written = write_golden(tables, out)
    _print(tables)
    for path in written:
        print(f"written: {path}")


def _print(tables: GoldenTables) -> None:
    joined, left = len(tables.golden.names), len(tables.rest.names)
    print(f"{joined} of {tables.judged} utterances joined, {left} captions without golden")
    missing = tables.without_caption
    if missing:
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        print(f"{len(missing)} without a caption: {', '.join(missing[:SHOWN])}{more}")
    print_counts("Deaf annotators", tables.human_counts)
    print_counts("caption-VADER", tables.golden.counts)
    print(f"caption-VADER against the Deaf annotators, n = {joined}")
    for key, (figure, reason) in tables.scores().items():
        shown = reason or f"{figure:.3f}"
        print(f"  {METRICS[key].title:<24} {shown}")
    for note in tables.notes:
        print(f"note: {note}")
