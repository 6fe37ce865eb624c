"""The options that several commands share, spelled once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectFolder = Annotated[
    Path, typer.Option("--project", "-p", help="The project folder (it holds emo7.db).")
]
Rater = Annotated[str, typer.Option("--rater", "-r", help="Who labels; made if new.")]
