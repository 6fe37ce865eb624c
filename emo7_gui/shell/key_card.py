"""The keys on one printed page: a PDF or a PNG, black on white.

What it is: painting from the registry and the keys that hold now.
What it is not: the dialog (key_sheet.py).
Convention: A4 across; lengths are points of 1/72 inch.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QWidget

from emo7_gui.actions import ACTIONS, DECIDE, GROUPS, WORKSPACES, decided_value, is_offered
from emo7_gui.key_chord import shown
from emo7_gui.key_map import KeyMap
from emo7_gui.shell.key_sheet import COLUMNS, UNSURE
from emo7_gui.theme import theme

PAGE = QSize(842, 595)
_MARGIN, _TITLE, _GAP, _ROW, _HEAD = 28.0, 34.0, 16.0, 15.5, 22.0
_DPI, _POINTS = 144, 72
_EVERY = frozenset(WORKSPACES)
_INK, _QUIET, _LINE = QColor("#000000"), QColor("#444444"), QColor("#BBBBBB")


def ask_for_card(parent: QWidget) -> Path | None:
    """Ask where the card shall be written; None where the person changed their mind."""
    kinds = ("PDF (*.pdf)", "PNG (*.png)")
    words = QCoreApplication.translate("KeyCard", "Print card")
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str(Path(folder) / "emo7-keys.pdf")
    name, kind = QFileDialog.getSaveFileName(parent, words, start, ";;".join(kinds))
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(".png" if kind == kinds[1] else ".pdf")


def save_card(path: Path, key_map: KeyMap, workspaces: frozenset[str] = _EVERY) -> None:
    """Write the card as PDF, or as PNG where the name ends so.

    Args:
        path: Where to.
        key_map: The keys that hold now.
        workspaces: Whose actions are on it, names of WORKSPACES.

    Raises:
        OSError: the file cannot be written.
    """
    if path.suffix.lower() == ".png":
        _save_png(path, key_map, workspaces)
    else:
        _save_pdf(path, key_map, workspaces)


def _save_png(path: Path, key_map: KeyMap, workspaces: frozenset[str]) -> None:
    zoom = _DPI / _POINTS
    image = QImage(PAGE * zoom, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(zoom, zoom)
    paint_card(painter, key_map, workspaces)
    painter.end()
    if not image.save(str(path)):
        raise OSError(f"{path} cannot be written")


def _save_pdf(path: Path, key_map: KeyMap, workspaces: frozenset[str]) -> None:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(_DPI)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(f"{path} cannot be written")
    painter.scale(_DPI / _POINTS, _DPI / _POINTS)
    paint_card(painter, key_map, workspaces)
    painter.end()


def paint_card(painter: QPainter, key_map: KeyMap, workspaces: frozenset[str] = _EVERY) -> None:
    """Paint the page at the size of PAGE."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_INK)
    painter.setFont(_font(17, bold=True))
    painter.drawText(QRectF(_MARGIN, 16, 400, _TITLE), Qt.AlignmentFlag.AlignVCenter, "emo7: keys")
    width = (PAGE.width() - 2 * _MARGIN - (len(COLUMNS) - 1) * _GAP) / len(COLUMNS)
    for place, groups in enumerate(COLUMNS):
        left = _MARGIN + place * (width + _GAP)
        rect = QRectF(left, 16 + _TITLE, width, 0)
        _paint_column(painter, rect, groups, key_map, workspaces)


def _paint_column(
    painter: QPainter,
    rect: QRectF,
    groups: tuple[str, ...],
    key_map: KeyMap,
    workspaces: frozenset[str],
) -> None:
    top = rect.top()
    for group in groups:
        rows = [
            (action.id, action.text, key_map.keys(action.id))
            for action in ACTIONS
            if action.group == group and is_offered(action, workspaces)
        ]
        if not rows:
            continue
        painter.setPen(_INK)
        painter.setFont(_font(10, bold=True))
        head = QRectF(rect.left(), top, rect.width(), _HEAD)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, GROUPS[group])
        top += _HEAD
        if group == DECIDE:
            rows.append((UNSURE.id, UNSURE.text, UNSURE.keys))
        for action_id, text, keys in rows:
            line = QRectF(rect.left(), top, rect.width(), _ROW)
            _paint_row(painter, line, action_id, text, keys)
            top += _ROW
        top += 6


def _paint_row(
    painter: QPainter, line: QRectF, action_id: str, text: str, keys: tuple[str, ...]
) -> None:
    left = line.left()
    decided = decided_value(action_id)
    if decided is not None:
        painter.fillRect(QRectF(left, line.top() + 4, 9, 9), theme().scale_fill(decided[0]))
        left += 14
    painter.setPen(_INK)
    painter.setFont(_font(8.5))
    painter.drawText(
        line.adjusted(left - line.left(), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text
    )
    painter.setFont(_font(8.5, bold=True))
    right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(line, int(right), "   ".join(shown(key) for key in keys))
    painter.setPen(QPen(_LINE, 0.4))
    painter.drawLine(line.bottomLeft(), line.bottomRight())


def _font(points: float, bold: bool = False) -> QFont:
    font = QFont(theme().font("body"))
    # The painter is scaled to points, so a pixel here is 1/72 inch.
    font.setPixelSize(round(points))
    font.setBold(bold)
    return font
