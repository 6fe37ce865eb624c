"""Logs a written report in a process of its own: the window asks, and never loads mlflow itself.

    python -m emo7_core.training.tracking_report_child PROJECT FOLDER

What it is: reads what is to be told (evaluation/report_told.py), logs it, prints the run's id.
What it is not: the logging (tracking_report.py), or a command for people (`emo7 compare --out`).
Convention: ends with 1 and the reason as the last line of its errors.
"""

from __future__ import annotations

import sys
from pathlib import Path

from emo7_core.evaluation.report_told import read_told
from emo7_core.training.tracking_report import log_report
from emo7_core.training.tracking_store import store_of


def main(words: list[str]) -> int:
    """Log the report in a folder to the store of a project."""
    project, folder = (Path(word) for word in words)
    try:
        print(log_report(folder, store_of(project), read_told(folder)))
    except Exception as error:  # Whatever a store throws is told in one line.
        print(str(error).strip().partition("\n")[0] or type(error).__name__, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
