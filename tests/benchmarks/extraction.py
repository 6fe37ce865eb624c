"""Extraction on two workers against a plain single-process MediaPipe loop.

What it is: frames per second over How2Sign clips, both ways in one run, taking turns.
What it is not: a test; it never passes or fails on time.
Convention: starting up (imports, first graph) is left out on both sides.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

CLIPS = Path(__file__).resolve().parents[3] / "shared" / "data" / "how2sign" / "clips"
CLIP_COUNT = 14
ROUNDS = 2


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Send MediaPipe's notes on standard error nowhere."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def plain_seconds(clips: list[Path]) -> float:
    """Return the seconds of the loop that one writes first: OpenCV, MediaPipe, arrays."""
    import cv2
    import numpy as np
    from mediapipe.python.solutions.holistic import Holistic

    started = 0.0
    for clip in clips:
        with Holistic(model_complexity=1, refine_face_landmarks=True) as graph:
            video = cv2.VideoCapture(str(clip))
            started = started or time.perf_counter()
            rows = []
            while True:
                was_read, picture = video.read()
                if not was_read:
                    break
                found = graph.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
                parts = (
                    found.pose_landmarks,
                    found.left_hand_landmarks,
                    found.right_hand_landmarks,
                    found.face_landmarks,
                )
                rows.append([[(p.x, p.y, p.z) for p in part.landmark] for part in parts if part])
            video.release()
            with tempfile.TemporaryFile() as file:
                np.savez(file, *(np.array(part) for row in rows for part in row))
    return time.perf_counter() - started


def pool_seconds(clips: list[Path], workers: int) -> float:
    """Return the seconds that children which are already up need for all clips."""
    from emo7_core.landmarks.extract import ExtractionPool, ExtractionTask

    with tempfile.TemporaryDirectory() as folder, ExtractionPool(workers) as pool:
        warm = [ExtractionTask(f"w{n}", clips[0], Path(folder, f"w{n}")) for n in range(workers)]
        for _ in pool.run(warm):
            pass
        tasks = [ExtractionTask(c.name, c, Path(folder, f"{c.name}.npz")) for c in clips]
        started = time.perf_counter()
        failed = [step.reason for step in pool.run(tasks) if step.state == "failed"]
        seconds = time.perf_counter() - started
    assert not failed, failed
    return seconds


def run(clip_count: int = CLIP_COUNT, rounds: int = ROUNDS) -> dict[str, object]:
    """Return and print frames per second both ways, and their ratio round by round.

    Both ways lead in turn, so that a machine which slows down favours neither.
    """
    from emo7_core.video.reader import probe

    clips = sorted(CLIPS.glob("*.mp4"), key=lambda path: path.stat().st_size)[:clip_count]
    if not clips:
        return {"name": "extraction", "skipped": "../shared/data is not on this machine"}
    frames = sum(probe(clip).frame_count for clip in clips)
    plain: list[float] = []
    pool: list[float] = []
    ways = ((plain, plain_seconds), (pool, lambda some: pool_seconds(some, 2)))
    with quiet():
        for place in range(rounds):
            for times, seconds_for in ways if place % 2 == 0 else ways[::-1]:
                times.append(seconds_for(clips))
    ratios = [p / t for p, t in zip(plain, pool, strict=True)]
    result: dict[str, object] = {
        "name": "extraction on 2 workers against a plain MediaPipe loop",
        "ratio": statistics.median(ratios),
        "ratios": ratios,
        "n": f"{len(clips)} clips, {frames} frames, {rounds} rounds",
        "plain_frames_per_second": frames / statistics.median(plain),
        "frames_per_second": frames / statistics.median(pool),
        "aim": 1.4,
    }
    print(f"extraction, 2 workers / plain loop: {result['ratio']:.2f}x (aim 1.4x, {result['n']})")
    return result


if __name__ == "__main__":
    print(run())
