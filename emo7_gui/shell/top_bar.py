"""The bar at the top: project, the five workspaces, a running job, the rater, help.

What it is: a view. It shows what it is told and says what was asked for.
Convention: workspaces by their names in actions.WORKSPACES.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QToolButton, QWidget

from emo7_gui.actions import BY_ID, WORKSPACES
from emo7_gui.controls.avatar import Avatar
from emo7_gui.controls.progress_ring import ProgressRing
from emo7_gui.key_map import KeyMap
from emo7_gui.shell.project_button import ProjectButton
from emo7_gui.shell.project_menu import ProjectMenu
from emo7_gui.theme import theme

_TABS_LEFT = 272


class TopBar(QWidget):
    """Project, tabs, job, rater, help.

    Signals:
        workspace_chosen(name): a tab was pressed.
        job_pressed: the running job was pressed.
        rater_pressed: the rater's circle was pressed.
        keys_requested: help was pressed.
    """

    workspace_chosen = Signal(str)
    job_pressed = Signal()
    rater_pressed = Signal()
    keys_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu = ProjectMenu(self)
        self._project = ProjectButton(self.menu)
        self._tabs = {name: self._tab(name) for name in WORKSPACES}
        self._job = QPushButton()
        self._job.setProperty("kind", "flat")
        self._job.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._job.clicked.connect(self.job_pressed)
        self._ring = ProgressRing()
        self._avatar = Avatar()
        self._avatar.clicked.connect(self.rater_pressed)
        self._help = self._help_button()
        self.setFixedHeight(theme().size("top_bar"))
        self._build()
        self.set_job("", None)
        self.set_rater("")

    def set_project(self, name: str | None) -> None:
        """Show the open project; without one the tabs are off."""
        self._project.set_project(name)
        self.menu.set_project_open(name is not None)
        for tab in self._tabs.values():
            tab.setEnabled(name is not None)

    def set_workspace(self, name: str | None) -> None:
        """Mark the workspace that is shown; None marks none."""
        group = self._tabs["review"].group()
        group.setExclusive(name is not None)
        for known, tab in self._tabs.items():
            tab.setChecked(known == name)

    def set_workspaces(self, names: frozenset[str]) -> None:
        """Show tabs of these workspaces only; the others keep their keys for later."""
        for known, tab in self._tabs.items():
            tab.setVisible(known in names)

    def set_job(self, text: str, share: float | None) -> None:
        """Show a running job with its share 0..1; an empty text hides it."""
        self._job.setText(text)
        self._job.setAccessibleName(self.tr("Job: {}").format(text))
        self._job.setVisible(bool(text))
        self._ring.set_share(share)
        self._ring.setVisible(bool(text))

    def set_rater(self, name: str, initials: str = "") -> None:
        """Show who is rating."""
        self._avatar.set_rater(name, initials)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Write the keys that hold now into tool tips and the menu."""
        self.menu.set_key_map(key_map)
        for name, tab in self._tabs.items():
            tab.setToolTip(key_map.cap(f"workspace_{name}"))
        self._help.setToolTip(self.tr("All keys") + "  " + key_map.cap("keys"))

    def _tab(self, name: str) -> QPushButton:
        tab = QPushButton(self.tr(BY_ID[f"workspace_{name}"].text))
        tab.setProperty("kind", "tab")
        tab.setCheckable(True)
        tab.setFont(theme().font("emphasis"))
        tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tab.clicked.connect(lambda: self.workspace_chosen.emit(name))
        return tab

    def _help_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "flat")
        button.setIcon(theme().icon("ph.question"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self.tr("All keys"))
        button.clicked.connect(self.keys_requested)
        return button

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 16, 8)
        row.setSpacing(4)
        row.addWidget(self._project)
        row.addSpacing(_TABS_LEFT - 8 - self._project.sizeHint().width() - 4)
        group = QButtonGroup(self)
        for tab in self._tabs.values():
            group.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        row.addWidget(self._ring)
        row.addWidget(self._job)
        row.addSpacing(12)
        row.addWidget(self._avatar)
        row.addSpacing(12)
        row.addWidget(self._help)
