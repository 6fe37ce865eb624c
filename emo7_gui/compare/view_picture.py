"""Saves what a view shows as a picture: SVG where the name says so, else PNG.

What it is: the widget's own painting, on its own background, into a file.
What it is not: the pictures of the report (evaluation/report_pictures.py).
Convention: PNG has the device's own pixels; SVG keeps lines and text, not the window's effects.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSaveFile
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from emo7_core.errors import StorageError
from emo7_gui.theme import theme


def save_view(widget: QWidget, path: Path, title: str) -> None:
    """Write a picture of a widget.

    Args:
        widget: What is shown now.
        path: Ends in .svg or .png.
        title: For the file's own description.

    Raises:
        StorageError: the disk refused.
    """
    target = QSaveFile(str(path))
    if not target.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise StorageError(f"cannot write: {target.errorString()}", where=path)
    if path.suffix.casefold() == ".svg":
        _paint_svg(widget, target, title)
    else:
        _painted(widget).save(target, "PNG")
    if not target.commit():
        raise StorageError(f"cannot write: {target.errorString()}", where=path)


def _paint_svg(widget: QWidget, target: QSaveFile, title: str) -> None:
    made = QSvgGenerator()
    made.setOutputDevice(target)
    made.setSize(widget.size())
    made.setViewBox(QRect(QPoint(), widget.size()))
    made.setTitle(title)
    painter = QPainter(made)
    _paint(widget, painter)
    painter.end()


def _painted(widget: QWidget) -> QPixmap:
    ratio = widget.devicePixelRatioF()
    picture = QPixmap(widget.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    _paint(widget, painter)
    painter.end()
    return picture


def _paint(widget: QWidget, painter: QPainter) -> None:
    painter.fillRect(widget.rect(), theme().colour("window"))
    widget.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
