"""A command that ends with whoever asked for it."""

from __future__ import annotations

import subprocess
import sys

import psutil

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


def start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "emo7_core.jobs.tied", *SLEEPER]
    tied = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert tied.stdout is not None
    assert tied.stdout.readline().strip() == b"up"
    return tied


def test_it_ends_when_its_owner_is_gone() -> None:
    """A closed input, as after a kill of the owner, ends the command too."""
    tied = start()
    children = psutil.Process(tied.pid).children()
    tied.communicate(timeout=10)
    assert tied.returncode != 0
    assert len(children) == 1
    assert not psutil.wait_procs(children, timeout=5)[1]


def test_its_exit_code_is_the_commands() -> None:
    """What the command says about itself is passed on."""
    command = [sys.executable, "-m", "emo7_core.jobs.tied", sys.executable, "-c", "exit(7)"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as tied:
        assert tied.wait(10) == 7


def test_what_the_command_started_ends_too() -> None:
    """A command that does not listen is ended with its children."""
    deaf = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print('up', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-m", "emo7_core.jobs.tied", sys.executable, "-c", deaf]
    tied = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert tied.stdout is not None
    tied.stdout.readline()
    children = psutil.Process(tied.pid).children(recursive=True)
    assert len(children) == 2
    tied.communicate(timeout=15)
    assert not psutil.wait_procs(children, timeout=5)[1]
