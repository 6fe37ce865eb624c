"""Measures what a training would cost, in a child process, once the dialog is quiet.

What it is: `emo7 train --probe` for what the dialog asks, the newest request alone; answers are
kept while the window is open, so that going back in the form costs nothing.
What it is not: the measuring (emo7_core/training/probe.py), or torch in the window's process.
Convention: nothing is measured beside a job that runs: both would be slower than they are.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from emo7_core import telemetry
from emo7_core.jobs.priority import give_way
from emo7_gui.train.asked import Asked, training_of
from emo7_gui.train.train_view import Estimate

QUIET_MS, END_MS = 1500, 3000


def probe_command(asked: Asked, project: Path) -> list[str]:
    """Return the child's command."""
    words = training_of(asked).to_command(project)[1:]
    return [sys.executable, "-P", "-m", "emo7_core.cli", *words, "--probe"]


class ProbeDesk(QObject):
    """Time and memory of the dialog's config.

    Args:
        command: Gives the child's command.
    """

    estimate_changed = Signal(object)  # Estimate

    def __init__(
        self,
        parent: QObject | None = None,
        command: Callable[[Asked, Path], Sequence[str]] = probe_command,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._process: QProcess | None = None
        # Also those that were ended and have not gone yet.
        self._living: list[QProcess] = []
        self._answers: dict[str, Mapping[str, Any]] = {}
        self._asked: Asked | None = None
        self._project = Path()
        self._repeats = 1.0
        self._blocked = ""
        self._last = Estimate()
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self.measure)

    def ask(self, asked: Asked, project: Path, repeats: float) -> None:
        """Tell of a config; it is measured when nothing else is asked for a while.

        Args:
            asked: What is asked for.
            project: Whose clips.
            repeats: How many trainings long it takes.
        """
        is_same = self._asked is not None and self._key(asked) == self._key(self._asked)
        self._asked, self._project, self._repeats = asked, project, repeats
        if not is_same:
            self._end()
        if self._key(asked) in self._answers:
            self._quiet.stop()
            self._tell_answer()
        elif self._process is None:
            self._tell_wait(is_measuring=False)
            if not self._blocked:
                self._quiet.start()

    def measure(self) -> None:
        """Measure now."""
        self._quiet.stop()
        if self._asked is None or self._blocked or self._process is not None:
            return
        process = self._process = QProcess(self)
        self._living.append(process)
        environment = QProcessEnvironment.systemEnvironment()
        for name, value in telemetry.OFF.items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.started.connect(self._calm)
        process.finished.connect(self._on_some_finished)
        process.errorOccurred.connect(self._on_some_finished)
        program, *words = self._command(self._asked, self._project)
        process.start(program, words)
        self._tell_wait(is_measuring=True)

    def set_blocked(self, reason: str) -> None:
        """Say why nothing can be measured now, "" where it can."""
        if reason == self._blocked:
            return
        self._blocked = reason
        if reason:
            self._end()
        if self._asked is not None and self._key(self._asked) not in self._answers:
            self._tell_wait(is_measuring=self._process is not None)

    def forget(self) -> None:
        """Measure nothing any more; the dialog is gone."""
        self._quiet.stop()
        self._end()
        self._asked = None
        self._last = Estimate()

    def stop(self) -> None:
        """End the children and wait for them."""
        self.forget()
        for process in tuple(self._living):
            process.waitForFinished(END_MS)

    def _key(self, asked: Asked) -> str:
        return f"{self._project}\n{training_of(asked).model_dump_json()}"

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()

    def _calm(self) -> None:
        if self._process is not None:
            give_way(pid=int(self._process.processId()))

    def _on_some_finished(self, *_: object) -> None:
        over = QProcess.ProcessState.NotRunning
        for process in [one for one in self._living if one.state() == over]:
            self._on_finished(process)

    def _on_finished(self, process: QProcess) -> None:
        self._living.remove(process)
        process.deleteLater()
        if process is not self._process or self._asked is None:
            return
        self._process = None
        self._answers[self._key(self._asked)] = _answer_of(process)
        self._tell_answer()

    def _tell_answer(self) -> None:
        assert self._asked is not None
        found = self._answers[self._key(self._asked)]
        self._last = estimate_of(found, self._repeats)
        self.estimate_changed.emit(self._last)

    def _tell_wait(self, is_measuring: bool) -> None:
        """Fade what is known of an earlier config."""
        last = self._last
        detail = self.tr("Measuring a few steps …") if is_measuring else last.detail
        told = Estimate(last.title, detail, True, is_measuring, False, self._blocked)
        self.estimate_changed.emit(told)


def estimate_of(found: Mapping[str, Any], repeats: float = 1) -> Estimate:
    """Return a probe's answer in words.

    Args:
        found: The fields of training.probe.Probe, or "problem" with words.
        repeats: How many trainings long the job takes.
    """
    if problem := found.get("problem"):
        is_large = "out of memory" in str(problem)
        title = "It does not fit into the memory" if is_large else "It could not be measured"
        return Estimate(title, str(problem), is_too_large=is_large)
    total = float(found["total_seconds"]) * repeats
    memory = _size(int(found["memory_bytes"]))
    title = f"At most about {_time(total)}, {memory} on {found['device']}"
    detail = (
        f"Measured: {float(found['step_seconds']):.2g} s a step, {found['steps']} steps and "
        f"{_time(float(found['epoch_seconds']))} an epoch. Stopping early ends most sooner."
    )
    return Estimate(title, detail)


def _answer_of(process: QProcess) -> Mapping[str, Any]:
    out = bytes(process.readAllStandardOutput().data()).decode(errors="replace").splitlines()
    with suppress(ValueError, IndexError):
        answer = json.loads(out[-1])
        if isinstance(answer, dict) and "total_seconds" in answer:
            return answer
    told = bytes(process.readAllStandardError().data()).decode(errors="replace").splitlines()
    words = [line for line in told if line.strip()] or [process.errorString()]
    return {"problem": words[-1].removeprefix("emo7: ")}


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.0f} MB"
