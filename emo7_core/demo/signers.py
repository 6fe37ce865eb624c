"""The eight invented signers of the demo: how each one looks and differs.

What it is: colours, hair, clothes, background and the small differences of face and
manner that a model must look past. Nobody here depicts a real person.
What it is not: what they do (motion.py) or how they are drawn (signer.py).
Convention: colours are RGB 0..255; shape numbers are changes relative to the plain head
mesh, 0 = unchanged, in face widths or as a share.
"""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class FaceShape:
    """How a signer's head differs from the plain mesh (shares, 0 = unchanged)."""

    jaw: float = 0.0
    length: float = 0.0
    nose: float = 0.0
    eyes: float = 0.0
    lips: float = 0.0
    brow_height: float = 0.0
    mouth_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Signer:
    """One invented signer.

    Attributes:
        name: "S1".."S8".
        hair_style: "cap", "bob", "long", "bun", "curls", "crop" or "scarf".
        collar: "crew", "vee", "shirt" or "boat".
        is_left_handed: The dominant hand is the left one.
        build: Half the distance between the shoulder joints, face widths.
        stature: The face width in the picture, pixels of a 640 x 480 picture.
    """

    name: str
    skin: Colour
    hair: Colour
    hair_style: str
    brow_weight: float
    lip: Colour
    iris: Colour
    beard: float
    glasses: bool
    shirt: Colour
    collar: str
    backdrop: Colour
    is_left_handed: bool
    build: float
    stature: float
    shape: FaceShape


SIGNERS: tuple[Signer, ...] = (
    Signer(
        "S1", (214, 158, 124), (58, 38, 30), "cap", 1.0, (172, 92, 86), (84, 60, 42), 0.0, False,
        (38, 66, 112), "crew", (196, 206, 202), False, 0.98, 116.0, FaceShape(),
    ),
    Signer(
        "S2", (240, 196, 168), (154, 96, 52), "long", 0.8, (198, 104, 100), (82, 108, 92), 0.0,
        False, (30, 88, 132), "vee", (204, 214, 212), False, 0.92, 113.0,
        FaceShape(jaw=-0.07, length=-0.01, nose=-0.06, eyes=0.12, lips=0.12, brow_height=0.008),
    ),
    Signer(
        "S3", (232, 184, 142), (30, 26, 28), "bob", 0.9, (190, 98, 92), (58, 40, 30), 0.0, True,
        (38, 108, 88), "boat", (222, 208, 192), True, 0.91, 114.0,
        FaceShape(jaw=-0.05, length=-0.03, nose=-0.08, eyes=-0.05, lips=0.05, mouth_height=-0.006),
    ),
    Signer(
        "S4", (142, 94, 68), (28, 22, 22), "crop", 1.15, (132, 72, 66), (50, 34, 26), 0.55, False,
        (170, 128, 48), "crew", (198, 206, 198), False, 1.03, 118.0,
        FaceShape(jaw=0.05, length=0.02, nose=0.08, lips=0.18, brow_height=-0.006),
    ),
    Signer(
        "S5", (122, 78, 56), (24, 18, 18), "curls", 0.95, (140, 66, 70), (44, 30, 24), 0.0, False,
        (132, 54, 72), "vee", (192, 194, 216), False, 0.93, 114.0,
        FaceShape(jaw=-0.04, nose=0.04, eyes=0.10, lips=0.22, mouth_height=0.006),
    ),
    Signer(
        "S6", (228, 178, 150), (150, 146, 144), "cap", 1.05, (180, 104, 98), (90, 112, 132), 0.35,
        True, (76, 82, 92), "shirt", (176, 182, 196), True, 1.02, 117.0,
        FaceShape(jaw=0.04, length=0.03, nose=0.10, eyes=-0.08, lips=-0.14, brow_height=-0.004),
    ),
    Signer(
        "S7", (202, 144, 106), (104, 62, 116), "scarf", 1.0, (176, 84, 84), (60, 42, 30), 0.0,
        False, (52, 56, 72), "crew", (214, 200, 190), False, 0.92, 113.0,
        FaceShape(jaw=-0.03, length=0.01, eyes=0.08, lips=0.08, brow_height=0.004),
    ),
    Signer(
        "S8", (246, 206, 184), (176, 92, 46), "bun", 0.75, (204, 112, 108), (96, 124, 110), 0.0,
        False, (96, 72, 140), "boat", (196, 196, 214), False, 0.90, 112.0,
        FaceShape(jaw=-0.06, length=-0.02, nose=-0.04, eyes=0.06, lips=0.02, mouth_height=0.004),
    ),
)  # fmt: skip


def signer_named(name: str) -> Signer:
    """Return the signer "S1".."S8".

    Raises:
        KeyError: there is no signer of that name.
    """
    for signer in SIGNERS:
        if signer.name == name:
            return signer
    raise KeyError(name)
