"""The engine's child when it dies, is closed, or loses its window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from emo7_core.inference.engine import Engine
from emo7_core.inference.messages import Answered, Failed, Loaded, Restarted
from tests.core.inference.listening import until
from tests.made_models import made_model
from tests.planted import track


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_model(tmp_path_factory.mktemp("model"))


def test_a_child_that_dies_is_replaced_once(folder: Path) -> None:
    """A killed child is started again with its model; killed again at once, that is said."""
    engine = Engine()
    try:
        engine.start()
        engine.load(folder, "cpu")
        until(engine, Loaded)
        os.kill(engine.pid or 0, signal.SIGKILL)
        assert "started again" in until(engine, Restarted).reason
        assert until(engine, Loaded).folder == folder
        os.kill(engine.pid or 0, signal.SIGKILL)
        failed = engine.receive(30)
        assert isinstance(failed, Failed)
        assert failed.is_dead
        assert not engine.is_alive
        assert engine.receive(0.01) is None
    finally:
        engine.close()


def test_an_answer_earns_another_restart(folder: Path) -> None:
    """Only a child that dies before it answered anything is given up."""
    engine = Engine()
    try:
        engine.start()
        engine.load(folder, "cpu")
        for generation in range(2):
            until(engine, Loaded)
            engine.predict(track(5, 1), generation)
            until(engine, Answered)
            os.kill(engine.pid or 0, signal.SIGKILL)
            until(engine, Restarted)
        until(engine, Loaded)
    finally:
        engine.close()


def test_closing_at_once_leaves_nobody() -> None:
    """Closing while torch is still loading leaves no process, and twice is once."""
    engine = Engine()
    engine.start()
    pid = engine.pid
    engine.close(patience=0.1)
    engine.close()
    assert not psutil.pid_exists(pid or 0)


def test_it_ends_with_its_window() -> None:
    """When the window is killed, the engine ends by itself."""
    script = """
import sys, time
from emo7_core.inference.engine import Engine
if __name__ == "__main__":
    engine = Engine()
    engine.start()
    print(engine.pid, flush=True)
    time.sleep(60)
"""
    window = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    pid = int(window.stdout.readline())
    window.kill()
    window.wait()
    window.stdout.close()
    deadline = time.monotonic() + 30
    while _runs(pid):
        assert time.monotonic() < deadline, "the engine outlived its window"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
