"""The command line: gathers the command groups and turns errors into one clear line.

What it is: the typer application and its entry.
What it is not: the work; every command is a thin file that calls the core.
Convention: wrong use and anything a person can mend exits 2 with one line on stderr.
Flags may be spelled with dashes or underscores.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer

from emo7_core import telemetry
from emo7_core.cli import (
    agreement,
    captions,
    clips,
    compare,
    cross_validate,
    demo,
    evaluate,
    golden,
    golden_versions,
    jobs,
    labels,
    models,
    predict,
    project,
    raters,
    splits,
    sync,
    train,
    tune,
)
from emo7_core.errors import Emo7Error

# Names of How2Sign clips often begin with a dash.
_NAME = re.compile("-[^-].{4}")
# The common parent of typer's complaints has no public name, whether click is inside or beside it.
WrongUse: Any = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="emo7",
    help="The affect of signing on a 7-point scale. Without a command the window opens, with "
    "`emo7 open FOLDER` on a project.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
)
for group in (
    project, clips, captions, labels, golden, golden_versions, agreement, raters, splits, train,
    cross_validate, tune, predict, evaluate, compare, models, sync, jobs, demo,
):  # fmt: skip
    group.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with 0, or 2 after one line that says what to mend."""
    telemetry.switch_off()  # before any command imports a library that would report
    given = [_dashed(word) for word in (sys.argv[1:] if arguments is None else arguments)]
    try:
        code = app(given, standalone_mode=False)
    except typer.Exit as done:
        code = done.exit_code
    except typer.Abort:
        code = _say("stopped", 130)
    except WrongUse as error:
        code = _say(error.format_message() + _hint(given), 2)
    except Emo7Error as error:
        code = _say(str(error), 2)
    except KeyboardInterrupt:
        code = _say("stopped", 130)
    sys.exit(code if isinstance(code, int) else 0)


def _say(message: str, code: int) -> int:
    print(f"emo7: {' '.join(message.split())}", file=sys.stderr)
    return code


def _hint(words: Sequence[str]) -> str:
    """Say how a name that begins with a dash is given, where one was taken for an option."""
    taken = None if "--" in words else next((w for w in words if _NAME.match(w)), None)
    return f" A name that begins with - stands last, behind --: -- {taken}" if taken else ""


def _dashed(word: str) -> str:
    if not word.startswith("--"):
        return word
    name, sign, value = word.partition("=")
    return name.replace("_", "-") + sign + value
