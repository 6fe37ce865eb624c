"""Tracking in MLflow, behind a spool.

    training -> tracking.jsonl (at once, on disk) -> a thread -> the store

What it is: experiment names, parameters and scores as users know them, written so that a store
that is slow, full or gone costs a training nothing.
What it is not: a way to load models; emo7 never does that through MLflow.
Convention: only the files tracking*.py of this folder import mlflow. Each line of the spool is
sent once; `emo7 sync` goes on where it stopped, also days later.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

from emo7_core.config import TrainConfig
from emo7_core.jobs.events import Event
from emo7_core.training.tracking_replay import replay
from emo7_core.training.tracking_spool import Spool
from emo7_core.training.tracking_store import Store

PATIENCE_SECONDS = 60.0
SPOOL_TAG = "emo7.spool"
OnNotice = Callable[[str], None]


def experiment_name(config: TrainConfig) -> str:
    """Return the experiment that users look for, e.g. "… (DS:0.4, Norm:minmax)"."""
    name = f"{config.num_classes} Classes - Emotion Recognition"
    if not config.downsample_ratio and not config.normalize_data:
        return f"{name} (Baseline)"
    kind = config.normalization_type if config.normalize_data else "none"
    return f"{name} (DS:{config.downsample_ratio}, Norm:{kind})"


class Tracker:
    """Writes the spool of one run and sends it from a thread.

    Args:
        folder: The job folder.
        store: Where to.
        on_notice: Told, once, if tracking does not work; called in the thread.
        is_sent: Whether this tracker sends; if not, somebody else replays the spool.
    """

    def __init__(
        self, folder: Path, store: Store, on_notice: OnNotice, is_sent: bool = True
    ) -> None:
        self._spool = Spool(folder)
        self._store = store
        self._on_notice = on_notice
        self._is_sent = is_sent
        self._wake = threading.Event()
        self._is_closing = False
        self._thread = threading.Thread(target=self._send, name="tracking", daemon=True)

    @property
    def has_begun(self) -> bool:
        """Whether the run was begun, now or before an interruption."""
        return self._spool.path.exists()

    @property
    def is_known_to_store(self) -> bool:
        """Whether the store took the run already."""
        return self._spool.run_id() is not None

    def go_on(self) -> None:
        """Go on with the run that was begun before an interruption."""
        if self._is_sent:
            self._thread.start()

    def begin(
        self,
        config: TrainConfig,
        run_name: str,
        tags: Mapping[str, str],
        more: Mapping[str, object] | None = None,
        parent: Path | None = None,
    ) -> None:
        """Begin the run.

        Args:
            config: Its parameters.
            run_name: What people call it.
            tags: What it is found by.
            more: Further parameters.
            parent: Folder of the job whose run this one belongs under.
        """
        values = config.model_dump() | dict(more or {})
        params = {name: str(value) for name, value in values.items()}
        begin = {"experiment": experiment_name(config), "run_name": run_name}
        # A store that took the run but whose answer was lost is recognised by this.
        told = dict(tags) | {SPOOL_TAG: uuid4().hex}
        if parent is not None:
            begin["parent"] = os.path.relpath(parent, self._spool.folder)
        self._say({"do": "begin", "params": params, "tags": told, **begin})
        self.go_on()

    def epoch(self, event: Event, vocabulary: list[str]) -> None:
        """Add the scores of an epoch, those of each class among them."""
        values = {
            name: value
            for name, value in event.items()
            if name == "train_loss" or name.startswith("val_")
        }
        for score, by_class in event["per_class"].items():
            values |= by_label(f"val_{score}", by_class, vocabulary)
        self._say({"do": "metrics", "step": event["epoch"], "values": values})

    def metrics(self, step: int, values: Mapping[str, float | None]) -> None:
        """Add scores of a step that is not an epoch, e.g. a fold or a trial."""
        self._say({"do": "metrics", "step": step, "values": dict(values)})

    def artifacts(self, folder: Path, name: str) -> None:
        """Add a folder of files."""
        self._say({"do": "artifacts", "folder": self._spool.inside(folder), "name": name})

    def model(self, folder: Path) -> None:
        """Add the model of a folder, to be logged and registered; its files stay where they are."""
        self._say({"do": "model", "folder": self._spool.inside(folder)})

    def close(self, status: str, patience: float = PATIENCE_SECONDS) -> None:
        """End the run ("FINISHED", "KILLED" or "FAILED") and wait a while for the store."""
        self._say({"do": "end", "status": status})
        if not self._is_sent:
            return
        self._is_closing = True
        self._wake.set()
        self._thread.join(patience)
        if self._thread.is_alive():
            self._on_notice(f"the tracking store {self._store.uri} is slow; run emo7 sync later")

    def _say(self, record: Event) -> None:
        self._spool.say(record)
        self._wake.set()

    def _send(self) -> None:
        try:
            while True:
                is_last = self._is_closing
                replay(self._spool.folder, self._store)
                if is_last:
                    return
                self._wake.wait()
                self._wake.clear()
        except Exception as error:  # Whatever a store throws, the training goes on.
            reason = first_line(error)
            self._on_notice(f"MLflow does not take this run now ({reason}); run emo7 sync later")


def by_label(
    name: str, values: list[float | None], vocabulary: list[str]
) -> dict[str, float | None]:
    """Return a score of each class under the name that users know, e.g. val_f1_neutral."""
    return {
        f"{name}_{label.lower().replace(' ', '_')}": value
        for label, value in zip(vocabulary, values, strict=True)
    }


def first_line(error: BaseException) -> str:
    """Return what an error says, in one line."""
    return str(error).strip().partition("\n")[0] or type(error).__name__
