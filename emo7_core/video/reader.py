"""Reads the n-th presented picture of a clip, exactly, and pictures in sequence, fast.

What it is: packets, table, decoder and converter of one file behind one small door.
What it is not: a cache of displayed frames (cache.py) or safe for several threads: a reader
is used by the one thread that opened it.
Convention: frame n is the n-th presented picture, never time x rate; the file is read once
at the start, and its header's counts are not believed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from av.video.frame import VideoFrame

from emo7_core.closing import Closing
from emo7_core.video import faults, table
from emo7_core.video.decoder import Decoder, SkipRule, decode_all
from emo7_core.video.frame import Frame
from emo7_core.video.info import VideoInfo
from emo7_core.video.packets import Packets
from emo7_core.video.picture import Converter
from emo7_core.video.source import Header, Source, open_source

_KEPT_BYTES = 32 * 1024 * 1024
# Few, so that the decoder can use the memory of older pictures again.
_KEPT_AT_MOST = 16

__all__ = ["VideoInfo", "VideoReader", "probe"]


class VideoReader(Closing):
    """An open clip.

    Attributes:
        info: What is known about the clip.
    """

    def __init__(self, path: Path | str, threads: int | None = None) -> None:
        """Open a clip and read its table of presentation times.

        Args:
            path: The file.
            threads: Decoding threads; by default one more than there are cores, at most 4.

        Raises:
            MediaError: the file cannot be played; the message says why and what to do.
        """
        self._path = Path(path)
        self._is_closed = False
        source = open_source(self._path)
        self._packets = Packets(self._path, source)
        try:
            self._open(source, threads)
        except BaseException:
            self._packets.close()
            raise

    def read(self, ordinal: int) -> Frame:
        """Return the ordinal-th presented picture.

        Raises:
            IndexError: there is no such picture.
            MediaError: the file is damaged at this picture.
            ValueError: the reader is closed.
        """
        if self._is_closed:
            raise ValueError(f"the reader of {self._path} is closed")
        if not 0 <= ordinal < self.info.frame_count:
            raise IndexError(f"frame {ordinal} of a clip with {self.info.frame_count} frames")
        picture = self._kept.get(ordinal) or self._decode(ordinal)
        return Frame(ordinal, float(self.info.times[ordinal]), self._converter.to_rgb(picture))

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        """Yield the pictures start..stop (half open, within the clip) in order."""
        end = self.info.frame_count if stop is None else min(stop, self.info.frame_count)
        for ordinal in range(max(start, 0), end):
            yield self.read(ordinal)

    def close(self) -> None:
        """Let go of the file and of all pictures; frames given out stay valid."""
        self._is_closed = True
        self._packets.close()
        self._kept.clear()

    # -- opening ------------------------------------------------------------------------

    def _open(self, source: Source, threads: int | None) -> None:
        is_sound = table.can_trust(self._packets.notes, source.header)
        self._decoder = Decoder(source.context, self._packets, threads, is_sound)
        first = self._read_table(source.header, is_sound)
        self._converter = Converter(first, source.header.pixel_shape)
        self._keep_at_most = _room_for(first)
        self._kept: OrderedDict[int, VideoFrame] = OrderedDict({0: first})
        self._next = 1
        self._may_skip = True
        self.info = self._describe(source.header)

    def _read_table(self, header: Header, is_sound: bool) -> VideoFrame:
        """Make the table, from the notes if they can be trusted; return the first picture."""
        notes = self._packets.notes
        if is_sound:
            self._table = table.build(notes, table.noted_order(notes), header)
            first = self._first_picture()
            if first is not None:
                return first
        self._table = table.build(notes, self._decoded_order(), header)
        self._decoder.start(0)
        first = self._first_picture()
        if first is None:
            raise faults.nothing_decoded(self._path)
        return first

    def _first_picture(self) -> VideoFrame | None:
        """Decode the first picture; None if it is not the one the table says."""
        while (found := self._decoder.next_picture()) is not None:
            ordinal = self._table.ordinals[found[0]]
            if ordinal >= 0:
                return found[1] if ordinal == 0 else None
        return None

    def _decoded_order(self) -> list[int]:
        """Decode the whole clip and note which packets show a picture, in order."""
        self._decoder.start(0)
        order: dict[int, None] = {}
        while (found := self._decoder.next_picture()) is not None:
            if not self._packets.notes[found[0]].is_broken:
                order[found[0]] = None
        if not order:
            raise faults.nothing_decoded(self._path)
        return list(order)

    def _describe(self, header: Header) -> VideoInfo:
        times = self._table.times
        duration = float(times[-1]) + self._table.last_gap
        return VideoInfo(
            path=self._path,
            width=self._converter.width,
            height=self._converter.height,
            rotation=self._converter.orientation.degrees,
            frame_count=len(times),
            times=times,
            duration=duration,
            rate=len(times) / duration,
            is_variable_rate=self._table.is_variable_rate,
            codec="av1" if header.codec == "libdav1d" else header.codec,
            warnings=self._warnings(header),
        )

    def _warnings(self, header: Header) -> tuple[str, ...]:
        told = table.oddities(self._packets.notes, self._table, header)
        if self._packets.is_cut_short and not told:
            told = ("The file ends in damage; frames after it are lost.",)
        orientation = self._converter.orientation
        if not orientation.is_exact:
            told += (f"The file asks for a skewed turn; {orientation.degrees}° is shown.",)
        return header.warnings + self._table.warnings + told

    # -- seeking ------------------------------------------------------------------------

    def _decode(self, ordinal: int) -> VideoFrame:
        entry = self._table.entry_for(ordinal)
        is_behind = ordinal < self._next
        if is_behind or entry.packet > self._decoder.fed:
            self._start(entry)
        # Who steps back once will step back again: the pictures before come along.
        first_wanted = ordinal - self._keep_at_most // 2 if is_behind else ordinal
        picture = self._run_to(ordinal, self._skip_before(first_wanted))
        return picture or self._decode_plainly(ordinal)

    def _decode_plainly(self, ordinal: int) -> VideoFrame:
        """Try without shortcuts: nothing skipped, at last from the very start of the file."""
        self._may_skip = False
        for entry in (self._table.entry_for(ordinal), self._table.entries[0]):
            self._start(entry)
            picture = self._run_to(ordinal, decode_all)
            if picture is not None:
                return picture
        raise faults.frame_lost(self._path, ordinal)

    def _start(self, entry: table.Entry) -> None:
        self._decoder.start(entry.packet)
        self._next = entry.ordinal

    def _run_to(self, ordinal: int, may_skip: SkipRule) -> VideoFrame | None:
        while (found := self._decoder.next_picture(may_skip)) is not None:
            here = self._table.ordinals[found[0]]
            if here < 0:
                continue
            self._keep(here, found[1])
            self._next = here + 1
            if here >= ordinal:
                return found[1] if here == ordinal else None
        self._next = self.info.frame_count
        return None

    def _skip_before(self, ordinal: int) -> SkipRule:
        if not self._may_skip:
            return decode_all
        ordinals = self._table.ordinals
        return lambda packet: ordinals[packet] < ordinal

    def _keep(self, ordinal: int, picture: VideoFrame) -> None:
        self._kept[ordinal] = picture
        self._kept.move_to_end(ordinal)
        while len(self._kept) > self._keep_at_most:
            self._kept.popitem(last=False)


def probe(path: Path | str) -> VideoInfo:
    """Open a clip, read its table, close it.

    Raises:
        MediaError: the file cannot be played.
    """
    with VideoReader(path) as reader:
        return reader.info


def _room_for(picture: VideoFrame) -> int:
    size = sum(plane.buffer_size for plane in picture.planes)
    return max(2, min(_KEPT_AT_MOST, _KEPT_BYTES // max(size, 1)))
