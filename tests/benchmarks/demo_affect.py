"""Do the networks learn the affect of the drawn signers, on signers they never saw?

    demo tracks -> two signers held out by each seed -> LSTM, ST-GCN, a line through the mouth,
    and the same networks on shuffled labels

What it is: macro-F1 over seven classes on held-out signers, with intervals over signers, the mean
mouth height as the shortcut that must not be enough, and shuffled labels as the check that nothing
leaks.
What it is not: evidence about real signing; the affect is planted (emo7_core/demo/affect.py).
Convention: the best epoch is chosen on further signers, never on those held out. Each clip's
answers of all seeds count; the unit of the intervals is the signer.

    python -m tests.benchmarks.demo_affect [--seeds 5] [--clips 704] [--models lstm,stgcn]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.config import TrainConfig
from emo7_core.demo.clips import demo_tracks
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS, to_common
from emo7_core.models.devices import leave_one_core
from emo7_core.scale import K
from emo7_core.statistics.intervals import bootstrap_clusters, cluster_matrices
from emo7_core.statistics.metrics import METRICS, confusion, macro_f1
from emo7_core.training.held_out import answer
from emo7_core.training.sample import Example, Sample, prepare
from emo7_core.training.train import Ready, train_ready

Values = npt.NDArray[Any]
HELD_OUT = 2
SHUFFLES = 2000
# Two of the eight are left-handed and may be held out together: mirrored clips teach both hands.
# Speed and tilt are cues themselves, so neither is varied.
# Half the usual rows show the affect as well, and twice the steps to an epoch learn it sooner; a
# rate that falls ends where single epochs no longer differ much. The loss of the few validating
# signers is a steadier judge of epochs than their F1 (compared on other drawn clips, seeds 23, 37).
SHARED: dict[str, object] = {
    "device": "cpu", "window_seconds": 3.6, "rate": 6.25, "batch_size": 16, "loss": "ordinal",
    "augment": True, "augment_warp": 0.0, "augment_rotation": 0.0, "augment_drop": 0.0,
    "rate_over_time": "cosine", "patience": 24, "weight_decay": 0.02, "monitor": "val_loss",
}  # fmt: skip
RECIPES: dict[str, dict[str, object]] = {
    "lstm": SHARED | {
        "num_epochs": 24, "hidden_size": 128, "num_layers": 1, "dropout": 0.5,
        "learning_rate": 6e-4, "augment_jitter": 0.02,
    },
    "stgcn": SHARED | {
        "model_type": "stgcn", "num_epochs": 9, "hidden_size": 32, "num_layers": 1,
        "dropout": 0.0, "point_pooling": "learned", "learning_rate": 4e-3,
        "augment_jitter": 0.01,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What one contender said of held-out clips.

    Attributes:
        targets: (N,) classes.
        answers: (N,) classes.
        signers: (N) names.
        seconds: Of the longest single training.
        work: Processor seconds of the costliest training; what else runs here is not in them.
    """

    targets: Values
    answers: Values
    signers: tuple[str, ...]
    seconds: float = 0.0
    work: float = 0.0

    @property
    def score(self) -> float:
        """Macro-F1 over all seven classes."""
        return float(macro_f1(confusion(self.targets, self.answers)))


def run(
    seeds: int = 5, clips: int = 704, models: Sequence[str] = tuple(RECIPES), **changes: object
) -> dict[str, object]:
    """Measure, print a table, and return its values."""
    leave_one_core()
    configs = {name: TrainConfig.model_validate(RECIPES[name] | changes) for name in models}
    seen = {c.rate: drawn_samples(clips, c.rate) for c in (TrainConfig(), *configs.values())}
    samples = seen[TrainConfig().rate]
    found: dict[str, list[Answers]] = {}
    for seed in range(seeds):
        held_out = held_out_signers(samples, seed)
        found.setdefault("mean mouth height", []).append(mouth(samples, held_out))
        for name, recipe in configs.items():
            config = recipe.model_copy(update={"seed": seed})
            mine = seen[config.rate]
            found.setdefault(name, []).append(network(mine, held_out, config))
            shuffled = network(shuffle(mine, seed), held_out, config)
            found.setdefault(f"{name}, labels shuffled", []).append(shuffled)
            out = " and ".join(sorted(held_out))
            print(f"seed {seed}, {out} held out: {name} {found[name][-1].score:.3f}", flush=True)
    return {name: told(name, several) for name, several in found.items()}


def drawn_samples(clips: int, rate: float = TrainConfig().rate) -> list[Sample]:
    """Return the drawn clips as networks see them, at this many rows per second."""
    samples, _ = prepare(
        (
            Example(clip.name, to_common(track), clip.value, clip.signer, clip.session, clip.name)
            for clip, track in demo_tracks(clips)
        ),
        rate,
    )
    return samples


