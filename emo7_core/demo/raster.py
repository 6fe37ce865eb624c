"""A z-buffer and the three solids that go into it: capsules, ellipsoids, textured meshes.

What it is: numpy over the box of each solid; nothing is kept between solids but colour and
depth. Pictures are drawn at twice the size and reduced, which smooths the edges.
What it is not: who is drawn (signer.py).
Convention: pixels of the layer, x right, y down, z away; depth is infinite where nothing
is. Colours RGB uint8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.demo.light import EDGE, KEY, rim
from emo7_core.landmarks.track import Array

# Above this many pixels a solid's box costs more than the calls for two smaller ones.
_LARGE_BOX = 22_000


@dataclass(slots=True)
class Layer:
    """A picture with depth.

    Attributes:
        colour: (H, W, 3) uint8.
        depth: (H, W) float32, infinite where nothing was drawn.
    """

    colour: Array
    depth: Array

    @classmethod
    def empty(cls, height: int, width: int) -> Layer:
        """Return a black layer in which nothing is drawn."""
        return cls(
            np.zeros((height, width, 3), np.uint8), np.full((height, width), np.inf, np.float32)
        )

    def clear(self) -> None:
        """Forget all depth; colours stay until they are drawn over."""
        self.depth.fill(np.inf)

    def box(self, low: Array, high: Array) -> tuple[slice, slice] | None:
        """Return the rows and columns between two corners (x, y), or None outside."""
        height, width = self.depth.shape
        left, top = max(int(low[0]), 0), max(int(low[1]), 0)
        right, bottom = min(int(high[0]) + 2, width), min(int(high[1]) + 2, height)
        if left >= right or top >= bottom:
            return None
        return slice(top, bottom), slice(left, right)


def grid(box: tuple[slice, slice], origin: Array) -> tuple[Array, Array]:
    """Return pixel centres of a box relative to an origin: x (1, W), y (H, 1) float32."""
    rows, columns = box
    x = np.arange(columns.start, columns.stop, dtype=np.float32)[None] - np.float32(origin[0])
    y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] - np.float32(origin[1])
    return x, y


def draw_capsule(
    layer: Layer,
    ends: Array,
    radii: tuple[float, float],
    colours: Array,
    dim: tuple[float, float] = (1.0, 1.0),
    edge: float = EDGE,
) -> None:
    """Draw a tapered capsule.

    Args:
        layer: Where.
        ends: (2, 3) the centres of both ends, pixels.
        radii: The radius at each end, pixels.
        colours: (256, 3) the ramp of the material.
        dim: Factors on the light at each end.
        edge: Factor on the light at the rim.
    """
    start, stop = ends[0], ends[1]
    widest = max(radii)
    box = layer.box(np.minimum(start, stop) - widest, np.maximum(start, stop) + widest)
    if box is None:
        return
    if _is_worth_halving(box, ends, widest):
        middle = ends.mean(axis=0)
        radius, light = sum(radii) / 2.0, sum(dim) / 2.0
        first, second = np.stack([start, middle]), np.stack([middle, stop])
        draw_capsule(layer, first, (radii[0], radius), colours, (dim[0], light), edge)
        draw_capsule(layer, second, (radius, radii[1]), colours, (light, dim[1]), edge)
        return
    x, y = grid(box, start)
    along = (stop - start).astype(np.float32)
    flat = float(along[0] ** 2 + along[1] ** 2) + 1e-3
    length = np.sqrt(flat + float(along[2]) ** 2)
    # Where the ray meets the axis seen from the front, then back along the tilted axis to the
    # foot of the surface that is really hit; beyond the ends the foot is the end's centre.
    seen = (x * along[0] + y * along[1]) / flat
    radius = radii[0] + np.clip(seen, 0.0, 1.0) * (radii[1] - radii[0])
    high = np.sqrt(np.maximum(radius * radius + flat * seen * seen - x * x - y * y, 0.0))
    share = np.clip(seen - high * (float(along[2]) / (length * np.sqrt(flat))), 0.0, 1.0)
    radius = radii[0] + share * (radii[1] - radii[0])
    nx = (x - share * along[0]) / radius
    ny = (y - share * along[1]) / radius
    facing = np.sqrt(np.maximum(1.0 - nx * nx - ny * ny, 0.0))
    depth = start[2] + share * along[2] - facing * radius
    light = (0.5 + 0.5 * (nx * KEY[0] + ny * KEY[1] - facing * KEY[2])) * rim(facing, edge)
    if dim != (1.0, 1.0):
        light = light * (dim[0] + share * (dim[1] - dim[0]))
    _put(layer, box, depth, (facing > 0.0), light, colours)


def _is_worth_halving(box: tuple[slice, slice], ends: Array, widest: float) -> bool:
    """Return whether a slanted capsule leaves so much of its box empty that two are quicker."""
    rows, columns = box
    across = np.abs(ends[1, :2] - ends[0, :2])
    area = (rows.stop - rows.start) * (columns.stop - columns.start)
    return area > _LARGE_BOX and bool(across.min() > 0.8 * widest)


def draw_ellipsoid(
    layer: Layer,
    centre: Array,
    radii: Array,
    turned: Array,
    colours: Array,
    keep: object = None,
    dim: float = 1.0,
    edge: float = EDGE,
) -> None:
    """Draw an ellipsoid.

    Args:
        layer: Where.
        centre: (3,) pixels.
        radii: (3,) pixels along its own axes.
        turned: (3, 3) rotation of its axes.
        colours: (256, 3) the ramp of the material.
        keep: Called with the surface in the ellipsoid's own axes, radii = 1 (x, y, z arrays);
            returns a factor on the light, 0 or less where the surface is cut away.
        dim: Factor on the light.
        edge: Factor on the light at the rim.
    """
    reach = np.sqrt(((turned * radii) ** 2).sum(axis=1))
    box = layer.box(centre - reach, centre + reach)
    if box is None:
        return
    x, y = grid(box, centre)
    form = ((turned / radii**2) @ turned.T).astype(np.float32)
    half = form[0, 2] * x + form[1, 2] * y
    rest = form[0, 0] * x * x + 2.0 * form[0, 1] * x * y + form[1, 1] * y * y - 1.0
    root = half * half - form[2, 2] * rest
    hit = root > 0.0
    z = (-half - np.sqrt(np.maximum(root, 0.0))) / form[2, 2]
    nx, ny, nz = (form[i, 0] * x + form[i, 1] * y + form[i, 2] * z for i in range(3))
    length = 1.0 / np.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
    light = 0.5 + 0.5 * (nx * KEY[0] + ny * KEY[1] + nz * KEY[2]) * length
    light = light * rim(-nz * length, edge) * dim
    if callable(keep):
        own = (turned / radii).T.astype(np.float32)
        factor = keep(*(own[i, 0] * x + own[i, 1] * y + own[i, 2] * z for i in range(3)))
        hit &= factor > 0.0
        light = light * factor
    _put(layer, box, z + np.float32(centre[2]), hit, light, colours)


def _put(
    layer: Layer,
    box: tuple[slice, slice],
    depth: Array,
    hit: Array,
    light: Array,
    colours: Array,
) -> None:
    import cv2

    held = layer.depth[box]
    cover = (hit & (depth < held)).view(np.uint8)
    steps = np.clip(light * 255.0, 0.0, 255.0).astype(np.uint8)
    cv2.copyTo(depth.astype(np.float32, copy=False), cover, held)
    cv2.copyTo(cv2.applyColorMap(steps, colours[:, None]), cover, layer.colour[box])


def triangle_map(points: Array, triangles: Array, shape: tuple[int, int]) -> Array:
    """Return which triangle shows at each pixel, (H, W) int16, -1 where none does.

    Triangles that face away are left out; the others are painted from far to near.

    Args:
        points: (V, 3) pixels.
        triangles: (F, 3) indices, clockwise seen from the front.
        shape: Height and width of the map.
    """
    import cv2

    shown = np.full(shape, -1, np.int16)
    corners = points[triangles]
    first = corners[:, 1, :2] - corners[:, 0, :2]
    second = corners[:, 2, :2] - corners[:, 0, :2]
    fronts = np.flatnonzero(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0] < 0.0)
    order = fronts[np.argsort(-corners[fronts, :, 2].mean(axis=1))]
    flat = np.round(corners[:, :, :2] * 16.0).astype(np.int32)
    for index in order.tolist():
        cv2.fillConvexPoly(shown, flat[index], index, cv2.LINE_8, 4)
    return shown


def interpolated(points: Array, triangles: Array, values: Array, shown: Array) -> list[Array]:
    """Return each value over the map of triangles, A times (H, W) float32.

    Args:
        points: (V, 2+) pixels of the map.
        triangles: (F, 3).
        values: (V, A) what is interpolated within each triangle.
        shown: (H, W) the triangle at each pixel; -1 gives numbers without meaning.
    """
    height, width = shown.shape
    x = np.arange(width, dtype=np.float32)[None]
    y = np.arange(height, dtype=np.float32)[:, None]
    flat = np.where(shown < 0, 0, shown)
    planes = _planes(points, triangles, values)
    return [
        a.take(flat) * x + b.take(flat) * y + c.take(flat)
        for a, b, c in np.ascontiguousarray(planes.transpose(2, 1, 0))
    ]


def put_texture(
    layer: Layer, box: tuple[slice, slice], cover: Array, depth: Array, picture: Array
) -> None:
    """Put a picture (H, W, 3) with depth (H, W) into a box where cover (H, W) is not 0."""
    import cv2

    cv2.copyTo(depth, cover, layer.depth[box])
    cv2.copyTo(picture, cover, layer.colour[box])


def _planes(points: Array, triangles: Array, values: Array) -> Array:
    """Return per triangle the plane a x + b y + c of each value, (F, 3, A) float32.

    Args:
        points: (V, 2+) pixels.
        triangles: (F, 3).
        values: (V, A) what is interpolated.
    """
    corners = points[triangles][:, :, :2].astype(np.float64)
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    area = np.where(np.abs(area) < 1e-6, 1e-6, area)[:, None]
    at = values[triangles].astype(np.float64)
    rise, drop = at[:, 1] - at[:, 0], at[:, 2] - at[:, 0]
    a = (rise * second[:, 1:] - drop * first[:, 1:]) / area
    b = (drop * first[:, :1] - rise * second[:, :1]) / area
    c = at[:, 0] - a * corners[:, 0, :1] - b * corners[:, 0, 1:]
    return np.stack([a, b, c], axis=1).astype(np.float32)
