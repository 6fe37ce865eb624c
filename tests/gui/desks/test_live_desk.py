"""Live predictions: two models, landmarks that grow, failures, and clips that change quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import psutil
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emo7_core import paths
from emo7_core.labels import orders
from emo7_core.labels.orders import Shares
from emo7_core.labels.queue_making import Recipe, make_queue
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.progress import Overall, Progress
from emo7_core.landmarks.track import LandmarkTrack, missing
from emo7_core.models.chosen import ChosenModel, keep_chosen
from emo7_gui.desks.growing_tracks import GrowingTracks
from emo7_gui.desks.live_desk import LiveDesk
from emo7_gui.player.player import Player
from emo7_gui.player.trace import GuessTrace
from emo7_gui.review.panel_state import ModelBars
from emo7_gui.session import Session
from tests import fakes
from tests.gui.waiting import until

FOLDER, OTHER = Path("a model"), Path("another model")


class Bench:
    """A live desk with a player, and what it said."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.session = session
        self.player = Player()
        qtbot.addWidget(self.player)
        self.growing = GrowingTracks()
        self.live = LiveDesk(session, self.player, self.growing)
        self.bars: list[tuple[ModelBars, ...]] = []
        self.told: list[str] = []
        self.failed: list[str] = []
        self.phrases: list[str] = []
        self.live.models_changed.connect(self.bars.append)
        self.live.told.connect(self.told.append)
        self.live.failed.connect(self.failed.append)
        self.live.engine_told.connect(self.phrases.append)

    @property
    def traces(self) -> tuple[GuessTrace, ...]:
        return self.player.timeline.traces

    @property
    def words(self) -> str:
        return self.player.timeline.guess_words

    def open(self, place: int = 0, track: LandmarkTrack | None = None) -> None:
        """Show a clip of the queue with its landmarks."""
        clip = self.session.clips[self.session.order[place]]
        self.live.expect(clip)
        self.live.show_clip(clip, track)

    def step(self, place: int, state: str, number: int = -1) -> None:
        """Let the extraction say something of a clip."""
        clip = self.session.clips[self.session.order[place]]
        overall = Overall(0, 0, 1, 10.0, None)
        piece = piece_of(number) if number >= 0 else None
        done = 5 * (number + 1)
        self.growing.hear(Progress(clip.key, state, done, 40, overall, "", piece))  # type: ignore[arg-type]


def track_of(frames: int = 40) -> LandmarkTrack:
    """Return landmarks without any point."""
    xyz, confidence = missing(COMMON, frames)
    return LandmarkTrack(COMMON, xyz, confidence, np.arange(frames) / 20, 640, 480, "made")


def piece_of(number: int) -> LandmarkTrack:
    """Return a quarter of a second of them."""
    xyz, confidence = missing(COMMON, 5)
    times = number / fakes.PIECES_PER_SECOND + np.arange(5) / 20
    return LandmarkTrack(COMMON, xyz, confidence, times, 640, 480, "made")


def engines() -> list[psutil.Process]:
    """Return the living model engines of this process."""
    children = psutil.Process().children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


@pytest.fixture
def bench(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Bench]]:
    """Make a desk whose child is one of the fakes; it is ended after the test."""
    made: list[Bench] = []

    def make(child: Callable[[Connection], None] = fakes.serve_answering) -> Bench:
        monkeypatch.setattr("emo7_core.inference.engine_child.serve", child)
        made.append(Bench(qtbot, session))
        return made[-1]

    yield make
    for one in made:
        one.live.stop()
    assert engines() == []


