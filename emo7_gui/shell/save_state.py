"""Whether decisions are on the disk, as the status bar shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Saving(Enum):
    """What the log said last."""

    NOTHING = "nothing"
    RUNNING = "saving"
    DONE = "saved"
    FAILED = "not saved"


@dataclass(frozen=True, slots=True)
class SaveState:
    """The state of the log and since when (local time; None while there is nothing)."""

    saving: Saving
    since: datetime | None = None

    @property
    def text(self) -> str:
        """Return what people read."""
        if self.saving is Saving.DONE and self.since is not None:
            return f"saved {self.since:%H:%M:%S}"
        if self.saving is Saving.RUNNING:
            return "saving"
        return "not saved, trying again" if self.saving is Saving.FAILED else ""
