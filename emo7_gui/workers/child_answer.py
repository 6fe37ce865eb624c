"""Asks a command in a child process and hands over what it printed.

Runs in: the GUI thread; the work is the child's, and QProcess waits for it without blocking.
Owns: at most one child.
Hears: ask, cancel, stop.
Says: answered with its output, failed with the last line of its errors.
Stops when: the child ends, or is killed because nobody waits for it any more.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from emo7_core import telemetry

PATIENCE_SECONDS = 90.0
END_MS = 3_000
_PREFIX = "emo7: "


class ChildAnswer(QObject):
    """One question at a time; a new one ends the old.

    Args:
        patience: How long an answer may take, s.
    """

    answered = Signal(str)
    failed = Signal(str)

    def __init__(
        self, parent: QObject | None = None, *, patience: float = PATIENCE_SECONDS
    ) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._clock = QTimer(self, singleShot=True, interval=round(patience * 1000))
        self._clock.timeout.connect(self._on_timeout)

    @property
    def is_asking(self) -> bool:
        """Whether a child is at work."""
        return self._process is not None

    def ask(self, command: Sequence[str]) -> None:
        """Run a command and wait for its answer."""
        self.cancel()
        process = self._process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        process.start(command[0], list(command[1:]))
        self._clock.start()

    def cancel(self) -> None:
        """End the child; nothing is said of it any more."""
        self._clock.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect(self._on_finished)
        process.errorOccurred.disconnect(self._on_error)
        process.kill()
        process.waitForFinished(END_MS)
        process.deleteLater()

    def stop(self) -> None:
        """End the child before the window goes."""
        self.cancel()

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self._let_go()
        if process is None:
            return
        if status == QProcess.ExitStatus.NormalExit and code == 0:
            self.answered.emit(_text(process.readAllStandardOutput().data()))
            return
        lines = _text(process.readAllStandardError().data()).strip().splitlines()
        said = lines[-1].removeprefix(_PREFIX) if lines else ""
        self.failed.emit(said or self.tr("the command ended with code {0}").format(code))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        process = self._process
        if process is not None and error == QProcess.ProcessError.FailedToStart:
            reason = process.errorString()
            self._let_go()
            self.failed.emit(reason)

    def _on_timeout(self) -> None:
        self.cancel()
        self.failed.emit(self.tr("no answer in {0} s").format(self._clock.interval() // 1000))

    def _let_go(self) -> QProcess | None:
        self._clock.stop()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        return process


def _text(data: bytes | bytearray | memoryview) -> str:
    return bytes(data).decode("utf-8", errors="replace")


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in telemetry.OFF.items():
        environment.insert(name, value)
    return environment
