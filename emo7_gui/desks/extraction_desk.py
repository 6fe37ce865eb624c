"""Wires the search for landmarks: which clips, how far, and where the result is shown.

What it is: the worker's thread and what its steps mean for the window.
What it is not: the extraction (workers/extract.py, landmarks/extract.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, QThread, Signal

from emo7_core.clips.clip import Clip
from emo7_core.landmarks.progress import Overall, Progress
from emo7_gui.desks.growing_tracks import GrowingTracks
from emo7_gui.row_id import clip_of
from emo7_gui.session import Session
from emo7_gui.workers.extract import Extract

SECONDS_TO_END = 15


class ExtractionDesk(QObject):
    """Landmarks on request, one extraction after the other."""

    clip_done = Signal(str)  # clip key
    progressed = Signal(str, float)  # words, share 0..1; "" at the end
    told = Signal(str)
    _asked = Signal(object, object)

    def __init__(self, session: Session, workers: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.is_running = False
        self.growing = GrowingTracks(self)
        self._failed: list[str] = []
        self._worker = Extract(workers)
        self._thread = QThread(self)
        self._thread.setObjectName("extract")
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.extract, Qt.ConnectionType.QueuedConnection)
        self._worker.stepped.connect(self._on_stepped)
        self._worker.finished.connect(self._on_finished)
        self._worker.failed.connect(self._on_broken)
        self._thread.start(QThread.Priority.LowPriority)

    def extract(self, clips: Iterable[Clip]) -> None:
        """Find landmarks of these clips; those that have some are left as they are."""
        wanted = list(clips)
        if self._session.project is None or not wanted:
            return
        if self.is_running:
            self._worker.cancel()
        self.is_running, self._failed = True, []
        self.progressed.emit(self.tr("finding landmarks …"), 0.0)
        self._asked.emit(self._session.project, wanted)

    def extract_from(self, clip: Clip) -> None:
        """Begin with this clip and go on with those after it in the queue, then the others."""
        ids = list(dict.fromkeys(map(clip_of, self._session.order)))
        start = ids.index(clip.id) if clip.id in ids else 0
        self.extract(self._session.clips[one] for one in ids[start:] + ids[:start])

    def cancel(self) -> None:
        """Abandon the clips in hand; finished ones are kept."""
        self._worker.cancel()

    def stop(self) -> None:
        """End children and thread."""
        self._worker.cancel(is_hurried=True)
        self._thread.quit()
        self._thread.wait(SECONDS_TO_END * 1000)
        self._worker.close()

    def _on_stepped(self, step: Progress) -> None:
        self.growing.hear(step)
        if step.state == "failed":
            self._failed.append(step.reason)
        if step.state == "finished":
            project = self._session.project
            clip = None if project is None else project.catalog.by_key(step.clip_key)
            if clip is not None and clip.id in self._session.clips:
                self._session.refresh_clip(clip.id)
                for row in self._session.rows_of(clip.id):
                    self._session.review_changed.emit(row)
            self.clip_done.emit(step.clip_key)
        self.progressed.emit(_words(step), _share(step))

    def _on_finished(self, overall: Overall | None) -> None:
        self._end()
        if self._failed:
            self.told.emit(
                self.tr("{0} clips have no landmarks: {1}").format(
                    len(self._failed), self._failed[0]
                )
            )

    def _on_broken(self, reason: str) -> None:
        self._end()
        self.told.emit(reason)

    def _end(self) -> None:
        self.is_running = False
        self.growing.forget()
        self.progressed.emit("", 1.0)


def _words(step: Progress) -> str:
    whole = step.overall
    left = "" if whole.seconds_left is None else f", {_duration(whole.seconds_left)} left"
    return f"landmarks {whole.clips_done} of {whole.clips_total}, {whole.rate:.0f} frames/s{left}"


def _share(step: Progress) -> float:
    whole = step.overall
    part = step.done_frames / step.total_frames if step.total_frames else 0.0
    part = 0.0 if step.state != "running" else part
    return min(1.0, (whole.clips_done + part) / max(1, whole.clips_total))


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
