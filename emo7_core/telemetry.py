"""Telemetry of libraries, switched off in one place.

What it is: the environment that MLflow, Hugging Face, Ray and friends read when imported;
children inherit it.
Convention: call `switch_off()` before importing any of them; it overrules what was set.
"""

from __future__ import annotations

import os

OFF = {
    "DO_NOT_TRACK": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "GIT_PYTHON_REFRESH": "quiet",
}


def switch_off() -> None:
    """Switch it off for this process and those it starts."""
    os.environ.update(OFF)