def held_out_signers(samples: Sequence[Sample], seed: int) -> frozenset[str]:
    """Return the two signers of a seed; four seeds in a row hold out each of eight once."""
    names = sorted({sample.signer or "" for sample in samples})
    order = np.random.default_rng(seed // (len(names) // HELD_OUT)).permutation(names)
    start = HELD_OUT * (seed % (len(names) // HELD_OUT))
    return frozenset(order[start : start + HELD_OUT].tolist())


def network(samples: Sequence[Sample], held_out: frozenset[str], config: TrainConfig) -> Answers:
    """Train on the other signers and answer the held-out ones."""
    rest = [sample for sample in samples if sample.signer not in held_out]
    out = [sample for sample in samples if sample.signer in held_out]
    begun, worked = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        result = train_ready(Ready(rest, []), config, Path(folder))
        seconds, work = time.perf_counter() - begun, time.process_time() - worked
        said = answer(result.model_folder, out, "cpu").argmax(axis=1)
    return replace(_answers(out, said), seconds=seconds, work=work)


def shuffle(samples: Sequence[Sample], seed: int) -> list[Sample]:
    """Return the clips with all labels dealt out anew, those of held-out signers too.

    Were only the training labels dealt anew, a network that follows the affect by luck would be
    right or wrong about all clips at once, and the band of chance, which takes clips as
    independent, would be too narrow.
    """
    dealt = np.random.default_rng(1000 + seed).permutation([sample.target for sample in samples])
    return [replace(one, target=int(t)) for one, t in zip(samples, dealt, strict=True)]


def mouth(samples: Sequence[Sample], held_out: frozenset[str]) -> Answers:
    """Answer from one number a clip: how high the corners of the mouth stand on average."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    heights = np.array([mouth_height(sample) for sample in samples])[:, None]
    is_out = np.array([sample.signer in held_out for sample in samples])
    targets = np.array([sample.target for sample in samples])
    line = make_pipeline(StandardScaler(), LogisticRegression(C=100.0, max_iter=2000))
    line.fit(heights[~is_out], targets[~is_out])
    out = [sample for sample in samples if sample.signer in held_out]
    return _answers(out, line.predict(heights[is_out]))


def mouth_height(sample: Sample) -> float:
    """Return how far the mouth's corners stand above the middle of the lips, over the clip."""
    lips = sorted({point for edge in COMMON.contours["lips"] for point in edge})
    middle = np.nanmedian(sample.values[:, lips, CHANNELS.index("local_x")], axis=0)
    corners = [lips[int(middle.argmin())], lips[int(middle.argmax())]]
    y = CHANNELS.index("local_y")
    rise = np.nanmean(sample.values[:, lips, y], axis=1) - np.nanmean(
        sample.values[:, corners, y], axis=1
    )
    return float(np.nanmean(rise))


def chance_band(answers: Answers, seed: int = 0) -> tuple[float, float]:
    """Return where 95 % of macro-F1 lie when these answers meet labels dealt out at random."""
    rng = np.random.default_rng(seed)
    drawn = np.stack(
        [confusion(rng.permutation(answers.targets), answers.answers) for _ in range(SHUFFLES)]
    )
    low, high = np.percentile(macro_f1(drawn), [2.5, 97.5])
    return float(low), float(high)


def pooled(several: Sequence[Answers]) -> Answers:
    """Return the answers of all seeds together."""
    return Answers(
        np.concatenate([one.targets for one in several]),
        np.concatenate([one.answers for one in several]),
        tuple(signer for one in several for signer in one.signers),
        max(one.seconds for one in several),
        max(one.work for one in several),
    )


def told(name: str, several: Sequence[Answers]) -> dict[str, object]:
    """Print a line of the table and return its values."""
    whole = pooled(several)
    names, matrices = cluster_matrices(whole.targets, whole.answers, whole.signers, K)
    found = bootstrap_clusters(matrices, METRICS["macro_f1"], unit="signer", names=names)
    low, high = chance_band(whole)
    each = ", ".join(f"{one.score:.2f}" for one in several)
    print(
        f"{name:24} {found.value:.3f}  {found.low:.3f} to {found.high:.3f} ({found.units} signers)"
        f"  seeds {each}  chance {low:.3f} to {high:.3f}"
        f"  longest {whole.seconds:.0f} s, {whole.work:.0f} s of processor",
        flush=True,
    )
    return {
        "macro_f1": found.value,
        "low": found.low,
        "high": found.high,
        "signers": found.units,
        "seeds": [one.score for one in several],
        "chance": [low, high],
        "n": len(whole.targets),
        "longest_seconds": whole.seconds,
        "processor_seconds": whole.work,
    }


def _answers(out: Sequence[Sample], said: Values) -> Answers:
    targets = np.array([sample.target for sample in out])
    return Answers(targets, said, tuple(sample.signer or "" for sample in out))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--clips", type=int, default=704)
    parser.add_argument("--models", default=",".join(RECIPES))
    given = parser.parse_args()
    run(given.seeds, given.clips, given.models.split(","))
