"""The 100 face points of GFE (UCI, "Grammatical Facial Expressions"), as Kinect gives them.

What it is: a layout that is a face and nothing else: names, lines, mirror partners, and how far
each point stands out.
What it is not: a layout that clips of a project can have (layout.py), so no name finds it there.
Convention: left and right are the signer's own; Kinect's picture is mirrored, so the signer's
left is image left. Eyes and brows run from the nose outwards above and back below.
Source: the data set's own description for the groups; partners and lines by looking at the
points. Depth is a rough round head, measured on nobody.
"""

from __future__ import annotations

from itertools import chain as joined
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from emo7_core.landmarks.anatomy import Edges, chain
from emo7_core.landmarks.layout import Layout

_GROUPS: tuple[tuple[str, int], ...] = (
    *(("left_eye", 8), ("right_eye", 8), ("left_brow", 10), ("right_brow", 10)),
    *(("nose", 12), ("outer_lip", 12), ("inner_lip", 8), ("oval", 19)),
    *(("left_iris", 1), ("right_iris", 1), ("nose_tip", 1)),
    *(("left_forehead", 5), ("right_forehead", 5)),
)
NAMES: tuple[str, ...] = tuple(
    f"{group}_{number}" if count > 1 else group
    for group, count in _GROUPS
    for number in range(count)
)

MIRROR: tuple[int, ...] = (
    *(*range(8, 16), *range(8)),
    *(*range(26, 36), *range(16, 26)),
    *reversed(range(36, 48)),
    *(54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55),
    *(64, 63, 62, 61, 60, 67, 66, 65),
    *reversed(range(68, 87)),
    *(88, 87, 89),
    *(*range(95, 100), *range(90, 95)),
)

CONTOURS: dict[str, Edges] = {
    "lips": (*chain(*range(48, 60), 48), *chain(*range(60, 68), 60)),
    "left_eye": chain(*range(8), 0),
    "right_eye": chain(*range(8, 16), 8),
    "left_brow": chain(*range(16, 26), 16),
    "right_brow": chain(*range(26, 36), 26),
    "oval": chain(*range(68, 87)),
    "nose": chain(*range(36, 48)),
}
# What holds the groups together: eyes, brows and mouth hang on the nose, the chin on the mouth.
_BETWEEN: Edges = (
    *((36, 0), (47, 8), (36, 25), (47, 35), (36, 47)),
    *((41, 89), (42, 89), (89, 51), (48, 60), (54, 64), (57, 77)),
    *((87, 0), (88, 8), (16, 90), (26, 95)),
    *(*chain(*range(90, 95)), *chain(*range(95, 100))),
)

FACE_100 = Layout(
    name="face_100",
    points=NAMES,
    parts=MappingProxyType({"face": range(len(NAMES))}),
    edges=(*joined.from_iterable(CONTOURS.values()), *_BETWEEN),
    mirror=MIRROR,
    contours=MappingProxyType(CONTOURS),
    dots=tuple(range(len(NAMES))),
)


def _depth() -> npt.NDArray[np.float64]:
    depth = np.zeros(len(NAMES))
    depth[16:36], depth[90:100] = 0.12, 0.10
    depth[36:48] = (0.10, 0.18, 0.25, 0.20, 0.22, 0.38, 0.38, 0.22, 0.20, 0.25, 0.18, 0.10)
    depth[48:68], depth[[48, 54]], depth[89] = 0.22, 0.08, 0.50
    from_chin = np.abs(np.arange(-9, 10)) / 9
    depth[68:87] = 0.10 - 0.75 * from_chin**1.3
    depth.flags.writeable = False
    return depth


# (V,) in distances between the eyes' middles; 0 at the eyes, larger is nearer to the camera.
DEPTH = _depth()


def _rigidity() -> npt.NDArray[np.float64]:
    weights = np.full(len(NAMES), 0.3)
    weights[[0, 4, 8, 12, *range(36, 48), 89]] = 1.0
    weights[68:87], weights[48:68] = 0.5, 0.05
    weights[16:36], weights[90:100], weights[[87, 88]] = 0.1, 0.1, 0.0
    weights.flags.writeable = False
    return weights


# (V,) how far a point is moved by the head alone: eye corners and nose, hardly brows and mouth.
RIGIDITY = _rigidity()
