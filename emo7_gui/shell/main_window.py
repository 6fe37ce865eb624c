"""The frame of the window: bars, banner, one workspace at a time, drops from outside.

What it is: a view. It holds the workspaces it is given and says what was asked for.
What it is not: the one that owns video, labels, models or jobs; app.py wires those.
Convention: workspaces by name (actions.WORKSPACES), the first screen under "start".
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from emo7_gui.key_map import KeyMap
from emo7_gui.key_router import KeyRouter
from emo7_gui.shell.banner import Banner
from emo7_gui.shell.first_start import FirstStart
from emo7_gui.shell.status_bar import StatusBar
from emo7_gui.shell.top_bar import TopBar
from emo7_gui.shell.waiting_page import WaitingPage
from emo7_gui.shell.work_strip import WorkStrip
from emo7_gui.theme import theme

if TYPE_CHECKING:
    from emo7_gui.shell.key_sheet import KeySheet

START = "start"
_FIRST_SIZE, _LEAST_SIZE = (1440, 900), (1180, 720)
_FRAME = 2


class DropFrame(QWidget):
    """The accent frame that shows while something is dragged over the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme().colour("accent"), _FRAME))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class MainWindow(QMainWindow):
    """Top bar, banner, workspaces, status bar, key sheet.

    Signals:
        workspace_shown(name): another workspace is in front.
        workspace_requested(name): one that is not made yet was gone to; whoever makes it adds it,
            at once or later. Until then an empty page stands for it.
        action_triggered(id): a key or a menu entry asked for an action.
        paths_dropped(list of Path): files or folders were dropped.
        closing: the window is about to close; everything should stop.
        remap_requested, restore_requested, print_requested: those of the key sheet.

    Attributes:
        may_close: Asked before the window closes; False keeps it open.
    """

    workspace_shown = Signal(str)
    workspace_requested = Signal(str)
    action_triggered = Signal(str)
    paths_dropped = Signal(list)
    closing = Signal()
    remap_requested = Signal(str, str)
    restore_requested = Signal()
    print_requested = Signal()

    def __init__(self, key_map: KeyMap | None = None) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        self._key_map = key_map or KeyMap()
        self._workspaces: dict[str, QWidget | None] = {}
        self._awaited = START
        self.top_bar = TopBar()
        self.banner = Banner()
        self.status_bar = StatusBar()
        self.work_strip = WorkStrip()
        self.first_start = FirstStart()
        self._centre = QWidget()
        self._stack = QStackedWidget()
        self._waiting: WaitingPage | None = None
        self._build()
        self._key_sheet: KeySheet | None = None
        self._drop_frame = DropFrame(self)
        self.router = KeyRouter(self, self._key_map)
        self._connect()
        self.add_workspace(START, self.first_start)
        self.set_project(None)
        self.set_key_map(self._key_map)

    @property
    def key_sheet(self) -> KeySheet:
        """The sheet of all keys, made when it is first asked for."""
        if self._key_sheet is None:
            from emo7_gui.shell.key_sheet import KeySheet

            sheet = self._key_sheet = KeySheet(self._centre, self._key_map)
            sheet.set_workspaces(self.workspaces)
            sheet.remap_requested.connect(self.remap_requested)
            sheet.restore_requested.connect(self.restore_requested)
            sheet.print_requested.connect(self.print_requested)
        return self._key_sheet

    @property
    def workspace(self) -> str:
        """The name of the workspace in front, made or awaited."""
        current = self._stack.currentWidget()
        if current is self._waiting:
            return self._awaited
        return next(name for name, widget in self._workspaces.items() if widget is current)

    @property
    def workspaces(self) -> frozenset[str]:
        """Names of the workspaces that can be shown."""
        return frozenset(self._workspaces) - {START}

    def add_workspace(self, name: str, widget: QWidget | None) -> None:
        """Put a workspace in; the first one stays in front.

        Args:
            name: One of actions.WORKSPACES.
            widget: None for one that is made when it is first shown (`workspace_requested`).
                The one that is awaited comes to the front.
        """
        is_known = name in self._workspaces
        self._workspaces[name] = widget
        if widget is not None:
            self._stack.addWidget(widget)
        if not is_known:
            self.top_bar.set_workspaces(self.workspaces)
            if self._key_sheet is not None:
                self._key_sheet.set_workspaces(self.workspaces)
        is_awaited = self._waiting is not None and self._stack.currentWidget() is self._waiting
        if widget is not None and is_awaited and name == self._awaited:
            self.show_workspace(name)

    def show_workspace(self, name: str) -> None:
        """Bring a workspace to the front and hear its keys."""
        if name not in self._workspaces:
            return
        if self._workspaces[name] is None:
            self.workspace_requested.emit(name)
        self._stack.setCurrentWidget(self._workspaces[name] or self._waiting_for(name))
        self.router.set_scope(name)
        # No button has the focus at first, so that Enter and Space mean what the sheet says.
        self._centre.setFocus(Qt.FocusReason.OtherFocusReason)
        self.top_bar.set_workspace(None if name == START else name)
        self.workspace_shown.emit(name)

    def _waiting_for(self, name: str) -> WaitingPage:
        """Return the page that stands for a workspace until it is made."""
        if self._waiting is None:
            self._waiting = WaitingPage()
            self._stack.addWidget(self._waiting)
        self._awaited = name
        self._waiting.wait_for(name)
        return self._waiting

    def set_project(self, name: str | None) -> None:
        """Show the project's name; None goes to the first screen."""
        self.top_bar.set_project(name)
        self.setWindowTitle(f"{name} - emo7" if name else "emo7")
        if name is None:
            self.show_workspace(START)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Let these keys hold."""
        self._key_map = self.router.key_map = key_map
        for part in (self.top_bar, self.status_bar, self.first_start):
            part.set_key_map(key_map)
        if self._key_sheet is not None:
            self._key_sheet.set_key_map(key_map)

    def layout_state(self) -> bytes:
        """Return place and size, to be kept in the settings."""
        return bytes(self.saveGeometry().data())

    def set_layout_state(self, state: bytes) -> None:
        """Restore place and size; nothing kept means the first size."""
        if not state or not self.restoreGeometry(QByteArray(state)):
            self.resize(*_FIRST_SIZE)

    def perform(self, action_id: str) -> bool:
        """Answer what the frame itself can do; True where it did."""
        if action_id == "keys":
            self.key_sheet.open_card()
        elif action_id == "full_screen":
            self._toggle_full_screen()
        elif action_id.startswith("workspace_"):
            self._on_workspace_chosen(action_id.removeprefix("workspace_"))
        else:
            return self.workspace == START and self.first_start.perform(action_id)
        return True

    def _on_triggered(self, action_id: str) -> None:
        if not self.perform(action_id):
            self.action_triggered.emit(action_id)

    def _on_workspace_chosen(self, name: str) -> None:
        if self.workspace != START:
            self.show_workspace(name)

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _connect(self) -> None:
        self.router.triggered.connect(self._on_triggered)
        self.top_bar.menu.action_requested.connect(self._on_triggered)
        self.top_bar.workspace_chosen.connect(self._on_workspace_chosen)
        for bar in (self.top_bar, self.status_bar):
            bar.keys_requested.connect(lambda: self.key_sheet.open_card())

    def _build(self) -> None:
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.work_strip)
        column.addWidget(self.status_bar)
        self.setCentralWidget(self._centre)
        self._centre.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._centre.setAccessibleName(self.tr("Workspace, all keys are heard"))
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(*_FIRST_SIZE)
        self.setAcceptDrops(True)

    # Qt overrides.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._drop_frame.setGeometry(self.rect())
            self._drop_frame.show()
            self._drop_frame.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_frame.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_frame.hide()
        urls = event.mimeData().urls()
        self.paths_dropped.emit([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
