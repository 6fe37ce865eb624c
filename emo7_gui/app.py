"""Makes the rooms of the window, wires them, and ends them: the one place that knows all.

What it is: construction and the order of the end.
What it is not: the first picture (start.py), what happens at a key (desks/), or any painting.
Convention: rooms end in one function, `Studio.close`: jobs go on, everything else is joined.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.data.data_workspace import DataWorkspace
from emo7_gui.desks.compare_desk import CompareDesk
from emo7_gui.desks.data_desk import DataDesk
from emo7_gui.desks.exemplar_desk import ExemplarDesk
from emo7_gui.desks.extraction_desk import ExtractionDesk
from emo7_gui.desks.golden_desk import GoldenDesk
from emo7_gui.desks.live_desk import LiveDesk
from emo7_gui.desks.mlflow_desk import MlflowDesk
from emo7_gui.desks.playback import Playback
from emo7_gui.desks.project_desk import ProjectDesk
from emo7_gui.desks.queue_desk import QueueDesk
from emo7_gui.desks.rater_desk import RaterDesk
from emo7_gui.desks.review_desk import ReviewDesk
from emo7_gui.desks.train_desk import TrainDesk
from emo7_gui.golden.golden_workspace import GoldenWorkspace
from emo7_gui.key_map import KeyMap
from emo7_gui.player.player import Player
from emo7_gui.review.review_workspace import ReviewWorkspace
from emo7_gui.review_facts import SaveState
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from emo7_gui.shell.key_card import ask_for_card, save_card
from emo7_gui.shell.main_window import MainWindow
from emo7_gui.start import make_window
from emo7_gui.theme import install
from emo7_gui.train.train_workspace import TrainWorkspace


class Studio(QObject):
    """The whole desktop over one session."""

    def __init__(self, settings: Settings, window: MainWindow | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.session = Session(settings.is_blind_first, settings.is_reveal_on, self)
        self.window = window or make_window(settings)
        self.playback = Playback(Player(), parent=self)
        self.review = ReviewWorkspace(self.playback.player)
        self.compare, self.train = CompareWorkspace(), TrainWorkspace()
        self.golden = GoldenWorkspace()
        self.data = DataWorkspace()
        for name, widget in self._workspaces().items():
            self.window.add_workspace(name, widget)
        self.projects = ProjectDesk(self.window, self.session, settings)
        self.reviewing = ReviewDesk(self.session, self.review, self.playback, settings)
        self.extraction = ExtractionDesk(self.session, parent=self)
        self.live = LiveDesk(self.session, self.playback.player, self)
        self.training = TrainDesk(self.session, self.train)
        self.comparing = CompareDesk(self.session, self.compare)
        self.silver = DataDesk(self.session, self.data, settings)
        self.mlflow = MlflowDesk(self.session, self)
        self.queues = QueueDesk(self.window, self.session, self.review.queue)
        self.exemplars = ExemplarDesk(self.window, self.session, self.playback)
        open_project, flush = self.projects.open_project, self.review.flush
        self.raters = RaterDesk(self.window, self.session, settings, open_project, flush)
        self.judging = GoldenDesk(self.session, self.golden, self.review.queue)
        self._is_closed = False
        self._machine: tuple[str, ...] = ()
        self._facts: dict[str, tuple[str, ...]] = {}
        self._connect()
        self._restore()

    def show(self) -> None:
        """Show the window."""
        self.window.show()

    def close(self) -> bool:
        """End every room in order; False where decisions could not be saved and one stays."""
        if self._is_closed:
            return True
        self.review.flush()
        self.mlflow.let_go()
        self._keep()
        # The log first: whatever happens afterwards, the decisions are on the disk.
        if unsaved := self.judging.finish() + len(self.session.close()):
            self._tell_unsaved(unsaved)
        for room in (
            self.projects,
            self.training,
            self.live,
            self.extraction,
            self.comparing,
            self.silver,
            self.judging,
            self.playback,
            self.reviewing,
            self.mlflow,
            self.queues,
            self.exemplars,
        ):
            room.stop()
        self._is_closed = True
        return True

    def _connect(self) -> None:
        window, session = self.window, self.session
        session.opened.connect(self._on_opened)
        session.save_state_changed.connect(self._on_save_state)
        session.told.connect(self._tell)
        self.projects.told.connect(self._tell)
        self.reviewing.facts_changed.connect(lambda facts: self._keep_facts("review", facts))
        self.comparing.facts_changed.connect(lambda facts: self._keep_facts("compare", facts))
        self.silver.facts_changed.connect(lambda facts: self._keep_facts("data", facts))
        self.judging.facts_changed.connect(lambda facts: self._keep_facts("golden", facts))
        self.reviewing.machine_changed.connect(self._keep_machine)
        self._connect_desks()
        window.action_triggered.connect(self._perform)
        window.workspace_shown.connect(self._on_workspace_shown)
        window.closing.connect(self.close)
        window.top_bar.menu.scheme_chosen.connect(self._on_scheme_chosen)
        window.key_sheet.remap_requested.connect(self._on_remap)
        window.key_sheet.restore_requested.connect(self._on_restore_keys)
        window.key_sheet.print_requested.connect(self._on_print_keys)
        self.review.layout_changed.connect(
            lambda: self.settings.keep_layout("review", self.review.layout_state())
        )

    def _workspaces(self) -> dict[str, QWidget]:
        return {
            "review": self.review,
            "golden": self.golden,
            "compare": self.compare,
            "train": self.train,
            "data": self.data,
        }

    def _connect_desks(self) -> None:
        self.reviewing.track_shown.connect(self.live.show_clip)
        self.reviewing.extract_requested.connect(self.extraction.extract_from)
        self.extraction.clip_done.connect(self.reviewing.show_track)
        self.extraction.progressed.connect(self._on_extraction)
        self.window.work_strip.cancel_requested.connect(self.extraction.cancel)
        self.live.models_changed.connect(self.reviewing.set_models)
        self.playback.opened.connect(lambda _: self.live.show_state())
        for quiet in (self.queues, self.exemplars, self.raters):
            quiet.told.connect(self._tell)
            quiet.failed.connect(self.window.status_bar.say_error)
        self.live.engine_told.connect(self._on_engine_told)
        self.training.use_requested.connect(self._on_use_requested)
        self.training.compare_requested.connect(self.comparing.refresh)
        self.training.running_changed.connect(self.window.top_bar.set_job)
        self.comparing.training_requested.connect(self._on_training_requested)
        self.comparing.model_chosen.connect(self.training.add_model)
        self.silver.guesses_stored.connect(self.comparing.refresh)
        self.silver.review_requested.connect(lambda: self.window.show_workspace("review"))
        self.silver.import_requested.connect(lambda: self.projects.perform("import_clips"))
        self.silver.told.connect(self._tell)
        self.silver.failed.connect(self.window.status_bar.say_error)
        self.train.mlflow_requested.connect(self.mlflow.show)
        self.judging.review_requested.connect(lambda: self.window.show_workspace("review"))
        self.judging.cases.save_state_changed.connect(self._on_result_state)
        desks = (self.live, self.training, self.comparing, self.mlflow, self.judging)
        for desk in (*desks, self.extraction):
            desk.told.connect(self._tell)
        for desk in desks:
            desk.failed.connect(self.window.status_bar.say_error)

    def _perform(self, action_id: str) -> None:
        own = {
            "rater": self.raters.open,
            "make_queue": self.queues.open,
            "exemplars": self.exemplars.open,
        }
        if action_id in own:
            own[action_id]()
            return
        if self.projects.perform(action_id):
            return
        if self.window.workspace == "review":
            self.reviewing.perform(action_id)
        elif self.window.workspace == "compare":
            self.comparing.perform(action_id)
        elif self.window.workspace == "train":
            self.training.perform(action_id)
        elif self.window.workspace == "golden":
            self.judging.perform(action_id)
        elif self.window.workspace == "data":
            self.silver.perform(action_id)

    def _on_use_requested(self, folder: Path, name: str) -> None:
        self.live.use(folder, name)
        self.reviewing.show_again()
        self.window.show_workspace("review")

    def _on_training_requested(self) -> None:
        self.window.show_workspace("train")
        self.training.open_dialog()

    def _on_extraction(self, words: str, share: float) -> None:
        if words:
            self.window.work_strip.tell(words, share)
        else:
            self.window.work_strip.leave()

    def _on_engine_told(self, words: str) -> None:
        self.reviewing.set_engine(words)

    def _on_opened(self) -> None:
        assert self.session.project is not None
        assert self.session.rater is not None
        window = self.window
        window.set_project(self.session.project.name)
        window.top_bar.menu.set_project_open(True)
        window.banner.set_message(self.session.read_only_reason)
        window.show_workspace("review")

    def _on_workspace_shown(self, name: str) -> None:
        self.playback.plays_on_open = name == "review"
        self.window.status_bar.set_facts(self._facts.get(name, ()))
        self.window.status_bar.set_machine(self._machine if name == "review" else ())
        if name != "review":
            self.playback.pause()
        if name != "compare":
            self.comparing.playback.pause()
        else:
            self.comparing.show()
        if name == "data":
            self.silver.show()
        if name == "golden":
            self.judging.show()
        else:
            self.judging.hide()

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

    def _tell(self, text: str) -> None:
        self.window.status_bar.say(text)

    def _on_scheme_chosen(self, scheme: str) -> None:
        self.settings.scheme = scheme or None  # type: ignore[assignment]
        install(QApplication.instance(), self.settings.scheme)  # type: ignore[arg-type]
        self.window.top_bar.menu.set_scheme(self.settings.scheme)

    def _on_remap(self, action_id: str, chord: str) -> None:
        self._set_keys(KeyMap(self.settings.keys).remapped(action_id, chord))

    def _on_restore_keys(self) -> None:
        self._set_keys(KeyMap())

    def _on_print_keys(self) -> None:
        bar, key_map = self.window.status_bar, KeyMap(self.settings.keys)
        path = ask_for_card(self.window)
        if path is None:
            return
        try:
            save_card(path, key_map, self.window.workspaces)
        except OSError as error:
            bar.say_error(str(error))
        else:
            bar.say(self.tr("the keys are in {0}").format(path))

    def _set_keys(self, key_map: KeyMap) -> None:
        self.settings.keys = key_map.overrides
        self.window.set_key_map(key_map)
        self.review.set_key_map(key_map)

    def _restore(self) -> None:
        self.review.set_layout_state(self.settings.layout("review"))
        self.review.set_key_map(KeyMap(self.settings.keys))

    def _keep(self) -> None:
        self.settings.keep_layout("window", self.window.layout_state())
        self.settings.keep_layout("review", self.review.layout_state())

    def _tell_unsaved(self, count: int) -> None:
        QMessageBox.critical(
            self.window,
            "emo7",
            self.tr("{0} decisions could not be saved: the disk refused.").format(count),
        )
