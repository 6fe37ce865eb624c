"""The compressed packets of one video stream, in decoding order.

What it is: one pass over the file that notes every packet, and a way to have the packets
from any place on. Clips are small: their packets stay in memory and the file is closed.
What it is not: a decoder, or an order of presentation (table.py).
Convention: a packet is known by its index in decoding order. Before a packet is handed out,
its index replaces its presentation time, so that a decoded picture names the packet it came
from, whatever the file says about times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from av.packet import Packet
from av.video.stream import VideoStream

from emo7_core.video.source import Source, open_source

KEPT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PacketNote:
    """What the table needs to know of one packet; times are ticks of the stream."""

    pts: int | None
    dts: int | None
    duration: int
    place: tuple[int | None, int]
    is_key: bool
    is_discarded: bool
    is_broken: bool
    is_hidden: bool

    @property
    def is_presented(self) -> bool:
        """Says the container; only decoding knows."""
        return not (self.is_discarded or self.is_broken or self.is_hidden)


class Packets:
    """All packets of a stream; the caller closes them.

    Attributes:
        notes: One note per packet, in decoding order.
        is_cut_short: The container ended with an error.
    """

    def __init__(self, path: Path, source: Source, kept_bytes: int = KEPT_BYTES) -> None:
        self._path = path
        self._source = source
        self._kept: list[Packet[VideoStream]] | None = []
        self.notes: list[PacketNote] = []
        self.is_cut_short = False
        self._read_all(kept_bytes)
        if self._kept is not None:
            source.container.close()

    def since(self, index: int) -> Iterator[tuple[int, Packet[VideoStream]]]:
        """Yield (index, packet) from a packet on; a new call ends earlier iterators."""
        if self._kept is not None:
            return ((i, self._kept[i]) for i in range(index, len(self._kept)))
        return self._read_since(index)

    def close(self) -> None:
        """Let go of the packets and the file."""
        self._kept = []
        self._source.container.close()

    def _read_all(self, kept_bytes: int) -> None:
        size, codec = 0, self._source.header.codec
        packets = _demux(self._source)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                self.is_cut_short = True
                return
            if packet is None:
                return
            self.notes.append(_note_of(packet, codec))
            size += packet.size
            self._keep(packet, size <= kept_bytes)

    def _keep(self, packet: Packet[VideoStream], is_room: bool) -> None:
        if not is_room:
            self._kept = None
        if self._kept is not None:
            packet.pts = len(self._kept)
            self._kept.append(packet)

    def _read_since(self, index: int) -> Iterator[tuple[int, Packet[VideoStream]]]:
        packets, here = self._jump(index)
        for packet in packets:
            if here >= index:
                packet.pts = here
                yield here, packet
            here += 1
            if here >= len(self.notes):
                return

    def _jump(self, index: int) -> tuple[Iterator[Packet[VideoStream]], int]:
        """Return packets that start at or before index, and the index of the first."""
        note = self.notes[index]
        ticks = note.dts if note.dts is not None else note.pts
        if index and ticks is not None:
            try:
                self._source.container.seek(ticks, stream=self._source.stream)
                return self._known_place(index)
            except (av.FFmpegError, LookupError):
                pass  # The container's own index is not to be trusted: start anew.
        self._source.container.close()
        self._source = open_source(self._path)
        return _demux(self._source), 0

    def _known_place(self, index: int) -> tuple[Iterator[Packet[VideoStream]], int]:
        packets = _demux(self._source)
        first = next(packets, None)
        if first is None:
            raise LookupError("nothing after the jump")
        place = (first.pos, first.size)
        here = next(i for i in range(index, -2, -1) if i < 0 or self.notes[i].place == place)
        if here < 0 or first.pos is None:
            raise LookupError("the jump led to an unknown packet")
        return _with_first(first, packets), here


def _with_first(
    first: Packet[VideoStream], rest: Iterator[Packet[VideoStream]]
) -> Iterator[Packet[VideoStream]]:
    yield first
    yield from rest


def _demux(source: Source) -> Iterator[Packet[VideoStream]]:
    """Yield the stream's packets; the empty ones only flush decoders."""
    return (p for p in source.container.demux(source.stream) if p.size)


def _note_of(packet: Packet[VideoStream], codec: str) -> PacketNote:
    return PacketNote(
        pts=packet.pts,
        dts=packet.dts,
        duration=packet.duration or 0,
        place=(packet.pos, packet.size),
        is_key=packet.is_keyframe,
        is_discarded=packet.is_discard,
        is_broken=packet.is_corrupt,
        is_hidden=_is_hidden(packet, codec),
    )


def _is_hidden(packet: Packet[VideoStream], codec: str) -> bool:
    """True for a VP8 or VP9 packet that only prepares later pictures.

    VP8: RFC 6386, section 9.1, show_frame is bit 4 of the first byte.
    VP9: bitstream specification 6.2 and annex B; a superframe ends in 0b110xxxxx and shows
    its last frame.
    """
    if codec == "vp8":
        return not memoryview(packet)[0] >> 4 & 1
    if codec != "vp9":
        return False
    data = memoryview(packet)
    is_profile_3 = data[0] >> 4 & 3 == 3
    bits = data[0] >> (0 if is_profile_3 else 1)
    shows_existing, shows = bits >> 2 & 1, bits & 1
    return not (data[-1] >> 5 == 0b110 or shows_existing or shows)
