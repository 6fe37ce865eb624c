"""The door to a file: one container opened with care, one video stream chosen.

What it is: the only place that calls av.open.
What it is not: a decoder or a table.
Convention: a file is opened as an absolute "file:" path, so a name that starts with "-" or
holds a colon is only a name; nothing but local files of known video formats is opened
(a playlist or a concat script could name further files or hosts).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from emo7_core.video import faults

_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf,gif,"
    "h264,hevc,ivf,m4v,dv,nut,obu,mp3,wav,aac,flac"
)
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}


@dataclass(frozen=True, slots=True)
class Header:
    """What the container claims of the stream; copied, for ffmpeg frees it on close.

    Attributes:
        formats: Names of the container format, separated by commas.
        codec: Name of the decoder.
        count: Number of frames claimed, 0 if nothing is.
        tick: Seconds per unit of the stream's times.
        rate: Pictures a second, None if unknown.
        duration: Seconds, 0.0 if unknown or if sound may reach further than the pictures.
        pixel_shape: Width of a pixel over its height, None if unknown.
        warnings: What a person should know about the choice of stream.
    """

    formats: str
    codec: str
    count: int
    tick: Fraction
    rate: float | None
    duration: float
    pixel_shape: Fraction | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An open container and the stream that is shown.

    Attributes:
        container: Open for reading; who takes it closes it.
        stream: The chosen video stream; not to be touched once the container is closed.
        context: The stream's decoder, which outlives the container.
        header: What the container claims.
    """

    container: InputContainer
    stream: VideoStream
    context: VideoCodecContext
    header: Header


def open_source(path: Path) -> Source:
    """Open a file and choose its video stream.

    Raises:
        MediaError: the file is missing, not readable, not a video, or has no picture.
    """
    faults.check_file(path)
    try:
        container = av.open(f"file:{path.absolute()}", metadata_errors="replace", options=_OPTIONS)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise faults.unreadable(path, error) from error
    try:
        stream, warnings = _choose(path, container)
    except BaseException:
        container.close()
        raise
    header = _header_of(container, stream, warnings)
    return Source(container, stream, stream.codec_context, header)


def _header_of(container: InputContainer, stream: VideoStream, warnings: tuple[str, ...]) -> Header:
    rate = stream.average_rate or stream.guessed_rate
    return Header(
        formats=container.format.name,
        codec=stream.codec_context.name,
        count=stream.frames,
        tick=stream.time_base or Fraction(1, 1000),
        rate=float(rate) if rate else None,
        duration=_duration(container, stream),
        pixel_shape=stream.sample_aspect_ratio,
        warnings=warnings,
    )


def _duration(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is not None and len(container.streams) == 1:
        return container.duration / 1_000_000
    return 0.0


def _choose(path: Path, container: InputContainer) -> tuple[VideoStream, tuple[str, ...]]:
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams:
        raise faults.no_picture(path, has_sound=bool(container.streams.audio))
    decodable = [s for s in streams if s.codec_context is not None]
    if not decodable:
        raise faults.no_decoder(path)
    best = container.streams.best("video")
    stream = next((s for s in decodable if best is not None and s.index == best.index), None)
    chosen = stream or decodable[0]
    if len(streams) == 1:
        return chosen, ()
    place = [s.index for s in streams].index(chosen.index) + 1
    size = f"{chosen.codec_context.width}x{chosen.codec_context.height}"
    return chosen, (f"The file has {len(streams)} videos; number {place} ({size}) is shown.",)
