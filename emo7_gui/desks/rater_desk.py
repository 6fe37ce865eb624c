"""Wires the rater's profile: the card behind the avatar, and the change to another rater.

What it is: what happens when somebody else sits down, or says more of themselves.
What it is not: the form (shell/rater_card.py) or what is stored (emo7_core/labels/raters.py).
Convention: a change waits for nothing and asks nothing, except while something is not saved.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from emo7_core.errors import Emo7Error
from emo7_core.labels.raters import Profile, profile_of, profiles, save_profile
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from emo7_gui.shell.rater_card import RaterCard


class RaterDesk(QObject):
    """The rater at work.

    Args:
        window: Where the avatar and the card are.
        session: Whose rater changes.
        settings: Remembers the rater for the next start.
        reopen: Opens a project folder as the rater of the settings; False where it cannot.
        flush: Tells what was typed but not told yet.
    """

    told = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        reopen: Callable[[Path], bool],
        flush: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self._reopen, self._flush = reopen, flush
        self._card: RaterCard | None = None
        window.top_bar.rater_pressed.connect(self.open)
        session.opened.connect(self._show)

    @property
    def card(self) -> RaterCard:
        """The form, made when it first opens."""
        if self._card is None:
            from emo7_gui.shell.rater_card import RaterCard

            self._card = RaterCard(self._window)
            self._card.profile_given.connect(self._on_given)
        return self._card

    def open(self) -> None:
        """Show who is labelling."""
        project, rater = self._session.project, self._session.rater
        if project is not None and rater is not None:
            known = [profile for _, profile in profiles(project)]
            self.card.open_for(profile_of(rater), known)

    def _on_given(self, profile: Profile) -> None:
        project, rater = self._session.project, self._session.rater
        if project is None or rater is None:
            return
        self._flush()
        is_other = profile.name != rater.name
        if is_other and self._session.refused():
            self.told.emit(self.tr("a decision is not saved yet: change the rater once it is"))
            return
        if not self._session.is_read_only:
            try:
                stored = save_profile(project, profile)
            except Emo7Error as error:
                self.failed.emit(str(error))
                return
            if not is_other:
                self._session.rater = stored
        elif not is_other:
            self.told.emit(self._session.read_only_reason)
        if is_other:
            self._change(profile.name, project.root)
        self._show()

    def _change(self, name: str, root: Path) -> None:
        before = self._settings.rater
        self._settings.rater = name
        if not self._reopen(root):
            self._settings.rater = before

    def _show(self) -> None:
        if self._session.rater is not None:
            profile = profile_of(self._session.rater)
            self._window.top_bar.set_rater(profile.name, profile.short)
