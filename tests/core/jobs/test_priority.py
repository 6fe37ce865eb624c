"""How children stand back behind the window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from emo7_core.inference.engine import Engine
from emo7_core.jobs.executors import start_detached
from emo7_core.jobs.priority import ENGINE_NICENESS, NICENESS, give_way, session_niceness

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
has_sessions = pytest.mark.skipif(
    not Path("/proc/self/autogroup").exists(), reason="this system schedules without sessions"
)


@contextmanager
def sleeper(*, in_own_session: bool) -> Iterator[int]:
    """A process that does nothing."""
    process = subprocess.Popen(SLEEP, start_new_session=in_own_session)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def test_a_process_gives_way() -> None:
    """Its niceness is the wanted one, or what it had if that was more."""
    with sleeper(in_own_session=False) as pid:
        before = psutil.Process(pid).nice()
        give_way(7, pid)
        assert psutil.Process(pid).nice() == max(7, before)


def test_a_priority_is_never_raised() -> None:
    """A smaller niceness changes nothing: neither process nor session moves forward."""
    with sleeper(in_own_session=True) as pid:
        give_way(19, pid)
        give_way(3, pid)
        assert psutil.Process(pid).nice() == 19
        assert session_niceness(pid) in (19, None)


@has_sessions
def test_its_own_session_gives_way() -> None:
    """Without it niceness means nothing beside processes of other sessions."""
    with sleeper(in_own_session=True) as pid:
        assert session_niceness(pid) == 0
        give_way(NICENESS, pid)
        assert session_niceness(pid) == NICENESS


@has_sessions
def test_the_windows_session_stays() -> None:
    """A child within a session leaves it alone: it is the window's, too."""
    before = session_niceness(os.getpid())
    with sleeper(in_own_session=False) as pid:
        give_way(NICENESS, pid)
        assert session_niceness(pid) == before


@has_sessions
def test_a_jobs_session_gives_way(tmp_path: Path) -> None:
    """Who starts a job lowers its session, before anything is imported there."""
    job = start_detached(SLEEP, tmp_path)
    try:
        assert session_niceness(job.pid) == NICENESS
    finally:
        psutil.Process(job.pid).kill()


def test_a_process_that_is_gone_is_let_be() -> None:
    """Nothing is raised for a child that ended at once."""
    process = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    process.wait()
    give_way(pid=process.pid)


def test_the_engine_stands_behind_the_window() -> None:
    """Live predictions give way to the window, and jobs to them."""
    engine = Engine()
    engine.start()
    try:
        while getattr(engine.receive(60), "phase", "") != "ready":
            assert engine.is_alive
        niceness = psutil.Process(engine.pid).nice()
        mine = os.getpriority(os.PRIO_PROCESS, 0)
        assert niceness == max(ENGINE_NICENESS, mine)
    finally:
        engine.close()
    assert 0 < ENGINE_NICENESS < NICENESS
