"""The command of agreement: a project's raters, or a table of ratings."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emo7_core.errors import UsageError
from emo7_core.project import Project

if TYPE_CHECKING:
    from emo7_core.evaluation.anchoring_of import ProjectAnchoring
    from emo7_core.statistics.agreement_report import AgreementReport
    from emo7_core.statistics.sample import Draw


class Stage(StrEnum):
    """Which of a rater's values count."""

    SIGNING_ONLY = "signing only"
    WITH_CAPTION = "with caption"
    LATEST = "latest"


class Cluster(StrEnum):
    """What is resampled."""

    SESSION = "session"
    SIGNER = "signer"
    NONE = "none"


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("agreement")(agreement)


def agreement(
    project: Annotated[
        Path | None, typer.Option("--project", "-p", help="The raters of this project.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="A table: one row a rating (CSV, TSV, Excel).")
    ] = None,
    item: Annotated[str | None, typer.Option(help="Column of what was rated.")] = None,
    rater: Annotated[
        str | None, typer.Option(help="Column of who rated; without one, raters are unnamed.")
    ] = None,
    value: Annotated[str | None, typer.Option(help="Column of the value.")] = None,
    order: Annotated[
        str, typer.Option(help="All values from lowest to highest, parted by commas.")
    ] = "",
    cluster: Annotated[
        Cluster | None, typer.Option(help="Intervals over sessions (where known), signers or none.")
    ] = None,
    stage: Annotated[Stage, typer.Option(help="Which values of a project.")] = Stage.SIGNING_ONLY,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write JSON here.")] = None,
    resamples: Annotated[int, typer.Option(min=100, help="Bootstrap draws.")] = 1000,
    level: Annotated[float, typer.Option(min=0.5, max=0.999, help="Coverage.")] = 0.95,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
) -> None:
    """Print how far raters agree, with n, intervals and reasons, and write it as JSON.

    Columns are found by name: item, rater, value; a session or signer column gives clusters.
    """
    from emo7_core.evaluation.agreement_text import lines_of
    from emo7_core.labels.export import write_atomically
    from emo7_core.statistics.sample import Draw

    draw = Draw(resamples, level, seed)
    if (project is None) == (csv is None):
        raise UsageError("say either --project FOLDER or --csv FILE")
    if project is not None:
        if item or rater or value or order:
            raise UsageError("--item, --rater, --value and --order belong to --csv")
        report, anchored = _of_project(project, stage, cluster, draw)
    else:
        assert csv is not None
        report, anchored = _of_table(csv, item, rater, value, cluster, order, draw), None
    for line in lines_of(report, anchored):
        print(line)
    if out is not None:
        told = json.loads(report.to_json()) | _anchoring_json(anchored)
        write_atomically(out, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
        print(f"written: {out}")


def _of_project(
    folder: Path, stage: Stage, cluster: Cluster | None, draw: Draw
) -> tuple[AgreementReport, ProjectAnchoring | None]:
    from emo7_core.evaluation.agreement_of import report_of
    from emo7_core.evaluation.anchoring_of import anchoring_of

    with Project.open(folder) as opened:
        chosen = (cluster or Cluster.SESSION).value
        return report_of(opened, stage.value, chosen, draw), anchoring_of(opened, level=draw.level)


def _of_table(
    path: Path,
    item: str | None,
    rater: str | None,
    value: str | None,
    cluster: Cluster | None,
    order: str,
    draw: Draw,
) -> AgreementReport:
    from emo7_core.corpora.ratings_table import read_ratings
    from emo7_core.statistics.agreement import agreement as figures_of

    ratings, notes = read_ratings(
        path,
        item=item,
        rater=rater,
        value=value,
        cluster=None if cluster is None else cluster.value,
        order=tuple(word for word in order.split(",") if word.strip()),
    )
    return figures_of(ratings, notes=notes, draw=draw)


def _anchoring_json(anchored: ProjectAnchoring | None) -> dict[str, object]:
    from emo7_core.statistics.agreement_report import plain

    if anchored is None:
        return {}
    told = {"model": anchored.model, "weights": anchored.identity, "assumed": anchored.assumed}
    return {"anchoring": told | {"figures": plain(anchored.figures)}}
