"""Tells whether seeking in a clip gives the very pictures that playing it gives.

What it is: a plain decode of the whole file, packet by packet, with none of the reader's
shortcuts, compared by hash and by time with what the reader finds in a jumbled order.
What it is not: a check that the file is undamaged.
Convention: an exact clip is one whose every sampled picture agrees and whose count agrees.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from emo7_core.errors import MediaError
from emo7_core.video.picture import Converter
from emo7_core.video.reader import VideoReader
from emo7_core.video.source import Source, open_source


@dataclass(frozen=True, slots=True)
class SelfTest:
    """The outcome.

    Attributes:
        is_exact: All that was compared agreed.
        checked: Number of pictures compared.
        message: One sentence for a badge's tip.
    """

    is_exact: bool
    checked: int
    message: str


def self_test(
    path: Path | str, samples: int = 8, breathe: Callable[[], object] = lambda: None
) -> SelfTest:
    """Compare sequential decoding with seeks on sampled ordinals.

    Args:
        path: The clip.
        samples: How many pictures are compared at most; the first and last always are.
        breathe: Called after every picture; it may rest, and what it raises ends the test.

    Raises:
        MediaError: the clip cannot be opened at all.
    """
    with VideoReader(path) as reader:
        wanted = _sample(reader.info.frame_count, samples)
        count, expected = _play(Path(path), set(wanted), breathe)
        if count != reader.info.frame_count:
            told = f"The table has {reader.info.frame_count} frames, playing shows {count}."
            return SelfTest(False, 0, told)
        return _compare(reader, wanted, expected, breathe)


def _sample(count: int, samples: int) -> list[int]:
    """Spread ordinals over the clip, jumbled alike each time so that seeks go both ways."""
    spread = np.linspace(0, count - 1, num=max(2, min(samples, count)))
    ordinals = sorted({round(float(place)) for place in spread})
    random.Random(0).shuffle(ordinals)
    return ordinals


def _compare(
    reader: VideoReader,
    wanted: list[int],
    expected: dict[int, bytes],
    breathe: Callable[[], object],
) -> SelfTest:
    for checked, ordinal in enumerate(wanted):
        try:
            found = reader.read(ordinal).rgb
        except MediaError as error:
            return SelfTest(False, checked, f"{error.what[:1].upper()}{error.what[1:]}.")
        if _hash(found) != expected.get(ordinal):
            return SelfTest(False, checked, f"Seeking to frame {ordinal} shows another picture.")
        breathe()
    return SelfTest(True, len(wanted), f"Exact: {len(wanted)} frames agree with playing.")


def _play(
    path: Path, wanted: set[int], breathe: Callable[[], object]
) -> tuple[int, dict[int, bytes]]:
    """Count the pictures of a plain decode and hash the wanted ones."""
    source = open_source(path)
    hashes: dict[int, bytes] = {}
    converter: Converter | None = None
    count = 0
    with source.container:
        for picture in _pictures(source):
            if converter is None:
                converter = Converter(picture, source.header.pixel_shape)
            if count in wanted:
                hashes[count] = _hash(converter.to_rgb(picture))
            count += 1
            breathe()
    return count, hashes


def _pictures(source: Source) -> Iterator[VideoFrame]:
    broken: set[int | None] = set()
    try:
        for packet in source.container.demux(source.stream):
            if packet.is_corrupt:
                broken.add(packet.pts)
            try:
                pictures = packet.decode()
            except av.FFmpegError:
                continue
            yield from (p for p in pictures if not broken or p.pts not in broken)
    except av.FFmpegError:
        return  # The container is cut off; the reader warns of it.


def _hash(rgb: NDArray[np.uint8]) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(rgb).data, digest_size=16).digest()
