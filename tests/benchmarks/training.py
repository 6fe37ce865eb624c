"""Training steps a second against a bare PyTorch loop, and the share of data loading.

What it is: the same clips, batches, threads, network and optimizer, once through emo7's trainer
(events, scores, best model, state to resume from), once in a loop of a dozen lines. Ratios within
one run; both take turns, so that what else the computer does falls on both.
What it is not: a test; nothing passes or fails on time.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

import torch

from emo7_core.config import TrainConfig
from emo7_core.demo.clips import demo_tracks
from emo7_core.landmarks.normalize import to_common
from emo7_core.models.devices import leave_one_core
from emo7_core.models.scaling import fit_scaling
from emo7_core.training.division import Plan
from emo7_core.training.fit import Work, module_of, training_loader, training_order
from emo7_core.training.record import card_of
from emo7_core.training.resume import ResumePoint
from emo7_core.training.sample import Example, Sample, prepare
from emo7_core.training.split import divide
from emo7_core.training.train import Ready, train_ready

CLIPS, EPOCHS, ROUNDS = 320, 4, 3
KINDS: dict[str, dict[str, object]] = {
    "lstm": {"hidden_size": 128},
    "stgcn": {"hidden_size": 32, "rate": 6.25, "point_pooling": "learned"},
}


def run() -> dict[str, object]:
    """Measure each network and print a line."""
    leave_one_core()
    found: dict[str, object] = {}
    for kind, changes in KINDS.items():
        config = TrainConfig.model_validate(
            {"model_type": kind, "device": "cpu", "num_layers": 1, "num_epochs": EPOCHS} | changes
        )
        samples, _ = prepare(_examples(), config.rate)
        found[kind] = _compare(kind, samples, config)
    return found


def _compare(kind: str, samples: list[Sample], config: TrainConfig) -> dict[str, object]:
    pairs = [(_ours(samples, config), _bare(samples, config)) for _ in range(ROUNDS)]
    ratio = median(ours / bare for ours, (bare, _) in pairs)
    share = median(loading for _, (_, loading) in pairs)
    print(
        f"{kind}: {median(o for o, _ in pairs):.1f} steps/s, bare loop "
        f"{median(b for _, (b, _) in pairs):.1f}, ratio {ratio:.2f} (n {ROUNDS} rounds of "
        f"{EPOCHS} epochs); loading data takes {share:.1%} of the bare loop"
    )
    return {"ratio": ratio, "loading_share": share, "rounds": ROUNDS}


def _ours(samples: list[Sample], config: TrainConfig) -> float:
    """Return steps a second of the epochs after the first, validation taken out."""
    clock = _Clock()
    with tempfile.TemporaryDirectory() as folder:
        # One clip validates: the loop beside it has no validation at all.
        sides = {s.identity: "train" for s in samples[1:]} | {samples[0].identity: "val"}
        plan = Plan(sides=sides, by="clip")
        train_ready(Ready(samples, []), config, Path(folder), clock.hear, plan=plan)
    return clock.steps(len(samples) - 1, config.batch_size)


class _Clock:
    def __init__(self) -> None:
        self._times: list[float] = []

    def hear(self, event: dict[str, object]) -> None:
        if event["event"] == "epoch":
            self._times.append(time.perf_counter())

    def steps(self, clips: int, batch: int) -> float:
        spent = self._times[-1] - self._times[0]
        return (len(self._times) - 1) * -(-clips // batch) / spent


def _bare(samples: list[Sample], config: TrainConfig) -> tuple[float, float]:
    """Return steps a second of a plain loop, and the share of its time that loading takes."""
    torch.manual_seed(config.seed)
    parts, _ = divide(
        samples,
        config,
        {s.identity: "train" for s in samples[1:]} | {samples[0].identity: "val"},
        "clip",
    )
    scaling = fit_scaling("none", [sample.values for sample in parts.training])
    card = card_of(parts, config, scaling, "")
    point = ResumePoint(0, False, "")
    work = Work(parts, scaling, card, config, torch.device("cpu"), Path(), point)
    module = module_of(work)
    loader = training_loader(work, training_order(work))
    optimizer = module.configure_optimizers()
    steps, loading, begun = 0, 0.0, 0.0
    for epoch in range(EPOCHS):
        if epoch == 1:
            steps, loading, begun = 0, 0.0, time.perf_counter()
        start = time.perf_counter()
        for batch in loader:
            loading += time.perf_counter() - start
            loss = module.loss(module.network(batch.values, batch.lengths), batch.wanted).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(module.network.parameters(), 1.0)
            optimizer.step()
            steps += 1
            start = time.perf_counter()
    spent = time.perf_counter() - begun
    return steps / spent, loading / spent


def _examples() -> list[Example]:
    return [
        Example(clip.name, to_common(track), clip.value, clip.signer, clip.session, clip.name)
        for clip, track in demo_tracks(CLIPS)
    ]


if __name__ == "__main__":
    run()
