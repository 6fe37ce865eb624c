"""A decoded frame as a Qt image.

What it is: one function. An image over the frame's read-only array costs nothing but is slow to
scale; one conversion to the screen's format (0.3 ms at 720p) halves the painting of canvas and
close-ups, which share the result. Any thread may ask.
What it is not: a place to change pixels.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QImage

from emo7_core.video.frame import Frame


@lru_cache(maxsize=4)
def picture_of(frame: Frame) -> QImage:
    """Return the frame, (H, W, 3) uint8, in the screen's format; the latest are kept."""
    height, width, _ = frame.rgb.shape
    pixels = frame.rgb if frame.rgb.flags.c_contiguous else frame.rgb.copy()
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)
