"""What can be wrong with a screen that a machine can see: five checks over live widgets.

What it is: functions that return findings in words, an empty list where all is well.
What it is not: taste; the pictures are looked at by people (emo7_gui/tour).
Convention: only what is visible counts. Contrast is measured on a rendering at three times the
size, where the stems of small letters are solid; shares are of the widget's own area.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFont, QFontInfo, QFontMetrics, QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from emo7_gui.combo import Combo
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.shell.project_button import ProjectButton

ZOOM = 3
TILE = 16
ELIDES = (ElidedLabel, ProjectButton, Combo, QComboBox)
SMALL_TEXT, LARGE_TEXT = 4.5, 3.0
LEAST_INK = 12


def visible_widgets(root: QWidget) -> Iterator[QWidget]:
    """Every widget under root that a person can see at least a part of."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def name_of(widget: QWidget) -> str:
    """A widget in words: class, name for people, text."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    said = widget.accessibleName() or text or widget.objectName()
    return f"{type(widget).__name__} “{said[:40]}” {widget.width()}x{widget.height()}"


def clipped_text(root: QWidget) -> list[str]:
    """Texts that do not fit where they stand, and were not shortened on purpose."""
    return [name_of(widget) for widget in visible_widgets(root) if _is_clipped(widget)]


def _is_clipped(widget: QWidget) -> bool:
    if isinstance(widget, ELIDES):
        return False
    if isinstance(widget, QLabel):
        return bool(widget.text()) and not _label_fits(widget)
    if isinstance(widget, QAbstractButton) and widget.text():
        least = _least_size(widget)
        return least.width() > widget.width() + 1 or least.height() > widget.height() + 1
    return False


def _least_size(button: QAbstractButton) -> QSize:
    """What a button needs: what it says, else its words where it stretches, else its wish."""
    if button.minimumSizeHint().isValid():
        return button.minimumSizeHint()
    if button.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding:
        metrics = QFontMetrics(button.font())
        return QSize(metrics.horizontalAdvance(button.text()), metrics.height())
    return button.sizeHint()


def _label_fits(label: QLabel) -> bool:
    room = label.contentsRect()
    if label.wordWrap():
        return label.heightForWidth(label.width()) <= label.height() + 1
    metrics = QFontMetrics(label.font())
    lines = label.text().split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines)
    return width <= room.width() + 1 and metrics.height() * len(lines) <= room.height() + 2


def outside_parents(root: QWidget) -> list[str]:
    """Widgets that reach out of their parent, which cuts them off there."""
    return [
        f"{name_of(widget)} in {name_of(parent)}"
        for widget in visible_widgets(root)
        if (parent := widget.parentWidget()) is not None
        and not widget.isWindow()
        and not _scrolls(parent)
        and not parent.rect().contains(widget.geometry())
    ]


def _scrolls(parent: QWidget) -> bool:
    holder = parent.parentWidget()
    return isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent


def nameless(root: QWidget) -> list[str]:
    """Widgets that take the focus but have nothing for a screen reader to say."""
    return [
        f"{name_of(widget)} in {name_of(widget.parentWidget())}"
        for widget in visible_widgets(root)
        if _takes_focus(widget) and not _spoken(widget)
    ]


def _takes_focus(widget: QWidget) -> bool:
    inner = widget.focusProxy() is not None or isinstance(widget, QAbstractSlider)
    is_field_of = isinstance(widget, QLineEdit) and isinstance(widget.parentWidget(), QComboBox)
    policy = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return policy and widget.isEnabled() and not inner and not is_field_of


def _spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    said = interface.text(QAccessible.Text.Name) if interface is not None else ""
    return (said or widget.accessibleName()).strip()


def low_contrast(root: QWidget) -> list[str]:
    """Enabled texts whose ink stands out too little from what is behind them."""
    pixels = rendered(root, ZOOM)
    found = []
    for widget in visible_widgets(root):
        if not (isinstance(widget, QLabel | QAbstractButton) and widget.text().strip()):
            continue
        if not widget.isEnabled() or _is_cut(widget) or _is_covered(root, widget):
            continue
        measured = contrast_in(_cut(pixels, root, widget))
        if measured < least_contrast(widget.font()):
            found.append(f"{name_of(widget)}: {measured:.1f} : 1")
    return found


def least_contrast(font: QFont) -> float:
    """4.5 : 1, or 3 : 1 for text that is large: 24 px, or 18.66 px and bold."""
    info = QFontInfo(font)
    is_bold = font.weight() >= QFont.Weight.DemiBold
    large = 18.66 if is_bold else 24.0
    return LARGE_TEXT if info.pixelSize() >= large else SMALL_TEXT


def _is_cut(widget: QWidget) -> bool:
    """Whether a part was scrolled out of sight, so that the letters are not whole."""
    return widget.visibleRegion().boundingRect().height() < 0.9 * widget.height()


def _is_covered(root: QWidget, widget: QWidget) -> bool:
    """Whether another widget (a dialog with its scrim) lies over the middle of this one."""
    middle = widget.mapTo(root, widget.visibleRegion().boundingRect().center())
    top = root.childAt(middle)
    return top is not None and top is not widget and not top.isAncestorOf(widget)


def contrast_in(pixels: np.ndarray) -> float:
    """Return the contrast of the ink in a cut (H, W, 3) against its commonest colour."""
    packed = pixels.reshape(-1, 3).astype(np.uint32) @ np.array((65536, 256, 1), np.uint32)
    found, counts = np.unique(packed, return_counts=True)
    colours = np.stack([found >> 16 & 255, found >> 8 & 255, found & 255], axis=1)
    ground = colours[counts.argmax()]
    inks = colours[counts >= LEAST_INK]
    return float(max((contrast(ink, ground) for ink in inks), default=1.0))


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """Return WCAG's contrast ratio of two sRGB colours 0..255 (WCAG 2.2, 1.4.3)."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: np.ndarray) -> float:
    """Return WCAG's relative luminance of an sRGB colour 0..255."""
    share = np.asarray(colour, dtype=np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def rendered(widget: QWidget, zoom: int = 1) -> np.ndarray:
    """Return the pixels of a widget (H, W, 3) uint8, at a multiple of its size."""
    pixmap = QPixmap(widget.size() * zoom)
    pixmap.setDevicePixelRatio(zoom)
    pixmap.fill(widget.palette().window().color())
    widget.render(pixmap)
    return pixels_of(pixmap.toImage())


def pixels_of(image: QImage) -> np.ndarray:
    """Return the pixels of a picture (H, W, 3) uint8."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return flat[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def _cut(pixels: np.ndarray, root: QWidget, widget: QWidget) -> np.ndarray:
    inner = widget.visibleRegion().boundingRect()
    rect = QRect(widget.mapTo(root, inner.topLeft()), inner.size()).intersected(root.rect())
    top, left = rect.top() * ZOOM, rect.left() * ZOOM
    return pixels[top : top + rect.height() * ZOOM, left : left + rect.width() * ZOOM]


def filled_share(widget: QWidget) -> float:
    """Return the share of tiles of 16 px that hold more than one colour."""
    busy = _busy_tiles(rendered(widget))
    return float(busy.mean()) if busy.size else 0.0


def largest_blank(widget: QWidget) -> float:
    """Return the largest rectangle of one-coloured tiles, as a share of the widget."""
    busy = _busy_tiles(rendered(widget))
    best, heights = 0, np.zeros(busy.shape[1], dtype=int)
    for row in busy:
        heights = np.where(row, 0, heights + 1)
        best = max(best, _largest_under(heights.tolist()))
    return best / max(1, busy.size)


def _largest_under(heights: list[int]) -> int:
    """Return the largest rectangle under a skyline, in tiles."""
    best, stack = 0, []
    for place, height in enumerate([*heights, 0]):
        start = place
        while stack and stack[-1][1] >= height:
            start, tall = stack.pop()
            best = max(best, tall * (place - start))
        stack.append((start, height))
    return best


def _busy_tiles(pixels: np.ndarray) -> np.ndarray:
    rows, columns = pixels.shape[0] // TILE, pixels.shape[1] // TILE
    tiles = pixels[: rows * TILE, : columns * TILE].reshape(rows, TILE, columns, TILE, 3)
    spread = tiles.max(axis=(1, 3)).astype(int) - tiles.min(axis=(1, 3))
    return spread.max(axis=2) > 4
