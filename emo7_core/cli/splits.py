"""Commands on splits: make one, or show one with what its sides share."""

from __future__ import annotations

from typing import Annotated

import typer

from emo7_core.cli.options import ProjectFolder
from emo7_core.errors import UsageError
from emo7_core.labels.splits import KINDS, StoredSplit
from emo7_core.project import Project
from emo7_core.scale import K


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("split")(split)


def split(
    project: ProjectFolder,
    name: Annotated[str | None, typer.Option(help="The new split's name.")] = None,
    by: Annotated[str, typer.Option(help="Kept apart: signer, session or clip.")] = "signer",
    shares: Annotated[str, typer.Option(help="Of train, val and test.")] = ".8,.1,.1",
    seed: Annotated[int, typer.Option(help="The same seed, the same split.")] = 42,
    show: Annotated[str | None, typer.Option(help="Show this split instead.")] = None,
) -> None:
    """Split a project's clips so that no signer, session or clip is on two sides."""
    from emo7_core.labels.splits import make_split, read_split, split_names

    if by not in KINDS:
        raise UsageError(f"“{by}” is no kind of group", remedy=f"Use {', '.join(KINDS)}.")
    with Project.open(project) as opened:
        if show is not None:
            _print(opened, read_split(opened, show))
        elif name is not None:
            _print(opened, make_split(opened, name, by, _shares(shares), seed))
        else:
            known = ", ".join(split_names(opened)) or "none yet"
            raise UsageError("say --name NEW or --show NAME", remedy=f"Known: {known}.")


def _shares(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise UsageError(f"“{text}” are no shares", remedy="For example .8,.1,.1") from None


def _print(project: Project, found: StoredSplit) -> None:
    from emo7_core.labels.split_leaks import report_split

    report = report_split(project, found)
    print(f"split {found.name}, by {found.by}, seed {found.seed}, hash {found.hash[:12]}")
    for corpus, kind in found.apart.items():
        if kind != found.by:
            print(f"note: {corpus} has no known {found.by}, its {kind}s are kept apart")
    print("\t".join(("part", "clips", "signers", "sessions", "golden", *map(str, range(1, K + 1)))))
    for part in report.parts:
        facts = (part.part, part.clips, len(part.signers), part.sessions, part.golden)
        print("\t".join(str(cell) for cell in (*facts, *part.classes)))
    lines = report.lines()
    for line in lines:
        print(f"leak: {line}")
    if not lines:
        against = f", golden set: {report.golden_words}" if report.golden_words else ""
        print(f"nothing stands on both sides{against}")
    if not report.golden_words:
        print("note: there is no golden set to look for yet")
