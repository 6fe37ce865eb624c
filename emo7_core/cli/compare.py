"""The command that compares models, floors and raters with the labels, printed or as a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emo7_core.cli.options import Device, ProjectFolder, ThreeClass
from emo7_core.cli.progress import bar
from emo7_core.errors import UsageError
from emo7_core.project import Project

if TYPE_CHECKING:
    from emo7_core.evaluation.comparison import Comparison
    from emo7_core.evaluation.contenders import Material
    from emo7_core.evaluation.report_told import Told

MOST_PAIRS = 15
NEWEST, NONE, COLLECTION = "newest", "none", "collection"


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("compare")(compare)


def compare(
    project: ProjectFolder,
    models: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MODEL]...",
            help="Names or ids of models that answered, raters, caption-VADER, or model folders; "
            "without any, all models and caption-VADER.",
        ),
    ] = None,
    target: Annotated[
        str, typer.Option(help="human, raters, consensus, adjudicated or caption.")
    ] = "human",
    golden: Annotated[
        str, typer.Option(help="The number of a golden version, or newest; else today's labels.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The folder for the report.")
    ] = None,
    three_class: ThreeClass = False,
    cluster: Annotated[
        str, typer.Option(help="What is resampled: session, signer, collection (corpus) or none.")
    ] = "session",
    metric: Annotated[str, typer.Option(help="On which metric pairs are tested.")] = "macro_f1",
    resamples: Annotated[int, typer.Option(min=100, max=100_000, help="Draws.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    check_by: Annotated[
        str,
        typer.Option("--check-by", help="Queue suspected label errors for this rater, blind."),
    ] = "",
    device: Device = "auto",
    has_mlflow: Annotated[
        bool, typer.Option("--mlflow/--no-mlflow", help="Log the report to MLflow.")
    ] = True,
) -> None:
    """Compare models and floors with the labels: scores with intervals, tests, and a report."""
    from emo7_core.evaluation.contenders import gather
    from emo7_core.scale import THREE, K
    from emo7_core.statistics.metrics import METRICS

    if metric not in METRICS:
        raise UsageError(f"no metric “{metric}”", remedy=f"Choose one of {', '.join(METRICS)}.")
    with Project.open(project) as opened:
        version = _version(opened, golden)
        material = gather(opened, target, version)
        names, asked = _chosen(opened, material, models or [], device)
        if asked:
            material = gather(opened, target, version)
        found = material.compare(
            k=len(THREE) if three_class else K,
            cluster_by=_unit(cluster),
            names=names,
            resamples=resamples,
            seed=seed,
        )
        for line in _lines(found, metric):
            print(line)
        if out is not None:
            _report(opened, found, out, metric, has_mlflow)
        if check_by:
            print(_queued(opened, found, check_by))


def _version(project: Project, golden: str) -> int | None:
    from emo7_core.labels.golden import read_version

    if not golden:
        return None
    if golden != NEWEST and not golden.isdecimal():
        raise UsageError(f"“{golden}” is no golden version", remedy="Give a number, or newest.")
    return read_version(project, None if golden == NEWEST else int(golden)).number


def _unit(cluster: str) -> str | None:
    if cluster == NONE:
        return None
    return "corpus" if cluster == COLLECTION else cluster


def _chosen(
    project: Project, material: Material, words: list[str], device: str
) -> tuple[tuple[str, ...] | None, bool]:
    """Return the names that were asked for, None for all, and whether a model answered now."""
    from emo7_core.evaluation.chosen import chosen_names, predicted

    asked = []

    def ask(word: str) -> str:
        with bar("predicting") as advance:
            name, problems = predicted(project, word, device, advance)
        for problem in problems:
            print(f"no answer: {problem}")
        asked.append(name)
        return name

    names = chosen_names(material, words, ask)
    return names or None, bool(asked)


def _lines(found: Comparison, metric: str) -> Iterator[str]:
    from emo7_core.evaluation.pairs import pair_tests
    from emo7_core.evaluation.report_tables import unit_words
    from emo7_core.evaluation.wording import number, span_words
    from emo7_core.statistics.metrics import METRICS

    where = f", golden version {found.golden.number}" if found.golden else ""
    yield f"target {found.target}{where}, n = {len(found.clips)}; {unit_words(found)}"
    for result in found.results if found.clips else ():
        marks = f"  [{result.leak.mark}]" if result.leak.mark else ""
        yield f"{result.name}{marks}"
        for key, interval in result.scores.items():
            tail = result.undefined.get(key) or interval.note
            if interval.low == interval.low:
                tail = span_words(interval)
            yield f"   {METRICS[key].title:28} {number(interval.value):>7}   {tail}".rstrip()
    for floor in found.floors:
        yield f"{floor.title}: macro-F1 {number(floor.scores['macro_f1'])} (floor, {floor.note})"
    tests = pair_tests(found, None, metric) if found.clips else ()
    for one in tests[:MOST_PAIRS]:
        yield f"{one.sentence.headline}: {one.sentence.detail}"
    if len(tests) > MOST_PAIRS:
        yield f"{len(tests) - MOST_PAIRS} more pairs are in the report that --out writes"
    for note in found.notes:
        yield f"note: {note}"


def _queued(project: Project, found: Comparison, name: str) -> str:
    from emo7_core.evaluation.suspect_queue import suspect_queue
    from emo7_core.evaluation.suspects import suspects_of
    from emo7_core.labels.sources import RATER

    rater = project.sources.ensure(RATER, name)
    queue = suspect_queue(project, rater, suspects_of(found), found.clips)
    return f"{len(queue.entries)} clips are queued for {name} to look at again, {queue.hash[:12]}"


def _report(project: Project, found: Comparison, out: Path, metric: str, has_mlflow: bool) -> None:
    from emo7_core.evaluation.report import make_report
    from emo7_core.evaluation.report_files import write_report
    from emo7_core.evaluation.report_told import told_of

    captions = {clip: texts[0] for clip, texts in project.catalog.captions().items()}
    report = make_report(found, project.name, captions, metric)
    written = write_report(report, out)
    print(f"written: {written[0]} and {len(written) - 1} more files in {out}")
    if has_mlflow:
        print(_logged(project, told_of(report, out, written), out))


def _logged(project: Project, told: Told, out: Path) -> str:
    from emo7_core.training.tracking_report import log_report
    from emo7_core.training.tracking_store import store_of

    store = store_of(project.root)
    try:
        run = log_report(out, store, told)
    except Exception as error:  # Whatever a store throws, the report is written.
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        return f"MLflow did not take the report ({reason}); its files are in {out}"
    return f"logged to MLflow as run {run}"
