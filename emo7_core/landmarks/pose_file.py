"""`.pose` files, the field's format, through pose-format.

What it is: reading MediaPipe Holistic and OpenPose `.pose` files into tracks, and writing them.
What it is not: the project's own cache of tracks (LandmarkTrack.save).
Convention: a `.pose` file has one frame rate. Times of a clip whose rate varies stand beside it,
in `<name>.pose.times.json` = {"times": [seconds, ...]}; without them, or the clip's own, times
are frame / rate, and the reader says so. A confidence of 1 on every point of a part means that
the source gives none. MediaPipe's depth is a fraction of the width in the file.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.layout import HOLISTIC, Layout
from emo7_core.landmarks.pose_components import COMPONENTS, file_name, layout_of, point_index
from emo7_core.landmarks.track import Array, LandmarkTrack, missing

# Times that stray less from frame / rate are those of a constant rate.
_STEADY = 0.0005
_BROKEN = (ValueError, IndexError, KeyError, TypeError, OverflowError, ArithmeticError)
_LARGEST_SIDE = 65_535
EXTRACTORS = {layout: f"pose-file-{layout.name}" for layout in COMPONENTS}


@dataclass(frozen=True, slots=True)
class PoseFile:
    """What a `.pose` file held.

    Attributes:
        track: The landmarks.
        warnings: What the reader had to assume or leave out, one sentence each.
    """

    track: LandmarkTrack
    warnings: tuple[str, ...]


def read_pose(path: Path | str, times: Array | None = None) -> PoseFile:
    """Read a `.pose` file.

    Args:
        path: The file.
        times: The clip's presentation times, shape (T,), seconds, where the clip is at hand.

    Raises:
        LandmarkError: the file is absent, corrupt, holds no frame or no known points.
    """
    source = Path(path)
    header, body = _read(source)
    layout = layout_of([component.name for component in header.components])
    if layout is None:
        names = ", ".join(component.name for component in header.components)
        raise LandmarkError(
            f"the .pose file holds {names or 'nothing'}, which is neither Holistic nor OpenPose",
            where=source,
        )
    warnings: list[str] = []
    data, given = _main_person(body, warnings)
    xyz, confidence = _points(header, layout, data, given, warnings)
    if layout is HOLISTIC and not header.dimensions.depth:
        xyz[..., 2] *= header.dimensions.width
    track = LandmarkTrack(
        layout,
        xyz,
        _without_ones(confidence, layout),
        _times(source, len(xyz), float(body.fps), times, warnings),
        header.dimensions.width,
        header.dimensions.height,
        EXTRACTORS[layout],
    )
    return PoseFile(track, tuple(warnings))


def write_pose(track: LandmarkTrack, path: Path | str) -> None:
    """Write a HOLISTIC or OPENPOSE track as `.pose`, with its times beside it if they vary.

    Raises:
        LandmarkError: the layout is another one, there are fewer than one frames, the picture
            is too large for the format, or the file cannot be written.
    """
    target = Path(path)
    if track.layout not in COMPONENTS:
        raise LandmarkError(f"a {track.layout.name} track cannot be written as .pose")
    if not len(track) or max(track.width, track.height) > _LARGEST_SIDE:
        raise LandmarkError("an empty or too large track cannot be written as .pose", where=target)
    rate = _mean_rate(track.times)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(track, rate, target)
        _write_times(track.times, rate, times_beside(target))
    except OSError as error:
        raise LandmarkError(
            f"the .pose file cannot be written: {error.strerror or error}", where=target
        ) from error


def times_beside(path: Path) -> Path:
    """Return where the times of a `.pose` file stand."""
    return path.with_name(f"{path.name}.times.json")


def _read(source: Path) -> tuple[Any, Any]:
    from pose_format import Pose

    try:
        pose = Pose.read(source.read_bytes())
    except FileNotFoundError as error:
        raise LandmarkError("there is no such .pose file", where=source) from error
    # pose-format raises NotImplementedError for a version that it does not know.
    except (OSError, struct.error, NotImplementedError, *_BROKEN) as error:
        raise LandmarkError("the .pose file cannot be read", where=source) from error
    if not pose.body.data.shape[0] or not pose.body.fps > 0:
        raise LandmarkError("the .pose file holds no frame, or no frame rate", where=source)
    return pose.header, pose.body


def _main_person(body: Any, warnings: list[str]) -> tuple[Array, Array]:
    """Return data (T, P, D) and confidence (T, P) of the person seen most."""
    data, confidence = np.asarray(body.data), np.asarray(body.confidence)
    people = confidence.shape[1]
    if not people:
        shape = (len(data), confidence.shape[2])
        return np.zeros((*shape, data.shape[-1])), np.zeros(shape)
    seen = (confidence > 0).sum(axis=(0, 2))
    if people > 1:
        warnings.append(f"{people} people, the one seen most is kept")
    main = int(np.argmax(seen))
    return data[:, main], confidence[:, main]


def _points(
    header: Any, layout: Layout, data: Array, given: Array, warnings: list[str]
) -> tuple[Array, Array]:
    places = [
        point_index(layout, component.name, point, order)
        for component in header.components
        for order, point in enumerate(component.points)
    ]
    known = [(column, place) for column, place in enumerate(places) if place is not None]
    absent = len(layout) - len(known)
    if absent > 0:
        warnings.append(f"{absent} of {len(layout)} points are not in the file")
    columns, into = (list(side) for side in zip(*known, strict=True)) if known else ([], [])
    xyz, confidence = missing(layout, len(data))
    seen = given[:, columns] > 0
    dimensions = min(data.shape[-1], 3)
    xyz[:, into, :dimensions] = np.where(seen[..., None], data[:, columns, :dimensions], np.nan)
    confidence[:, into] = np.where(seen, given[:, columns], np.nan)
    return xyz, confidence


def _without_ones(confidence: Array, layout: Layout) -> Array:
    for where in layout.parts.values():
        part = confidence[:, where.start : where.stop]
        if (part[np.isfinite(part)] == 1).all():
            part[:] = np.nan
    return confidence


def _times(
    source: Path, frames: int, rate: float, times: Array | None, warnings: list[str]
) -> Array:
    beside = _read_times(times_beside(source)) if times is None else np.asarray(times)
    if beside is not None and len(beside) == frames:
        return beside
    if beside is None:
        warnings.append(
            f"times are frame / {rate:g} per second; they drift where the clip's rate varies"
        )
    else:
        warnings.append(
            f"the file has {frames} frames, its clip has {len(beside)}: "
            f"times are frame / {rate:g} per second"
        )
    return np.arange(frames) / rate


def _read_times(path: Path) -> Array | None:
    try:
        return np.array(json.loads(path.read_text(encoding="utf-8"))["times"], dtype=np.float64)
    except FileNotFoundError:
        return None
    except (OSError, *_BROKEN) as error:
        raise LandmarkError("the times beside the .pose file cannot be read", where=path) from error


def _mean_rate(times: Array) -> float:
    return float((len(times) - 1) / (times[-1] - times[0])) if len(times) > 1 else 1.0


def _write_times(times: Array, rate: float, target: Path) -> None:
    if np.abs(times - np.arange(len(times)) / rate).max() < _STEADY:
        target.unlink(missing_ok=True)
    else:
        target.write_text(json.dumps({"times": times.tolist()}), encoding="utf-8")


def _write(track: LandmarkTrack, rate: float, target: Path) -> None:
    from pose_format import Pose
    from pose_format.numpy import NumPyPoseBody
    from pose_format.pose_header import PoseHeader, PoseHeaderDimensions

    parts = COMPONENTS[track.layout]
    order = [i for part in parts.values() for i in track.layout.parts[part]]
    dimensions = 3 if track.layout is HOLISTIC else 2
    data = track.xyz[:, order, :dimensions].astype(np.float32)
    if track.layout is HOLISTIC:
        data[..., 2] /= track.width
    seen = np.isfinite(track.xyz[:, order, 0])
    confidence = np.where(np.isnan(track.confidence[:, order]), 1.0, track.confidence[:, order])
    body = NumPyPoseBody(
        rate,
        np.nan_to_num(np.where(seen[..., None], data, 0.0))[:, None],
        np.where(seen, confidence, 0.0).astype(np.float32)[:, None],
    )
    components = [_component(track.layout, name, part) for name, part in parts.items()]
    header = PoseHeader(0.2, PoseHeaderDimensions(track.width, track.height), components)
    with target.open("wb") as file:
        Pose(header, body).write(file)


def _component(layout: Layout, name: str, part: str) -> Any:
    from pose_format.pose_header import PoseHeaderComponent

    where = layout.parts[part]
    is_holistic = layout is HOLISTIC
    points: Sequence[str] = [layout.points[i] for i in where]
    if is_holistic:
        points = [file_name(part, point) for point in points]
    limbs = [(a - where.start, b - where.start) for a, b in layout.part_edges(part)]
    return PoseHeaderComponent(
        name, list(points), limbs, [(255, 255, 255)], "XYZC" if is_holistic else "XYC"
    )
