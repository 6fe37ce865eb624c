"""The command `emo7`: the window where a window is asked for, else the headless commands.

emo7                   the window
emo7 open FOLDER       the window on a project
emo7 demo [FOLDER]     the window on the demo project, drawn now if it is not there
emo7 COMMAND ...       everything else is emo7_core.cli
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what was asked for and exit."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    match words:
        case []:
            sys.exit(_window())
        case ["open", folder] if not folder.startswith("-"):
            sys.exit(_window(Path(folder)))
        case ["open", *_]:
            print("emo7: say which project: emo7 open FOLDER", file=sys.stderr)
            sys.exit(2)
        case ["demo"]:
            sys.exit(_window(None, has_demo=True))
        case ["demo", folder] if not folder.startswith("-"):
            sys.exit(_window(Path(folder), has_demo=True))
        case _:
            from emo7_core.cli.main import main as headless

            headless(words)


def _window(project: Path | None = None, has_demo: bool = False) -> int:
    from emo7_gui.start import run

    return run(project, has_demo)


if __name__ == "__main__":
    main()
