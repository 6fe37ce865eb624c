"""Commands on raters: profiles, the stage of the rating, queues, adjudication."""

from __future__ import annotations

from typing import Annotated

import typer

from emo7_core.cli.labels import the_clip, value_of
from emo7_core.cli.options import ProjectFolder, Rater
from emo7_core.errors import UsageError
from emo7_core.labels.adjudicate import cases, settle
from emo7_core.labels.orders import Shares
from emo7_core.labels.raters import Profile, profiles, save_profile
from emo7_core.labels.sources import RATER
from emo7_core.labels.stage import close_stage, reopen_stage, stage_history, stage_of
from emo7_core.project import Project
from emo7_core.quantity import counted
from emo7_core.scale import CLASSES, digit_of

SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("raters")(raters)
    app.command("assign")(assign)
    app.command("adjudicate")(adjudicate)


def raters(
    project: ProjectFolder,
    add: Annotated[str | None, typer.Option(help="Add this rater, or change the profile.")] = None,
    initials: Annotated[str, typer.Option(help="Made from the name if empty.")] = "",
    deaf: Annotated[bool | None, typer.Option("--deaf/--hearing", help="Of --add.")] = None,
    asl: Annotated[bool | None, typer.Option("--asl/--no-asl", help="Of --add.")] = None,
    about: Annotated[str, typer.Option(help="Free text.")] = "",
    close: Annotated[bool, typer.Option("--close-stage", help="End the rating.")] = False,
    reopen: Annotated[bool, typer.Option("--reopen-stage", help="Go back to rating.")] = False,
    by: Annotated[str, typer.Option(help="Who closes or reopens.")] = "",
    note: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """List the raters and the stage; add a rater, end or reopen the rating."""
    if close and reopen:
        raise UsageError("say either --close-stage or --reopen-stage")
    with Project.open(project) as opened:
        if add is not None:
            save_profile(opened, Profile(add, initials, deaf, asl, about))
        if close:
            close_stage(opened, by, note)
        if reopen:
            reopen_stage(opened, by, note)
        _print_raters(opened)


def assign(
    project: ProjectFolder,
    rater: Rater,
    order: Annotated[str, typer.Option(help="mixed, rare classes, disagreement, ...")] = "mixed",
    seed: Annotated[int, typer.Option(help="Of all draws.")] = 7,
    random: Annotated[float, typer.Option(help="Share of clips at random.")] = 0.1,
    repeats: Annotated[float, typer.Option(help="Share of clips that come twice.")] = 0.05,
    control: Annotated[float, typer.Option(help="Share without any model.")] = 0.1,
    gap: Annotated[int, typer.Option(min=1, help="Places between two showings.")] = 40,
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many places.")] = None,
    target: Annotated[
        int, typer.Option(min=1, help="Clips wanted per class, for the order of rare classes.")
    ] = 30,
) -> None:
    """Make and store the order in which a rater meets the clips; print its beginning."""
    from emo7_core.labels.queue_making import Recipe, make_queue

    shares = Shares(random, repeats, control, gap)
    with Project.open(project) as opened:
        recipe = Recipe(order, seed, shares, limit, target)
        made = make_queue(opened, opened.sources.ensure(RATER, rater), recipe)
        names = {clip.id: clip.name for clip in opened.catalog.all()}
    twice = sum(one.round > 0 for one in made.entries)
    alone = sum(one.is_control for one in made.entries)
    places = f"{counted(len(made.entries), 'place')}, {counted(twice, 'repeat')}"
    print(f"{places}, {alone} without a model, {made.hash[:12]}")
    for one in made.entries[:SHOWN]:
        marks = ("repeat" if one.round else "", "control" if one.is_control else "")
        told = (
            str(one.position + 1),
            names[one.clip_id],
            one.why,
            one.detail,
            *filter(None, marks),
        )
        print("\t".join(told))


def adjudicate(
    project: ProjectFolder,
    clip: Annotated[str | None, typer.Argument(help="Settle this clip; without it, list.")] = None,
    value: Annotated[str | None, typer.Argument(help="1 to 7, or the class in words.")] = None,
    adjudicator: Annotated[
        str, typer.Option("--adjudicator", "--by", help="Who settles it, by name.")
    ] = "",
    note: Annotated[str, typer.Option(help="Why.")] = "",
    least: Annotated[int, typer.Option(min=0, help="List from so many steps apart.")] = 1,
) -> None:
    """List the clips that raters disagree on, widest spread first, or settle one of them."""
    if (clip is None) != (value is None):
        raise UsageError("say both the clip and its value, or neither")
    if clip is not None and not adjudicator.strip():
        raise UsageError("a result is somebody's", remedy="Say who: --adjudicator NAME.")
    with Project.open(project) as opened:
        if clip is not None and value is not None:
            _settle(opened, clip, value, adjudicator, note)
        else:
            _print_cases(opened, least)


def _settle(project: Project, name: str, value: str, by: str, note: str) -> None:
    lock = project.lock()
    lock.acquire()
    try:
        clip = the_clip(project, name)
        stored = settle(project, clip.id, value_of(value), by=by, note=note)
    finally:
        lock.release()
    assert stored.value is not None
    print(f"settled by {by}: {clip.name} {digit_of(stored.value)} {CLASSES[stored.value]}")


def _print_cases(project: Project, least: int) -> None:
    names = {clip.id: clip.name for clip in project.catalog.all()}
    for case in cases(project, least_spread=least):
        said = " ".join(f"{one.source.name}={digit_of(one.value)}" for one in case.opinions)
        value = None if case.settled is None else case.settled.value
        word = ""
        if value is not None:
            word = f"settled {digit_of(value)} {CLASSES[value]} by {case.adjudicator}"
        outdated = "a rater changed it since" if case.is_outdated else ""
        print("\t".join((names[case.clip_id], str(case.spread), said, word, outdated)).rstrip())


def _print_raters(project: Project) -> None:
    print(f"stage: {stage_of(project)}")
    for change in stage_history(project):
        note = f": {change.note}" if change.note else ""
        print(f"  {change.changed_at[:16]} {change.name} went to {change.stage}{note}")
    for source, profile in profiles(project):
        counted = sum(one.value is not None for one in project.log(source).currents())
        cells = (
            profile.name,
            profile.short,
            _word(profile.is_deaf, "Deaf", "hearing"),
            _word(profile.uses_asl, "uses ASL", "no ASL"),
            f"{counted} values",
            profile.about,
        )
        print("\t".join(cells))


def _word(fact: bool | None, yes: str, no: str) -> str:
    return "not stated" if fact is None else yes if fact else no
