"""Training steps a second against a bare PyTorch loop, and the share of data loading.

What it is: the same clips, batches, threads, network and optimizer, once through emo7's trainer
(events, scores, best model, state to resume from), once in a loop of a dozen lines with AdamW as
torch makes it. Ratios within one run; both take turns, so that what else the computer does falls
on both. Processor time of one thread tells more than the clock where others compute.
What it is not: a test; nothing passes or fails on time.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
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
from tests.benchmarks.spread import told

CLIPS, EPOCHS, ROUNDS = 320, 4, 7
# By the clock, and by processor time.
Steps = dict[str, float]
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
    clock, processor = (
        [ours[way] / bare.steps[way] for ours, bare in pairs] for way in ("clock", "processor")
    )
    varied = config.model_copy(update={"augment": True})
    found: dict[str, object] = {
        "ratio": round(median(clock), 3),
        "ratio, lowest": round(min(clock), 3),
        "ratio by processor time": round(median(processor), 3),
        "steps a second": round(median(ours["clock"] for ours, _ in pairs), 1),
        "rounds": ROUNDS,
        "share of a step that waits for data": round(median(b.waits for _, b in pairs), 4),
        "the same with varied clips": round(_bare(samples, varied).waits, 4),
    }
    for name, value in found.items():
        told(f"{kind}: {name}", value)
    return found


def _ours(samples: list[Sample], config: TrainConfig) -> Steps:
    """Return steps a second of the epochs after the first, all that emo7 does beside counted."""
    clock = _Clock()
    with tempfile.TemporaryDirectory() as folder:
        # One clip validates: the loop beside it has no validation at all.
        plan = Plan(sides=_sides(samples), by="clip")
        train_ready(Ready(samples, []), config, Path(folder), clock.hear, plan=plan)
    return clock.steps(len(samples) - 1, config.batch_size)


def _sides(samples: list[Sample]) -> dict[str, str]:
    return {s.identity: "train" for s in samples[1:]} | {samples[0].identity: "val"}


class _Clock:
    """Hears when epochs end."""

    def __init__(self) -> None:
        self._times: list[tuple[float, float]] = []

    def hear(self, event: dict[str, object]) -> None:
        if event["event"] == "epoch":
            self.note()

    def note(self) -> None:
        self._times.append((time.perf_counter(), time.process_time()))

    def steps(self, clips: int, batch: int) -> Steps:
        number = (len(self._times) - 1) * -(-clips // batch)
        spent = np.subtract(self._times[-1], self._times[0])
        return {"clock": number / float(spent[0]), "processor": number / float(spent[1])}


@dataclass(frozen=True, slots=True)
class Bare:
    """What a plain loop took.

    Attributes:
        steps: A second.
        waits: Share of its time that it waits for the next batch.
    """

    steps: Steps
    waits: float


def _bare(samples: list[Sample], config: TrainConfig) -> Bare:
    """Run a plain loop, without validation, scores, events or anything kept."""
    torch.manual_seed(config.seed)
    parts, _ = divide(samples, config, _sides(samples), "clip")
    scaling = fit_scaling("none", [sample.values for sample in parts.training])
    card = card_of(parts, config, scaling, "")
    point = ResumePoint(0, False, "")
    work = Work(parts, scaling, card, config, torch.device("cpu"), Path(), point)
    module = module_of(work)
    loader = training_loader(work, training_order(work))
    optimizer = torch.optim.AdamW(module.network.parameters(), config.learning_rate)
    clock, loading = _Clock(), 0.0
    for epoch in range(EPOCHS):
        start = time.perf_counter()
        for batch in loader:
            loading += (time.perf_counter() - start) * (epoch > 0)
            loss = module.loss(module.network(batch.values, batch.lengths), batch.wanted).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(module.network.parameters(), 1.0)
            optimizer.step()
            start = time.perf_counter()
        clock.note()
    steps = clock.steps(len(parts.training), config.batch_size)
    spent = (EPOCHS - 1) * -(-len(parts.training) // config.batch_size) / steps["clock"]
    return Bare(steps, loading / spent)


def _examples() -> list[Example]:
    return [
        Example(clip.name, to_common(track), clip.value, clip.signer, clip.session, clip.name)
        for clip, track in demo_tracks(CLIPS)
    ]


if __name__ == "__main__":
    run()
