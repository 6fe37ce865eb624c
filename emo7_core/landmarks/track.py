"""A landmark track: where every point of a clip is, in every frame.

What it is: the one form in which landmarks travel, whatever found them, and its file.
What it is not: normalised features (normalize.py), shares of seen frames (quality.py).
Convention: frame n of a track is frame n of the clip, none is left out. Pixels of the displayed
(rotated) picture, x right, y down; z in x's unit, smaller is nearer. A point that was not seen
is NaN in all three coordinates and in its confidence.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.layout import LAYOUTS, PARTS, Layout, layout_named

Array = NDArray[Any]

FILE_VERSION = 1
# Under this a point counts as not seen: it is not drawn, not measured and not learned from.
LEAST_CONFIDENCE = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class LandmarkTrack:
    """The landmarks of one clip; frozen, its arrays are read-only.

    Attributes:
        layout: Names and order of the V points.
        xyz: Positions, shape (T, V, 3), float32, pixels of the displayed picture, z in x's unit
            (NaN where the source has no depth), NaN where the point was not seen.
        confidence: Shape (T, V), float32, 0..1; NaN where the source gives none, or the point
            was not seen.
        times: Shape (T,), float64, seconds; strictly rising, the clip's first frame is 0.0.
        width: Displayed picture width in pixels.
        height: Displayed picture height in pixels.
        extractor: What found the points, with its version.

    Raises:
        LandmarkError: shapes do not fit each other, or times do not rise.
    """

    layout: Layout
    xyz: Array
    confidence: Array
    times: Array
    width: int
    height: int
    extractor: str

    def __post_init__(self) -> None:
        for name, kind in (("xyz", "f4"), ("confidence", "f4"), ("times", "f8")):
            object.__setattr__(self, name, _frozen(getattr(self, name), np.dtype(kind)))
        _check(self)

    def __len__(self) -> int:
        return len(self.times)

    def presence(self, part: str) -> Array:
        """Return, shape (T,) bool, in which frames any point of the part was seen.

        A described layout that has no hand or no face never shows one.

        Raises:
            LandmarkError: there is no such part of a signer or of the layout.
        """
        if part in PARTS and part not in self.layout.parts:
            return np.zeros(len(self), dtype=bool)
        points = self.layout.part(part)
        return np.isfinite(self.xyz[:, points.start : points.stop, 0]).any(axis=1)

    def cut(self, start: int, stop: int) -> LandmarkTrack:
        """Return frames start..stop (half open) as a track; times stay those of the clip."""
        return LandmarkTrack(
            self.layout,
            self.xyz[start:stop],
            self.confidence[start:stop],
            self.times[start:stop],
            self.width,
            self.height,
            self.extractor,
        )

    @classmethod
    def joined(cls, pieces: Sequence[LandmarkTrack]) -> LandmarkTrack:
        """Return consecutive pieces of one clip as one track.

        Raises:
            LandmarkError: there is no piece, or the pieces are not of one clip.
        """
        if not pieces:
            raise LandmarkError("there is no piece of a track to join")
        kinds = {(id(p.layout), p.width, p.height, p.extractor) for p in pieces}
        if len(kinds) > 1:
            raise LandmarkError("the pieces are not of one track")
        first = pieces[0]
        return cls(
            first.layout,
            np.concatenate([piece.xyz for piece in pieces]),
            np.concatenate([piece.confidence for piece in pieces]),
            np.concatenate([piece.times for piece in pieces]),
            first.width,
            first.height,
            first.extractor,
        )

    def save(self, path: Path | str) -> None:
        """Write the track as .npz; a reader sees the old file or the whole new one.

        Raises:
            LandmarkError: the file cannot be written.
        """
        target = Path(path)
        try:
            _replace(target, self)
        except OSError as error:
            raise LandmarkError(
                f"the landmarks cannot be written: {error.strerror or error}",
                where=target,
                remedy="Check the free space and the rights of the folder.",
            ) from error

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a track that `save` wrote; nothing in the file is executed.

        Raises:
            LandmarkError: the file is absent, corrupt, or no track of this version.
        """
        source = Path(path)
        try:
            with source.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                about = json.loads(str(stored["about"][()]))
                arrays = {name: stored[name] for name in ("xyz", "confidence", "times")}
            return cls(**_description(about, source), **arrays)
        except FileNotFoundError as error:
            raise LandmarkError("there are no landmarks here yet", where=source) from error
        except _UNREADABLE as error:
            raise LandmarkError(
                "the landmark file cannot be read",
                where=source,
                remedy="Delete it and extract the clip again.",
            ) from error


_UNREADABLE = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error)


def missing(layout: Layout, frames: int) -> tuple[Array, Array]:
    """Return writable xyz (T, V, 3) and confidence (T, V), all NaN, float32."""
    xyz = np.full((frames, len(layout), 3), np.nan, dtype=np.float32)
    return xyz, np.full((frames, len(layout)), np.nan, dtype=np.float32)


def _frozen(values: Any, dtype: np.dtype[Any]) -> Array:
    array = np.asarray(values, dtype=dtype)
    if array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array


def _check(track: LandmarkTrack) -> None:
    frames, points = len(track.times), len(track.layout)
    if track.times.ndim != 1 or (np.diff(track.times) <= 0).any():
        raise LandmarkError("the times of a track must rise from frame to frame")
    if track.xyz.shape != (frames, points, 3):
        raise LandmarkError(
            f"positions of shape {track.xyz.shape} do not fit {frames} frames of {points} points"
        )
    if track.confidence.shape != (frames, points):
        raise LandmarkError(
            f"confidences of shape {track.confidence.shape} do not fit {frames} frames of "
            f"{points} points"
        )


def _replace(target: Path, track: LandmarkTrack) -> None:
    about = {
        "version": FILE_VERSION,
        "layout": _named(track.layout),
        "width": track.width,
        "height": track.height,
        "extractor": track.extractor,
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(
                file,
                about=np.array(json.dumps(about)),
                xyz=track.xyz,
                confidence=track.confidence,
                times=track.times,
            )
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _named(layout: Layout) -> str | dict[str, Any]:
    return layout.name if LAYOUTS.get(layout.name) is layout else layout.to_dict()


def _layout(stored: str | dict[str, Any]) -> Layout:
    return layout_named(stored) if isinstance(stored, str) else Layout.from_dict(stored)


def _description(about: dict[str, Any], source: Path) -> dict[str, Any]:
    if about["version"] != FILE_VERSION:
        raise LandmarkError(
            f"the landmark file has version {about['version']}, this program reads {FILE_VERSION}",
            where=source,
            remedy="Delete it and extract the clip again.",
        )
    return {
        "layout": _layout(about["layout"]),
        "width": int(about["width"]),
        "height": int(about["height"]),
        "extractor": str(about["extractor"]),
    }
