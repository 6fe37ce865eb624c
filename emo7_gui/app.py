"""Makes the rooms of the window, wires them, and ends them: the one place that knows all.

What it is: construction and the order of the end.
What it is not: the first picture (start.py), what happens at a key (desks/), or any painting.
Conventions: Review is made at once, the rooms behind it when somebody first goes there, with
their libraries (rooms.py). Rooms end in one function, `Studio.close`: jobs go on, everything
else is joined.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from emo7_core.bulk import keep_for_good
from emo7_gui.ahead import Ahead
from emo7_gui.desks.exemplar_desk import ExemplarDesk
from emo7_gui.desks.extraction_desk import ExtractionDesk
from emo7_gui.desks.jobs_watch import JobsWatch
from emo7_gui.desks.key_desk import KeyDesk
from emo7_gui.desks.live_desk import LiveDesk
from emo7_gui.desks.model_picker_desk import ModelPickerDesk
from emo7_gui.desks.playback import Playback
from emo7_gui.desks.project_desk import ProjectDesk
from emo7_gui.desks.queue_desk import QueueDesk
from emo7_gui.desks.rater_desk import RaterDesk
from emo7_gui.desks.review_desk import ReviewDesk
from emo7_gui.frame import make_window
from emo7_gui.libraries import loading, loading_all
from emo7_gui.player.player import Player
from emo7_gui.review.review_workspace import ReviewWorkspace
from emo7_gui.review_facts import SaveState
from emo7_gui.rooms import Making, Room, Rooms
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow
from emo7_gui.shell.unsaved_box import UnsavedBox
from emo7_gui.theme import install
from emo7_gui.turns import Turns

if TYPE_CHECKING:
    from emo7_gui.compare.compare_workspace import CompareWorkspace
    from emo7_gui.desks.compare_desk import CompareDesk
    from emo7_gui.desks.golden_desk import GoldenDesk
    from emo7_gui.desks.train_desk import TrainDesk


class Studio(QObject):
    """The whole desktop over one session."""

    def __init__(self, settings: Settings, window: MainWindow | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.session = Session(settings.is_blind_first, settings.is_reveal_on, self)
        self.window = window or make_window(settings)
        self.playback = Playback(Player(), parent=self)
        self.review = ReviewWorkspace(self.playback.player)
        self.review.set_layout_state(settings.layout("review"))
        self.rooms = Rooms(self._makers(), self._on_room_made)
        self.window.add_workspace("review", self.review)
        for name in self.rooms.names:
            self.window.add_workspace(name, None)
        self.projects = ProjectDesk(self.window, self.session, settings)
        self.reviewing = ReviewDesk(self.session, self.review, self.playback, settings)
        self.extraction = ExtractionDesk(self.session, parent=self)
        growing = self.extraction.growing
        self.live = LiveDesk(self.session, self.playback.player, growing, self)
        self.picking = ModelPickerDesk(self.window, self.session, self.live)
        self.queues = QueueDesk(self.window, self.session, self.review.queue)
        self.exemplars = ExemplarDesk(self.window, self.session, self.playback)
        open_project, flush = self.projects.open_project, self.review.flush
        self.raters = RaterDesk(self.window, self.session, settings, open_project, flush)
        self.jobs = JobsWatch(self.session, self)
        self.keys = KeyDesk(self.window, settings)
        self.keys.show_in(self.review)
        self.ahead = Ahead(loading_all(), self.window, self._is_still)
        self._is_closed = self._is_leaving = False
        self._machine: tuple[str, ...] = ()
        self._facts: dict[str, tuple[str, ...]] = {}
        self._connect()
        self._connect_desks()

    @property
    def training(self) -> TrainDesk:
        """The desk of Train."""
        desk: TrainDesk = self.rooms["train"].desks[0]
        return desk

    @property
    def comparing(self) -> CompareDesk:
        """The desk of Compare."""
        desk: CompareDesk = self.rooms["compare"].desks[0]
        return desk

    @property
    def compare(self) -> CompareWorkspace:
        """What Compare shows."""
        return self.rooms["compare"].workspace  # type: ignore[return-value]

    def show(self) -> None:
        """Show the window."""
        self.window.show()

    def close(self) -> None:
        """End every room in order; decisions that the disk refuses to the last are told."""
        if self._is_closed:
            return
        self.review.flush()
        self._keep()
        self.ahead.stop()
        for making in self.findChildren(Turns):
            making.stop()
        # The log first: whatever happens afterwards, the decisions are on the disk.
        golden = self.rooms.made("golden")
        judging: GoldenDesk | None = golden.desks[0] if golden is not None else None
        unsaved = judging.finish() if judging is not None else 0
        if unsaved := unsaved + len(self.session.close()):
            self._lost_box(unsaved).exec()
        self.projects.stop()
        self.rooms.stop()
        for desk in (
            self.jobs,
            self.picking,
            self.live,
            self.extraction,
            self.playback,
            self.reviewing,
        ):
            desk.stop()
        self.queues.stop()
        self.exemplars.stop()
        self._is_closed = True

    def _may_close(self) -> bool:
        """Return whether the window may close; while decisions are refused a person is asked."""
        self.review.flush()
        if self._is_closed or self._is_leaving or (state := self.session.refused()) is None:
            return True
        if self.window.findChild(UnsavedBox) is None:
            box = UnsavedBox(state.waiting, state.reason, self.window)
            box.leaving.connect(self._leave)
            box.open()
        return False

    def _leave(self) -> None:
        self._is_leaving = True
        self.window.close()

    # The rooms behind Review

    def _makers(self) -> dict[str, Callable[[], Making]]:
        return {
            "golden": self._make_golden,
            "compare": self._make_compare,
            "train": self._make_train,
            "data": self._make_data,
        }

    def _make_golden(self) -> Making:
        yield from loading("golden")
        from emo7_gui.desks.golden_desk import GoldenDesk
        from emo7_gui.golden.golden_workspace import GoldenWorkspace

        workspace = GoldenWorkspace()
        yield
        desk = GoldenDesk(self.session, workspace, self.review.queue)
        desk.facts_changed.connect(lambda facts: self._keep_facts("golden", facts))
        desk.review_requested.connect(lambda: self.window.show_workspace("review"))
        desk.cases.save_state_changed.connect(self._on_result_state)
        return Room(workspace, (desk,), desk.show, desk.hide)

    def _make_compare(self) -> Making:
        yield from loading("compare")
        from emo7_gui.compare.compare_workspace import CompareWorkspace
        from emo7_gui.desks.compare_desk import CompareDesk

        workspace = CompareWorkspace()
        yield
        desk = CompareDesk(self.session, workspace)
        desk.facts_changed.connect(lambda facts: self._keep_facts("compare", facts))
        desk.training_requested.connect(self._on_training_requested)
        desk.model_chosen.connect(lambda folder: self.training.add_model(folder))
        desk.review_requested.connect(lambda: self.window.show_workspace("review"))
        # It knows what people call the models.
        self._make_in_turns("train")
        return Room(workspace, (desk,), desk.show, desk.playback.pause)

    def _make_train(self) -> Making:
        yield from loading("train")
        from emo7_gui.desks.mlflow_desk import MlflowDesk
        from emo7_gui.desks.train_desk import TrainDesk
        from emo7_gui.train.train_workspace import TrainWorkspace

        workspace = TrainWorkspace()
        yield
        desk, mlflow = TrainDesk(self.session, workspace), MlflowDesk(self.session, self)
        desk.use_requested.connect(self._on_use_requested)
        desk.compare_requested.connect(self._renew_comparison)
        desk.running_changed.connect(self.window.top_bar.set_job)
        desk.golden_requested.connect(self._on_golden_requested)
        desk.facts_changed.connect(lambda facts: self._keep_facts("train", facts))
        desk.mlflow_requested.connect(mlflow.show)
        return Room(workspace, (desk, mlflow))

    def _make_data(self) -> Making:
        yield from loading("data")
        from emo7_gui.data.data_workspace import DataWorkspace
        from emo7_gui.desks.data_desk import DataDesk

        workspace = DataWorkspace()
        yield
        desk = DataDesk(self.session, workspace, self.settings)
        desk.facts_changed.connect(lambda facts: self._keep_facts("data", facts))
        desk.guesses_stored.connect(self._renew_comparison)
        desk.review_requested.connect(lambda: self.window.show_workspace("review"))
        desk.import_requested.connect(lambda: self.projects.perform("import_clips"))
        return Room(workspace, (desk,), desk.show)

    def _on_room_made(self, name: str, room: Room) -> None:
        self.keys.show_in(room.workspace)
        for desk in room.desks:
            self._hear(desk)
        self.window.add_workspace(name, room.workspace)
        keep_for_good()

    def _is_still(self) -> bool:
        """Whether nothing moves in the window, as far as its rooms know."""
        return not self.playback.is_playing and self.window.workspace in ("start", "review")

    def _make_in_turns(self, name: str, is_visit: bool = False) -> None:
        """Make a room while the window lives; a visit ends when somebody goes elsewhere."""
        may_go_on = (lambda: self.window.workspace == name) if is_visit else (lambda: True)
        Turns(lambda: self._advance(name), may_go_on, self)

    def _advance(self, name: str) -> bool:
        try:
            return self.rooms.advance(name)
        except Exception as error:
            words = self.tr("{0} cannot be opened: {1}").format(name.capitalize(), error)
            self.window.status_bar.say_error(words)
            raise

    # Wiring

    def _connect(self) -> None:
        window, session = self.window, self.session
        session.opened.connect(self._on_opened)
        # Whatever closes a project: what was typed in it is told first.
        session.closing.connect(self.review.flush)
        session.lost.connect(lambda count: self._lost_box(count).open())
        session.save_state_changed.connect(self._on_save_state)
        session.told.connect(window.status_bar.say)
        window.action_triggered.connect(self._perform)
        window.workspace_requested.connect(lambda name: self._make_in_turns(name, is_visit=True))
        window.workspace_shown.connect(self._on_workspace_shown)
        window.may_close = self._may_close
        window.closing.connect(self.close)
        window.top_bar.menu.scheme_chosen.connect(self._on_scheme_chosen)
        window.work_strip.cancel_requested.connect(self.extraction.cancel)
        self.review.layout_changed.connect(
            lambda: self.settings.keep_layout("review", self.review.layout_state())
        )

    def _connect_desks(self) -> None:
        reviewing, live = self.reviewing, self.live
        reviewing.facts_changed.connect(lambda facts: self._keep_facts("review", facts))
        reviewing.machine_changed.connect(self._keep_machine)
        reviewing.track_awaited.connect(live.expect)
        reviewing.track_shown.connect(live.show_clip)
        reviewing.extract_requested.connect(self.extraction.extract_from)
        self.extraction.clip_done.connect(reviewing.show_track)
        self.extraction.progressed.connect(self._on_extraction)
        live.models_changed.connect(reviewing.set_models)
        live.engine_told.connect(reviewing.set_engine)
        self.playback.opened.connect(lambda _: live.show_again())
        for asking in (self.playback.player, self.review.panel):
            asking.models_requested.connect(self.picking.open)
        for desk in (self.queues, self.exemplars, self.raters, live, self.picking, self.keys):
            self._hear(desk)
        self.jobs.found.connect(lambda: self._make_in_turns("train"))
        for quiet in (self.projects, self.extraction):
            quiet.told.connect(self.window.status_bar.say)

    def _hear(self, desk: QObject) -> None:
        """Show in the status bar what a desk says."""
        desk.told.connect(self.window.status_bar.say)  # type: ignore[attr-defined]
        desk.failed.connect(self.window.status_bar.say_error)  # type: ignore[attr-defined]

    def _perform(self, action_id: str) -> None:
        own = {
            "rater": self.raters.open,
            "make_queue": self.queues.open,
            "live_models": self.picking.open,
            "exemplars": self.exemplars.open,
        }
        name = self.window.workspace
        if action_id in own:
            own[action_id]()
        elif self.projects.perform(action_id):
            return
        elif name == "review":
            self.reviewing.perform(action_id)
        elif name in self.rooms.names:
            # A key that came while the room was being made waits for it.
            self.rooms[name].desks[0].perform(action_id)

    def _on_use_requested(self, folder: Path, name: str) -> None:
        self.live.use(folder, name)
        self.window.show_workspace("review")

    def _on_training_requested(self) -> None:
        self.window.show_workspace("train")
        self.training.open_dialog()

    def _on_golden_requested(self, name: str) -> None:
        self.comparing.show_model(name)
        self.window.show_workspace("compare")

    def _renew_comparison(self) -> None:
        # One that is made later reads everything anyway.
        if room := self.rooms.made("compare"):
            room.desks[0].refresh()

    def _on_extraction(self, words: str, share: float) -> None:
        if words:
            self.window.work_strip.tell(words, share)
        else:
            self.window.work_strip.leave()

    def _on_opened(self) -> None:
        project, window = self.session.project, self.window
        assert project is not None
        window.set_project(project.name)
        window.top_bar.menu.set_project_open(True)
        window.banner.set_message(self.session.read_only_reason)
        window.show_workspace("review")

    def _on_workspace_shown(self, name: str) -> None:
        self.playback.plays_on_open = name == "review"
        self.window.status_bar.set_facts(self._facts.get(name, ()))
        self.window.status_bar.set_machine(self._machine if name == "review" else ())
        if name != "review":
            self.playback.pause()
        for other in self.rooms.names:
            room = self.rooms.made(other)
            if room is not None and other != name:
                room.leave()
        if room := self.rooms.made(name):
            room.enter()

    def _on_result_state(self, state: SaveState) -> None:
        if self.session.save_state.kind != "failed":
            self._on_save_state(state)

    def _keep_machine(self, facts: tuple[str, ...]) -> None:
        """Playback and engine are Review's: shown while it is in front."""
        self._machine = facts
        if self.window.workspace == "review":
            self.window.status_bar.set_machine(facts)

    def _keep_facts(self, workspace: str, facts: tuple[str, ...]) -> None:
        """Show facts of the clip of a workspace while that one is in front."""
        self._facts[workspace] = facts
        if self.window.workspace == workspace:
            self.window.status_bar.set_facts(facts)

    def _on_save_state(self, state: SaveState) -> None:
        self.window.status_bar.set_saved(state.kind, state.at, state.reason)
        if state.kind == "failed":
            self.window.status_bar.say_error(state.reason)

    def _on_scheme_chosen(self, scheme: str) -> None:
        self.settings.scheme = scheme or None  # type: ignore[assignment]
        install(QApplication.instance(), self.settings.scheme)  # type: ignore[arg-type]
        self.window.top_bar.menu.set_scheme(self.settings.scheme)

    def _keep(self) -> None:
        self.settings.keep_layout("window", self.window.layout_state())
        self.settings.keep_layout("review", self.review.layout_state())

    def _lost_box(self, count: int) -> QMessageBox:
        """Return the box that tells it; waited for only where the window goes."""
        some = self.tr("{0} decisions could not be saved: the disk refused.").format(count)
        one = self.tr("A decision could not be saved: the disk refused.")
        text = one if count == 1 else some
        box = QMessageBox(QMessageBox.Icon.Critical, "emo7", text, parent=self.window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return box
