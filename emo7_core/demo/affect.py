"""The planted affect: how strongly each cue follows the value, and what blurs it.

What it is: a clip's value 0..6 turned into nine cues of face and movement. Each cue alone
is blurred by the signer's habit and by chance so far that no single one gives the value
away; together they do. That is what a model has to learn.
What it is not: when the cues show in a clip (motion.py).
Convention: a latent cue is about -1 (extremely negative) .. +1 (extremely positive); one
step of the scale is 1/3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.scale import NEUTRAL

# Blur in latent units: a step of the scale is 0.333.
SIGNER_SIGMA = 0.09
CLIP_SIGMA = 0.15
# The mouth is the cue that everyone looks at first, so it is the least to be trusted.
MOUTH_BLUR = 1.6

SMILE_GAIN = 0.85
BROWS_GAIN = 0.80
KNIT_GAIN = 0.65
LIDS_GAIN = 0.30
JAW_REST, JAW_GAIN = 0.06, 0.30
TEMPO_GAIN = 0.36
SIZE_GAIN = 0.34
PITCH_GAIN = 8.0
ROLL_GAIN = 6.0
LIFT_GAIN = 0.16

_NAMES = ("smile", "brows", "knit", "lids", "jaw", "tempo", "size", "pitch", "roll", "lift")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one clip, in the units of what they move.

    Attributes:
        smile: Weight of the mouth corners, + up.
        brows: Weight of the brows, + raised.
        knit: Weight of the knitted brows, + drawn together.
        lids: Weight of the lids, + wide.
        jaw: Mean weight of the open jaw, 0 closed.
        tempo: Factor on the speed of signing.
        size: Factor on the size of the movements.
        pitch: Degrees the head is raised.
        roll: Degrees the head is tilted to the signer's dominant side.
        lift: Face widths the hands are carried higher.
    """

    smile: float
    brows: float
    knit: float
    lids: float
    jaw: float
    tempo: float
    size: float
    pitch: float
    roll: float
    lift: float


def planted_cues(value: int, signer_number: int, rng: np.random.Generator) -> Cues:
    """Return the cues of a clip: the value, the signer's habit and chance.

    Args:
        value: The planted value 0..6.
        signer_number: 1..8; the habit depends on it alone.
        rng: The clip's own source of chance.
    """
    affect = (value - NEUTRAL) / NEUTRAL
    habit = np.random.default_rng(7000 + signer_number).normal(0.0, SIGNER_SIGMA, len(_NAMES))
    blur = habit + rng.normal(0.0, CLIP_SIGMA, len(_NAMES))
    blur[0] *= MOUTH_BLUR
    latent = dict(zip(_NAMES, np.clip(affect + blur, -1.45, 1.45), strict=True))
    return Cues(
        smile=SMILE_GAIN * latent["smile"],
        brows=BROWS_GAIN * latent["brows"],
        knit=-KNIT_GAIN * latent["knit"],
        lids=LIDS_GAIN * latent["lids"],
        jaw=JAW_REST + JAW_GAIN * min(latent["jaw"] ** 2, 1.3),
        tempo=float(np.exp(TEMPO_GAIN * latent["tempo"])),
        size=float(np.exp(SIZE_GAIN * latent["size"])),
        pitch=PITCH_GAIN * latent["pitch"],
        roll=ROLL_GAIN * latent["roll"],
        lift=LIFT_GAIN * latent["lift"],
    )
