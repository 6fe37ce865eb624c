"""Makes small files of ASLLRP and EmoSign by code, with every trap that the real ones have.

What it is: a sign sheet with bare quotation marks, a byte order mark and untidy header names; an
XML export of two collections on the 30-a-second timeline; EmoSign's table with both name forms.
What it is not: an excerpt of the real files, which cannot be had here.
"""

from __future__ import annotations

import csv
from pathlib import Path

CORY, BEN = "Cory_2013-6-25_sc0106", "10-Ben-Conclusion"
COLUMNS = (
    "Video ID number", "Main entry gloss label", "Entry/variant gloss label", "Occurrence label",
    "Start frame of the sign video", "End frame of the sign video",
    "Start frame of the containing utterance", "End frame of the containing utterance",
    "Dominant start handshape", "Non-dominant start handshape", "Dominant end handshape",
    "Non-dominant end handshape", "Sign video filename", "Utterance video filename",
    "Source collection", "Utterance number", "Master video filename", "Sign type", "Class label",
    "Hidden",
)  # fmt: skip
# Cells as they stand in the file, quotation marks and all.
GLOSSES = (
    "MOUSE", '"5"ok, hey""', '"part:indef, ""wh"""', '"FRIEND, GOOD"', 'bare"mark', '"a", "b", c"',
)  # fmt: skip


def sheet_line(number: int, gloss: str, utterance: str, collection: str) -> str:
    """Return one line of the sheet, the gloss's cell as it is given."""
    cells = [str(number), gloss, "v", "o", "10", "20", "1", "90", "B", "", "B", "", "s.mp4"]
    return ",".join([*cells, utterance, collection, "U1", "m.mp4", "Lexical Signs", "", "F"])


def write_sheet(path: Path, glosses: tuple[str, ...] = GLOSSES, end: str = "\r\n") -> Path:
    """Write a sheet with two utterances per collection; its header is untidy on purpose."""
    names = [f" {name.upper() if place % 3 else name} " for place, name in enumerate(COLUMNS)]
    utterances = (("1014088.mp4", CORY), ("24363254.mp4", BEN))
    lines = [
        sheet_line(number, gloss, *utterances[number % 2]) for number, gloss in enumerate(glosses)
    ]
    path.write_bytes(("\ufeff" + end.join([",".join(names), *lines]) + end).encode())
    return path


def non_manual(label: str, value: str, first: int, last: int) -> str:
    """Return one NON_MANUAL element with the moves into and out of it."""
    return (
        f"<NON_MANUAL ID='7' START_FRAME='{first}' END_FRAME='{last}'><LABEL>'{label}'</LABEL>"
        f"<VALUE>'{value}'</VALUE><ONSET START_FRAME='{first - 3}' END_FRAME='{first}'/>"
        f"<OFFSET START_FRAME='{last}' END_FRAME='{last + 3}'/></NON_MANUAL>"
    )


def utterance(
    name: str, translation: str, *non_manuals: str, first: int = 1000, last: int = 1059
) -> str:
    """Return one UTTERANCE element; by default two seconds from session frame 1000."""
    return (
        f"<UTTERANCE ID='{name}' START_FRAME='{first}' END_FRAME='{last}'>"
        f"<TRANSLATION>{translation}</TRANSLATION><UTTERANCE-NUMBER>'U1'</UTTERANCE-NUMBER>"
        f"<MANUALS><SIGN ID='1'><LABEL>'MOUSE'</LABEL></SIGN></MANUALS>"
        f"<NON_MANUALS>{''.join(non_manuals)}</NON_MANUALS></UTTERANCE>"
    )


def collection(name: str, participant: str, *utterances: str) -> str:
    """Return one COLLECTION element."""
    return (
        f"<COLLECTION ID='1' NAME='{name}'><MEDIA-FILES/><TEMPORAL-PARTITIONS>"
        "<TEMPORAL-PARTITION ID='1'><SEGMENT-TIERS><SEGMENT-TIER ID='1'>"
        f"<PARTICIPANT>'{participant}'</PARTICIPANT><UTTERANCES>{''.join(utterances)}"
        "</UTTERANCES></SEGMENT-TIER></SEGMENT-TIERS></TEMPORAL-PARTITION>"
        "</TEMPORAL-PARTITIONS></COLLECTION>"
    )


def write_xml(path: Path, *collections: str, prolog: str = "") -> Path:
    """Write an export of the collections."""
    path.write_text(
        f"<?xml version='1.0' encoding='utf-8'?>\n{prolog}<SIGNSTREAM_DAI>\n<COLLECTIONS>\n"
        + "\n".join(collections)
        + "\n</COLLECTIONS></SIGNSTREAM_DAI>\n",
        encoding="utf-8",
    )
    return path


def write_two_collections(path: Path) -> Path:
    """Write one utterance of Cory with brows and head, and one of Ben."""
    brows = non_manual("eye brows", "raised", 1030, 1044)
    shake = non_manual("head mvmt: shake", "rapid", 1050, 1200)
    return write_xml(
        path,
        collection(CORY, "Cory", utterance("1014088", "'I love it!'", brows, shake)),
        collection(BEN, "Ben Bahan", utterance("24363254", "'That was ''awful''.'")),
    )


EMOTIONS = (
    "joy", "excited", "surprise_pos", "surprise_neg", "worry", "sadness", "fear", "disgust",
    "frustration", "anger",
)  # fmt: skip


def write_emosign(path: Path, rows: tuple[tuple[str, str], ...], *, is_whole: bool = True) -> Path:
    """Write EmoSign's table of (video_name, Sentiment); the first emotion of all is 3."""
    reasons = ("Reasoning_1", "Reasoning_2", "Reasoning_3")
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("video_name", "Sentiment", *((*EMOTIONS, *reasons) if is_whole else ())))
        for name, sentiment in rows:
            more = ("3", *"1" * 9, "raised brows, smile", "wide eyes", "") if is_whole else ()
            out.writerow((name, sentiment, *more))
    return path
