"""Makes small clips whose every picture tells its own number.

What it is: real files in real formats, written with PyAV, then bent (cut, patched, renamed)
into the oddities that are met in the field.
What it is not: a fake; nothing here stands in for the code under test.
Convention: picture n carries n in two rows of ten blocks along its upper edge, white is 1,
lowest bit at the left, the lower row is the complement (so that a flip cannot go unseen);
`number_of` reads it back from the displayed picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

BITS = 10
BLOCK = 16
WIDTH, HEIGHT = BITS * BLOCK, 96

# Display matrices (a, b, c, d) in 16.16 fixed point, by clockwise degrees.
ONE = 65536
TURNS = {
    0: (ONE, 0, 0, ONE),
    90: (0, ONE, -ONE, 0),
    180: (-ONE, 0, 0, -ONE),
    270: (0, -ONE, ONE, 0),
}
MIRROR = (-ONE, 0, 0, ONE)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a clip is made.

    Attributes:
        count: Number of pictures.
        rate: Pictures a second, if `times` is empty.
        times: Milliseconds of each picture, for a variable rate.
        codec: PyAV's name of the encoder.
        pixels: Pixel format.
        options: The encoder's options.
        container: The muxer's options.
        first: The number that the first picture carries.
        pixel_shape: Width of a pixel over its height.
        size: Width and height of the stored picture; pictures are enlarged to it.
    """

    count: int = 30
    rate: int = 25
    times: Sequence[int] = ()
    codec: str = "libx264"
    pixels: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)
    container: dict[str, str] = field(default_factory=dict)
    first: int = 0
    pixel_shape: Fraction | None = None
    size: tuple[int, int] = (WIDTH, HEIGHT)


# One key picture, B-pictures that others do and do not lean on: as How2Sign's clips are.
ONE_KEY = {"g": "9999", "keyint_min": "9999", "sc_threshold": "0", "bf": "3"}


def picture(number: int) -> np.ndarray:
    """Draw picture `number`, shape (HEIGHT, WIDTH, 3), uint8 RGB."""
    rgb = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    for bit in range(BITS):
        is_set = number >> bit & 1
        columns = slice(bit * BLOCK, (bit + 1) * BLOCK)
        rgb[:BLOCK, columns] = 255 * is_set
        rgb[BLOCK : 2 * BLOCK, columns] = 255 * (1 - is_set)
    left = number * 3 % (WIDTH - BLOCK)
    rgb[3 * BLOCK : 5 * BLOCK, left : left + BLOCK] = (220, 60, 40)
    return rgb


