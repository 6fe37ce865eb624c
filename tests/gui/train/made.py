"""Jobs and runs with known answers, for the tests of Train."""

from __future__ import annotations

from typing import Any

import numpy as np

from emo7_gui.desks.run_history import RunHistory
from emo7_gui.train.train_view import CurvePoints, EpochConfusion, JobRow, RunView


def curves_of(
    job_id: str, name: str, events: list[dict[str, Any]], best: int | None = None
) -> CurvePoints:
    """Return the curves of a job's events."""
    return RunHistory(events).curves(job_id, name, best)


def epoch_event(epoch: int, **values: Any) -> dict[str, Any]:
    """Return an event as a training writes it."""
    scores = {"train_loss": 2.0 / epoch, "val_loss": 2.1 / epoch, "val_macro_f1": epoch / 100}
    return {"event": "epoch", "epoch": epoch, **scores, "val_kappa": epoch / 50, **values}


def run(epochs: int = 14, best: int | None = 11, state: str = "running") -> RunView:
    """Return a run of some epochs."""
    job = JobRow("45", "LSTM #45", "human target", state, epoch=epochs, epochs=40)
    events = [epoch_event(epoch) for epoch in range(1, epochs + 1)]
    confusions = tuple(
        EpochConfusion(epoch, np.eye(7), epoch == best, epoch == epochs)
        for epoch in range(1, epochs + 1)
    )
    live = curves_of("45", "#45", events, best)
    floors = {"val_macro_f1": ("stratified random", 0.134)}
    can = {"again", "use", "compare"} if state == "ended" else {"cancel"}
    can |= {"stop"} if state == "running" and best is not None else set()
    return RunView(
        job,
        "Human target",
        live,
        (),
        floors,
        confusions,
        36,
        ("one", "two"),
        can=frozenset(can),
        stop_words=f"Stop early, keep epoch {best}" if best is not None else "",
    )
