"""ViViT heads on kept features against the whole network each epoch; latency of one window.

    python -m tests.benchmarks pictures

What it is: two ratios. (1) Epochs of a ViViT head: reading every clip, the whole network forward
and the head's step in each epoch, against computing the features once (that is counted), keeping
them, and then only the head's step. Both start from the same files, with the same weights, batch
and number of epochs, and end with the same head. (2) One window of a landmark model: the way of
live predictions (`Predictor`, a step of its work) against a direct call of the same network on a
tensor that is ready.
What it is not: the speed of the published ViViT-B (12 layers, 768 wide): this one has random
weights, 4 layers, 192 wide and 16 x 16 patches of 32 pictures (1569 tokens).
Convention: filling the store costs what one epoch of the whole network costs, so the gain can never
be more than the number of epochs: near 10 at 10 epochs, above 20 from about 21 on. A larger
backbone comes nearer to that bound, as the head's epochs cost the same. Processor time
counts, since an epoch by the clock is what else the machine does, too.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from emo7_core.config import TrainConfig
from emo7_core.inference.clip_input import ClipInput
from emo7_core.inference.picture_reader import PictureReader
from emo7_core.inference.predictor import Predictor
from emo7_core.models.vivit import VivitHead, find_backbone, load_backbone
from emo7_core.models.vivit_tiny import write_tiny_vivit
from emo7_core.training.dataset import Window, collate
from emo7_core.training.pictures import PictureMaterial
from tests.made_models import made_model
from tests.planted import track
from tests.shade_clips import shade_examples

EPOCHS = (10, 30)
BATCH = 7
WINDOWS = 300


def run() -> dict[str, object]:
    """Measure and print."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        found = _heads(Path(folder)) | _latency(Path(folder))
    for name, value in found.items():
        print(f"{name}: {value}")
    return found


def _heads(folder: Path) -> dict[str, object]:
    backbone = write_tiny_vivit(folder / "backbone", hidden_size=192, layers=4, tubelet=(4, 16, 16))
    (folder / "clips").mkdir()
    examples = shade_examples(folder / "clips", per_class=1)
    config = TrainConfig(model_type="vivit", backbone=str(backbone), dropout=0.0, device="cpu")
    # The first pass warms up what both ways need; each kept run has a whole epoch right before it.
    _, whole_head = _whole_epochs(config, examples, epochs=1)
    results: dict[str, object] = {}
    for epochs in EPOCHS:
        whole_epoch, _ = _whole_epochs(config, examples, epochs=2)
        kept, _ = _kept_epochs(config, examples, epochs, folder / f"features {epochs}")
        results[f"vivit_head_{epochs}_epochs_kept_over_whole_at_most_{epochs}"] = round(
            epochs * whole_epoch / kept, 1
        )
    _, same = _kept_epochs(config, examples, 1, folder / "features 1")
    results["vivit_heads_are_equal"] = bool(
        torch.allclose(whole_head.answer[1].weight, same.answer[1].weight, atol=1e-5)
    )
    return results


def _new_head(width: int) -> tuple[VivitHead, torch.optim.Optimizer]:
    torch.manual_seed(0)
    head = VivitHead(width, 7, 0.0)
    return head, torch.optim.AdamW(head.parameters(), lr=1e-3)


def _step(head: VivitHead, optimizer: torch.optim.Optimizer, values, targets) -> None:
    optimizer.zero_grad()
    cross_entropy(head(values, torch.ones(len(values))), targets).backward()
    optimizer.step()


def _whole_epochs(config: TrainConfig, examples: list, epochs: int) -> tuple[float, VivitHead]:
    """Return processor seconds per epoch with nothing kept but the backbone in memory."""
    backbone = load_backbone(find_backbone(config.backbone))
    head, optimizer = _new_head(192)
    targets = torch.tensor([one.value for one in examples])
    begun = time.process_time()
    for _ in range(epochs):
        features = []
        for example in examples:
            with PictureReader(example.path, backbone.recipe) as reader:
                pictures = torch.from_numpy(reader.whole(32))[None]
            with torch.inference_mode():
                features.append(backbone(pictures))
        values = torch.cat(features).clone()[:, None, None]
        for start in range(0, len(values), BATCH):
            part = slice(start, start + BATCH)
            _step(head, optimizer, values[part], targets[part])
    return (time.process_time() - begun) / epochs, head


def _kept_epochs(
    config: TrainConfig, examples: list, epochs: int, store: Path
) -> tuple[float, VivitHead]:
    """Return processor seconds of all epochs; loading the backbone, filling the store counted."""
    begun = time.process_time()
    samples, _ = PictureMaterial(config, store, torch.device("cpu")).prepare(examples)
    head, optimizer = _new_head(192)
    windows = [Window(torch.tensor(one.values), one.target, n) for n, one in enumerate(samples)]
    for _ in range(epochs):
        for start in range(0, len(windows), BATCH):
            batch = collate(windows[start : start + BATCH])
            _step(head, optimizer, batch.values, batch.targets)
    return time.process_time() - begun, head


def _latency(folder: Path) -> dict[str, object]:
    config = TrainConfig(device="cpu")
    results: dict[str, object] = {}
    for kind in ("lstm", "stgcn"):
        asked = config.model_copy(update={"model_type": kind})
        predictor = Predictor.load(made_model(folder / kind, config=asked), "cpu")
        made = track(3, 1, frames=50)  # one window of 2 s
        results |= _one_model(kind, predictor, ClipInput(track=made))
    return results


def _one_model(kind: str, predictor: Predictor, clip: ClipInput) -> dict[str, object]:
    seen = predictor._see(clip.needed_track())
    rows = predictor.card.window_rows
    values = torch.tensor(seen.values[None, :rows])
    lengths = torch.tensor([values.shape[1]])
    direct, live = [], []
    for _ in range(WINDOWS):
        begun = time.perf_counter()
        with torch.inference_mode():
            predictor._network(values, lengths)
        direct.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        predictor.begin(clip).step()
        live.append(time.perf_counter() - begun)
    found: dict[str, object] = {}
    for share in (50, 95):
        ours, theirs = (np.percentile(times, share) * 1000 for times in (live, direct))
        found[f"{kind}_window_p{share}_ms"] = round(float(ours), 2)
        found[f"{kind}_window_p{share}_over_direct"] = round(float(ours / theirs), 2)
    return found
