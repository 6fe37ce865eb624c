"""Commands of a training: train (as a job of its own), what it costs, and the job's process."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from emo7_core.cli.following import start, supervisor_of
from emo7_core.cli.options import Detach
from emo7_core.config import TrainConfig, read_config
from emo7_core.errors import UsageError
from emo7_core.knobs import KNOBS, Knob, config_from_flags
from emo7_core.project import Project
from emo7_core.quantity import counted

FREE_FLAGS = {"allow_extra_args": True, "ignore_unknown_options": True}
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="A JSON or YAML file; flags count on top of it.")
]
ProjectOption = Annotated[Path | None, typer.Option("--project", "-p", help="The project folder.")]
JobFolder = Annotated[
    Path | None, typer.Option("--job", help="Run this job folder here (used by the queue).")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("train", context_settings=FREE_FLAGS, epilog=flags_help())(train)


def train(
    context: typer.Context,
    project: ProjectOption = None,
    job: JobFolder = None,
    config_file: ConfigFile = None,
    detach: Detach = False,
    probe: Annotated[
        bool,
        typer.Option("--probe", help="Only measure a few steps; prints JSON, words to stderr."),
    ] = False,
    hold: Annotated[
        bool, typer.Option("--hold", help="Make the job; torchrun or Slurm starts it.")
    ] = False,
) -> None:
    """Train a model on a project's labels, as a job that outlives this command."""
    if job is not None:
        from emo7_core.training.job import train_job

        train_job(job)
        return
    folder = needed(project)
    config = config_of(context, config_file)
    if probe:
        _print_probe(folder, config)
        return
    if hold:
        made = supervisor_of(folder).submit("train", config.model_dump(), is_held=True)
        print(f"job {made.id}")
        print(f"start it with: torchrun ... -m emo7_core.cli train --job {made.folder}")
        return
    start(folder, "train", config, detach)


def config_of(context: typer.Context, config_file: Path | None) -> TrainConfig:
    """Return the config of a file, if there is one, and of the flags on top of it."""
    base = None if config_file is None else read_config(config_file)
    return config_from_flags(context.args, base)


def needed(project: Path | None) -> Path:
    """Return the project folder.

    Raises:
        UsageError: none was named.
    """
    if project is None:
        raise UsageError("say which project: --project FOLDER")
    return project


def flags_help() -> str:
    """Return every flag of the config with its default, for the end of a help text."""
    return f"Flags: {'  '.join(_flag_help(knob) for knob in KNOBS)}"


def _print_probe(folder: Path, config: TrainConfig) -> None:
    from emo7_core import telemetry

    telemetry.switch_off()
    from emo7_core.training.probe import probe

    with Project.open(folder) as opened:
        found = probe(opened, config)
    epoch, whole = found.epoch_seconds, found.total_seconds
    cost = f"about {epoch:.0f} s an epoch, at most {whole / 60:.0f} min for all epochs"
    memory = f"{found.memory_bytes / 1e6:.0f} MB of memory"
    print(f"{cost}, {memory}; {counted(found.clips, 'clip')}, {found.device}", file=sys.stderr)
    print(json.dumps(asdict(found)))


def _flag_help(knob: Knob) -> str:
    choices = f" {'|'.join(map(str, knob.choices))}" if knob.choices else ""
    return f"{knob.flags[0]}{choices} ({knob.default})"
