"""What a tab shows can be kept as a picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from emo7_core.errors import StorageError
from emo7_gui.compare.matrices import Matrices
from emo7_gui.compare.view_picture import save_view
from tests.gui.compare.made import comparison


@pytest.fixture
def matrices(qtbot: QtBot) -> Matrices:
    widget = Matrices()
    qtbot.addWidget(widget)
    widget.resize(1008, 360)
    widget.set_comparison(comparison())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_an_svg_has_lines_and_title(matrices: Matrices, tmp_path: Path) -> None:
    """The file is a valid SVG of the view's size that says what it is."""
    save_view(matrices, tmp_path / "m.svg", "pilot: matrices")
    data = (tmp_path / "m.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(data))
    assert renderer.isValid()
    assert renderer.viewBox().size() == matrices.size()
    assert b"<title>pilot: matrices</title>" in data
    assert data.count(b"<path") + data.count(b"<rect") > 49


def test_a_png_shows_the_cells(matrices: Matrices, tmp_path: Path) -> None:
    """More than one colour is on it."""
    save_view(matrices, tmp_path / "m.png", "m")
    picture = QImage(str(tmp_path / "m.png"))
    assert picture.width() >= matrices.width()
    assert len({picture.pixel(x, 105) for x in range(0, 600, 5)}) > 3


def test_a_folder_that_is_not_there_is_said(matrices: Matrices, tmp_path: Path) -> None:
    """The disk's own words, and no file."""
    with pytest.raises(StorageError, match="cannot write"):
        save_view(matrices, tmp_path / "none" / "m.svg", "m")
