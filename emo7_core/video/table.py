"""The table of presentation: which packet shows as which picture, and when.

What it is: pure reckoning over packet notes; frame n is the n-th row.
What it is not: a decoder. Where notes alone cannot be trusted (see `can_trust`), the order
in which pictures really came out of a decoder is handed in.
Convention: packets are indices in decoding order, pictures are ordinals in the order of
presentation, -1 is a packet that shows nothing; times are seconds from the first picture.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emo7_core.video.packets import PacketNote
from emo7_core.video.source import Header

_DEFAULT_RATE = 25.0
# Seconds that may lack at the end before a clip is called cut off.
_SHORT = 0.25
_TRUSTED_FORMATS = {"mp4", "matroska"}
_TRUSTED_CODECS = {
    "h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "mjpeg", "prores", "ffv1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A key packet that decoding may start from, right for pictures from `ordinal` on."""

    packet: int
    ordinal: int


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The pictures of a clip in the order of presentation.

    Attributes:
        times: Seconds from the first picture, shape (T,), strictly increasing.
        last_gap: Seconds that the last picture is shown.
        ordinals: For each packet the picture it shows, or -1.
        entries: Where decoding may start, by packet; the first is the very start.
        warnings: Sentences for people.
    """

    times: NDArray[np.float64]
    last_gap: float
    ordinals: tuple[int, ...]
    entries: tuple[Entry, ...]
    warnings: tuple[str, ...]

    def entry_for(self, ordinal: int) -> Entry:
        """Return the latest entry from which a picture can be decoded."""
        place = bisect_right(self.entries, ordinal, key=lambda entry: entry.ordinal)
        return self.entries[max(place - 1, 0)]

    @property
    def is_variable_rate(self) -> bool:
        """True if gaps differ by more than rounding to milliseconds explains."""
        gaps = np.diff(self.times)
        if gaps.size < 2:
            return False
        middle = float(np.median(gaps))
        return bool(np.abs(gaps - middle).max() > max(0.0021, 0.1 * middle))


def can_trust(notes: Sequence[PacketNote], header: Header) -> bool:
    """Say whether the notes alone give the order of presentation.

    They do not when the container keeps no presentation times (AVI), when times are missing
    or double, when the header counts other packets than there are, or when the first packet
    needs pictures that are not in the file.
    """
    shown = [note.pts for note in notes if note.is_presented]
    return bool(
        shown
        and header.codec in _TRUSTED_CODECS
        and _TRUSTED_FORMATS & set(header.formats.split(","))
        and None not in shown
        and len(set(shown)) == len(shown)
        and header.count in (0, len(notes))
        and notes[0].is_key
        and not any(note.is_broken for note in notes)
    )


def noted_order(notes: Sequence[PacketNote]) -> list[int]:
    """Return the packets in the order of presentation that their times claim."""
    shown = [i for i, note in enumerate(notes) if note.is_presented]
    return sorted(shown, key=lambda i: notes[i].pts or 0)


def build(notes: Sequence[PacketNote], order: Sequence[int], header: Header) -> Table:
    """Make the table of packets that show pictures in this order.

    Args:
        notes: All packets, in decoding order.
        order: Packets that show a picture, in the order of presentation; at least one.
        header: How the stream counts time.
    """
    ordinals = [-1] * len(notes)
    for ordinal, packet in enumerate(order):
        ordinals[packet] = ordinal
    times, warnings = _times(notes, order, header)
    return Table(
        times=times,
        last_gap=_last_gap(notes[order[-1]], times, header),
        ordinals=tuple(ordinals),
        entries=_entries(notes, order, ordinals),
        warnings=warnings,
    )


def oddities(notes: Sequence[PacketNote], table: Table, header: Header) -> tuple[str, ...]:
    """Return sentences about a header that claims other than the pictures there are."""
    count = len(table.times)
    if header.count > len(notes) or any(note.is_broken for note in notes):
        promised = f" of {header.count}" if header.count > count else ""
        return (f"The file is cut off; {count}{promised} frames can be shown.",)
    # An edit list hides pictures on purpose: nothing to warn of.
    trimmed = count + sum(note.is_discarded for note in notes)
    if header.count not in (0, count, trimmed):
        return (f"The file's header counts {header.count} frames; it has {count}.",)
    end = float(table.times[-1]) + table.last_gap
    if not header.count and header.duration - end > max(_SHORT, 2 * table.last_gap):
        return (f"The file is cut off; {end:.2f} of {header.duration:.2f} s can be shown.",)
    return ()


def _times(
    notes: Sequence[PacketNote], order: Sequence[int], header: Header
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    presented = _increasing([notes[i].pts for i in order])
    ticks = presented if presented is not None else _increasing(_sorted_dts(notes, order))
    if ticks is not None:
        return (ticks - ticks[0]).astype(np.float64) * float(header.tick), ()
    rate = header.rate or _DEFAULT_RATE
    even = np.arange(len(order), dtype=np.float64) / rate
    return even, (f"The file has no usable times; {rate:g} frames a second are assumed.",)


def _sorted_dts(notes: Sequence[PacketNote], order: Sequence[int]) -> list[int | None]:
    known = [dts for i in order if (dts := notes[i].dts) is not None]
    return [*sorted(known)] if len(known) == len(order) else [None]


def _increasing(ticks: Sequence[int | None]) -> NDArray[np.int64] | None:
    if any(tick is None for tick in ticks):
        return None
    array = np.array(ticks, dtype=np.int64)
    return array if bool(np.all(np.diff(array) > 0)) else None


def _last_gap(last: PacketNote, times: NDArray[np.float64], header: Header) -> float:
    if last.duration > 0:
        return last.duration * float(header.tick)
    if len(times) > 1:
        return float(np.median(np.diff(times)))
    return 1 / (header.rate or _DEFAULT_RATE)


def _entries(
    notes: Sequence[PacketNote], order: Sequence[int], ordinals: Sequence[int]
) -> tuple[Entry, ...]:
    """Find the key packets and the first picture that each is right for.

    Pictures that are shown before a key picture but stored after it may lean on what was
    before it; so a key packet counts from its own ordinal on, and after every picture that
    was stored earlier.
    """
    entries = [Entry(0, 0)]
    latest = -1
    for packet, note in enumerate(notes):
        if packet and note.is_key and ordinals[packet] > latest:
            entries.append(Entry(packet, ordinals[packet]))
        latest = max(latest, ordinals[packet])
    return tuple(entries)
