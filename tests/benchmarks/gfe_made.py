"""Made GFE files for tests: a drawn face of 100 points that nods, shakes and raises its brows.

What it is: folders as the data set has them, with its traps where a test asks for them.
What it is not: anything about real signers.
Convention: each recording rests, then moves in its class's way while it is marked, and so on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.landmarks.face_100 import DEPTH, FACE_100
from tests.benchmarks.gfe_files import CLASSES

Array = npt.NDArray[Any]
HEADER = "FrameId " + " ".join(f"{point}{axis}" for point in range(100) for axis in "xyz")
REST, MOVE = 12, 16
RATE = 15.0
# Where the groups' middles lie and how far they reach, in distances between the eyes.
_AT = {"eye": (0.5, 0.0, 0.2), "brow": (0.5, -0.35, 0.25), "forehead": (0.5, -0.5, 0.25)}


def neutral() -> Array:
    """Return a face at rest, (100, 2), in distances between the eyes; left is image left."""
    face = np.zeros((100, 2))
    for point, name in enumerate(FACE_100.points):
        side, _, rest = name.partition("_")
        number = int(rest.rpartition("_")[2]) if rest.rpartition("_")[2].isdigit() else 0
        kind = rest.partition("_")[0]
        if kind in _AT and side == "left":
            x, y, reach = _AT[kind]
            turn = number * 2 * np.pi / 10
            face[point] = (-x + reach * np.cos(turn), y - reach / 2 * np.sin(turn))
    face[36:42] = np.column_stack([np.full(6, -0.1), np.linspace(0.0, 0.7, 6)])
    face[48:51] = [(-0.4, 1.1), (-0.3, 1.05), (-0.15, 1.0)]
    face[60:62] = [(-0.3, 1.1), (-0.15, 1.1)]
    face[[58, 59, 67]] = [(-0.2, 1.25), (-0.3, 1.2), (-0.15, 1.15)]
    face[68:77] = np.column_stack([np.linspace(-1.1, -0.2, 9), np.linspace(0.0, 1.8, 9)])
    face[87] = (-0.5, 0.0)
    middle = {51: (0, 1.0), 57: (0, 1.3), 62: (0, 1.1), 66: (0, 1.15), 77: (0, 1.9), 89: (0, 0.6)}
    for point, where in middle.items():
        face[point] = where
    unset = (face == 0).all(1)
    partner = np.array(FACE_100.mirror)
    face[unset] = face[partner[unset]] * (-1, 1)
    return face


def points_of(kind: int, marks: Array, size: float, rng: np.random.Generator) -> Array:
    """Return (T, 100, 3) as Kinect gives them, for a class, marks (T,) and a face's size."""
    since = np.zeros(len(marks))
    for frame in range(1, len(marks)):
        since[frame] = since[frame - 1] + 1 if marks[frame] else 0
    wave, held = np.sin(since * 1.2) * marks, marks.astype(float)
    yaw, pitch, brow, lip, roll = np.zeros((5, len(marks)))
    moves = (pitch, roll, lip, yaw, brow, pitch, brow)
    moves[kind][:] = (wave, held, held, wave, held, -held, -held)[kind] * 0.15
    face = np.repeat(neutral()[None], len(marks), 0)
    face[:, 16:36, 1] -= brow[:, None]
    face[:, 48:68, 1] += lip[:, None]
    turned = face + DEPTH[None, :, None] * np.stack([yaw, pitch], -1)[:, None]
    x = turned[..., 0] - roll[:, None] * turned[..., 1]
    y = turned[..., 1] + roll[:, None] * turned[..., 0]
    pixels = np.stack([x, y], -1) * size + (300, 200) + rng.normal(0, 0.1, (len(marks), 100, 2))
    return np.concatenate([pixels, np.full((len(marks), 100, 1), 1200.0)], -1)


def stamp(seconds: float) -> str:
    """Return a time as the files write it: milliseconds without leading zeros."""
    whole = round(seconds * 1000)
    return f"{1390385319 + whole // 1000}.{whole % 1000}"


def write_folder(folder: Path, signer: str, segments: int = 6, seed: int = 0) -> Path:
    """Write a folder with one recording of each class, and return it."""
    rng = np.random.default_rng(seed)
    size = rng.uniform(28, 36)
    marks = np.array(([0] * REST + [1] * MOVE) * segments + [0] * REST)
    for kind, name in enumerate(CLASSES):
        write_recording(folder, f"{signer}_{name}", points_of(kind, marks, size, rng), marks)
    return folder


def write_recording(folder: Path, name: str, points: Array, marks: Array) -> None:
    """Write one recording: points (T, 100, 3) and marks (T,)."""
    for part in ("datapoints", "targets"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    rows = [
        f"{stamp(frame / RATE)} " + " ".join(f"{number:.3f}" for number in values.ravel())
        for frame, values in enumerate(points)
    ]
    (folder / "datapoints" / f"{name}.txt").write_text("\r\n".join([HEADER, *rows, ""]), "utf-8")
    lines = "\r\n".join(str(mark) for mark in marks)
    (folder / "targets" / f"{name}.txt").write_text(lines, "utf-8")
