"""What is wrong with a file that does not play, in words a person can act on.

What it is: a look at the file itself (kind, first bytes, boxes), made into a MediaError.
What it is not: a decoder; it is asked only after, or before, ffmpeg was.
Convention: every error names what, where (the path) and the remedy in one line.
"""

from __future__ import annotations

import stat
from pathlib import Path

from emo7_core.errors import MediaError

_AGAIN = "Copy or download it again."
_OTHER_FILE = "Choose a video file (mp4, mov, webm, mkv, avi)."
_PICTURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"BM": "a BMP picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite": "a database",
}


def check_file(path: Path) -> None:
    """Raise MediaError unless path is a readable file with bytes that may be a video."""
    try:
        facts = path.stat()
    except FileNotFoundError as error:
        raise _error(path, "the clip is not there", "Was it moved or renamed?") from error
    except OSError as error:
        raise _of_system(path, error) from error
    if stat.S_ISDIR(facts.st_mode):
        raise _error(path, "this is a folder, not a clip", _OTHER_FILE)
    if not stat.S_ISREG(facts.st_mode):
        raise _error(path, "this is a device or a pipe, not a clip", _OTHER_FILE)
    if facts.st_size == 0:
        raise _error(path, "the file is empty", _AGAIN)
    kind = _kind_of(_first_bytes(path))
    if kind:
        raise _error(path, f"this is {kind}, not a video", _OTHER_FILE)


def unreadable(path: Path, error: Exception) -> MediaError:
    """Return the error for a file that ffmpeg did not open."""
    if isinstance(error, PermissionError):
        return _of_system(path, error)
    if _lacks_its_index(path):
        return _cut_off(path)
    return _error(path, "this is not a video that can be read, or it is damaged", _OTHER_FILE)


def no_picture(path: Path, has_sound: bool) -> MediaError:
    """Return the error for a file without a video stream."""
    if not has_sound and _lacks_its_index(path):
        return _cut_off(path)
    what = "this file has sound but no picture" if has_sound else "this file has no picture"
    return _error(path, what, _OTHER_FILE)


def no_decoder(path: Path) -> MediaError:
    """Return the error for a compression that this ffmpeg does not know."""
    return _error(
        path, "the compression of this clip is not known here", "Convert it to H.264 in mp4."
    )


def nothing_decoded(path: Path) -> MediaError:
    """Return the error for a clip none of whose pictures can be decoded."""
    return _error(path, "no picture of this clip can be decoded; it is cut off or damaged", _AGAIN)


def frame_lost(path: Path, ordinal: int) -> MediaError:
    """Return the error for one picture that the decoder does not give."""
    return _error(path, f"frame {ordinal} cannot be decoded; the file is damaged there", _AGAIN)


def _cut_off(path: Path) -> MediaError:
    return _error(path, "the file is cut off: its index (moov) is missing", _AGAIN)


def _error(path: Path, what: str, remedy: str) -> MediaError:
    return MediaError(what, where=path, remedy=remedy)


def _of_system(path: Path, error: OSError) -> MediaError:
    if isinstance(error, PermissionError):
        return _error(path, "the clip may not be read", "Ask its owner for the right to read it.")
    reason = error.strerror or type(error).__name__
    return _error(path, f"the clip cannot be read: {reason}", "Is its disk connected?")


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(512)
    except OSError as error:
        raise _of_system(path, error) from error


def _kind_of(start: bytes) -> str | None:
    for magic, kind in _PICTURES.items():
        if start.startswith(magic):
            return kind
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "a WebP picture"
    # A cut-off last letter must not make text look like bytes.
    text = start.decode("utf-8", errors="ignore")
    is_whole = len(text.encode()) >= len(start) - 3
    return "text" if is_whole and all(c.isprintable() or c in "\t\r\n" for c in text) else None


def _lacks_its_index(path: Path) -> bool:
    """Walk the top boxes of an mp4; True if it is one and its moov box is not all there."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        place, names = 0, set()
        while place + 8 <= end:
            file.seek(place)
            head = file.read(16)
            size, name = int.from_bytes(head[:4], "big"), head[4:8]
            size = int.from_bytes(head[8:16], "big") if size == 1 else size
            place += max(size, 8)
            names.add(name if place <= end else b"cut")
    return b"ftyp" in names and b"moov" not in names
