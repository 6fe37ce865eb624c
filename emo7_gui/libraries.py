"""The libraries of the rooms behind Review, loaded in steps between which the window lives.

What it is: which modules each room needs, in an order in which every step is short, and the
loading of them one step at a time.
What it is not: who decides when (rooms.py at a visit, ahead.py before one).
Conventions: libraries stand before what needs them. Everything happens in the GUI thread: a
thread beside it would hold the interpreter, and a clip that plays would lose pictures.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtWidgets

from emo7_core.bulk import keep_for_good

_CONFIGS = (
    "annotated_types",
    "pydantic_core",
    "pydantic.types",
    "pydantic",
    "emo7_core.config.group",
    "emo7_core.config",
    "emo7_gui.train.train_view",
)
_TRAIN = (
    *_CONFIGS,
    "emo7_gui.train.jobs_panel",
    "emo7_gui.train.train_workspace",
    "emo7_core.jobs.supervisor",
    "emo7_gui.train.training_dialog",
    "emo7_gui.desks.run_views",
    "emo7_gui.workers.jobs_room",
    "emo7_gui.desks.dialog_desk",
    "emo7_gui.desks.train_desk",
    "PySide6.QtNetwork",
    "emo7_gui.desks.mlflow_desk",
)
_STATISTICS = (
    "scipy",
    "scipy._lib._array_api",
    "scipy.special",
    "scipy.sparse",
    "emo7_core.statistics.agreement_report",
)
_COMPARE = (
    *_STATISTICS,
    *_CONFIGS,
    "emo7_gui.compare.comparison_view",
    "emo7_gui.compare.lower_tabs",
    "emo7_gui.compare.compare_workspace",
    "emo7_core.evaluation.answers",
    "emo7_core.evaluation.compare",
    "emo7_core.evaluation.contenders",
    "emo7_gui.desks.tab_views",
    "emo7_gui.desks.compare_clips",
    "emo7_gui.desks.compare_desk",
)
_GOLDEN = (
    *_STATISTICS,
    *_CONFIGS,
    "emo7_gui.golden.golden_view",
    "emo7_gui.golden.adjudication_pane",
    "emo7_gui.golden.golden_workspace",
    "emo7_core.models.card",
    "emo7_gui.desks.golden_views",
    "emo7_gui.desks.golden_desk",
)
_DATA = (
    "emo7_gui.data.data_view",
    "emo7_gui.data.data_workspace",
    "emo7_gui.desks.data_views",
    "emo7_gui.desks.data_desk",
)
PLOTS = "plots"
NEEDED = {"train": _TRAIN, "compare": _COMPARE, "golden": _GOLDEN, "data": _DATA}
_NAMES_A_STEP = 120


def loading(name: str) -> Iterator[None]:
    """Load what a room needs, or PLOTS; between two steps something else may happen."""
    if name == PLOTS:
        yield from _loading_plots()
        return
    missing = [module for module in NEEDED[name] if module not in sys.modules]
    for module in missing:
        importlib.import_module(module)
        yield
    if missing:
        keep_for_good()


def loading_all() -> Iterator[None]:
    """Load what all rooms need, those most visited after Review first."""
    for name in (*NEEDED, PLOTS):
        yield from loading(name)


def _loading_plots() -> Iterator[None]:
    if "emo7_gui.train.curve_plot" in sys.modules:
        return
    # It looks at every name of these at once, and the binding makes each class at the first look.
    for module in (QtCore, QtGui, QtWidgets):
        names = dir(module)
        for start in range(0, len(names), _NAMES_A_STEP):
            for name in names[start : start + _NAMES_A_STEP]:
                getattr(module, name, None)
            yield
    importlib.import_module("emo7_gui.train.curve_plot")
    keep_for_good()
    yield
