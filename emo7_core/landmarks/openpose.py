"""Folders of OpenPose keypoints: one JSON file per frame.

What it is: the reader of `<clip>/<clip>_000000000000_keypoints.json` (How2Sign), and of the
earlier work's files for ASLLRP, which have the same shape but hold MediaPipe's points.
What it is not: `.pose` files (pose_file.py).
Convention: the number in a file's name is the frame; a frame without a file, or with nobody in
it, stays in the track as missing. Neither picture size nor times are in these files.

In OpenPose's files a point is x, y, confidence in pixels, and 0, 0, 0 means undetected. In the
earlier work's files for ASLLRP a point is x, y, z as fractions of the picture, without a
confidence; they are told apart by the number of body points, 25 or 33.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.layout import HOLISTIC, OPENPOSE, Layout
from emo7_core.landmarks.track import Array, LandmarkTrack, missing

_FRAME = re.compile(r"(\d+)_keypoints\.json$")
_FIELDS = {
    "body": "pose_keypoints_2d",
    "left_hand": "hand_left_keypoints_2d",
    "right_hand": "hand_right_keypoints_2d",
    "face": "face_keypoints_2d",
}
EXTRACTORS = {OPENPOSE: "openpose-1.3", HOLISTIC: "mediapipe-earlier"}
# OpenPose and PyAV may disagree on the last frames of a clip.
_SPARE_FRAMES = 2


def read_openpose(
    folder: Path | str,
    *,
    width: int,
    height: int,
    times: Array | None = None,
    rate: float | None = None,
) -> LandmarkTrack:
    """Read a clip's keypoint folder; of several people the main one is kept, frame by frame.

    The main person is the one whose detected body points span the largest area, weighted by
    their mean confidence.

    Args:
        folder: The clip's folder.
        width: Displayed picture width of the clip in pixels.
        height: Displayed picture height of the clip in pixels.
        times: The clip's presentation times, shape (T,), seconds; the track gets T frames.
        rate: Frames per second, where the times are not known.

    Raises:
        LandmarkError: there are no keypoint files, one cannot be read, they hold neither
            OpenPose's nor MediaPipe's points, they run beyond the clip, or neither times nor
            rate were given.
    """
    source = Path(folder)
    files = _files(source)
    times = _times(source, max(files) + 1, times, rate)
    people = {frame: _people(path) for frame, path in files.items() if frame < len(times)}
    layout = _layout(people, source)
    xyz, confidence = missing(layout, len(times))
    for frame, found in people.items():
        if found:
            _fill(xyz[frame], confidence[frame], _main(found, files[frame]), layout, files[frame])
    if layout is HOLISTIC:
        xyz *= np.array([width, height, width], dtype=np.float32)
    return LandmarkTrack(layout, xyz, confidence, times, width, height, EXTRACTORS[layout])


def _files(folder: Path) -> dict[int, Path]:
    if not folder.is_dir():
        raise LandmarkError("there is no keypoint folder", where=folder)
    named = ((_FRAME.search(path.name), path) for path in sorted(folder.iterdir()))
    files = {int(match[1]): path for match, path in named if match}
    if not files:
        raise LandmarkError(
            "the folder holds no OpenPose keypoints",
            where=folder,
            remedy="Files are named <clip>_000000000000_keypoints.json.",
        )
    return files


def _times(folder: Path, frames: int, times: Array | None, rate: float | None) -> Array:
    if times is None:
        if not rate or rate <= 0:
            raise LandmarkError(
                "keypoint files hold no times",
                where=folder,
                remedy="Give the clip's times or its frame rate.",
            )
        return np.arange(frames) / rate
    if frames > len(times) + _SPARE_FRAMES:
        raise LandmarkError(
            f"the keypoints have {frames} frames, the clip has {len(times)}",
            where=folder,
            remedy="They belong to another clip, or to another cut of it.",
        )
    return np.asarray(times, dtype=np.float64)


def _people(path: Path) -> list[dict[str, Any]]:
    try:
        people = json.loads(path.read_text(encoding="utf-8"))["people"]
        return [
            {part: _triples(person.get(name)) for part, name in _FIELDS.items()}
            for person in people
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LandmarkError("the keypoints cannot be read", where=path) from error


def _triples(values: list[float] | None) -> Array:
    return np.asarray(values or [], dtype=np.float32).reshape(-1, 3)


def _layout(people: dict[int, list[dict[str, Any]]], folder: Path) -> Layout:
    counts = {len(person["body"]) for found in people.values() for person in found}
    counts.discard(0)
    for layout in (OPENPOSE, HOLISTIC):
        if counts <= {len(layout.parts["body"])}:
            return layout
    raise LandmarkError(
        f"the keypoints have {sorted(counts)} body points",
        where=folder,
        remedy="Known are OpenPose's BODY_25 and MediaPipe's 33.",
    )


def _main(people: list[dict[str, Any]], path: Path) -> dict[str, Any]:
    return max(people, key=_weight) if len(people) > 1 else people[0]


def _weight(person: dict[str, Any]) -> float:
    body = person["body"]
    seen = body[_is_seen(body)]
    if not len(seen):
        return 0.0
    width, height = np.ptp(seen[:, :2], axis=0)
    return float(width * height * np.abs(seen[:, 2]).mean())


def _is_seen(points: Array) -> Array:
    return np.asarray((points[:, :2] != 0).any(axis=1) & (points[:, 2] != 0))


def _fill(
    xyz: Array, confidence: Array, person: dict[str, Any], layout: Layout, path: Path
) -> None:
    for part, where in layout.parts.items():
        points = person[part]
        if not len(points):
            continue
        if len(points) < len(where):
            raise LandmarkError(
                f"the {part.replace('_', ' ')} has {len(points)} points, not {len(where)}",
                where=path,
            )
        # A refined MediaPipe face has ten points more, the irises.
        points = points[: len(where)]
        seen = _is_seen(points)
        into = np.arange(where.start, where.stop)[seen]
        xyz[into, :2] = points[seen, :2]
        if layout is OPENPOSE:
            confidence[into] = points[seen, 2]
        else:
            xyz[into, 2] = points[seen, 2]
