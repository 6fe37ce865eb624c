"""The clips of ASLLRP on disk: which utterance, and which camera.

What it is: a listing of a folder by utterance, told from the files' names.
What it is not: a look into the files.

    1014088.mp4                             front
    Cory_2013-6-25_sc0106_1014088.mp4       front, the same utterance
    1014088_side.mp4, side/1014088.mp4      side
    1014088-face.mp4, closeup/1014088.mp4   face close-up

Convention (ours, for the portal lets people name what they save): the word for the camera stands
at the end of the name, or is the folder's name; without one a file is the front.
"""

from __future__ import annotations

import re
from pathlib import Path

from emo7_core.clips.views import FACE, FRONT, SIDE
from emo7_core.corpora.folder import list_videos
from emo7_core.corpora.names import is_how2sign, utterance_id
from emo7_core.errors import UsageError

_WORD = r"(?P<view>front|side|face|(?:face[-_ ]?)?close[-_ ]?up)(?:[-_ ]?view)?s?"
_AT_END = re.compile(rf"^(?P<name>.+?)[-_ .]+{_WORD}$", re.I)
_FOLDER = re.compile(rf"^{_WORD}$", re.I)


def find_views(folder: Path | str, repairs: list[str]) -> dict[str, dict[str, Path]]:
    """List a folder's videos by utterance id (or name, where it holds none) and view.

    Raises:
        UsageError: there is no such folder of clips.
    """
    folder = Path(folder).absolute()
    if not folder.is_dir():
        raise UsageError("there is no such folder of clips", where=folder)
    found: dict[str, dict[str, Path]] = {}
    for path in list_videos(folder, repairs):
        name, view = named_view(path)
        first = found.setdefault(name, {}).setdefault(view, path)
        if first != path:
            repairs.append(f"Two files are the {view} of {name}: {first} is used, not {path}.")
    return found


def named_view(path: Path) -> tuple[str, str]:
    """Return the utterance id, or the name without one, and the view that a path tells."""
    if is_how2sign(path.stem):
        return path.stem, FRONT
    at_end, folder = _AT_END.match(path.stem), _FOLDER.match(path.parent.name)
    name = at_end["name"] if at_end else path.stem
    word = at_end["view"] if at_end else folder["view"] if folder else FRONT
    return utterance_id(name) or name, _view(word.casefold())


def _view(word: str) -> str:
    return word if word in (FRONT, SIDE) else FACE
