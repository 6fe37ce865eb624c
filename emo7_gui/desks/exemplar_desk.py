"""Wires the exemplars: which clip shows a point of the scale, in a player of its own.

What it is: what happens at the key of the exemplars, and at "use this clip as exemplar".
What it is not: the store (emo7_core/labels/exemplars.py) or the card (review/exemplar_card.py).
Convention: the player and its thread are made at the first opening and joined at the end. The
open clip is paused meanwhile and plays on afterwards; nothing of it is revealed.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from emo7_core.clips.clip import Clip
from emo7_core.errors import Emo7Error
from emo7_core.labels.exemplars import add_exemplar, exemplars, remove_exemplar
from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.desks.playback import Playback
from emo7_gui.player.player import Player
from emo7_gui.review.exemplar_card import ExemplarCard
from emo7_gui.session import Session
from emo7_gui.shell.main_window import MainWindow

CACHE_BYTES = 96 * 2**20


class ExemplarDesk(QObject):
    """Exemplar clips."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(self, window: MainWindow, session: Session, review: Playback) -> None:
        super().__init__(window)
        self._window, self._session, self._review = window, session, review
        self.card: ExemplarCard | None = None
        self.playback: Playback | None = None
        self._clips: dict[int, list[Clip]] = {}
        self._shown: tuple[int, int] | None = None  # value, place among its clips
        self._was_playing = False
        window.top_bar.menu.exemplar_chosen.connect(self.use)
        session.closing.connect(self._leave)

    def open(self) -> None:
        """Show the exemplars, the one shown last first."""
        project = self._session.project
        if project is None:
            return
        card = self._made()
        self._clips = exemplars(project)
        card.set_counts([len(self._clips[value]) for value in range(K)])
        self._was_playing = self._review.is_playing
        self._review.pause()
        card.open_card()
        last = self._shown[0] if self._shown is not None else None
        known = [value for value in (last, *reversed(range(K))) if value is not None]
        first = next((value for value in known if self._clips[value]), None)
        self._show(first, 0)

    def use(self, value: int | None) -> None:
        """Let the open clip stand for a value, or for none any more."""
        project, clip = self._session.project, self._session.current
        if project is None or clip is None:
            return
        if self._session.is_read_only:
            self.told.emit(self._session.read_only_reason)
            return
        try:
            if value is None:
                remove_exemplar(project, clip)
                self.told.emit(self.tr("{0} is no exemplar").format(clip.name))
            else:
                add_exemplar(project, value, clip)
                words = f"{digit_of(value)} {CLASSES[value]}"
                self.told.emit(self.tr("{0} is an exemplar for {1}").format(clip.name, words))
        except Emo7Error as error:
            self.failed.emit(str(error))

    def stop(self) -> None:
        """Join the thread of the player, where there is one."""
        if self.playback is not None:
            self.playback.stop()

    def _made(self) -> ExemplarCard:
        if self.card is None:
            player = Player(
                has_transport=False, has_timeline=False, has_close_ups=False, is_compact=True
            )
            self.playback = Playback(player, CACHE_BYTES, self)
            self.card = ExemplarCard(self._window, player)
            self.card.value_pressed.connect(self._on_value)
            self.card.play_pressed.connect(self.playback.toggle)
            self.card.closed.connect(self._on_closed)
        return self.card

    def _on_value(self, value: int) -> None:
        is_again = self._shown is not None and self._shown[0] == value
        self._show(value, self._shown[1] + 1 if is_again and self._shown is not None else 0)

    def _show(self, value: int | None, place: int) -> None:
        if self.card is None or self.playback is None:
            return
        clips = [] if value is None else self._clips[value]
        if value is None or not clips:
            self._shown = None
            self.card.set_shown(None)
            return
        place %= len(clips)
        self._shown = (value, place)
        self.card.set_shown(value, clips[place].name, place, len(clips))
        self.playback.open(clips[place], None)

    def _on_closed(self) -> None:
        if self.playback is not None:
            self.playback.clear()
        if self._was_playing:
            self._review.play()

    def _leave(self) -> None:
        self._was_playing, self._shown = False, None
        if self.card is not None:
            self.card.close_card()
