"""Decodes forward from a key packet and names each picture by the packet it came from.

What it is: a thin loop over one codec context; a broken packet gives no picture, no error.
What it is not: a reader; it knows neither ordinals nor times.
Convention: a packet may be skipped where the caller says so and no other picture needs it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator

import av
from av.codec.context import ThreadType
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from emo7_core.video.packets import Packets

MAX_THREADS = 4
# H.264 alone marks pictures that nothing leans on strictly (nal_ref_idc 0); in HEVC a
# "non-reference" picture may still serve higher temporal layers.
_SKIPPABLE_CODECS = {"h264"}

SkipRule = Callable[[int], bool]


def decode_all(_: int) -> bool:
    """The skip rule that skips nothing."""
    return False


class Decoder:
    """One codec context on one stream's packets; used by one thread.

    Attributes:
        fed: Index of the last packet given to the codec, -1 before the first.
    """

    def __init__(
        self,
        context: VideoCodecContext,
        packets: Packets,
        threads: int | None = None,
        is_sound: bool = True,
    ) -> None:
        """Take over a context that is not open yet.

        Args:
            context: The stream's decoder.
            packets: What it decodes.
            threads: By default one more than there are cores, at most 4; more would hold
                back more pictures before the first comes out.
            is_sound: The file seems whole. Of a damaged one pictures are not decoded side
                by side: there an error could take later, sound pictures with it.
        """
        self._context = context
        self._packets = packets
        self._can_skip = context.name in _SKIPPABLE_CODECS
        self._is_skipping = False
        context.thread_count = threads or min((os.cpu_count() or 1) + 1, MAX_THREADS)
        context.thread_type = ThreadType.AUTO if is_sound else ThreadType.SLICE
        self.start(0)

    def start(self, packet: int) -> None:
        """Forget everything and go on from a packet."""
        self._context.flush_buffers()
        self._ready: deque[tuple[int, VideoFrame]] = deque()
        self._ahead: Iterator[tuple[int, Packet[VideoStream]]] = self._packets.since(packet)
        self._is_drained = False
        self.fed = packet - 1

    def next_picture(self, may_skip: SkipRule = decode_all) -> tuple[int, VideoFrame] | None:
        """Return (packet, picture) in the order of presentation; None at the end."""
        while not self._ready and not self._is_drained:
            self._feed(may_skip)
        return self._ready.popleft() if self._ready else None

    def _feed(self, may_skip: SkipRule) -> None:
        index, packet = next(self._ahead, (None, None))
        self._is_drained = packet is None
        if index is not None:
            self.fed = index
            self._skip(self._can_skip and may_skip(index))
        try:
            pictures = self._context.decode(packet)
        except av.FFmpegError:
            return
        self._ready.extend((p.pts, p) for p in pictures if p.pts is not None)

    def _skip(self, is_skipping: bool) -> None:
        if is_skipping != self._is_skipping:
            self._context.skip_frame = "NONREF" if is_skipping else "DEFAULT"
            self._is_skipping = is_skipping
