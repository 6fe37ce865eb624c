"""The import dialog: what to bring in, and what that would bring, before it is done.

What it is: the form at the left, the preview in plain words at the right, one button.
What it is not: the reading of tables or folders; it asks and is told (desks/import_desk.py).
Convention: the answer to an older plan is dropped; Import waits for the answer to this one.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from emo7_core.corpora.plan import ImportPlan, ImportPreview
from emo7_core.errors import Emo7Error
from emo7_gui.key_button import KeyButton
from emo7_gui.shell.drops import dropped_paths, has_paths
from emo7_gui.shell.fact_list import FactList
from emo7_gui.shell.import_facts import can_bring, facts_of, why_nothing
from emo7_gui.shell.import_form import ImportForm
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import set_tone, text_label

SIZE = QSize(960, 600)
FORM_WIDTH = 464
TYPING_MS = 200


class ImportDialog(Overlay):
    """Import clips.

    Signals:
        paths_given(tuple of Path): answer with `set_plan`, or `set_refusal`.
        plan_changed(ImportPlan): answer with `set_preview`, or `set_error`.
        import_requested(ImportPlan, Path | None): do it, into a new project where one is given;
            the dialog has closed.
    """

    paths_given = Signal(object)
    plan_changed = Signal(object)
    import_requested = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.tr("Import clips"), SIZE)
        self.form = ImportForm()
        self.facts = FactList(self.tr("What will come in"))
        self.note = text_label("", "small", "secondary", is_wrapping=True)
        self.cancel = KeyButton(self.tr("Cancel"), self.tr("Esc"), kind="flat")
        self.start = KeyButton(self.tr("Import"), self.tr("Ctrl Enter"), kind="primary")
        self._asked: ImportPlan | None = None
        self._answered: ImportPlan | None = None
        self._seen: ImportPreview | None = None
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.form.changed.connect(self._on_changed)
        self.form.given.connect(self._on_given)
        self.cancel.clicked.connect(self.close_card)
        self.start.clicked.connect(self.submit)
        self.setAcceptDrops(True)
        self._arrange()
        self._forget()

    def open_with(self, paths: tuple[Path, ...], new_project: Path | None) -> None:
        """Open it, empty or on what was dropped; a project's folder is asked for if given."""
        if not self.isVisible():
            self.form.clear()
            self._forget()
            self.form.set_new_project(new_project)
            self.open_card()
            self.form.path.line.setFocus(Qt.FocusReason.PopupFocusReason)
        if paths:
            self._on_given(paths)

    def set_plan(self, plan: ImportPlan) -> None:
        """Show the plan that the given paths make, and ask for its preview."""
        self.form.set_plan(plan)
        self._ask()

    def set_refusal(self, paths: tuple[Path, ...], error: Emo7Error) -> None:
        """Show that the given paths make no plan."""
        self.form.show_path(paths[0])
        self._refuse(error)

    def set_preview(self, plan: ImportPlan, seen: ImportPreview) -> None:
        """Show what a plan would bring in; the answer to an older plan is dropped."""
        if plan != self._asked:
            return
        self._answered, self._seen = plan, seen
        self.form.clear_problems()
        self.facts.set_facts(facts_of(plan, seen))
        self._refresh()

    def set_error(self, plan: ImportPlan, error: Emo7Error) -> None:
        """Show why a plan cannot be read; the answer to an older plan is dropped."""
        if plan == self._asked:
            self._refuse(error)

    @property
    def is_ready(self) -> bool:
        """Whether the preview answers the form as it is, and something would come in."""
        is_current = self._answered is not None and self._answered == self.form.plan()
        has_project = self.form.project.isHidden() or self.form.project.path() is not None
        return is_current and has_project and self._seen is not None and can_bring(self._seen)

    def submit(self) -> None:
        """Start the import, where the preview says what it will bring."""
        if self.start.isEnabled() and self.is_ready:
            plan = self._answered
            project = None if self.form.project.isHidden() else self.form.project.path()
            self.close_card()
            self.import_requested.emit(plan, project)

    def _on_given(self, paths: tuple[Path, ...]) -> None:
        self._typing.stop()
        self.form.show_path(paths[0])
        self.form.clear_problems()
        self._wait()
        self.paths_given.emit(paths)

    def _on_changed(self) -> None:
        self._refresh()
        self._typing.start()

    def _ask(self) -> None:
        plan = self.form.plan()
        if plan is None:
            self.form.clear_problems()
            self._forget()
        elif self.form.is_unguessed:
            self._on_given(plan.paths)
        elif plan != self._answered:
            self._asked = plan
            self._wait()
            self.plan_changed.emit(plan)
        else:
            self._refresh()

    def _wait(self) -> None:
        self._answered = None
        self.facts.set_faded(True)
        self._say(self.tr("Looking …"))

    def _forget(self) -> None:
        self._asked = self._answered = self._seen = None
        self.facts.set_facts((), self.tr("Nothing chosen yet."))
        self._refresh()

    def _refuse(self, error: Emo7Error) -> None:
        self._asked = self._answered = self._seen = None
        self.facts.set_facts((), self.tr("It cannot be read yet."))
        self.form.set_problem(error)
        self._say(self.tr("Mend it, or choose another file."))

    def _refresh(self) -> None:
        plan = self.form.plan()
        if plan is None:
            self._say(self.tr("Choose a folder or a table, or drop it here."))
        elif plan != self._answered or self._seen is None:
            self._say(self.note.text())
        elif not can_bring(self._seen):
            self._say(self.tr("Nothing to import. {0}").format(why_nothing(plan)), "warning")
        elif not self.is_ready:
            self._say(self.tr("Say where the new project shall lie."), "warning")
        else:
            self._say(self.tr("Your videos stay where they are; nothing is copied."))

    def _say(self, text: str, tone: str = "secondary") -> None:
        self.note.setText(text)
        set_tone(self.note, tone)
        self.start.setEnabled(self.is_ready)
        self.start.setToolTip("" if self.is_ready else text)
        self.start.setAccessibleDescription(text)

    def _arrange(self) -> None:
        area = QScrollArea()
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(text_label(self.tr("What will come in"), "small", "secondary"))
        right.addWidget(self.facts, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.start)
        grid = QGridLayout(self.card)
        grid.setContentsMargins(24, 24, 24, 20)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(16)
        grid.setColumnMinimumWidth(0, FORM_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(text_label(self.tr("Import clips"), "heading"), 0, 0, 1, 2)
        grid.addWidget(area, 1, 0)
        grid.addLayout(right, 1, 1)
        grid.addLayout(foot, 2, 0, 1, 2)
        grid.setRowStretch(1, 1)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._on_given(paths)
