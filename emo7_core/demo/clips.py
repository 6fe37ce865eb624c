"""The demo's clips: which there are, their videos, their known tracks, the training data.

What it is: the door to the demo signer. Everything follows from a seed: the same call gives
the same clips, pictures and tracks, up to rounding between machines.
What it is not: the demo project that files them away (demo/project.py).
Convention: value 0..6 is the planted affect (affect.py); tracks are in the layout HOLISTIC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from emo7_core.demo.affect import planted_cues
from emo7_core.demo.captions import CAPTIONS
from emo7_core.demo.encode import write_mp4
from emo7_core.demo.figure import Figure, figure_of
from emo7_core.demo.motion import perform
from emo7_core.demo.signers import SIGNERS, signer_named
from emo7_core.demo.truth import known_points, seen_points
from emo7_core.landmarks.track import Array, LandmarkTrack
from emo7_core.scale import K

RATES = (25.0, 24.0, 30.0)
SECONDS = (2.2, 3.6)
SESSIONS = 3


@dataclass(frozen=True, slots=True)
class DemoClip:
    """One clip of the demo.

    Attributes:
        name: "demo-s01-017": the signer and the clip's number.
        signer: "S1".."S8".
        session: "S1-b": what was filmed together.
        value: The planted value 0..6.
        caption: An invented English sentence that fits the value.
        rate: Frames per second: 24, 25 or 30.
        frame_count: Number of frames.
        seed: All else about the clip follows from it.
    """

    name: str
    signer: str
    session: str
    value: int
    caption: str
    rate: float
    frame_count: int
    seed: int

    @property
    def times(self) -> Array:
        """The seconds of the frames, (T,)."""
        return np.arange(self.frame_count) / self.rate


def demo_clips(count: int = 24, seed: int = 7) -> tuple[DemoClip, ...]:
    """Return the demo's clips.

    Every eight in a row show all signers and all values; every signer goes through the whole
    scale in seven rounds. A larger count adds clips and changes none.
    """
    return tuple(_demo_clip(number, seed) for number in range(1, count + 1))


def _cast(number: int, seed: int) -> tuple[int, int]:
    """Return who signs the n-th clip (from 1), 0..7, and the planted value.

    Within a round of eight, signers start at different values; from round to round each one
    goes on by three steps, which is prime to the seven values.
    """
    turn, place = divmod(number - 1, len(SIGNERS))
    signer = int(np.random.default_rng((seed, 1, turn)).permutation(len(SIGNERS))[place])
    starts = np.random.default_rng((seed, 2, turn // K)).permutation(len(SIGNERS))
    return signer, int((starts[signer] + 3 * turn) % K)


def _demo_clip(number: int, seed: int) -> DemoClip:
    signer, value = _cast(number, seed)
    rng = np.random.default_rng((seed, 3, number))
    name = SIGNERS[signer].name
    rate = RATES[int(rng.choice(len(RATES), p=(0.6, 0.2, 0.2)))]
    return DemoClip(
        name=f"demo-s{signer + 1:02d}-{number:03d}",
        signer=name,
        session=f"{name}-{'abc'[int(rng.integers(SESSIONS))]}",
        value=value,
        caption=CAPTIONS[value][int(rng.integers(len(CAPTIONS[value])))],
        rate=rate,
        frame_count=round(rate * rng.uniform(*SECONDS)),
        seed=100_000 * seed + number,
    )


def known_track(clip: DemoClip) -> LandmarkTrack:
    """Return where every point of a clip really is, without drawing it."""
    return known_points(clip_figure(clip), clip.times)


def render_clip(
    clip: DemoClip, path: Path | str, progress: Callable[[int, int], None] | None = None
) -> LandmarkTrack:
    """Draw a clip into an H.264 mp4 of 640 x 480 and return its known track.

    Args:
        clip: What to draw.
        path: The file; it appears whole or not at all, an older one is replaced.
        progress: Called with the frames done and the frames in all.

    Raises:
        MediaError: the file cannot be written.
    """
    figure = clip_figure(clip)
    write_mp4(Path(path), _pictures(clip, figure, progress), clip.rate)
    return known_points(figure, clip.times)


def demo_tracks(count: int = 700, seed: int = 11) -> Iterator[tuple[DemoClip, LandmarkTrack]]:
    """Yield training data: clips without video, with tracks as an extractor would see them.

    Their names begin with "demo-track-", so that they never meet the names of drawn clips.
    """
    for drawn in demo_clips(count, seed):
        clip = replace(drawn, name=drawn.name.replace("demo-", "demo-track-"))
        figure = clip_figure(clip)
        chance = np.random.default_rng((clip.seed, 2))
        yield clip, seen_points(known_points(figure, clip.times), figure.scale, chance)


def clip_figure(clip: DemoClip) -> Figure:
    """Return all joints of a clip, pixels."""
    signer = signer_named(clip.signer)
    rng = np.random.default_rng(clip.seed)
    cues = planted_cues(clip.value, SIGNERS.index(signer) + 1, rng)
    scale = signer.stature * float(np.clip(rng.normal(1.0, 0.025), 0.94, 1.05))
    return figure_of(signer, perform(clip.times, cues, signer.is_left_handed, rng), scale)


def _pictures(
    clip: DemoClip, figure: Figure, progress: Callable[[int, int], None] | None
) -> Iterator[Array]:
    from emo7_core.demo.signer import SignerPainter

    painter = SignerPainter(signer_named(clip.signer), figure, clip.seed)
    for frame in range(clip.frame_count):
        yield painter.paint(frame)
        if progress is not None:
            progress(frame + 1, clip.frame_count)
