"""The options that several commands share, spelled once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectFolder = Annotated[
    Path, typer.Option("--project", "-p", help="The project folder (it holds emo7.db).")
]
Rater = Annotated[str, typer.Option("--rater", "-r", help="Who labels; made if new.")]
Detach = Annotated[bool, typer.Option("--detach", help="Return at once; the job goes on.")]
Device = Annotated[str, typer.Option(help="Where a model computes: auto, cpu, cuda or mps.")]
ThreeClass = Annotated[
    bool, typer.Option("--three-class", help="The sign alone: Negative, Neutral, Positive.")
]
