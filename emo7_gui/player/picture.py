"""A decoded frame as a Qt image, without a copy.

What it is: one function. The image looks at the frame's read-only array and keeps it alive.
What it is not: a place to change pixels.
"""

from __future__ import annotations

from PySide6.QtGui import QImage

from emo7_core.video.frame import Frame


def picture_of(frame: Frame) -> QImage:
    """Return the frame as RGB888; the array (H, W, 3) has to stay as it is."""
    height, width, _ = frame.rgb.shape
    pixels = frame.rgb
    if not pixels.flags.c_contiguous:
        pixels = pixels.copy()
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
