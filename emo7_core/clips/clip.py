"""One clip of a project. Its identity is the hash of its content, not its path.

What it is: the frozen facts of a clip as the store knows them.
What it is not: its pictures (video/), its landmarks (landmarks/) or what people say of it.
Convention: `key` is None until the file was read once; a decision needs a key.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

NEW, OK, BAD, MISSING = "new", "ok", "bad", "missing"
# Landmarks to train on, without any picture: never in a queue, never compared by looking.
TRACK_ONLY = "track only"
STATES = (NEW, OK, BAD, MISSING, TRACK_ONLY)
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip and what is known of it.

    Attributes:
        id: Key within this project.
        key: SHA-256 of the file's bytes, hexadecimal; None until it was read.
        name: The name that tables use.
        corpus: Where it comes from.
        signer: Who signs, None where unknown.
        session: The recording it was cut from, None where unknown.
        file: The newest known place of the file, absolute; it may have moved since.
        state: One of STATES.
        message: Why it is bad, empty otherwise.
        duration: Seconds, None until probed. So are the following:
        frame_count: Presented pictures.
        width: Pixels as displayed.
        height: Pixels as displayed.
        rate: Mean pictures per second.
        split: "train", "val", "test" as its corpus says, None where it does not.
        face_share: Share 0..1 of frames in which a face was found, None without landmarks.
        hands_share: Share 0..1 of frames in which a hand was found, None without landmarks.
        seek_is_exact: What the self-test found, None before it ran.
        rotation: Degrees counter-clockwise that were applied, None until probed.
    """

    id: int
    key: str | None
    name: str
    corpus: str
    signer: str | None
    session: str | None
    file: str | None
    state: str
    message: str
    duration: float | None = None
    frame_count: int | None = None
    width: int | None = None
    height: int | None = None
    rate: float | None = None
    split: str | None = None
    face_share: float | None = None
    hands_share: float | None = None
    seek_is_exact: bool | None = None
    rotation: int | None = None

    @property
    def path(self) -> Path | None:
        """The file as a path; made when asked, since 100,000 of them take seconds."""
        return None if self.file is None else Path(self.file)


def content_key(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, hexadecimal.

    Raises:
        OSError: the file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()
