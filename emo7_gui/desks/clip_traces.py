"""What A and B said along the clip that is open in Compare, read off the GUI thread.

What it is: stored traces as the lane under the player shows them, with the playhead.
What it is not: a prediction; a model that was never asked along this clip has no line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from emo7_core.clips.clip import Clip
from emo7_core.inference.trace import TracePrediction
from emo7_core.labels.sources import MODEL_RUN
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_gui.compare.trace_lane import TraceLane
from emo7_gui.desks.playback import Playback
from emo7_gui.player.trace import GuessTrace
from emo7_gui.workers.errand import ErrandRoom


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which models shall speak, by letter, and along which clip."""

    project: Project
    clip: Clip
    track: LandmarkTrack | None
    names: dict[str, str]


class ClipTraces(QObject):
    """The lane of Compare.

    Args:
        lane: The view.
        playback: Whose clip.
        seek: Shows a frame.
    """

    def __init__(self, lane: TraceLane, playback: Playback, seek: Callable[[int], object]) -> None:
        super().__init__(playback)
        self._lane, self._playback, self._seek = lane, playback, seek
        self._found: dict[str, GuessTrace] = {}
        self._room = ErrandRoom("compare traces", self)
        self._room.done.connect(self._on_read)
        playback.opened.connect(lambda _: self._show())
        playback.frame_shown.connect(self._on_frame)
        lane.seek_requested.connect(self._on_seek)

    def show(
        self, project: Project, clip: Clip, track: LandmarkTrack | None, names: dict[str, str]
    ) -> None:
        """Read what these models, by letter, said along a clip."""
        self._found = {}
        self._show()
        wanted = _Wanted(project, clip, track, names)
        self._room.run(lambda: _read(wanted))

    def clear(self) -> None:
        """Show nothing."""
        self._room.forget()
        self._found = {}
        self._lane.set_traces({}, 0.0, self.tr("A and B along the open clip"))

    def stop(self) -> None:
        """Join the thread."""
        self._room.stop()

    def _on_read(self, found: dict[str, GuessTrace]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        info = self._playback.info
        words = self.tr("no stored trace of A or B along this clip")
        self._lane.set_traces(self._found, info.duration if info else 1.0, words)

    def _on_frame(self, ordinal: int) -> None:
        info = self._playback.info
        if info is not None:
            self._lane.set_place(ordinal / max(1, info.frame_count - 1))

    def _on_seek(self, share: float) -> None:
        info = self._playback.info
        if info is not None:
            self._seek(round(min(1.0, max(0.0, share)) * (info.frame_count - 1)))


def _read(wanted: _Wanted) -> dict[str, GuessTrace]:
    # Here, because a model's card loads what describes networks.
    from emo7_core.inference.stored_traces import stored_trace

    models = {one.name: one for one in wanted.project.sources.all(MODEL_RUN)}
    found = {}
    for letter, name in wanted.names.items():
        model = models.get(name)
        if model is None:
            continue
        trace = stored_trace(wanted.project, model, wanted.clip, wanted.track)
        if trace is not None and trace.probabilities.shape[1] == K:
            found[letter] = _guesses(name, trace)
    return found


def _guesses(name: str, trace: TracePrediction) -> GuessTrace:
    return GuessTrace(name, trace.times, trace.probabilities, trace.saw_face, len(trace))