def number_of(rgb: np.ndarray) -> int:
    """Read the number back from a displayed picture of any size.

    Raises:
        ValueError: the two rows disagree; this picture is not upright or not ours.
    """
    height, width = rgb.shape[:2]
    places = ((np.arange(BITS) + 0.5) * width / BITS).astype(int)
    row = height * BLOCK // HEIGHT
    upper = rgb[row // 2, places].mean(axis=1) > 128
    lower = rgb[row + row // 2, places].mean(axis=1) > 128
    if np.any(upper == lower):
        raise ValueError(f"not a numbered picture: {upper.astype(int)} over {lower.astype(int)}")
    return int((upper * (1 << np.arange(BITS))).sum())


def write_clip(path: Path, recipe: Recipe | None = None, title: str = "") -> Path:
    """Write one clip with one video stream; the file's suffix chooses the container."""
    return write_streams(path, [recipe or Recipe()], title=title)


def write_streams(
    path: Path, recipes: Sequence[Recipe], default: int | None = None, title: str = ""
) -> Path:
    """Write a clip with several video streams, one of which may be marked as the default."""
    with av.open(f"file:{path.absolute()}", "w", options=dict(recipes[0].container)) as out:
        if title:
            out.metadata["title"] = title
        streams = [_add_stream(out, recipe) for recipe in recipes]
        if default is not None:
            for place, stream in enumerate(streams):
                stream.disposition = av.stream.Disposition(int(place == default))
        for stream, recipe in zip(streams, recipes, strict=True):
            _encode(out, stream, recipe)
    return path


def _add_stream(out, recipe: Recipe):
    stream = out.add_stream(recipe.codec, rate=recipe.rate, options=dict(recipe.options))
    stream.width, stream.height = recipe.size
    stream.pix_fmt = recipe.pixels
    if recipe.pixel_shape is not None:
        stream.codec_context.sample_aspect_ratio = recipe.pixel_shape
    if recipe.times:
        stream.codec_context.time_base = Fraction(1, 1000)
    return stream


def _encode(out, stream, recipe: Recipe) -> None:
    for place in range(recipe.count):
        drawn = av.VideoFrame.from_ndarray(picture(recipe.first + place), format="rgb24")
        width, height = recipe.size
        frame = drawn.reformat(width=width, height=height, format=recipe.pixels)
        frame.pts = recipe.times[place] if recipe.times else place
        frame.time_base = Fraction(1, 1000) if recipe.times else Fraction(1, recipe.rate)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def write_turned(path: Path, matrix: tuple[int, int, int, int], stored: Callable) -> Path:
    """Write a clip whose pictures are stored turned, with the matrix that puts them upright.

    Args:
        path: An mp4 or mov file.
        matrix: The display matrix's a, b, c, d in 16.16 fixed point.
        stored: Makes the stored picture of the displayed one.
    """
    first = stored(picture(0))
    with av.open(f"file:{path.absolute()}", "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.height, stream.width = first.shape[:2]
        stream.pix_fmt = "yuv420p"
        for number in range(12):
            pixels = np.ascontiguousarray(stored(picture(number)))
            out.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        out.mux(stream.encode(None))
    set_matrix(path, matrix)
    return path


def set_matrix(path: Path, matrix: tuple[int, int, int, int]) -> None:
    """Write a display matrix into the track header of an mp4 (ISO/IEC 14496-12, 8.3.2)."""
    data = bytearray(path.read_bytes())
    start = data.index(b"tkhd") + 4 + 40
    a, b, c, d = matrix
    for place, value in enumerate((a, b, 0, c, d, 0, 0, 0, 1 << 30)):
        data[start + 4 * place : start + 4 * place + 4] = value.to_bytes(4, "big", signed=True)
    path.write_bytes(bytes(data))


def write_sound(path: Path) -> Path:
    """Write a file with half a second of sound and no picture."""
    with av.open(f"file:{path.absolute()}", "w") as out:
        stream = out.add_stream("aac", rate=16000, layout="mono")
        for start in range(0, 8192, 1024):
            wave = np.sin(np.arange(start, start + 1024) / 20).astype(np.float32)[None]
            frame = av.AudioFrame.from_ndarray(wave * 0.1, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 16000, start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def cut(path: Path, share: float) -> Path:
    """Keep the first share of a file's bytes, as a broken download does."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def patch(path: Path, old: bytes, new: bytes) -> Path:
    """Replace bytes of a file by as many others; they must occur."""
    data = path.read_bytes()
    if old not in data or len(old) != len(new):
        raise ValueError(f"cannot put {new!r} for {old!r}")
    path.write_bytes(data.replace(old, new))
    return path


def write_lying_avi(path: Path, recipe: Recipe, claimed: int) -> Path:
    """Write an AVI whose headers claim another number of frames than there are."""
    write_clip(path, recipe)
    data = bytearray(path.read_bytes())
    for place in (data.index(b"avih") + 8 + 16, data.index(b"strh") + 8 + 32):
        data[place : place + 4] = claimed.to_bytes(4, "little")
    path.write_bytes(bytes(data))
    return path


def write_trimmed(path: Path, source: Path, hidden: int) -> Path:
    """Copy a clip without encoding, hiding its first pictures by an edit list."""
    with (
        av.open(f"file:{source.absolute()}") as given,
        av.open(f"file:{path.absolute()}", "w", options={"avoid_negative_ts": "disabled"}) as out,
    ):
        stream = given.streams.video[0]
        copy = out.add_stream_from_template(stream)
        gap = round(1 / (stream.average_rate * stream.time_base))
        for packet in given.demux(stream):
            if packet.size:
                packet.pts -= hidden * gap
                packet.dts -= hidden * gap
                packet.stream = copy
                out.mux(packet)
    return path


def packet_bytes(path: Path, index: int) -> bytes:
    """Return the bytes of a packet of the first video stream, in decoding order."""
    with av.open(f"file:{path.absolute()}") as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size][index]


def spoil_packet(path: Path, index: int) -> Path:
    """Overwrite a packet with zeros."""
    data = packet_bytes(path, index)
    return patch(path, data, bytes(len(data)))


def hide_vp8_picture(path: Path, index: int) -> Path:
    """Clear show_frame (RFC 6386, 9.1) of a packet, as an encoder's hidden pictures have it."""
    data = packet_bytes(path, index)
    return patch(path, data, bytes([data[0] & ~0x10]) + data[1:])
