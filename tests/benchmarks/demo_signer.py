"""How well MediaPipe finds the demo signer, and how long drawing takes.

What it is: clips drawn, encoded, decoded and extracted as in the program, held against
their known tracks. Prints shares and times, passes or fails nothing.
Convention: shares are of the frames in which the part is known to be in the picture; the
mesh error is the mean distance of the 468 points in face widths, in the picture plane;
"shape" takes each frame's mean offset away. Rendering is processor time with encoding,
for all cores together; painting is wall time on one.

Run: python -m tests.benchmarks.demo_signer [clips] [frames]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from emo7_core.demo.clips import DemoClip, clip_figure, demo_clips, demo_tracks, render_clip
from emo7_core.demo.signer import SignerPainter
from emo7_core.demo.signers import signer_named
from emo7_core.landmarks.face_mesh import CONTOURS
from emo7_core.landmarks.holistic import Holistic
from emo7_core.landmarks.layout import PARTS
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.reader import VideoReader

FACE_LEFT, FACE_RIGHT = 454, 234


def run(clip_count: int = 24, frames: int = 40) -> dict[str, float]:
    """Return the measured shares and times.

    Args:
        clip_count: Clips from the start of the demo.
        frames: Frames of each clip, at most.
    """
    counts = {part: np.zeros(2) for part in PARTS}
    errors: list[np.ndarray] = []
    render_seconds, drawn = 0.0, 0
    graph = Holistic()
    with tempfile.TemporaryDirectory() as folder:
        for clip in demo_clips(clip_count):
            short = replace(clip, frame_count=min(clip.frame_count, frames))
            path = Path(folder) / f"{clip.name}.mp4"
            start = time.process_time()
            known = render_clip(short, path)
            render_seconds += time.process_time() - start
            drawn += short.frame_count
            found = _extracted(graph, path)
            for part in PARTS:
                expected = known.presence(part)
                counts[part] += (expected.sum(), (expected & found.presence(part)).sum())
            errors.append(_mesh_errors(known, found))
            print(_line(short, known, found), file=sys.stderr, flush=True)
    graph.close()
    whole, shape, contour = np.nanmean(np.concatenate(errors), axis=0)
    shares = {f"share_{part}": float(hit / n) for part, (n, hit) in counts.items()}
    hands = counts["left_hand"] + counts["right_hand"]
    return {
        **shares,
        "share_hands": float(hands[1] / hands[0]),
        "mesh_error": float(whole),
        "mesh_error_shape": float(shape),
        "mesh_error_contours": float(contour),
        "paint_ms_per_frame": _paint_ms(),
        "render_cpu_ms_per_frame": 1000 * render_seconds / drawn,
        "tracks_per_second": _tracks_per_second(),
        "frames": float(drawn),
    }


def _extracted(graph: Holistic, path: Path) -> LandmarkTrack:
    with VideoReader(path) as reader:
        return LandmarkTrack.joined(list(graph.extract(reader.frames(), reader.info)))


def _mesh_errors(known: LandmarkTrack, found: LandmarkTrack) -> np.ndarray:
    """Return whole, shape and contour errors per frame, (T, 3) face widths."""
    face = known.layout.part("face")
    truth = known.xyz[:, face.start : face.stop, :2]
    seen = found.xyz[:, face.start : face.stop, :2]
    width = np.linalg.norm(truth[:, FACE_LEFT] - truth[:, FACE_RIGHT], axis=1)
    off = seen - truth
    shape = off - off.mean(axis=1, keepdims=True)
    inner = sorted(
        {p for name, edges in CONTOURS.items() if name != "oval" for p in sum(edges, ())}
    )
    columns = (off, shape, off[:, inner])
    return np.stack([np.linalg.norm(c, axis=2).mean(axis=1) / width for c in columns], axis=1)


def _line(clip: DemoClip, known: LandmarkTrack, found: LandmarkTrack) -> str:
    shares = []
    for part in PARTS:
        expected = known.presence(part)
        hit = (expected & found.presence(part)).sum()
        shares.append(f"{part} {hit}/{expected.sum()}")
    error = np.nanmean(_mesh_errors(known, found), axis=0).round(4)
    return f"{clip.name} value {clip.value}: {', '.join(shares)}; error {error}"


def _paint_ms(clip_count: int = 8, frames: int = 6) -> float:
    """Return the median time of painting one frame, without encoding it."""
    times = []
    for clip in demo_clips(clip_count):
        painter = SignerPainter(signer_named(clip.signer), clip_figure(clip), clip.seed)
        for frame in range(frames):
            start = time.perf_counter()
            painter.paint(frame)
            times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def _tracks_per_second(count: int = 60) -> float:
    start = time.process_time()
    made = sum(1 for _ in demo_tracks(count))
    return made / (time.process_time() - start)


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:])), indent=2))
