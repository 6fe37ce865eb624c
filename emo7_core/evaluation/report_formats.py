"""Tables as CSV and LaTeX, and a whole report as JSON.

What it is: pure functions from frozen values to text, everything foreign escaped.
What it is not: a page (report_page.py) or the writing of files (report_files.py).
Conventions: CSV is UTF-8 with line feeds, its text cells are guarded as labels/cells.py says, a
missing cell is empty. LaTeX is a booktabs tabular for UTF-8 engines, three decimals, "–" for what
is missing. JSON has null for what is not defined.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from emo7_core.evaluation.comparison import Comparison, Result
from emo7_core.evaluation.floors import Floor
from emo7_core.evaluation.report import Report
from emo7_core.evaluation.report_tables import Cell, Table
from emo7_core.evaluation.wording import number
from emo7_core.labels.cells import guard
from emo7_core.labels.snapshot import labels_hash
from emo7_core.statistics.agreement_report import plain
from emo7_core.statistics.metrics import METRICS

MOST_COLUMNS = 8
_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "−": r"$-$",
    "–": r"--",
    "·": r"$\cdot$",
    "±": r"$\pm$",
    "×": r"$\times$",
    "\u2009": r"\,",
    "\u00a0": "~",
    "“": "``",
    "”": "''",
}


def csv_of(table: Table) -> str:
    """Return a table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([guard(column) for column in table.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def latex_of(table: Table) -> str:
    """Return a table as LaTeX; it needs the package booktabs."""
    numeric = [
        any(isinstance(row[i], int | float) for row in table.rows)
        for i in range(len(table.columns))
    ]
    is_wide = len(table.columns) > MOST_COLUMNS
    lines = [
        f"% {_comment(table.title)}; needs booktabs{' and graphicx' if is_wide else ''}",
        *(["\\resizebox{\\textwidth}{!}{%"] if is_wide else []),
        f"\\begin{{tabular}}{{{''.join('r' if one else 'l' for one in numeric)}}}",
        "\\toprule",
        _latex_row([_heading(column) for column in table.columns]),
        "\\midrule",
        *(_latex_row([escape_latex(_shown(cell)) for cell in row]) for row in table.rows),
        "\\bottomrule",
        "\\end{tabular}",
        *(["}"] if is_wide else []),
    ]
    if table.note:
        lines.append(f"\\par\\small {escape_latex(table.note)}.")
    return "\n".join(lines) + "\n"


def escape_latex(text: str) -> str:
    """Return text that LaTeX prints as it is; line ends and control characters become spaces."""
    flat = "".join(one if one.isprintable() or one in _LATEX else " " for one in text)
    return "".join(_LATEX.get(one, one) for one in flat)


def json_of(report: Report) -> str:
    """Return everything, with clip ids, versions, hashes and seeds, as text that ends a line."""
    comparison = report.comparison
    told = {
        "format": "emo7 comparison",
        "version": 1,
        "project": report.project,
        "created": report.created,
        "versions": dict(report.versions),
        "target": comparison.target,
        "golden": plain(comparison.golden) if comparison.golden else None,
        "labels_hash": labels_hash(comparison.target, _labels(comparison)),
        "classes": list(report.words),
        "unit": comparison.unit,
        "units": comparison.units,
        "level": comparison.level,
        "resamples": comparison.resamples,
        "seed": comparison.seed,
        "notes": list(comparison.notes),
        "clips": [_clip(report, i) for i in range(len(comparison.clips))],
        "contenders": [_contender(report, one) for one in comparison.results],
        "floors": [_floor(one) for one in comparison.floors],
        "pairs": [plain(one) for one in report.pairs],
        "slices": {name: plain(tables) for name, tables in report.slices.items()},
        "reliability": plain(report.reliability),
        "soft": plain(report.soft),
        "ceilings": {key: plain(one) for key, one in report.ceilings.items()},
        "suspects": plain(report.suspects),
    }
    return json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _labels(comparison: Comparison) -> dict[str, int]:
    pairs = zip(comparison.facts, comparison.clips, comparison.targets.tolist(), strict=True)
    return {fact.key or f"clip {clip}": value for fact, clip, value in pairs}


def _clip(report: Report, i: int) -> dict[str, Any]:
    comparison = report.comparison
    fact = comparison.facts[i]
    return {
        "id": comparison.clips[i],
        "key": fact.key,
        "name": fact.name,
        "signer": fact.signer,
        "session": fact.session,
        "target": int(comparison.targets[i]),
        "cluster": None if comparison.clusters is None else comparison.clusters[i],
    }


def _contender(report: Report, one: Result) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "source": one.source_id,
        "weights": one.weights or None,
        "leak": plain(one.leak) | {"mark": one.leak.mark},
        "judged_by": one.judged_by or report.comparison.target,
        "collapse": one.collapse,
        "answers": one.values.tolist(),
        "targets": one.targets.tolist(),
        "matrix": one.matrix.tolist(),
        "missing": list(one.missing),
        "broken": one.broken,
        "scores": {key: plain(score) for key, score in one.scores.items()},
        "undefined": dict(one.undefined),
        "classes": plain(report.classes.get(one.name, ())),
    }


def _floor(one: Floor) -> dict[str, Any]:
    scores = {key: plain(float(one.scores[key])) for key in METRICS}
    return {"key": one.key, "title": one.title, "n": one.n, "note": one.note, "scores": scores}


def _csv_cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return guard(cell) if isinstance(cell, str) else cell


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    return number(cell) if isinstance(cell, float) else str(cell)


def _latex_row(cells: list[str]) -> str:
    return " & ".join(cells) + r" \\"


def _heading(column: str) -> str:
    title = METRICS[column].title if column in METRICS else column.replace("_", " ")
    return escape_latex(title)


def _comment(text: str) -> str:
    return " ".join(text.split())
