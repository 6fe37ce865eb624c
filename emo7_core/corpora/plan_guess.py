"""Guesses the plan of an import from what was chosen or dropped together.

What it is: the kind told by the columns of a table or the root of an XML file, the clips and the
XML looked for near the table.
What it is not: a check: a bad row shows when the plan is read (plan.py).
Convention: a file's name never tells its kind. SignStream is known by its root element, because
cameras write XML beside their videos, too.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from emo7_core.corpora.clips_folder import clips_folder_of
from emo7_core.corpora.how2sign import SPLITS
from emo7_core.corpora.plan import (
    ASLLRP,
    EARLIER,
    EMOSIGN,
    FOLDER,
    HOW2SIGN,
    ImportPlan,
    Kind,
    is_table,
    read,
)
from emo7_core.corpora.sign_sheet import is_sign_sheet
from emo7_core.corpora.table import read_table
from emo7_core.errors import TableError, UsageError

XML = ".xml"
_XML_BESIDE = (".", "xml", "asllrp_xml", "signstream")
_HEAD = 4096


def plan_for(path: Path | str, *more: Path | str) -> ImportPlan:
    """Guess the plan from what was chosen or dropped together.

    A folder beside a table is taken as its clips; without one, a folder near the table that
    holds clips the table names. Files that are neither table nor XML are videos.

    Raises:
        TableError: a table cannot be opened.
        UsageError: there is no such file or folder.
    """
    given = [Path(one).absolute() for one in (path, *more)]
    for one in given:
        if not one.exists():
            raise UsageError("there is no such file or folder", where=one)
    told = [one for one in given if is_table(one) or holds_signstream(one)]
    if not told:
        return ImportPlan(FOLDER, given[0], also=tuple(given[1:]))
    told.sort(key=lambda one: not is_table(one))
    plan = ImportPlan(_kind_of(told[0]), told[0], also=tuple(told[1:]))
    plan = _with_xml(plan) if plan.kind == ASLLRP else plan
    if plan.kind == EARLIER and plan.path.parent.name in SPLITS:
        plan = replace(plan, split=plan.path.parent.name)
    if plan.kind == EMOSIGN:
        return plan
    folders = [one for one in given if one.is_dir() and one not in told]
    return replace(plan, clips=folders[0] if folders else _clips(plan))


def holds_signstream(path: Path) -> bool:
    """Return whether a path is SignStream's XML, or a folder with at least one such file."""
    if path.is_dir():
        return any(map(_is_signstream, sorted(path.glob(f"*{XML}"))))
    return path.suffix.lower() == XML and _is_signstream(path)


def _is_signstream(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"SIGNSTREAM" in file.read(_HEAD).upper()
    except OSError:
        return False


def _kind_of(path: Path) -> Kind:
    if not is_table(path) or is_sign_sheet(path):
        return ASLLRP
    table = read_table(path)
    if table.has("SENTENCE_NAME"):
        return HOW2SIGN
    # The earlier scripts wrote Sentiment beside a class of their own.
    is_judged = table.has("video_name", "Sentiment")
    is_earlier = table.has("emotion") or table.has("sentiment_label")
    return EMOSIGN if is_judged and not is_earlier else EARLIER


def _with_xml(plan: ImportPlan) -> ImportPlan:
    if plan.also or not is_table(plan.path):
        return plan
    places = ((plan.path.parent / name).absolute() for name in _XML_BESIDE)
    found = next((one for one in places if one.is_dir() and holds_signstream(one)), None)
    return plan if found is None else replace(plan, also=(found.resolve(),))


def _clips(plan: ImportPlan) -> Path | None:
    try:
        names = frozenset(clip.name for clip in read(plan).clips)
    except TableError:
        return None
    return clips_folder_of(plan.path, names)
