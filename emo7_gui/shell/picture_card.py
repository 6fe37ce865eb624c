"""A picture cut to fill its rectangle, with round corners."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.theme import theme

WIDEST_LINE = 0.3


class PictureCard(QWidget):
    """Shows an image as large as the card; hidden while there is none."""

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._height = height
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.hide()

    def set_image(self, image: QImage | None) -> None:
        """Show an image, or nothing."""
        self._image = image or QImage()
        self.setVisible(not self._image.isNull())
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(400, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        path = QPainterPath()
        radius = theme().radius("panel")
        path.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(path)
        ratio = self.devicePixelRatio()
        fill = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        size = self._image.size().scaled(self.size() * ratio, fill)
        scaled = self._image.scaled(size, fill, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(ratio)
        left = (self.width() - scaled.width() / ratio) / 2
        # Faces and hands are in the upper part of a signing picture.
        top = (self.height() - scaled.height() / ratio) * WIDEST_LINE
        painter.drawImage(
            QRectF(left, top, scaled.width() / ratio, scaled.height() / ratio), scaled
        )
