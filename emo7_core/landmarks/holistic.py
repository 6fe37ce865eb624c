"""Landmarks with MediaPipe Holistic, the last release that carries its models in the wheel.

What it is: the only module that imports mediapipe, and only inside functions.
What it is not: reading clips or running in the background (extract.py).
Convention: one object follows one clip after another; each starts from nothing. MediaPipe's left
and right are the signer's own already. Its hands and face have no confidence, so theirs is NaN;
the body's is MediaPipe's visibility.

The model runs at complexity 1, the only one inside the wheel, with the refined face: eyes and
lips move nearly as far as the signer's do. Of its 478 face points the ten of the irises are left
out. MediaPipe smooths over time as if every clip had 30 frames a second.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from emo7_core.landmarks import face_mesh
from emo7_core.landmarks.layout import HOLISTIC
from emo7_core.landmarks.track import Array, LandmarkTrack, missing

if TYPE_CHECKING:
    from emo7_core.video.frame import Frame
    from emo7_core.video.info import VideoInfo

EXTRACTOR = "mediapipe-holistic-0.10.21-c1-refined"
PIECE_FRAMES = 12

_FIELDS = {
    "body": "pose_landmarks",
    "left_hand": "left_hand_landmarks",
    "right_hand": "right_hand_landmarks",
    "face": "face_landmarks",
}


class Holistic:
    """MediaPipe Holistic behind the interface of an extractor.

    Making one imports mediapipe (about a second). Its C++ side writes a few notes to standard
    error whatever its log level; the extraction's child processes keep them in a file.
    """

    version = EXTRACTOR

    def __init__(self) -> None:
        os.environ.setdefault("GLOG_minloglevel", "2")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        from mediapipe.python.solutions.holistic import Holistic as Graph

        self._graph = Graph(model_complexity=1, refine_face_landmarks=True)

    def extract(self, frames: Iterable[Frame], info: VideoInfo) -> Iterator[LandmarkTrack]:
        """Yield the track of one clip in pieces of up to `PIECE_FRAMES` frames, in order."""
        self._graph.reset()
        remaining = iter(frames)
        while batch := list(islice(remaining, PIECE_FRAMES)):
            yield self._piece(batch, info)

    def close(self) -> None:
        """Free the graph."""
        self._graph.close()

    def _piece(self, batch: list[Frame], info: VideoInfo) -> LandmarkTrack:
        xyz, confidence = missing(HOLISTIC, len(batch))
        for row, frame in enumerate(batch):
            self._fill(xyz[row], confidence[row], frame.rgb)
        times = np.array([frame.time for frame in batch])
        return LandmarkTrack(
            HOLISTIC, xyz, confidence, times, info.width, info.height, self.version
        )

    def _fill(self, xyz: Array, confidence: Array, rgb: Array) -> None:
        height, width = rgb.shape[:2]
        found = self._graph.process(np.ascontiguousarray(rgb))
        for part, field in _FIELDS.items():
            landmarks = getattr(found, field)
            if landmarks is None:
                continue
            where = HOLISTIC.parts[part]
            points = landmarks.landmark[: face_mesh.SIZE]
            xyz[where.start : where.stop] = _positions(points) * (width, height, width)
            if part == "body":
                confidence[where.start : where.stop] = [point.visibility for point in points]


def _positions(points: Any) -> Array:
    """Return (V, 3) float64, fractions of the picture's width, height and width."""
    flat = (value for point in points for value in (point.x, point.y, point.z))
    return np.fromiter(flat, dtype=np.float64, count=3 * len(points)).reshape(-1, 3)
