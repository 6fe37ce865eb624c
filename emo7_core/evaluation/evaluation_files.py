"""An evaluation as files: tables as CSV, everything as JSON, and the lines that were printed.

    results/<time>-<target>-<model>/
        scores.csv classes.csv confusion.csv calibration.csv predictions.csv
        evaluation.json report.txt

What it is not: sent anywhere; `emo7 evaluate` spools it for the run of the model.
Convention: each table names the model, the target, n and what the model saw of the test, in
every row, so that a row that is copied elsewhere keeps its mark. What is not defined is empty.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from emo7_core.evaluation.evaluate import Evaluation
from emo7_core.evaluation.evaluation_text import lines_of
from emo7_core.labels.cells import guard, guard_name
from emo7_core.labels.export import write_atomically
from emo7_core.scale import CLASSES, THREE, K
from emo7_core.statistics.intervals import Interval

Row = dict[str, Any]


def write_results(evaluation: Evaluation, results: Path) -> Path:
    """Write an evaluation into a new folder and return it.

    Args:
        evaluation: What is written.
        results: The folder of all results.

    Raises:
        StorageError: the disk refused.
    """
    folder = results / _folder_name(evaluation)
    tables = {
        "scores": score_rows(evaluation),
        "classes": class_rows(evaluation),
        "confusion": confusion_rows(evaluation),
        "calibration": calibration_rows(evaluation),
        "predictions": prediction_rows(evaluation),
    }
    head = _head(evaluation)
    for name, rows in tables.items():
        write_atomically(folder / f"{name}.csv", _csv({**head, **row} for row in rows))
    found = evaluation.comparison
    facts = {
        **head,
        "golden": None if found.golden is None else found.golden.number,
        "golden_hash": None if found.golden is None else found.golden.hash,
        "unit": found.unit,
        "units": found.units,
        "level": found.level,
        "resamples": found.resamples,
        "seed": found.seed,
        "missing_classes": list(evaluation.missing_classes),
        "floors": {one.title: one.scores or one.note for one in evaluation.floors},
        "notes": list(found.notes),
    }
    text = json.dumps(_finite({**facts, **tables}), indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(folder / "evaluation.json", text)
    write_atomically(folder / "report.txt", "\n".join(lines_of(evaluation)) + "\n")
    return folder


def score_rows(evaluation: Evaluation) -> list[Row]:
    """Return one row a score, its floors beside it."""
    rows = []
    for key, interval in evaluation.result.scores.items():
        floors = {one.title: one.scores.get(key, one.note) for one in evaluation.floors}
        reason = evaluation.result.undefined.get(key, "")
        rows.append({"score": key, **_limits(interval), "reason": reason, **floors})
    return rows


def class_rows(evaluation: Evaluation) -> list[Row]:
    """Return one row a class."""
    rows = []
    for one in evaluation.classes:
        row: Row = {"class": one.word, "class_n": one.n, "answered": one.answered}
        for name in ("precision", "recall", "f1"):
            interval: Interval = getattr(one, name)
            row |= {
                name: interval.value,
                f"{name}_low": interval.low,
                f"{name}_high": interval.high,
            }
        rows.append({**row, "note": one.note})
    return rows


def confusion_rows(evaluation: Evaluation) -> list[Row]:
    """Return one row a target class, one column an answer."""
    words = _words(evaluation)
    matrix = evaluation.result.matrix.tolist()
    return [
        {"target_class": word, **dict(zip(words, counts, strict=True))}
        for word, counts in zip(words, matrix, strict=True)
    ]


def calibration_rows(evaluation: Evaluation) -> list[Row]:
    """Return one row a bin of confidence; none for a model without probabilities."""
    return [
        {"from": one.low, "to": one.high, "answers": one.n, "confidence": one.confidence,
         "accuracy": one.accuracy}
        for one in evaluation.reliability.bins
    ]  # fmt: skip


def prediction_rows(evaluation: Evaluation) -> list[Row]:
    """Return one row a clip, with its label, answer and probabilities."""
    result, words = evaluation.result, _words(evaluation)
    rows = []
    for number, fact in enumerate(evaluation.comparison.facts):
        said = None if result.probabilities is None else result.probabilities[number].tolist()
        spread = {f"p_{word}": value for word, value in zip(words, said or [], strict=False)}
        label, answer = int(result.targets[number]), int(result.values[number])
        row = {"video_name": fact.name, "label": words[label], "answer": words[answer]}
        rows.append({**row, "signer": fact.signer, "session": fact.session, **spread})
    return rows


def metrics_of(evaluation: Evaluation) -> dict[str, float | None]:
    """Return the scores as a run's metrics, e.g. test_human_macro_f1, test_human_f1_neutral."""
    prefix = f"test_{evaluation.target_key}"
    if evaluation.comparison.k != K:
        prefix += f"_{evaluation.comparison.k}_classes"
    found = {f"{prefix}_{key}": one.value for key, one in evaluation.result.scores.items()}
    for row in evaluation.classes:
        word = row.word.lower().replace(" ", "_")
        found |= {f"{prefix}_f1_{word}": row.f1.value, f"{prefix}_n_{word}": float(row.n)}
    return {name: _finite(value) for name, value in found.items()}


def _head(evaluation: Evaluation) -> Row:
    result, found = evaluation.result, evaluation.comparison
    seen = result.leak.mark
    return {"model": result.name, "saw": seen, "target": found.target, "n": len(found.clips)}


def _limits(interval: Interval) -> Row:
    return {"value": interval.value, "low": interval.low, "high": interval.high}


def _words(evaluation: Evaluation) -> tuple[str, ...]:
    return CLASSES if evaluation.comparison.k == K else THREE


def _folder_name(evaluation: Evaluation) -> str:
    name = "".join(c if c.isalnum() else "-" for c in evaluation.result.name.lower())
    plain = "-".join(part for part in name.split("-") if part)[:60]
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{evaluation.target_key}-{plain}"


def _csv(rows: Iterable[Row]) -> str:
    listed = [_finite(row) for row in rows]
    out = io.StringIO()
    if listed:
        writer = csv.DictWriter(out, listed[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: _cell(name, value) for name, value in row.items()} for row in listed
        )
    return out.getvalue()


def _cell(column: str, value: Any) -> Any:
    """Keep foreign names from being calculated by a spreadsheet, as every table does."""
    if not isinstance(value, str):
        return value
    return guard_name(value) if column == "video_name" else guard(value)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
