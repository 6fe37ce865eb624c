"""Writes pictures as an H.264 mp4 that appears whole or not at all.

What it is: PyAV over a temporary file beside the target, then one replace.
What it is not: reading (video/reader.py).
Convention: pictures are (H, W, 3) uint8 RGB of even size.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from emo7_core.errors import MediaError
from emo7_core.landmarks.track import Array

_OPTIONS = {"preset": "veryfast", "crf": "18"}


def write_mp4(path: Path, pictures: Iterable[Array], rate: float) -> None:
    """Write pictures at a fixed rate; the folder is made where it is missing.

    Args:
        path: The file; an older one is replaced.
        pictures: (H, W, 3) uint8 RGB each.
        rate: Pictures per second.

    Raises:
        MediaError: the file cannot be written.
    """
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=".part", dir=path.parent)
        os.close(handle)
        part = Path(name)
        _encode(part, pictures, rate)
        part.replace(path)
    except OSError as error:
        raise MediaError(
            f"the clip cannot be written: {error.strerror or error}",
            where=path,
            remedy="Check the free space and the rights of the folder.",
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _encode(path: Path, pictures: Iterable[Array], rate: float) -> None:
    import av

    with av.open(str(path), "w", format="mp4") as container:
        stream = None
        for picture in pictures:
            if stream is None:
                stream = container.add_stream(
                    "libx264", rate=Fraction(rate).limit_denominator(1001), options=_OPTIONS
                )
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        if stream is not None:
            container.mux(stream.encode(None))
