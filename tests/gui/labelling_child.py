"""A headless rater for the kill test: decides as fast as it is acknowledged.

Usage: python -m tests.gui.labelling_child FOLDER. Prints one line for each decision that the
session called durable: its uuid, clip and value. It never ends by itself.
"""

from __future__ import annotations

import random
import sys

from PySide6.QtCore import QCoreApplication, QTimer

from emo7_core.project import Project
from emo7_gui.session import Session


def main(folder: str) -> None:
    app = QCoreApplication([])
    session = Session()
    told: set[str] = set()

    def act() -> None:
        if session.save_state.kind != "saved":
            return
        choice = random.random()
        if choice < 0.15:
            session.undo()
        elif choice < 0.25:
            session.set_note(f"note {random.random()}")
        else:
            session.choose(random.choice(list(session.clips)))
            session.decide(random.randrange(7), is_unsure=choice > 0.9)

    def acknowledge(state: object) -> None:
        if session.save_state.kind != "saved":
            return
        for clip_id in session.clips:
            for entry in (session.standing.decisions.get((clip_id, s)) for s in STAGES):
                if entry is not None and entry.uuid not in told:
                    told.add(entry.uuid)
                    print(entry.uuid, entry.clip_id, entry.value, flush=True)

    session.save_state_changed.connect(acknowledge)
    again = QTimer()
    again.timeout.connect(act)
    session.open(Project.open(folder), "MK")
    told.update(entry.uuid for entry in session.standing.decisions.values())
    again.start(0)
    app.exec()


STAGES = ("signing only", "with caption")

if __name__ == "__main__":
    main(sys.argv[1])
