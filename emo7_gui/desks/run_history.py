"""All that a job has told so far, added up event by event.

What it is: curves, log lines, folds and trials as they come, so that an epoch costs the same
whether it is the tenth or the ten thousandth.
What it is not: a reader of files (workers/jobs.py), or words for people but for the log.
Convention: an epoch that is told again, after a resume, replaces the earlier one.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import numpy as np

from emo7_gui.train.confusion_strip import chosen_places
from emo7_gui.train.train_view import CurvePoints, EpochConfusion

Event = Mapping[str, Any]
SERIES = ("train_loss", "val_loss", "val_macro_f1", "val_kappa")
LOG_LINES = 500
# More matrices than any window shows side by side.
MOST_CONFUSIONS = 24


class RunHistory:
    """The past of one job."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.data: Event = {}
        self.pooled: Event = {}
        self.importance: Event = {}
        self.folds: dict[int, Event] = {}
        self.trials: dict[int, Event] = {}
        self.lines: deque[str] = deque(maxlen=LOG_LINES)
        self._begun = self._last = 0.0
        self._places: dict[int, int] = {}
        self._series: dict[str, array[float]] = {name: array("d") for name in SERIES}
        self._confusions: dict[int, Any] = {}
        self._told = 0
        self._curves: tuple[tuple[object, ...], CurvePoints] | None = None
        self._seconds = 0.0
        self._timed = 0
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """Take in an event of events.jsonl."""
        kind = event.get("event")
        if kind == "epoch" and "fold" not in event and "epoch" in event:
            self._add_epoch(event)
        elif kind == "data":
            self.data = event
            self._begun = _time(event)
        elif kind == "fold":
            self.folds[int(event["fold"])] = event
        elif kind == "trial":
            self.trials[int(event["trial"])] = event
        elif kind == "pooled":
            self.pooled = event
        elif kind == "importance":
            self.importance = event
        if kind in ("fold", "trial"):
            self._last = _time(event)
        if line := line_of(event):
            self.lines.append(line)

    @property
    def has_epochs(self) -> bool:
        """Whether there is a curve."""
        return bool(self._places)

    @property
    def epoch_seconds(self) -> float | None:
        """Mean seconds of an epoch, None before the first."""
        return self._seconds / self._timed if self._timed else None

    def part_seconds(self) -> float | None:
        """Return the mean seconds of a fold or trial, None before the first."""
        count = len(self.folds) or len(self.trials)
        spent = self._last - self._begun
        return spent / count if count and self._begun and spent > 0 else None

    def curves(self, job_id: str, name: str, best_epoch: int | None) -> CurvePoints:
        """Return the curves; the same object as before while nothing has changed."""
        key = (job_id, name, best_epoch, self._told)
        if self._curves is None or self._curves[0] != key:
            self._curves = (key, self._drawn(job_id, name, best_epoch))
        return self._curves[1]

    def _drawn(self, job_id: str, name: str, best_epoch: int | None) -> CurvePoints:
        """Return the curves; an epoch's values stand in the order of the epochs."""
        epochs = np.fromiter(self._places, dtype=np.float64, count=len(self._places))
        order = np.argsort(epochs, kind="stable")
        series = {key: np.asarray(values)[order] for key, values in self._series.items()}
        return CurvePoints(job_id, name, epochs[order], series, best_epoch)

    def confusions(self, best_epoch: int | None) -> tuple[EpochConfusion, ...]:
        """Return the validation confusions: first, best, last and some between."""
        epochs = sorted(self._confusions)
        best = epochs.index(best_epoch) if best_epoch in self._confusions else None
        return tuple(
            EpochConfusion(
                epochs[place],
                self._confusions[epochs[place]],
                is_best=place == best,
                is_now=place == len(epochs) - 1,
            )
            for place in chosen_places(len(epochs), best, MOST_CONFUSIONS)
        )

    def _add_epoch(self, event: Event) -> None:
        self._told += 1
        epoch = int(event["epoch"])
        place = self._places.setdefault(epoch, len(self._places))
        for name, values in self._series.items():
            if place == len(values):
                values.append(np.nan)
            values[place] = _number(event.get(name))
        if event.get("confusion"):
            self._confusions[epoch] = event["confusion"]
        if isinstance(event.get("seconds"), int | float):
            self._seconds += float(event["seconds"])
            self._timed += 1


def line_of(event: Event) -> str:
    """Return an event as a line of the log, "" where it has nothing to say."""
    words = _words(event)
    told = str(event.get("time", ""))
    if not words or not told:
        return words
    try:
        return f"{datetime.fromisoformat(told).astimezone():%H:%M:%S}  {words}"
    except ValueError:
        return words


def _words(event: Event) -> str:
    kind = event.get("event")
    if kind == "epoch":
        return _epoch_words(event)
    if kind == "fold":
        found = _number((event.get("scores") or {}).get("macro_f1"))
        held = ", ".join(map(str, event.get("held_out", ())))
        return f"fold {event['fold']} of {event['folds']}  {held}  macro-F1 {found:.3f}"
    if kind == "trial":
        score = f"score {event['value']:.3f}" if event.get("value") is not None else ""
        best = "best" if event.get("best_trial") == event.get("trial") else ""
        state = str(event.get("state", "")).replace("complete", "done")
        parts = (f"trial {event['trial']}", state, score, str(event.get("reason", "")), best)
        return "  ".join(part for part in parts if part)
    return str(event.get("message", ""))


def _epoch_words(event: Event) -> str:
    names = {
        "train_loss": "train loss",
        "val_loss": "val loss",
        "val_macro_f1": "macro-F1",
        "val_kappa": "kappa",
    }
    told = [f"{words} {event[n]:.3f}" for n, words in names.items() if event.get(n) is not None]
    fold = [f"fold {event['fold']}"] if "fold" in event else []
    best = ["best"] if event.get("best_epoch") == event.get("epoch") else []
    return "  ".join([*fold, f"epoch {event.get('epoch')}", *told, *best])


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def _time(event: Event) -> float:
    try:
        return datetime.fromisoformat(str(event.get("time", ""))).timestamp()
    except ValueError:
        return 0.0
