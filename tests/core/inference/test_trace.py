"""Numbers about a trace."""

from __future__ import annotations

import pickle
import subprocess
import sys

import numpy as np
import pytest

from emo7_core.inference.trace import TracePrediction, expectation, mean_of_known


def trace(probabilities: np.ndarray) -> TracePrediction:
    windows = len(probabilities)
    seen = np.ones(windows, bool)
    mean = mean_of_known(probabilities)
    return TracePrediction(
        np.arange(windows, dtype=float), probabilities, seen, seen, mean, 2.0, "abc", "made"
    )


def test_a_certain_answer_has_no_spread() -> None:
    """All weight on one class stands exactly on it."""
    value, spread = expectation([0, 0, 0, 0, 0, 1, 0])
    assert (value, spread) == (5, 0)


def test_the_spread_is_in_steps() -> None:
    """Half on each of two classes two steps apart: in the middle, one step of deviation."""
    value, spread = expectation([[0, 0, 0.5, 0, 0.5, 0, 0]])
    assert (value.tolist(), spread.tolist()) == ([3.0], [1.0])


def test_unknown_stays_unknown() -> None:
    """NaN in, NaN out."""
    value, spread = expectation(np.full(7, np.nan))
    assert np.isnan([value, spread]).all()


def test_windows_that_saw_nothing_do_not_count() -> None:
    """The clip's answer is the mean over the windows that could be judged."""
    rows = np.array([[1.0, 0.0], [np.nan, np.nan], [0.0, 1.0]])
    assert mean_of_known(rows).tolist() == [0.5, 0.5]


def test_no_answer_is_no_class() -> None:
    """A clip that nobody could judge has no value, not the first class."""
    assert trace(np.full((3, 7), np.nan)).value is None
    assert trace(np.eye(7)[[4, 4]]).value == 4


def test_it_stays_read_only_across_a_pipe() -> None:
    """A trace cannot be changed by who gets it, also in another process."""
    received = pickle.loads(pickle.dumps(trace(np.eye(7))))
    with pytest.raises(ValueError, match="read-only"):
        received.probabilities[0, 0] = 1.0


@pytest.mark.parametrize("module", ["engine", "messages", "trace", "windows", "engine_child"])
def test_the_windows_side_loads_no_torch(module: str) -> None:
    """What the window imports of the engine loads neither torch nor its friends."""
    script = (
        f"import sys, emo7_core.inference.{module};"
        "print(*{'torch', 'lightning', 'mlflow', 'mediapipe', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""
