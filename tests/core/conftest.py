"""Fixtures for the tests of the core: commands, run in this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from emo7_core.cli.main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; return its exit code, what it printed and what it complained."""

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as done:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return int(done.value.code or 0), said.out, said.err

    return call
