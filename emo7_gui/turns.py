"""Does a long piece of work of the GUI thread in turns, between which the window lives.

What it is: a generator's stages, as many a turn as fit into a fraction of what a person feels.
What it is not: a thread; what may run elsewhere belongs into workers/.
Convention: a stage is whatever lies between two `yield`s, and should be short by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

# A turn ends after the stage in which this has passed.
TURN_SECONDS = 0.02
# Long enough that what was asked for meanwhile is painted.
PAUSE_MS = 6


class Turns(QObject):
    """One piece of work in turns.

    Args:
        stage: Does one stage; True once all are done. After an error no other one is done.
        may_go_on: Asked before every turn; where it says no, the work stays as it is for good.
        parent: Qt's owner; the work ends with it.
    """

    def __init__(
        self,
        stage: Callable[[], bool],
        may_go_on: Callable[[], bool] = lambda: True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stage, self._may_go_on = stage, may_go_on
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def stop(self) -> None:
        """Do no more."""
        self._timer.stop()
        self.deleteLater()

    def _turn(self) -> None:
        if not self._may_go_on():
            self.stop()
            return
        end = time.perf_counter() + TURN_SECONDS
        while time.perf_counter() < end:
            try:
                is_done = self._stage()
            except Exception:
                self.stop()
                raise
            if is_done:
                self.stop()
                return
        self._timer.start()
