"""A short look at what a training would cost: a few steps on a few clips, then thrown away.

What it is: seconds for an epoch and for all epochs, and memory, for the dialog and `--probe`.
What it is not: a promise. Early stopping ends most trainings sooner, and other programs on the
computer change with the hour.
Convention: run it in a process of its own; memory is that of the process at its highest.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

import lightning.pytorch as pl
import torch
from lightning.fabric.utilities import move_data_to_device
from torch.utils.data import DataLoader

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.memory import OutOfMemoryError, is_out_of_memory
from emo7_core.models.devices import device_name, leave_one_core, resolve_device
from emo7_core.models.scaling import fit_scaling
from emo7_core.project import Project
from emo7_core.training.dataset import Batch
from emo7_core.training.feature_store import FOLDER
from emo7_core.training.fit import Work, module_of, training_loader, training_order
from emo7_core.training.material import Material, material_of
from emo7_core.training.module import AffectModule
from emo7_core.training.preview import preview
from emo7_core.training.record import card_of
from emo7_core.training.resume import ResumePoint
from emo7_core.training.split import Split
from emo7_core.training.train import make_ready
from emo7_core.training.trainer import check_machine

LEAST_CLIPS = 16
BATCHES = 2
WARM_STEPS, MOST_STEPS, ENOUGH_SECONDS = 1, 20, 1.5
# Validating a clip takes no gradient, which costs about twice the answer itself.
FORWARD_SHARE = 1 / 3
# Half of a clip is read twice by windows that overlap by half.
VALIDATION_WINDOWS = 2


@dataclass(frozen=True, slots=True)
class Probe:
    """What a training would cost.

    Attributes:
        device: Where, in words.
        clips: Training clips.
        steps: Steps of an epoch.
        step_seconds: Of one step, the median.
        prepare_seconds: Once, to read all clips.
        epoch_seconds: Of one epoch with its validation.
        total_seconds: Of all epochs, if none is saved by stopping early.
        memory_bytes: Of the process, or of the GPU on one, at its highest.
        parameters: Numbers that are learned.
    """

    device: str
    clips: int
    steps: int
    step_seconds: float
    prepare_seconds: float
    epoch_seconds: float
    total_seconds: float
    memory_bytes: int
    parameters: int


def probe(project: Project, config: TrainConfig) -> Probe:
    """Measure a few steps of a training.

    Raises:
        JobError: it could not start; the message is the preview's.
        OutOfMemoryError: already a batch does not fit.
    """
    expected = preview(project, config)
    if expected.errors:
        raise JobError(" ".join(expected.errors).rstrip("."))
    device = resolve_device(config.device)
    check_machine(config, device)
    leave_one_core()
    pl.seed_everything(config.seed, verbose=False)
    clips, validated = sum(expected.training), sum(expected.validation)
    work, clip_seconds = _work(material_of(project, config), config, device)
    seconds, memory, parameters = _measure(work)
    steps = -(-clips // (config.batch_size * config.devices * config.num_nodes))
    answers = validated * VALIDATION_WINDOWS * FORWARD_SHARE * seconds / config.batch_size
    epoch = steps * seconds + answers
    reading = clip_seconds * (clips + validated)
    return Probe(
        device_name(device),
        clips,
        steps,
        seconds,
        reading,
        epoch,
        reading + epoch * config.num_epochs,
        memory,
        parameters,
    )


def _work(material: Material, config: TrainConfig, device: torch.device) -> tuple[Work, float]:
    """Return a training of a few clips, and the seconds that one takes to read."""
    begun = time.perf_counter()
    few = max(LEAST_CLIPS, BATCHES * config.batch_size)
    usable = (example for example in material.examples() if not example.problem)
    ready = make_ready(islice(usable, few), config, material.project.root / FOLDER)
    samples = ready.samples
    seconds = (time.perf_counter() - begun) / max(1, len(samples) + len(ready.skipped))
    if not samples:
        raise JobError("none of the first clips can be used", remedy="See: emo7 train")
    kind = config.normalization_type if config.normalize_data else "none"
    scaling = fit_scaling(kind, [sample.values for sample in samples])
    parts = Split(samples, samples[:1], config.split_by)
    card = card_of(parts, config, scaling, "")
    if ready.pictures is not None:
        card = ready.pictures.start_of(card)
    return Work(parts, scaling, card, config, device, Path(), ResumePoint(0, False, "")), seconds


def _measure(work: Work) -> tuple[float, int, int]:
    """Return seconds of a step, bytes, and the number of parameters."""
    module = module_of(work).to(work.device)
    if work.device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(work.device)
    # Batches of the whole size, also where there are fewer clips at hand.
    config = work.config
    short = work.config.batch_size - len(work.parts.training)
    filled = [*work.parts.training, *islice(cycle(work.parts.training), max(0, short))]
    work = replace(work, parts=replace(work.parts, training=filled))
    loader = training_loader(work, training_order(work))
    try:
        times = _steps(module, loader, config, work.device)
    except Exception as error:
        if is_out_of_memory(error):
            where = "the GPU" if work.device.type == "cuda" else "the computer"
            raise OutOfMemoryError(where, config.batch_size) from error
        raise
    times.sort()
    parameters = sum(p.numel() for p in module.network.parameters() if p.requires_grad)
    return times[len(times) // 2], _highest_memory(work.device), parameters


def _steps(
    module: AffectModule, loader: DataLoader[Batch], config: TrainConfig, device: torch.device
) -> list[float]:
    optimizer = module.configure_optimizers()
    times: list[float] = []
    begun = time.perf_counter()
    for number, batch in enumerate(cycle(loader)):
        start = time.perf_counter()
        moved = move_data_to_device(batch, device)
        with torch.autocast(device.type, torch.bfloat16, enabled=config.precision != "32"):
            loss = module.training_step(moved, number)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        times.append(time.perf_counter() - start)
        is_enough = time.perf_counter() - begun > ENOUGH_SECONDS or number >= MOST_STEPS
        if number >= WARM_STEPS and is_enough:
            return times[WARM_STEPS:]
    return times


def _highest_memory(device: torch.device) -> int:
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    try:
        import resource
    except ImportError:
        import psutil

        return int(psutil.Process().memory_info().rss)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return highest if sys.platform == "darwin" else highest * 1024
