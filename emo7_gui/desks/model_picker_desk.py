"""Wires the model picker: lists models in a child process, and hands the choice to the live desk.

What it is: which models there are, which one is being fetched, and the card.
What it is not: mlflow, which only the child imports; nor the loading of a model (live_desk.py).
Convention: the project's own jobs are listed first and at once, MLflow is asked after them; what
was listed stays while a newer list is read.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from emo7_core.errors import UsageError
from emo7_core.inference.messages import Slot
from emo7_core.models.choice import ModelChoice, fetch_command, from_json, list_command
from emo7_gui.desks.live_desk import LiveDesk
from emo7_gui.desks.picker_rows import ListedModel, listed, picked_models, picker_rows
from emo7_gui.review.model_picker import ModelPicker
from emo7_gui.session import Session
from emo7_gui.workers.child_answer import ChildAnswer


class ModelPickerDesk(QObject):
    """The picker of the window."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, session: Session, live: LiveDesk) -> None:
        super().__init__(window)
        self._window, self._session, self._live = window, session, live
        self._card: ModelPicker | None = None
        self._local: tuple[ModelChoice, ...] = ()
        self._tracked: tuple[ModelChoice, ...] = ()
        self._opened: tuple[ModelChoice, ...] = ()
        self._waiting: dict[str, str] = {}
        self._is_local = False
        self._lister, self._fetcher = ChildAnswer(self), ChildAnswer(self)
        self._lister.answered.connect(self._on_listed)
        self._lister.failed.connect(self._on_not_listed)
        self._fetcher.answered.connect(self._on_fetched)
        self._fetcher.failed.connect(self._on_not_fetched)
        live.choice_changed.connect(self._show)
        session.closed.connect(self._forget)

    @property
    def card(self) -> ModelPicker:
        """The card, made when it is first needed."""
        if self._card is None:
            self._card = ModelPicker(self._window)
            self._card.picked.connect(self.pick)
            self._card.cleared.connect(self._on_cleared)
            self._card.folder_requested.connect(self._on_folder_requested)
        return self._card

    @property
    def models(self) -> tuple[ListedModel, ...]:
        """What is listed now."""
        return listed((*self._local, *self._tracked, *self._opened), self._runs)

    @property
    def _runs(self) -> Path:
        project = self._session.project
        return Path() if project is None else project.runs

    @property
    def is_listing(self) -> bool:
        """Whether a list is still being read."""
        return self._lister.is_asking

    def open(self) -> None:
        """Open the card and read the lists anew."""
        project = self._session.project
        if project is None:
            return
        self.card.open_for(picked_models(self._live.models, self._waiting))
        self._list(is_local=True)

    def pick(self, uri: str, letter: str) -> None:
        """Let a model of the list answer in a slot; fetched first where a server has it."""
        model = next((one for one in self.models if one.choice.uri == uri), None)
        project = self._session.project
        if model is None or model.refused or project is None:
            return
        if model.choice.folder:
            self._use(model.choice, model.name, letter)
        else:
            self._fetch(uri, letter, model.name)

    def open_folder(self, folder: Path, letter: str = "A") -> None:
        """Let the model of a folder answer in a slot, if there is one that fits."""
        if self._session.project is not None:
            self._fetch(str(folder), letter, folder.name)

    def stop(self) -> None:
        """End the children."""
        self._lister.stop()
        self._fetcher.stop()

    # The lists

    def _list(self, is_local: bool) -> None:
        project = self._session.project
        if project is None:
            return
        self._is_local = is_local
        words = self.tr("reading the models of this project …")
        self.card.set_loading(words if is_local else self.tr("asking MLflow …"))
        self._show()
        self._lister.ask(list_command(project.root, is_local))

    def _on_listed(self, text: str) -> None:
        try:
            found = from_json(text)
        except UsageError as error:
            self._on_not_listed(str(error))
            return
        if self._is_local:
            self._local = found
            self._list(is_local=False)
            return
        self._local = tuple(one for one in found if one.place == "project run")
        self._tracked = tuple(one for one in found if one.place != "project run")
        self.card.set_loading("")
        self._show()

    def _on_not_listed(self, reason: str) -> None:
        what = self.tr("the project's models") if self._is_local else self.tr("MLflow's models")
        self.card.set_loading("")
        self.card.say(self.tr("{0} could not be read: {1}").format(what, reason), is_problem=True)
        self._show()

    def _show(self) -> None:
        if self._card is not None and self._card.isVisible():
            self._card.set_models(picked_models(self._live.models, self._waiting))
            self._card.set_rows(picker_rows(self.models, self._live.models))

    # One model

    def _fetch(self, uri: str, letter: str, name: str) -> None:
        project = self._session.project
        assert project is not None
        self._waiting = {letter: name}
        self._show()
        self._fetcher.ask(fetch_command(project.root, uri))

    def _on_fetched(self, text: str) -> None:
        letter = next(iter(self._waiting), "A")
        try:
            (choice,) = from_json(text)
        except (UsageError, ValueError) as error:
            self._on_not_fetched(str(error))
            return
        self._waiting = {}
        known = (one for one in self._opened if one.uri != choice.uri)
        self._opened = (*known, choice)
        (model,) = listed((choice,), self._runs)
        if model.refused:
            self._complain(f"{model.name}: {model.refused}")
            self._show()
        else:
            self._use(choice, model.name, letter)

    def _on_not_fetched(self, reason: str) -> None:
        name = next(iter(self._waiting.values()), "")
        self._waiting = {}
        self._show()
        self._complain(f"{name}: {reason}" if name else reason)

    def _complain(self, reason: str) -> None:
        self.card.say(reason, is_problem=True)
        self.failed.emit(reason)

    def _use(self, choice: ModelChoice, name: str, letter: str) -> None:
        slot: Slot = "A" if letter == "A" else "B"
        self.card.say("")
        self._live.use(Path(choice.folder), name, slot)
        self._show()

    def _on_cleared(self, letter: str) -> None:
        self._live.use(None, slot="A" if letter == "A" else "B")

    def _on_folder_requested(self) -> None:
        title = self.tr("The folder of a model")
        name = QFileDialog.getExistingDirectory(self._window, title)
        if name:
            self.open_folder(Path(name))

    def _forget(self) -> None:
        self._lister.cancel()
        self._fetcher.cancel()
        self._local = self._tracked = self._opened = ()
        self._waiting = {}
        if self._card is not None:
            self._card.close_card()
