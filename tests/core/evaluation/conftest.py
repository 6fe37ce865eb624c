"""A project to compare in: a consensus, three models, two raters, captions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compared import studied


@pytest.fixture
def study(tmp_path: Path):
    """120 clips of 12 sessions and 6 signers."""
    with studied(tmp_path / "study") as project:
        yield project


@pytest.fixture
def few_signers(tmp_path: Path):
    """80 clips of 8 sessions and 4 signers, as in EmoSign."""
    with studied(tmp_path / "few", 80, 8, 4) as project:
        yield project
