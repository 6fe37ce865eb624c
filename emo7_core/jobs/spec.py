"""A job is a folder: what was asked, how it stands, what happened, its logs.

    <project>/runs/<job id>/
        job.json        what was asked: kind, project, config, when (written once)
        status.json     how it stands (status.py)
        events.jsonl    what happened (events.py)
        out.log err.log what the process printed
        stop            present: please stop and keep the best
        held            present: the queue leaves its start to somebody else
        reserve         room for the last words on a full disk
        resume.safetensors   all that is needed to go on after the last whole epoch
        model/          model.safetensors and model.json of the best epoch

What it is not: a process (executors.py) or the care for it (supervisor.py).
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from emo7_core.errors import JobError
from emo7_core.jobs.events import Event, read_from
from emo7_core.jobs.status import Status, read_status, write_json

RESERVE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class JobSpec:
    """What was asked.

    Attributes:
        kind: What it does, e.g. "train".
        project: The project folder, absolute.
        config: The config as plain values.
        created: ISO 8601 in UTC.
    """

    kind: str
    project: str
    config: dict[str, Any]
    created: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job folder that can be read at any time, also while it runs."""

    folder: Path

    @property
    def id(self) -> str:
        """The folder's name; ids sort by when they were made."""
        return self.folder.name

    @property
    def model_folder(self) -> Path:
        """Where the best model lies once there is one."""
        return self.folder / "model"

    @property
    def has_model(self) -> bool:
        """Whether a model was kept."""
        return (self.model_folder / "model.json").is_file()

    @property
    def resume_path(self) -> Path:
        """Where all lies that is needed to go on after the last whole epoch."""
        return self.folder / "resume.safetensors"

    @property
    def is_held(self) -> bool:
        """Whether the queue leaves its start to somebody else (torchrun, Slurm)."""
        return (self.folder / "held").exists()

    @property
    def events_path(self) -> Path:
        """The file of events."""
        return self.folder / "events.jsonl"

    def spec(self) -> JobSpec:
        """Return what was asked.

        Raises:
            JobError: job.json is missing or cannot be read.
        """
        path = self.folder / "job.json"
        try:
            return JobSpec(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise JobError(f"the job cannot be read: {error}", where=path) from error

    def status(self) -> Status:
        """Return how it stands."""
        return read_status(self.folder)

    def events(self, offset: int = 0) -> tuple[list[Event], int]:
        """Return the events after an offset, and the offset to go on from."""
        return read_from(self.events_path, offset)

    def request_stop(self) -> None:
        """Ask the job to stop; it keeps its best model."""
        (self.folder / "stop").touch()

    def forget_stop(self) -> None:
        """Take back that it was asked to stop."""
        (self.folder / "stop").unlink(missing_ok=True)

    def keep_reserve(self) -> None:
        """Keep room for the last words; on a disk that is full already there is none to keep."""
        with suppress(OSError):
            (self.folder / "reserve").write_bytes(bytes(RESERVE_BYTES))

    def give_up_reserve(self) -> None:
        """Free the room that was kept for the last words on a full disk."""
        (self.folder / "reserve").unlink(missing_ok=True)

    def is_stop_requested(self) -> bool:
        """Whether somebody asked it to stop."""
        return (self.folder / "stop").exists()

    def log_tail(self, name: str = "err.log", lines: int = 6) -> list[str]:
        """Return the last lines of a log, none where there is no log."""
        path = self.folder / name
        if not path.is_file():
            return []
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 64 * 1024))
            return file.read().decode(errors="replace").splitlines()[-lines:]


def create_job(
    runs: Path, kind: str, project: Path, config: dict[str, Any], *, is_held: bool = False
) -> Job:
    """Make the folder of a new job, waiting.

    Args:
        runs: The folder of jobs.
        kind: What it does.
        project: The project folder.
        config: The config as plain values.
        is_held: Whether the queue leaves its start to somebody else.

    Raises:
        JobError: the folder cannot be made.
    """
    created = datetime.now(UTC)
    folder = runs / f"{created:%Y%m%d-%H%M%S-%f}-{kind}-{secrets.token_hex(2)}"
    spec = JobSpec(kind, str(project.absolute()), config, created.isoformat())
    try:
        folder.mkdir(parents=True)
        if is_held:
            (folder / "held").touch()
        write_json(folder / "status.json", asdict(Status(updated=spec.created)))
        # Last: a folder with a job.json is a whole job.
        write_json(folder / "job.json", asdict(spec))
    except OSError as error:
        raise JobError(f"the job cannot be made: {error.strerror}", where=folder) from error
    return Job(folder)
