"""Where things lie: the program's resources and the parts of a project folder.

What it is: names of places, nothing is made or opened here.
"""

from __future__ import annotations

from pathlib import Path

DATABASE = "emo7.db"
LANDMARKS = "landmarks"
RUNS = "runs"
RESULTS = "results"
MLFLOW_DATABASE = "mlflow.db"
MLFLOW_ARTIFACTS = "mlartifacts"
BACKUPS = "backups"
CLIPS = "clips"
LOCK = "emo7.lock"
LIVE = "live.json"


def resources() -> Path:
    """Return the folder of themes, default data and constraints."""
    installed = Path(__file__).parent / "_resources"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "resources"
