"""What the window remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from emo7_gui.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def opened(file: Path) -> Settings:
    return Settings(QSettings(str(file), QSettings.Format.IniFormat))


def test_defaults(file: Path) -> None:
    """A first start is blind first, with the reveal, in the system's look."""
    settings = opened(file)
    assert settings.is_blind_first
    assert settings.is_reveal_on
    assert settings.scheme is None
    assert settings.keys == {}
    assert settings.speed == 1.0


def test_values_survive_a_restart(file: Path) -> None:
    """Everything that was set is there after reading the file again."""
    settings = opened(file)
    settings.scheme = "light"
    settings.keys = {"play": ("J",)}
    settings.is_reveal_on = False
    settings.overlays = frozenset({"face"})
    settings.speed = 0.5
    settings.rater = " Mira "
    settings.keep_layout("review", b"\x00\x01")
    settings._store.sync()
    again = opened(file)
    assert again.scheme == "light"
    assert again.keys == {"play": ("J",)}
    assert not again.is_reveal_on
    assert again.overlays == {"face"}
    assert again.speed == 0.5
    assert again.rater == "Mira"
    assert again.layout("review") == b"\x00\x01"


def test_broken_values_are_defaults(file: Path) -> None:
    """A file that someone edited does no harm."""
    file.write_text("[General]\nkeys=not json\n[player]\nspeed=77\n[look]\nscheme=pink\n")
    settings = opened(file)
    assert settings.keys == {}
    assert settings.speed == 1.0
    assert settings.scheme is None


def test_recent_projects_have_no_doubles(file: Path) -> None:
    """The latest project stands first, each once, ten at most."""
    settings = opened(file)
    for number in [*range(12), 5]:
        settings.add_recent(Path(f"/projects/{number}"))
    names = [path.name for path in settings.recent_projects]
    assert names[0] == "5"
    assert len(names) == len(set(names)) == 10


def test_change_is_told_once(file: Path, qtbot: QtBot) -> None:
    """A setter says its name when the value differs, and nothing when it does not."""
    settings = opened(file)
    with qtbot.waitSignal(settings.changed) as told:
        settings.scheme = "dark"
    assert told.args == ["scheme"]
    with qtbot.assertNotEmitted(settings.changed):
        settings.scheme = "dark"
