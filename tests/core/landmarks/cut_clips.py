"""Real clips cut to their first frames, so that the tests which run MediaPipe stay quick."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from pathlib import Path

import av


def cut_clip(source: Path, target: Path, frames: int, rate: int = 24) -> Path:
    """Write the first frames of a clip as an mp4 of its own."""
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        first = reading.streams.video[0]
        stream = writing.add_stream("libx264", rate=rate)
        stream.width, stream.height = first.width, first.height
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "18"}
        for number, picture in enumerate(islice(reading.decode(first), frames)):
            plain = av.VideoFrame.from_ndarray(picture.to_ndarray(format="rgb24"), format="rgb24")
            plain.pts, plain.time_base = number, Fraction(1, rate)
            writing.mux(stream.encode(plain))
        writing.mux(stream.encode())
    return target
