"""What the names of clips tell: their recording, their signer, the key tables join by.

What it is: the naming rules of How2Sign, ASLLRP and EmoSign, each in one place.
What it is not: file lookup (folder.py).
Convention: a name has no suffix of a video file. None stands for "the name does not say".

How2Sign   <VIDEO_ID>_<sentence>[_<more>]-<code>-rgb_front, VIDEO_ID = 11 characters (YouTube);
           the code is one number per person in the recordings we looked at.
ASLLRP     <utterance id>, digits only.
EmoSign    <signer>_<date>_<id>_<utterance id> or <n>-<Signer>-<title>_<utterance id>.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

VIDEO_SUFFIXES = frozenset(
    {
        ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".wmv", ".flv",
        ".3gp", ".mts", ".m2ts", ".ogv", ".vob",
    }
)  # fmt: skip

_HOW2SIGN = re.compile(
    r"^(?P<video>.{11})_(?P<sentence>\d+(?:_\d+)*)-(?P<code>\d+)-rgb_(?P<view>\w+)$"
)
_COLLECTION = re.compile(r"^(?P<collection>.+)_(?P<utterance>\d+)$")
_DATED = re.compile(r"^(?P<signer>[A-Za-z]+)_\d{4}-\d{1,2}-\d{1,2}_\w+$")
_TITLED = re.compile(r"^\d+-(?P<signer>[A-Za-z]+)-.+$")


def clip_name(text: str) -> str:
    """Return a clip's name as tables join it: outer spaces and a video suffix removed.

    "83664512.mp4" and "83664512" are the same clip; a dot elsewhere stays.
    """
    name = text.strip()
    suffix = PurePosixPath(name).suffix
    return name[: -len(suffix)] if suffix.lower() in VIDEO_SUFFIXES else name


def how2sign_video_id(name: str) -> str | None:
    """Return the VIDEO_ID of a How2Sign sentence, the recording it was cut from."""
    found = _HOW2SIGN.match(name)
    return found["video"] if found else None


def how2sign_signer(name: str) -> str | None:
    """Return "How2Sign <code>", our reading of the code in a How2Sign name as the person."""
    found = _HOW2SIGN.match(name)
    return f"How2Sign {found['code']}" if found else None


def is_how2sign(name: str) -> bool:
    """Return whether a name is a How2Sign sentence's."""
    return _HOW2SIGN.match(name) is not None


def utterance_id(name: str) -> str | None:
    """Return the ASLLRP utterance id: the whole name, or what stands after the last "_"."""
    if name.isdecimal():
        return name
    found = _COLLECTION.match(name)
    return found["utterance"] if found and asllrp_signer(name) else None


def asllrp_collection(name: str) -> str | None:
    """Return the collection (recording) of an EmoSign name, without the utterance id."""
    found = _COLLECTION.match(name)
    return found["collection"] if found and asllrp_signer(name) else None


def asllrp_signer(name: str) -> str | None:
    """Return the signer of an EmoSign name ("Cory_2013-6-25_sc0106_1014088" -> "Cory")."""
    found = _COLLECTION.match(name)
    return collection_signer(found["collection"]) if found else None


def collection_signer(collection: str) -> str | None:
    """Return the signer of an ASLLRP collection ("10-Ben-Conclusion" -> "Ben")."""
    known = _DATED.match(collection) or _TITLED.match(collection)
    return known["signer"] if known else None


def corpus_of(name: str) -> str:
    """Return "how2sign" or "asllrp" where the name says so, else "folder"."""
    if is_how2sign(name):
        return "how2sign"
    return "asllrp" if utterance_id(name) else "folder"