def half_are_controls(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the session a queue; the lot, which is the rater's, is dealt evenly here."""
    monkeypatch.setattr(orders, "draws", lambda ids, *_: np.linspace(0, 1, len(ids)))
    recipe = Recipe("mixed", 7, Shares(0, 0, 0.5))
    session.take_queue(make_queue(session.project, session.rater, recipe))


def test_a_control_clip_says_that_no_model_is_shown(
    bench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the reveal the lane of a control clip says why it is empty; others do not say so."""
    half_are_controls(session, monkeypatch)
    control = next(row for row in session.order if session.is_control(row))
    plain = next(row for row in session.order if not session.is_control(row))
    one, words = bench(), {}
    for row in (control, plain):
        one.live.show_clip(session.clips[row], None)
        words[row] = one.words
    assert words == {control: "no model is shown for this clip", plain: "no landmarks yet"}


def test_a_control_clip_shows_no_trace_of_a_loaded_model(
    bench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a model at work, a control clip is not even asked about."""
    half_are_controls(session, monkeypatch)
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    control = next(row for row in session.order if session.is_control(row))
    plain = next(row for row in session.order if not session.is_control(row))
    one.live.show_clip(session.clips[control], track_of())
    until(lambda: one.live.is_ready, "the model", 20)
    assert one.bars[-1] == ()
    one.live.show_clip(session.clips[plain], track_of())
    until(lambda: one.traces, "the trace of another clip", 20)
    one.live.show_clip(session.clips[control], track_of())
    assert one.traces == ()
    assert one.bars[-1] == ()


def test_without_a_model_there_is_no_default(bench) -> None:
    """A clip with landmarks and no model has no trace, no bars, and says so."""
    one = bench()
    one.open(0, track_of())
    assert (one.words, one.traces, one.bars[-1]) == ("no model", (), ())


def test_both_models_are_told_apart(bench) -> None:
    """A and B have a trace and bars each, with their letters and names."""
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    one.live.use(OTHER, "ST-GCN #2", "B")
    one.open(0, track_of())
    until(lambda: len(one.traces) == 2, "both traces", 20)
    until(lambda: one.bars[-1] and all(b.note == "" for b in one.bars[-1]), "both answers", 20)
    assert [(t.letter, t.name) for t in one.traces] == [("A", "LSTM #1"), ("B", "ST-GCN #2")]
    assert [(b.letter, b.mean is not None) for b in one.bars[-1]] == [("A", True), ("B", True)]
    assert one.phrases[-1] == "A LSTM #1, B ST-GCN #2 on fake"


def test_b_alone_stays_b(bench) -> None:
    """Without A the second model keeps its letter."""
    one = bench()
    one.live.use(OTHER, "ST-GCN #2", "B")
    one.open(0, track_of())
    until(lambda: one.traces, "its trace", 20)
    assert [t.letter for t in one.traces] == ["B"]
    one.live.use(None, slot="B")
    assert (one.traces, one.words) == ((), "no model")


def test_the_phases_of_the_engine_are_seen(bench) -> None:
    """Starting and loading are said in lane and status before anything is predicted."""
    one = bench()
    one.open(0, track_of())
    words: list[str] = []
    one.live.engine_told.connect(lambda _: words.append(one.words))
    one.live.use(FOLDER, "LSTM #1")
    until(lambda: one.live.is_ready, "the model", 20)
    assert "model engine starting" in one.phrases
    assert one.phrases[-1] == "LSTM #1 on fake"


def test_a_trace_grows_with_its_landmarks(bench) -> None:
    """The lane counts frames, then windows, and ends with the clip; the share is in the panel."""
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    one.open(0)
    until(lambda: one.live.is_ready, "the model", 20)
    assert one.words == "no landmarks yet"
    one.step(0, "started")
    assert one.words == "finding landmarks: 0 of 40 frames"
    one.step(0, "running", 0)
    until(lambda: one.traces, "the first window", 20)
    one.step(0, "running", 1)
    until(lambda: one.traces and len(one.traces[0].times) == 2, "the second window", 20)
    assert one.traces[0].expected == fakes.WINDOWS
    assert one.bars[-1][0].note == "2 of 8"
    one.step(0, "finished")
    one.live.show_clip(one.session.clips[one.session.order[0]], track_of())
    until(lambda: one.bars[-1][0].note == "", "the whole answer", 20)
    assert one.traces[0].is_complete


def test_a_clip_that_is_opened_in_the_middle_of_its_extraction_has_its_beginning(bench) -> None:
    """Pieces that were found before the clip was opened are predicted, too."""
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    until(lambda: one.live.is_ready, "the model", 20)
    one.step(1, "started")
    one.step(1, "running", 0)
    one.open(1)
    until(lambda: one.traces, "the window of the first piece", 20)
    assert one.traces[0].windows.tolist() == [0]


def test_an_abandoned_extraction_leaves_nothing(bench) -> None:
    """After a cancelled extraction the lane says again that there are no landmarks."""
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    one.open(0)
    until(lambda: one.live.is_ready, "the model", 20)
    one.step(0, "started")
    one.step(0, "running", 0)
    until(lambda: one.traces, "the first window", 20)
    one.step(0, "cancelled")
    assert (one.traces, one.words) == ((), "no landmarks yet")


def test_a_model_of_pictures_answers_without_landmarks(bench) -> None:
    """A clip without landmarks has the trace of the model that sees pictures."""
    one = bench()
    one.live.use(Path(fakes.PICTURES), "ViViT")
    one.open(0)
    until(lambda: one.traces, "its trace", 20)
    assert one.traces[0].name == "ViViT"


def test_traces_come_back_when_the_player_begins_anew(bench) -> None:
    """An answer that was there before the clip's picture is shown with it."""
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    one.open(0, track_of())
    until(lambda: one.traces, "the trace", 20)
    one.player.timeline.set_clip(np.arange(40) / 20, 2.0)
    assert one.traces == ()
    one.live.show_again()
    assert len(one.traces) == 1


def test_a_damaged_model_is_said_and_another_works(bench) -> None:
    """The reason stands in lane and status; the next choice answers."""
    one = bench()
    one.open(0, track_of())
    one.live.use(Path(fakes.BROKEN), "LSTM #1")
    until(lambda: one.failed, "the failure", 20)
    assert "the model cannot be read" in one.failed[0]
    assert "cannot be read" in one.words
    one.live.use(FOLDER, "LSTM #2")
    until(lambda: one.traces, "the trace of the other", 20)


def test_a_clip_that_cannot_be_judged_says_why(bench, session: Session) -> None:
    """The reason stays in the lane until another clip is open, which is judged as ever."""
    clip = replace(session.clips[session.order[0]], key=fakes.BROKEN)
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    one.live.show_clip(clip, track_of())
    until(lambda: one.failed, "the failure", 20)
    one.live.show_state()
    assert "the model failed" in one.words
    assert "the model failed" in one.bars[-1][0].note
    one.open(1, track_of())
    until(lambda: one.traces, "the trace of another clip", 20)


def test_one_damaged_model_does_not_stop_the_other(bench) -> None:
    """B answers while A says why it cannot."""
    one = bench()
    one.open(0, track_of())
    one.live.use(Path(fakes.BROKEN), "LSTM #1")
    one.live.use(OTHER, "ST-GCN #2", "B")
    until(lambda: one.traces, "the trace of B", 20)
    assert [t.letter for t in one.traces] == ["B"]
    assert "cannot be used" in one.bars[-1][0].note


def test_a_killed_engine_is_replaced_and_that_is_said(bench) -> None:
    """The trace is there again without a key being pressed."""
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    one.open(0, track_of())
    until(lambda: one.traces, "the trace", 20)
    engines()[0].kill()
    until(lambda: any("started again" in words for words in one.told), "the word of it", 20)
    until(lambda: one.live.is_ready, "the model again", 20)
    assert one.failed == []


def test_an_engine_that_dies_again_is_given_up_in_words(bench) -> None:
    """It is started once more, not for ever; the lane says what happened."""
    one = bench(fakes.serve_dying)
    one.live.use(FOLDER, "LSTM #1")
    one.open(0, track_of())
    until(lambda: one.failed, "the end of it", 40)
    assert f"exit code {fakes.DEAD_CODE}" in one.failed[0]
    assert "cannot be used" in one.words
    assert engines() == []


def test_a_model_that_makes_room_for_a_job_says_so(bench) -> None:
    """Where it computes and why is in the status bar, until the GPU is its own again."""
    one = bench(fakes.serve_moving)
    one.live.use(FOLDER, "LSTM #1")
    until(lambda: "cpu" in one.live.models.phrase(), "the move", 20)
    assert one.live.models.phrase() == "LSTM #1 on cpu, 1 thread, a job has the GPU"
    assert "The GPU is wanted by “a job”." in one.told
    one.open(0, track_of())
    until(lambda: "cuda" in one.live.models.phrase(), "the way back", 20)
    assert one.live.models.phrase() == "LSTM #1 on cuda: fake"


def test_only_the_last_of_many_clips_is_shown(bench, session: Session) -> None:
    """After 500 quick changes of the clip the trace is that of the last one, asked once."""
    one = bench(fakes.serve_late)
    one.live.use(FOLDER, "LSTM #1")
    until(lambda: one.live.is_ready, "the model", 20)
    track = track_of()
    for number in range(500):
        one.open(number % len(session.order), track)
    newest = one.live._room.generation
    until(lambda: one.traces, "a trace", 20)
    # The fake is sure of the class that its request's number gives.
    assert one.traces[0].probabilities[0].argmax() == newest % 7


def test_the_choice_is_remembered_with_the_project(bench, session: Session) -> None:
    """What was chosen is in the project's folder, and nothing else once it is let go."""
    one = bench()
    one.live.use(FOLDER, "LSTM #1")
    one.live.use(OTHER, "ST-GCN #2", "B")
    stored = session.project.root / paths.LIVE
    assert '"LSTM #1"' in stored.read_text()
    one.live.use(None)
    one.live.use(None, slot="B")
    assert stored.read_text().strip() == "{}"


def test_a_project_brings_its_models(bench, session: Session, qapp: QApplication) -> None:
    """Opening a project loads what it was last seen with, after the first picture."""
    keep_chosen(session.project.root, {"B": ChosenModel(OTHER.absolute(), "ST-GCN #2")})
    one = bench()
    session.opened.emit()
    assert len(one.live.models) == 0
    one.live.show_again()
    until(lambda: one.live.is_ready, "the model", 20)
    model = one.live.models.get("B")
    assert (one.live.models.get("A"), model.name) == (None, "ST-GCN #2")
