"""The frame cache stays within its bytes and forgets what was used longest ago."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from emo7_core.video.cache import FrameCache
from emo7_core.video.frame import Frame

SIZE = 4 * 4 * 3


def frame(ordinal: int) -> Frame:
    return Frame(ordinal, ordinal / 25, np.full((4, 4, 3), ordinal, np.uint8))


def test_kept_frame_is_the_very_one() -> None:
    """What was put is got back, the same object."""
    cache, kept = FrameCache(SIZE), frame(1)
    cache.put(("clip", 1), kept)
    assert cache.get(("clip", 1)) is kept


def test_unknown_frame_is_none() -> None:
    """A frame that is not kept is None."""
    assert FrameCache(SIZE).get(("clip", 1)) is None


def test_bytes_stay_within_capacity() -> None:
    """The bytes used never exceed the capacity."""
    cache = FrameCache(3 * SIZE + 1)
    for ordinal in range(10):
        cache.put(("clip", ordinal), frame(ordinal))
        assert cache.bytes_used <= 3 * SIZE + 1
    assert cache.bytes_used == 3 * SIZE


def test_least_recently_used_goes_first() -> None:
    """A frame that was looked at outlives one that was not."""
    cache = FrameCache(2 * SIZE)
    cache.put(("clip", 1), frame(1))
    cache.put(("clip", 2), frame(2))
    cache.get(("clip", 1))
    cache.put(("clip", 3), frame(3))
    assert [n for n in (1, 2, 3) if ("clip", n) in cache] == [1, 3]


def test_frame_larger_than_the_cache_is_not_kept() -> None:
    """One frame too big does not push out the rest."""
    cache = FrameCache(SIZE)
    cache.put(("clip", 1), frame(1))
    cache.put(("clip", 2), Frame(2, 0.0, np.zeros((5, 5, 3), np.uint8)))
    assert ("clip", 1) in cache
    assert ("clip", 2) not in cache


def test_putting_again_replaces() -> None:
    """The same key twice counts once."""
    cache = FrameCache(4 * SIZE)
    cache.put(("clip", 1), frame(1))
    cache.put(("clip", 1), frame(1))
    assert (len(cache), cache.bytes_used) == (1, SIZE)


def test_clear_frees_all() -> None:
    """After clear nothing is kept."""
    cache = FrameCache(4 * SIZE)
    cache.put(("clip", 1), frame(1))
    cache.clear()
    assert (len(cache), cache.bytes_used) == (0, 0)


def test_threads_do_not_lose_count() -> None:
    """Eight threads that put and get leave a count that fits what is kept."""
    cache = FrameCache(20 * SIZE)

    def work(seed: int) -> None:
        for n in range(400):
            cache.put(("clip", (n * seed) % 50), frame(n % 250))
            cache.get(("clip", n % 50))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.bytes_used == len(cache) * SIZE == 20 * SIZE


def test_negative_capacity_is_refused() -> None:
    """A cache of less than nothing is a mistake."""
    with pytest.raises(ValueError, match="negative"):
        FrameCache(-1)


@pytest.mark.parametrize("bad", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.float32)])
def test_frame_checks_its_pixels(bad: np.ndarray) -> None:
    """A frame takes only (H, W, 3) uint8."""
    with pytest.raises(ValueError, match="not \\(H, W, 3\\)"):
        Frame(0, 0.0, bad)
