"""Video against OpenCV: exact cold seeks and one pass over a clip.

What it is: both readers on the same clips, taken in turn in one run, so that ratios hold on
a busy machine too. A ratio above 1 means that emo7 is faster.
What it is not: a test; nothing fails on time.

    python -m tests.benchmarks.video [seeks per clip]
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from emo7_core.video.reader import VideoReader

CLIPS = Path(__file__).resolve().parents[3] / "shared" / "data" / "how2sign" / "clips"


def run(seeks: int = 6, clips: Path = CLIPS) -> dict[str, object]:
    """Measure and print; return the numbers (milliseconds and ratios)."""
    paths = sorted(clips.glob("*.mp4")) if clips.is_dir() else []
    if not paths:
        print("video: no How2Sign clips beside the repository; nothing measured")
        return {}
    results = {**_measure_seeks(paths, seeks), **_measure_passes(paths)}
    for name, value in results.items():
        print(f"video  {name:34} {_told(value)}")
    return results


def _measure_seeks(paths: list[Path], seeks: int) -> dict[str, object]:
    """Seek to random frames: reader open already, and opened for the seek."""
    chance = random.Random(7)
    times: dict[str, list[float]] = {name: [] for name in ("warm", "warm_cv2", "new", "new_cv2")}
    wrong = differing = 0
    for path in paths:
        with VideoReader(path) as reader:
            count = reader.info.frame_count
            plain = _thumbnails(path)
        for ordinal in chance.sample(range(count), min(seeks, count)):
            # Both are newly open: neither has decoded more than the start.
            ours, theirs = _open_both(path)
            times["warm"].append(_timed(ours.read, ordinal)[0])
            spent, picture = _timed(_cv2_read, theirs, ordinal)
            times["warm_cv2"].append(spent)
            differing += not _is_same(ours.read(ordinal).rgb[::8, ::8], plain[ordinal], 6)
            wrong += picture is None or not _is_same(picture[::8, ::8, ::-1], plain[ordinal], 6)
            ours.close()
            times["new"].append(_timed(_read_once, path, ordinal)[0])
            times["new_cv2"].append(_timed(_cv2_read_once, path, ordinal)[0])
    return {
        "seek, open reader": _spread(times["warm"]),
        "seek, open reader, cv2": _spread(times["warm_cv2"]),
        "seek, open reader: ratio": _ratio(times["warm_cv2"], times["warm"]),
        "seek, new reader": _spread(times["new"]),
        "seek, new reader, cv2": _spread(times["new_cv2"]),
        "seek, new reader: ratio": _ratio(times["new_cv2"], times["new"]),
        "seek, other picture shown": f"emo7 {differing}, cv2 {wrong} of {len(times['warm'])}",
    }


def _measure_passes(paths: list[Path]) -> dict[str, object]:
    """Read every frame of every clip once, as RGB (BGR for cv2)."""
    ours, theirs = [], []
    for path in paths:
        spent, count = _timed(_pass, path)
        ours.append(spent / count)
        spent, count = _timed(_cv2_pass, path)
        theirs.append(spent / count)
    return {
        "one pass, per frame": _spread(ours),
        "one pass, per frame, cv2": _spread(theirs),
        "one pass: ratio": _ratio(theirs, ours),
    }


def _open_both(path: Path):
    import cv2

    return VideoReader(path), cv2.VideoCapture(str(path))


def _read_once(path: Path, ordinal: int) -> object:
    with VideoReader(path) as reader:
        return reader.read(ordinal)


def _cv2_read(capture, ordinal: int) -> np.ndarray | None:
    import cv2

    capture.set(cv2.CAP_PROP_POS_FRAMES, ordinal)
    return capture.read()[1]


def _cv2_read_once(path: Path, ordinal: int) -> object:
    import cv2

    return _cv2_read(cv2.VideoCapture(str(path)), ordinal)


def _pass(path: Path) -> int:
    with VideoReader(path) as reader:
        return sum(1 for _ in reader.frames())


def _cv2_pass(path: Path) -> int:
    import cv2

    capture, count = cv2.VideoCapture(str(path)), 0
    while capture.read()[0]:
        count += 1
    return count


def _thumbnails(path: Path) -> list[np.ndarray]:
    """Decode in sequence with neither reader's seek: the truth, every 8th pixel."""
    import av

    with av.open(f"file:{path.absolute()}") as container:
        pictures = container.decode(video=0)
        return [p.to_ndarray(format="rgb24")[::8, ::8].copy() for p in pictures]


def _is_same(found: np.ndarray, expected: np.ndarray, tolerance: float) -> bool:
    """True if no pixel differs by more than what two colour conversions explain."""
    return bool(np.abs(found.astype(int) - expected).max() <= tolerance)


def _timed(work: Callable[..., Any], *given: object) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work(*given)
    return (time.perf_counter() - start) * 1000, result


def _spread(times: list[float]) -> dict[str, float]:
    p50, p90, p99 = np.percentile(times, (50, 90, 99))
    return {"n": len(times), "p50_ms": float(p50), "p90_ms": float(p90), "p99_ms": float(p99)}


def _ratio(peer: list[float], ours: list[float]) -> dict[str, float]:
    """Ratios of totals and of medians, and the spread of the paired ratios."""
    paired = np.array(peer) / np.array(ours)
    p10, p50, p90 = np.percentile(paired, (10, 50, 90))
    return {
        "n": len(ours),
        "total": sum(peer) / sum(ours),
        "p10": float(p10),
        "p50": float(p50),
        "p90": float(p90),
    }


def _told(value: object) -> str:
    if not isinstance(value, dict):
        return str(value)
    return "  ".join(f"{k} {v:.2f}" if k != "n" else f"n {v}" for k, v in value.items())


if __name__ == "__main__":
    run(*(int(word) for word in sys.argv[1:2]))
