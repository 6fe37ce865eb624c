"""Libraries that are loaded before somebody needs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from emo7_gui.rooms import MODULES
from emo7_gui.workers.library_room import LibraryRoom
from tests.gui.waiting import until


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("first_library", "second_library"):
        (tmp_path / f"{name}.py").write_text("")
        monkeypatch.delitem(sys.modules, name, raising=False)
    (tmp_path / "broken_library.py").write_text("raise RuntimeError('no')")
    return tmp_path


def test_everything_is_loaded_in_time(qtbot: QtBot, made: Path) -> None:
    """After the delay all modules are there, a broken one in between stops none."""
    room = LibraryRoom(("first_library", "broken_library", "second_library"), delay_ms=0)
    room.start()
    room.start()
    until(lambda: "second_library" in sys.modules, "the second one")
    room.stop()
    assert "first_library" in sys.modules
    assert "broken_library" not in sys.modules


def test_before_its_time_it_loads_nothing(qtbot: QtBot, made: Path) -> None:
    """Stopped during the delay, it never begins."""
    room = LibraryRoom(("first_library",), delay_ms=60_000)
    room.start()
    room.stop()
    assert not room.is_loading
    assert "first_library" not in sys.modules


def test_the_modules_of_the_rooms_exist_and_make_no_objects(qtbot: QtBot) -> None:
    """They can be loaded in a thread: none makes a Qt object when it is loaded."""
    code = (
        "import gc, importlib, shiboken6\n"
        "from PySide6.QtCore import QObject\n"
        f"for name in {MODULES!r}: importlib.import_module(name)\n"
        "print([type(o).__name__ for o in gc.get_objects() if isinstance(o, QObject)])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
