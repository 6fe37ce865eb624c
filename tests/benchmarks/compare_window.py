"""How soon Compare's window answers with 20 models on 10,000 clips.

What it is: the real workspace and desk over a project made in a moment; for every interaction
the time from the act to the end of the first repaint after it, and for every tab the time until
its figures are there.
What it is not: the core alone (compare.py).
Convention: first paint is one turn of the event loop and a whole repaint of the workspace. The
peer is that repaint without any act. "own" is processor time of the window's thread alone, which
other work on the machine does not change. "turn after" is the longest turn of the event loop until
what was asked for had come, so with what arrives late.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from emo7_core.project import Project
from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.compare.lower_view import CHECKS, CLASSES, OUTPUTS, PAIRS, PEOPLE, RELIABILITY, SLICES
from emo7_gui.desks.compare_desk import CompareDesk
from emo7_gui.session import Session
from emo7_gui.theme import install
from tests.benchmarks.spread import spread, told
from tests.compared import add_labels, add_model, add_rater, answers, made_project, truth
from tests.gui.waiting import until

MODELS, CLIPS, SESSIONS, ROUNDS = 20, 10_000, 400, 5
TABS = (SLICES, CLASSES, RELIABILITY, PEOPLE, PAIRS, OUTPUTS, CHECKS)


def run(models: int = MODELS, clips: int = CLIPS) -> dict[str, object]:
    """Open Compare and use it; print and return figures in ms."""
    app = QApplication.instance() or QApplication([])
    install(app, "dark")  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "p"
        project = made_project(root, clips, SESSIONS, 8)
        values = truth(clips)
        add_labels(project, values)
        rng = np.random.default_rng(9)
        add_rater(project, np.clip(values + rng.integers(-1, 2, clips), 0, 6), "JB")
        for number in range(models):
            add_model(project, f"m{number}", answers(values, 0.05 * number, number))
        project.close()
        return _measured(root)


def _measured(root: Path) -> dict[str, object]:
    session = Session()
    session.open(Project.open(root), "MK")
    workspace = CompareWorkspace()
    workspace.resize(1440, 824)
    desk = CompareDesk(session, workspace)
    workspace.show()
    started = time.perf_counter()
    desk.refresh(keeps_lists=False)
    until(lambda: desk.comparison, "the comparison", 120)
    _paint(workspace)
    figures: dict[str, object] = {"opened with scores, s": round(time.perf_counter() - started, 2)}
    figures |= _every_act(desk, workspace)
    figures |= _tabs(desk, workspace)
    desk.stop()
    session.close()
    for name, value in figures.items():
        told(name, value)
    return figures


def _every_act(desk: CompareDesk, workspace: CompareWorkspace) -> dict[str, object]:
    acts = _acts(desk, workspace)
    painted: dict[str, list[float]] = {name: [] for name in acts}
    own: dict[str, list[float]] = {name: [] for name in acts}
    turns: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(ROUNDS):
        for name, act in acts.items():
            before, own_before = time.perf_counter(), time.thread_time()
            act()
            _paint(workspace)
            painted[name].append(time.perf_counter() - before)
            own[name].append(time.thread_time() - own_before)
            turns[name].append(_settle(desk))
    figures: dict[str, object] = {}
    for name, taken in painted.items():
        figures |= {name: spread(taken)}
        figures |= {f"{name}, own": spread(own[name]), f"{name}, turn after": spread(turns[name])}
    return figures


def _acts(desk: CompareDesk, workspace: CompareWorkspace) -> dict[str, Callable[[], object]]:
    lower, pane = workspace.lower_half, workspace.pane
    names = iter([f"m{i % 18}" for i in range(10_000)])
    others = iter([f"m{(i + 9) % 18}" for i in range(10_000)])
    cells = iter([(i % 7, i // 7 % 7) for i in range(10_000)])
    metrics = iter(["quadratic_kappa", "macro_f1"] * 1000)
    targets = iter(["human", "consensus"] * 1000)
    everybody = desk._board.names if desk._board is not None else ()
    slices = iter(["session", "length", "signer", "quality"] * 1000)
    return {
        "peer: repaint alone": lambda: None,
        "another A": lambda: workspace.a_requested.emit(next(names)),
        "another B": lambda: workspace.b_requested.emit(next(others)),
        "sorted by another metric": lambda: workspace.table.sort_by(next(metrics)),
        **{f"tab {tab}": (lambda key=tab: lower.show_tab(key)) for tab in (*TABS, "matrices")},
        "matrix B by mouse": lambda: workspace.matrices.b.setFocus(),
        "a cell to the right": lambda: workspace.matrices.a.move_by(0, 1),
        "a cell opened": lambda: workspace.cell_opened.emit("a", *next(cells)),
        "next clip": lambda: pane.clips.step(1),
        "a second clip": lambda: pane.sides.beside_toggled.emit(),
        "the other clip": lambda: pane.sides.perform("other_side"),
        "one clip again": lambda: pane.sides.beside_toggled.emit(),
        "only A right": lambda: pane.show_list("a", opens=False),
        "a digit": lambda: pane.clips.relabel(3),
        "counts or shares": lambda: workspace.matrices.toggle_shares(),
        "tab slices again": lambda: lower.show_tab(SLICES),
        "slices by another fact": lambda: workspace.choice_made.emit(SLICES, next(slices)),
        "a slice opened": lambda: _open_row(workspace, SLICES),
        "tab classes again": lambda: lower.show_tab(CLASSES),
        "a class opened": lambda: _open_row(workspace, CLASSES),
        "tab reliability again": lambda: lower.show_tab(RELIABILITY),
        "table behind the curves": lambda: lower.toggle_curve_table(),
        "3 classes": lambda: workspace.classes_chosen.emit(3),
        "7 classes": lambda: workspace.classes_chosen.emit(7),
        "another target": lambda: workspace.target_chosen.emit(next(targets)),
        "check list of contenders": lambda: workspace.contenders_requested.emit(),
        "one contender less": lambda: workspace.contenders_chosen.emit(everybody[:-1], "session"),
        "all, over signers": lambda: workspace.contenders_chosen.emit(everybody, "signer"),
        "a column hidden": lambda: workspace.table.set_column_shown("within_one", False),
        "a column shown": lambda: workspace.table.set_column_shown("within_one", True),
    }


def _open_row(workspace: CompareWorkspace, tab: str) -> None:
    """Open the first row of a tab that has clips."""
    page = workspace.lower_half.pages[tab]
    key = next((key for key, clips in page.view.clips.items() if clips), None)
    if key is not None:
        workspace.row_opened.emit(tab, key)


def _tabs(desk: CompareDesk, workspace: CompareWorkspace) -> dict[str, object]:
    """Return how long each tab takes until its figures are there, computed anew."""
    figures: dict[str, object] = {}
    found = desk.comparison
    for tab in TABS:
        desk.tabs.set_comparison(found)
        made: list[str] = []
        desk.tabs.tab_made.connect(lambda key, _view, seen=made: seen.append(key))
        started = time.perf_counter()
        workspace.lower_half.show_tab(tab)
        until(lambda seen=made, key=tab: key in seen, tab, 120)
        figures[f"figures of {tab}, s"] = round(time.perf_counter() - started, 2)
    return figures


def _paint(workspace: CompareWorkspace) -> None:
    QApplication.processEvents()
    workspace.repaint()


def _settle(desk: CompareDesk) -> float:
    """Let what was asked for come, so that the next act is measured alone.

    Returns:
        The longest turn of the event loop, s.
    """
    longest, quiet_since = 0.0, time.perf_counter()
    sentence = desk._workspace.sentence.headline
    rooms = (desk._room, desk.tabs._tabs, desk.tabs._sentences)
    while time.perf_counter() - quiet_since < 0.4:
        before = time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, time.perf_counter() - before)
        if any(room.is_busy for room in rooms) or "…" in sentence.text():
            quiet_since = time.perf_counter()
        time.sleep(0.01)
    return longest
