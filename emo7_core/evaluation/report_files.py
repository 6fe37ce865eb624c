"""Writes a report: one page, tables, everything as JSON, pictures.

    <out>/report.html  report.json  tables/*.csv  tables/*.tex  pictures/*.svg  pictures/*.png

What it is: the only writer of a report's folder; each file is whole or not there.
What it is not: what is in them (report_page.py, report_formats.py, report_pictures.py).
Convention: files of an earlier report that this one has no more are removed; others are left.
"""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

from emo7_core.errors import StorageError
from emo7_core.evaluation.report import Report
from emo7_core.evaluation.report_formats import csv_of, json_of, latex_of
from emo7_core.evaluation.report_tables import TABLE_KEYS, Table, merged, tables_of
from emo7_core.labels.export import write_atomically

PAGE, DATA, TABLES, PICTURES = "report.html", "report.json", "tables", "pictures"
# Lists of clips are no tables for a paper.
IN_LATEX = ("overview", "pairs", "classes", "slices", "reliability", "soft", "ceiling", "suspects")
# Sentences stand in the page; a column of them breaks every page of a paper.
_NOT_IN_LATEX = ("says", "why", "caption")

_OURS = re.compile(
    rf"(?:{'|'.join(TABLE_KEYS)})\.(?:csv|tex)"
    r"|(?:overview|reliability|matrix-\d+|slices-\d+)\.(?:svg|png)"
)


def write_report(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write every file of a report and return them, the page first.

    Args:
        report: What is written.
        folder: Where; made if it is not there.

    Raises:
        StorageError: the disk refused.
    """
    # Here, because pictures load matplotlib.
    from emo7_core.evaluation.report_page import page_of
    from emo7_core.evaluation.report_pictures import pictures_of

    tables, pictures = tables_of(report), pictures_of(report)
    texts = {
        folder / PAGE: page_of(report, tables, pictures),
        folder / DATA: json_of(report),
    }
    for table in tables:
        texts[folder / TABLES / f"{table.key}.csv"] = csv_of(table)
        if table.key in IN_LATEX:
            texts[folder / TABLES / f"{table.key}.tex"] = latex_of(_for_paper(table))
    texts |= {folder / PICTURES / f"{one.key}.svg": one.svg for one in pictures}
    for path, text in texts.items():
        write_atomically(path, text)
    rasters = [_write_bytes(folder / PICTURES / f"{one.key}.png", one.png) for one in pictures]
    written = (*texts, *rasters)
    _remove_others(folder, set(written))
    return written


def _for_paper(table: Table) -> Table:
    short = merged(table)
    kept = [i for i, name in enumerate(short.columns) if name not in _NOT_IN_LATEX]
    rows = tuple(tuple(row[i] for i in kept) for row in short.rows)
    columns = tuple(short.columns[i] for i in kept)
    return Table(short.key, short.title, columns, rows, short.note)


def _write_bytes(path: Path, data: bytes) -> Path:
    draft = path.with_name(f".{uuid4().hex}.tmp")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise StorageError(f"cannot write: {error.strerror}", where=path) from error
    return path


def _remove_others(folder: Path, written: set[Path]) -> None:
    for path in (*(folder / TABLES).glob("*"), *(folder / PICTURES).glob("*")):
        if path not in written and _OURS.fullmatch(path.name):
            path.unlink(missing_ok=True)
