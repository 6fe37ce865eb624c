"""The house rules: who may import whom, how big a room may be, what starting costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = sorted((ROOT / "emo7_core").rglob("*.py"))
GUI = sorted((ROOT / "emo7_gui").rglob("*.py"))
HEAVY = {
    "torch": ("emo7_core/models", "emo7_core/training", "emo7_core/inference"),
    "lightning": ("emo7_core/training",),
    "mediapipe": ("emo7_core/landmarks/holistic.py",),
    "mlflow": ("emo7_core/training/tracking",),
    "transformers": ("emo7_core/models/vivit", "emo7_core/models/qwen"),
}
MOST_LINES = 400
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager"}


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CORE, ids=place)
def test_the_core_knows_no_window(path: Path):
    """The direction is gui -> core."""
    found = {name.split(".")[0] for name in imports_of(path)}
    assert not found & {"PySide6", "emo7_gui", "pyqtgraph", "qtawesome"}


@pytest.mark.parametrize("path", CORE + GUI, ids=place)
def test_heavy_libraries_stay_in_their_rooms(path: Path):
    """Each heavy library is imported where the design says, nowhere else."""
    for name in imports_of(path):
        rooms = HEAVY.get(name.split(".")[0])
        assert rooms is None or place(path).startswith(rooms), f"{name} in {place(path)}"


VIEWS = [
    p
    for p in GUI
    if p.parent.name in {"player", "review", "golden", "compare", "train", "data", "shell"}
]


@pytest.mark.parametrize("path", VIEWS, ids=place)
def test_views_import_no_worker_and_no_session(path: Path):
    """Views tell and are told."""
    for name in imports_of(path):
        assert not name.startswith(("emo7_gui.workers", "emo7_gui.session", "emo7_core.models"))


@pytest.mark.parametrize("path", CORE + GUI, ids=place)
def test_a_file_holds_one_noun(path: Path):
    """No file grows past 400 lines, and none is a drawer for everything."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", [p for p in CORE + GUI if p.name != "__init__.py"], ids=place)
def test_every_module_says_what_it_is(path: Path):
    """Each module opens with a docstring."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


def test_the_core_loads_without_qt():
    """A machine without Qt can use the core."""
    assert not loaded_after("import emo7_core.project") & {"PySide6", "torch", "mlflow", "cv2"}


def test_the_window_starts_without_heavy_libraries():
    """Importing the window loads no torch, mediapipe, mlflow, lightning, transformers or cv2."""
    heavy = {"torch", "mediapipe", "mlflow", "lightning", "transformers", "cv2", "pandas"}
    assert not loaded_after("import emo7_gui.app") & heavy
