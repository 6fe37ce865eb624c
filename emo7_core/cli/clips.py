"""Commands on clips: import, extract, queue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.options import ProjectFolder
from emo7_core.cli.progress import bar
from emo7_core.clips.clip import Clip
from emo7_core.corpora.imported import CorpusReading
from emo7_core.corpora.intake import ImportReport, take_in
from emo7_core.errors import UsageError
from emo7_core.project import Project
from emo7_core.scale import CLASSES

importing = typer.Typer(help="Bring clips and tables into a project.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(importing, name="import")
    app.command("extract")(extract)
    app.command("queue")(queue)


@importing.command("folder")
def folder(
    path: Annotated[Path, typer.Argument(help="A folder of videos, read with its subfolders.")],
    project: ProjectFolder,
) -> None:
    """Import every video of a folder."""
    from emo7_core.corpora.folder import read_folder

    _import(project, read_folder(path))


@importing.command("how2sign")
def how2sign(
    sheet: Annotated[Path, typer.Argument(help="A How2Sign sheet: realigned or older, or xlsx.")],
    project: ProjectFolder,
    clips: Annotated[Path, typer.Option("--clips", help="The folder of sentence clips.")],
    split: Annotated[
        str | None, typer.Option(help="train, val or test; by default from the sheet's name.")
    ] = None,
    unlisted: Annotated[
        bool, typer.Option("--with-unlisted", help="Also the clips that no row names.")
    ] = False,
) -> None:
    """Import the clips of a How2Sign sheet with captions and recordings."""
    from emo7_core.corpora.how2sign import read_how2sign

    _import(project, read_how2sign(sheet, clips, split=split, with_unlisted=unlisted))


@importing.command("earlier-csv")
def earlier_csv(
    table: Annotated[Path, typer.Argument(help="A CSV of the earlier scripts.")],
    project: ProjectFolder,
    clips: Annotated[
        Path | None, typer.Option("--clips", help="The folder of its clips, if not imported.")
    ] = None,
) -> None:
    """Import captions and labels of the earlier CSVs, each as a source of its own."""
    from emo7_core.corpora.earlier_csv import read_earlier_csv

    _import(project, read_earlier_csv(table, clips))


def extract(
    video: Annotated[Path | None, typer.Argument(help="One video, with --out.")] = None,
    project: Annotated[
        Path | None, typer.Option("--project", "-p", help="All clips of this project.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes at the same time.")] = 2,
    out: Annotated[Path | None, typer.Option(help="A .pose or .npz file.")] = None,
) -> None:
    """Find landmarks with MediaPipe Holistic, in child processes, going on where it stopped."""
    if project is not None and video is None:
        _extract_project(project, workers)
    elif video is not None and out is not None and project is None:
        _extract_file(video, out)
    else:
        raise UsageError("say either --project FOLDER, or VIDEO --out FILE.pose")


def queue(
    project: ProjectFolder,
    rater: Annotated[str | None, typer.Option("--rater", "-r", help="Whose values.")] = None,
) -> None:
    """List the clips with state, length and this rater's value, tab separated."""
    with Project.open(project) as opened:
        values = _values_of(opened, rater)
        for clip in opened.catalog.all():
            print("\t".join(_columns(clip, values.get(clip.id))))


def _import(folder: Path, reading: CorpusReading) -> None:
    with Project.open(folder) as project, bar("reading files") as advance:
        report = take_in(
            project, reading, report=lambda done, total, clip: advance(done, total, clip.name)
        )
    _print(report)


def _print(report: ImportReport) -> None:
    print(f"{report.new} new clips, {report.known} known, {report.labels} labels")
    if report.without_file and not report.repairs:
        print(f"{len(report.without_file)} rows without a clip on this disk")
    for repair in report.repairs:
        print(f"note: {repair}")
    for clip in report.unplayable:
        print(f"cannot play: {clip.path}: {clip.message}")


def _extract_project(folder: Path, workers: int) -> None:
    from emo7_core.extraction import extract_all
    from emo7_core.landmarks.extract import ExtractionPool

    failed = []
    overall = None
    with (
        Project.open(folder) as project,
        ExtractionPool(workers) as pool,
        bar("finding landmarks") as advance,
    ):
        for step in extract_all(project, pool):
            overall = step.overall
            advance(overall.clips_done, overall.clips_total, f"{overall.rate:.0f} frames/s")
            if step.state == "failed":
                failed.append(f"failed: {step.clip_key[:12]}: {step.reason}")
    done = 0 if overall is None else overall.clips_done - overall.clips_failed
    print(f"{done} clips have new landmarks, {len(failed)} failed")
    for line in failed:
        print(line)


def _extract_file(video: Path, out: Path) -> None:
    from emo7_core.landmarks.extract import extract_clip
    from emo7_core.landmarks.pose_file import write_pose

    if out.suffix not in (".pose", ".npz"):
        raise UsageError(f"{out.name} is neither a .pose nor a .npz file")
    track_file = out.with_suffix(".npz")
    track = extract_clip(video, track_file)
    if out.suffix == ".pose":
        write_pose(track, out)
        track_file.unlink()
    print(f"{len(track)} frames in {out}")


def _values_of(project: Project, rater: str | None) -> dict[int, int]:
    from emo7_core.labels.sources import RATER

    known = {source.name: source for source in project.sources.all(RATER)}
    if rater is None:
        return {}
    if rater not in known:
        raise UsageError(f"no rater “{rater}”", remedy=f"Known: {', '.join(known) or 'none yet'}.")
    currents = project.log(known[rater]).currents()
    return {one.clip_id: one.value for one in currents if one.value is not None}


def _columns(clip: Clip, value: int | None) -> list[str]:
    return [
        clip.name,
        clip.state,
        "" if clip.duration is None else f"{clip.duration:.2f}",
        clip.signer or "",
        "" if value is None else f"{value + 1} {CLASSES[value]}",
        clip.message,
    ]
