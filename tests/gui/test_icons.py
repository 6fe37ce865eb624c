"""Every icon that the window names is one that the font has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from emo7_gui.icons import glyph

GUI = Path(__file__).resolve().parents[2] / "emo7_gui"
NAMED = re.compile(r'"(ph\.[a-z-]+)"')
FILES = [path for path in sorted(GUI.rglob("*.py")) if NAMED.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(GUI).as_posix())
def test_every_named_icon_exists(qapp: QApplication, path: Path):
    """A name that the font lacks would end the window the moment it is painted."""
    for name in NAMED.findall(path.read_text("utf-8")):
        assert glyph(name)


def test_unknown_icon_is_an_error(qapp: QApplication):
    """A name that no version of the font has is refused."""
    with pytest.raises(KeyError):
        glyph("ph.no-such-icon")
