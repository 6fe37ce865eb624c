"""Modules are loaded without their sources being read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [p for part in ("emo7_core", "emo7_gui") for p in (ROOT / part).rglob("*.py")]
LOADED = """
import linecache
from emo7_gui.start import make_application
make_application()
import emo7_gui.app
found = [name for name in linecache.cache if name.endswith(".py")]
print(sum("desks" in name or "sqlalchemy" in name for name in found))
"""


def test_the_application_keeps_no_sources_of_what_it_loads() -> None:
    """Qt's binding would read every module, and Python would keep what was read."""
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "0"


def test_nothing_here_uses_the_features_that_it_looks_for() -> None:
    """With any `__feature__` in use, the binding's question would matter."""
    users = [p.name for p in SOURCES if "from __feature__" in p.read_text(encoding="utf-8")]
    assert users == []
