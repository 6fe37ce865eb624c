"""Clips whose brightness tells the class: what a model of pictures can learn in seconds.

What it is: short files that play, made in a moment.
What it is not: signing (tests/planted.py has landmarks with a signal).
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from emo7_core.training.sample import Example

RATE = 25


def write_shade(path: Path, shade: int, frames: int = 40, seed: int = 0) -> Path:
    """Write a clip of one grey value with some noise, 64 x 48."""
    rng = np.random.default_rng(seed)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(frames):
            noise = rng.integers(-8, 9, (48, 64, 1))
            rgb = np.clip(shade + np.repeat(noise, 3, axis=2), 0, 255).astype(np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        out.mux(stream.encode())
    return path


def shade_examples(folder: Path, per_class: int = 2) -> list[Example]:
    """Return labelled clips of all seven classes, the brighter the more positive."""
    made = []
    for value in range(7):
        for number in range(per_class):
            name = f"shade-{value}-{number}"
            path = write_shade(folder / f"{name}.mp4", 20 + 35 * value, 20 + number, number)
            made.append(Example(name, None, value, f"signer {number}", key=name, path=path))
    return made
