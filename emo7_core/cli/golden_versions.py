"""Commands on golden versions: promote, list, diff."""

from __future__ import annotations

from typing import Annotated

import typer

from emo7_core.cli.golden import golden
from emo7_core.cli.options import ProjectFolder
from emo7_core.errors import UsageError
from emo7_core.labels.coverage import TARGET_COUNT
from emo7_core.labels.golden import GoldenVersion
from emo7_core.project import Project
from emo7_core.scale import CLASSES, digit_of

SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add the commands of this file to the group that golden.py gives."""
    golden.command("promote")(promote)
    golden.command("list")(list_versions)
    golden.command("diff")(diff)


def promote(
    project: ProjectFolder,
    target: Annotated[
        str | None, typer.Option(help="human, consensus, adjudicated or caption.")
    ] = None,
    restore: Annotated[
        int | None, typer.Option(help="Bring this earlier version back under a new number.")
    ] = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[str, typer.Option(help="Who promotes.")] = "",
) -> None:
    """Freeze the labels of a target as the next golden version."""
    from emo7_core.labels.golden import promote as promote_target
    from emo7_core.labels.golden import promote_from

    if (target is None) == (restore is None):
        raise UsageError("say either --target TARGET or --restore NUMBER")
    with Project.open(project) as opened:
        if restore is not None:
            made = promote_from(opened, restore, note, by)
        else:
            made = promote_target(opened, target or "", note, by)
    print(_line(made))


def list_versions(
    project: ProjectFolder,
    count: Annotated[int, typer.Option(min=1, help="Wanted clips per class.")] = TARGET_COUNT,
) -> None:
    """List the golden versions, and how the newest one covers classes and signers."""
    from emo7_core.labels.coverage import coverage
    from emo7_core.labels.golden import versions

    with Project.open(project) as opened:
        found = versions(opened)
    for version in found:
        print(_line(version))
    if not found:
        print("no golden version yet: emo7 golden promote --target human")
        return
    covered = coverage(found[-1].members, count)
    print(f"\nversion {found[-1].number} against {count} clips per class")
    print("\t".join(("class", "clips", "missing", "signers", *covered.signers)))
    for value, name in enumerate(CLASSES):
        facts = (covered.counts, covered.shortfall, covered.signers_per_class, *covered.table)
        cells = (str(int(one[value])) for one in facts)
        print("\t".join((f"{digit_of(value)} {name}", *cells)))


def diff(
    project: ProjectFolder,
    before: Annotated[int, typer.Argument(help="The earlier version.")],
    after: Annotated[int, typer.Argument(help="The later version.")],
) -> None:
    """Say what changed between two golden versions, by class and signer."""
    from emo7_core.labels.golden import read_version
    from emo7_core.labels.golden_diff import diff as compare

    with Project.open(project) as opened:
        found = compare(read_version(opened, before), read_version(opened, after))
    added, removed, changed = found.added, found.removed, found.changed
    told = f"{len(added)} added, {len(removed)} removed, {len(changed)} changed, {found.same} same"
    print(f"golden {before} to {after}: {told}")
    for value, (came, left) in found.by_class().items():
        print(f"{digit_of(value)} {CLASSES[value]}\t+{came}\t-{left}")
    for signer, (plus, minus, moved) in found.by_signer().items():
        print(f"{signer}\t+{plus}\t-{minus}\tchanged {moved}")
    rows = [f"+ {one.name}\t{digit_of(one.value)}" for one in added]
    rows += [f"- {one.name}\t{digit_of(one.value)}" for one in removed]
    rows += [
        f"~ {one.after.name}\t{digit_of(one.before.value)} to {digit_of(one.after.value)}"
        for one in changed
    ]
    for row in rows[:SHOWN]:
        print(row)
    if len(rows) > SHOWN:
        print(f"and {len(rows) - SHOWN} more")


def _line(version: GoldenVersion) -> str:
    origin = version.target
    if version.restored is not None:
        origin = f"{version.target}, restored from {version.restored}"
    cells = [
        f"golden {version.number}",
        origin,
        f"{len(version.members)} clips",
        version.hash[:12],
        version.created_at[:16],
        version.by,
        version.note,
    ]
    if not version.is_intact:
        cells.append("CHANGED: its members no longer give its hash")
    return "\t".join(cells)
