"""Shows the project's MLflow pages: a server on demand, on a free port of this machine alone.

What it is: one server for the open project, started at the first request and waited for without
blocking; the browser opens once it answers. It ends with the project or the window.
What it is not: tracking (training/tracking.py), or an import of mlflow: that is the child's.
Convention: a tracking server that the person runs (MLFLOW_TRACKING_URI) is opened instead.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import (
    QElapsedTimer,
    QObject,
    QProcess,
    QProcessEnvironment,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDesktopServices
from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket

from emo7_core import paths, telemetry
from emo7_core.project import Project
from emo7_gui.session import Session

HOST = "127.0.0.1"
ASK_MS, PATIENCE_MS, END_MS = 250, 90_000, 6_000
TAIL_LINES = 20
# Its queue of background jobs would start further processes that nobody here needs.
QUIET = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "PYTHONUNBUFFERED": "1"}


class MlflowDesk(QObject):
    """The server of the open project.

    Args:
        session: Whose project.
        open_url: Opens a page; the system's browser unless a test asks.
    """

    told = Signal(str)
    failed = Signal(str)
    opened = Signal(str)  # address of the page

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        open_url: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._session, self._open_url = session, open_url
        self._process: QProcess | None = None
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._port = 0
        self._is_ready = self._is_let_go = False
        self._since = QElapsedTimer()
        self._socket = QTcpSocket(self)
        self._socket.connected.connect(self._on_answered)
        self._clock = QTimer(self, interval=ASK_MS)
        self._clock.timeout.connect(self._on_tick)
        session.closed.connect(self.let_go)

    @property
    def address(self) -> str:
        """Where the pages are once `opened` was said."""
        return f"http://{HOST}:{self._port}"

    @property
    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return self._process is not None

    def show(self) -> None:
        """Open the pages of the project, starting the server if it does not run."""
        project = self._session.project
        if project is None:
            return
        elsewhere = os.environ.get("MLFLOW_TRACKING_URI", "")
        if elsewhere.startswith(("http://", "https://")):
            self._open(elsewhere)
        elif self._is_ready:
            self._open(self.address)
        elif self._process is None:
            self._start(project, elsewhere or project.mlflow_uri)

    def let_go(self) -> None:
        """Ask the server to end, without waiting."""
        self._clock.stop()
        if self._process is not None:
            self._is_let_go = True
            self._process.closeWriteChannel()

    def stop(self) -> None:
        """End the server and wait for it."""
        self.let_go()
        if self._process is not None and not self._process.waitForFinished(END_MS):
            self._process.kill()
            self._process.waitForFinished(END_MS)

    def _start(self, project: Project, uri: str) -> None:
        self._port = _free_port()
        self._tail.clear()
        self._is_ready = self._is_let_go = False
        process = self._process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.setProcessEnvironment(_environment())
        process.setWorkingDirectory(str(project.root))
        process.readyRead.connect(self._on_output)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        artifacts = project.root / paths.MLFLOW_ARTIFACTS
        process.start(sys.executable, _arguments(uri, str(artifacts), self._port))
        self._since.start()
        self._clock.start()
        self.told.emit(self.tr("MLflow is starting …"))

    def _open(self, address: str) -> None:
        self._open_url(QUrl(address))
        self.told.emit(self.tr("MLflow is open in the browser: {0}").format(address))
        self.opened.emit(address)

    def _on_tick(self) -> None:
        if self._since.elapsed() > PATIENCE_MS:
            self._complain(self.tr("MLflow does not answer"))
            self.let_go()
        elif self._socket.state() == QTcpSocket.SocketState.UnconnectedState:
            self._socket.connectToHost(HOST, self._port)

    def _on_answered(self) -> None:
        self._socket.abort()
        self._clock.stop()
        if not self._is_let_go:
            self._is_ready = True
            self._open(self.address)

    def _on_output(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAll().data()).decode(errors="replace")
            self._tail.extend(line for line in text.splitlines() if line.strip())

    def _on_finished(self, code: int, status: object) -> None:
        if not self._is_let_go:
            self._complain(self.tr("MLflow ended with code {0}").format(code))
        self._forget()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._complain(self._process.errorString())
            self._forget()

    def _complain(self, what: str) -> None:
        self._on_output()
        last = self._tail[-1] if self._tail else ""
        self.failed.emit(": ".join(part for part in (what, last) if part))

    def _forget(self) -> None:
        self._clock.stop()
        if self._process is not None:
            self._process.deleteLater()
        self._process, self._is_ready = None, False


def _arguments(uri: str, artifacts: str, port: int) -> list[str]:
    server = [sys.executable, "-m", "mlflow", "ui", "--host", HOST, "--port", str(port)]
    store = ["--backend-store-uri", uri, "--default-artifact-root", artifacts, "--workers", "1"]
    return ["-m", "emo7_core.jobs.tied", *server, *store]


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in (telemetry.OFF | QUIET).items():
        environment.insert(name, value)
    return environment


def _free_port() -> int:
    server = QTcpServer()
    server.listen(QHostAddress(HOST), 0)
    port = int(server.serverPort())
    server.close()
    return port
