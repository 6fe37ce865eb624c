"""The wall behind a demo signer: a soft gradient, a vignette, a faint shadow, fine grain.

What it is: one still picture per clip.
What it is not: anything that moves.
Convention: (H, W, 3) uint8 RGB.
"""

from __future__ import annotations

import numpy as np

from emo7_core.demo.signers import Signer
from emo7_core.landmarks.track import Array


def backdrop_of(signer: Signer, width: int, height: int, seed: int) -> Array:
    """Return the wall of a signer's room; the seed varies its light a little."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    x, y = x / width - 0.5, y / height - 0.5
    slant = rng.uniform(-0.5, 0.5)
    light = 1.04 - 0.16 * (y + 0.5) + 0.10 * slant * x
    light -= 0.38 * np.clip(np.hypot(x, y) - 0.28, 0.0, None) ** 1.5
    shadow = np.exp(-0.5 * (((x - 0.09) / 0.15) ** 2 + ((y + 0.10) / 0.22) ** 2))
    shadow += np.exp(-0.5 * (((x - 0.08) / 0.27) ** 2 + ((y - 0.42) / 0.24) ** 2))
    light -= 0.10 * np.clip(shadow, 0.0, 1.0)
    picture = np.asarray(signer.backdrop) * light[..., None]
    picture += rng.normal(0.0, 1.1, (height, width, 1))
    return np.clip(picture, 0, 255).astype(np.uint8)
