"""Commands on clips: import, extract, queue."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.options import ProjectFolder
from emo7_core.cli.progress import bar
from emo7_core.clips.clip import Clip
from emo7_core.corpora.how2sign import SPLITS
from emo7_core.corpora.intake import ImportReport, take_in
from emo7_core.corpora.plan import (
    ASLLRP,
    EARLIER,
    EMOSIGN,
    FOLDER,
    HOW2SIGN,
    ImportPlan,
    read,
)
from emo7_core.errors import UsageError
from emo7_core.project import Project
from emo7_core.quantity import counted
from emo7_core.scale import CLASSES

SHOWN = 20

Keypoints = Annotated[
    Path | None,
    typer.Option(
        "--keypoints", help="A folder with one folder of OpenPose files, or one .pose, per clip."
    ),
]
Split = Annotated[
    str | None, typer.Option(help="train, val or test; a How2Sign sheet's name says it, too.")
]

importing = typer.Typer(help="Bring clips and tables into a project.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.add_typer(importing, name="import")
    app.command("extract")(extract)
    app.command("queue")(queue)


@importing.command("folder")
def folder(
    paths: Annotated[
        list[Path], typer.Argument(help="Folders of videos, read with their subfolders, or videos.")
    ],
    project: ProjectFolder,
    keypoints: Keypoints = None,
) -> None:
    """Import every video of a folder."""
    _import(project, ImportPlan(FOLDER, paths[0], keypoints=keypoints, also=tuple(paths[1:])))


@importing.command("how2sign")
def how2sign(
    sheets: Annotated[
        list[Path], typer.Argument(help="How2Sign sheets: realigned or older, CSV or .xlsx.")
    ],
    project: ProjectFolder,
    clips: Annotated[Path, typer.Option("--clips", help="The folder of sentence clips.")],
    keypoints: Keypoints = None,
    split: Split = None,
    unlisted: Annotated[
        bool, typer.Option("--with-unlisted", help="Also the clips that no row names.")
    ] = False,
) -> None:
    """Import the clips of How2Sign sheets with captions and recordings."""
    also = tuple(sheets[1:])
    _import(project, ImportPlan(HOW2SIGN, sheets[0], clips, keypoints, split, unlisted, also))


@importing.command("earlier-csv")
def earlier_csv(
    tables: Annotated[list[Path], typer.Argument(help="CSVs of the earlier scripts.")],
    project: ProjectFolder,
    clips: Annotated[
        Path | None, typer.Option("--clips", help="The folder of its clips, if not imported.")
    ] = None,
    keypoints: Keypoints = None,
    split: Split = None,
) -> None:
    """Import captions and labels of the earlier CSVs, each as a source of its own."""
    also = tuple(tables[1:])
    _import(project, ImportPlan(EARLIER, tables[0], clips, keypoints, split, also=also))


@importing.command("asllrp")
def asllrp(
    tables: Annotated[
        list[Path],
        typer.Argument(help="Sign sheets, SignStream XML files, or folders of such XML."),
    ],
    project: ProjectFolder,
    clips: Annotated[
        Path | None, typer.Option("--clips", help="The folder of utterance videos, all views.")
    ] = None,
) -> None:
    """Import ASLLRP: utterances, translations, non-manual tiers, and the views of each clip."""
    _import(project, ImportPlan(ASLLRP, tables[0], clips, also=tuple(tables[1:])))


@importing.command("emosign")
def emosign(
    table: Annotated[Path, typer.Argument(help="emosign_dataset.csv.")],
    project: ProjectFolder,
) -> None:
    """Import the judgement of EmoSign's Deaf annotators on ASLLRP clips, as a consensus."""
    _import(project, ImportPlan(EMOSIGN, table))


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


def _import(folder: Path, plan: ImportPlan) -> None:
    _check_split(plan.split)
    reading = read(plan)
    with Project.open(folder) as project, bar("reading") as advance:
        report = take_in(
            project,
            reading,
            lambda done, total, clip: advance(done, total, clip.name),
            keypoints=plan.keypoints,
            report_keypoints=lambda done, total, clip: advance(done, total, "keypoints"),
        )
    _print(report, plan.with_unlisted)


def _check_split(split: str | None) -> None:
    if split is not None and split not in SPLITS:
        raise UsageError(f"“{split}” is not a split", remedy="Use train, val or test.")


def _print(report: ImportReport, has_unlisted: bool) -> None:
    labels = counted(report.labels, "label")
    print(f"{counted(report.new, 'new clip')}, {report.known:,} known, {labels}")
    _print_names("rows without a clip on this disk", report.without_file)
    taken = "taken" if has_unlisted else "left out; --with-unlisted takes them"
    _print_names(f"clips without a row ({taken})", report.unlisted)
    for names in report.copies:
        print(f"copies of one video are one clip: {names}")
    if report.views:
        print(f"{counted(report.views, 'further view')} linked")
    if report.tiers:
        print(f"{counted(report.tiers, 'stretch', 'stretches')} of non-manual tiers")
    if report.keypoints.stored:
        print(f"keypoints of {counted(report.keypoints.stored, 'clip')} stored")
    _print_names("clips without keypoints", report.keypoints.without_folder)
    for name, reason in report.keypoints.problems:
        print(f"keypoints of {name}: {reason}")
    for repair in report.repairs:
        print(f"note: {repair}")
    for clip in report.unplayable:
        print(f"cannot play: {clip.path}: {clip.message}")


def _print_names(what: str, names: tuple[str, ...]) -> None:
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        print(f"{len(names):,} {what}: {', '.join(names[:SHOWN])}{more}")


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
    print(f"new landmarks of {counted(done, 'clip')}, {len(failed)} failed")
    for line in failed:
        print(line)


def _extract_file(video: Path, out: Path) -> None:
    from emo7_core.landmarks.extract import extract_clip
    from emo7_core.landmarks.pose_file import write_pose

    if out.suffix not in (".pose", ".npz"):
        raise UsageError(f"{out.name} is neither a .pose nor a .npz file")
    if out.suffix == ".npz":
        track = extract_clip(video, out)
    else:
        with tempfile.TemporaryDirectory() as folder:
            track = extract_clip(video, Path(folder) / "track.npz")
        write_pose(track, out)
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
        _one_line(clip.name),
        clip.state,
        "" if clip.duration is None else f"{clip.duration:.2f}",
        clip.signer or "",
        "" if value is None else f"{value + 1} {CLASSES[value]}",
        _one_line(clip.message),
    ]


def _one_line(text: str) -> str:
    # A file's name may hold a tab or a line break.
    return " ".join(text.split())
