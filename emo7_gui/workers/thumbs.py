"""Makes the small pictures of the queue off the GUI thread.

Runs in: QThread "thumbs", made in app.py.
Owns: nothing; each clip is opened for one frame.
Hears: want (from any thread); the latest list wins, what scrolled away is forgotten.
Says: made with the clip's id and the picture.
Stops when: its event loop ends, after the picture in hand.
"""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from emo7_core.errors import MediaError
from emo7_core.video.reader import VideoReader

SIZE = QSize(192, 144)
# Far enough for hands to be up, near enough to be decoded at once.
FRAME = 10


class Thumbs(QObject):
    """One picture at a time."""

    made = Signal(int, QImage, object)  # and the file, as ids are those of one project
    _rung = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._wanted: list[tuple[int, Path]] = []
        self._rung.connect(self._next, Qt.ConnectionType.QueuedConnection)

    def want(self, clips: list[tuple[int, Path]]) -> None:
        """Ask for pictures of these clips instead of those asked for before."""
        with self._lock:
            self._wanted = list(clips)
        self._rung.emit()

    @Slot()
    def _next(self) -> None:
        with self._lock:
            if not self._wanted:
                return
            clip_id, path = self._wanted.pop(0)
        self.made.emit(clip_id, _picture(path), path)
        QTimer.singleShot(0, self._next)


def _picture(path: Path) -> QImage:
    """Return the picture, a null one where the clip cannot be read."""
    try:
        with VideoReader(path, threads=1) as reader:
            rgb = reader.read(min(FRAME, reader.info.frame_count - 1)).rgb
    except (MediaError, IndexError):
        return QImage()
    height, width, _ = rgb.shape
    image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    ratio = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    large = image.scaled(SIZE, ratio, Qt.TransformationMode.SmoothTransformation)
    left, top = (large.width() - SIZE.width()) // 2, (large.height() - SIZE.height()) // 2
    return large.copy(left, top, SIZE.width(), SIZE.height())
