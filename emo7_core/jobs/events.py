"""What happened in a job: lines of JSON that are only ever added.

What it is: `events.jsonl`, one event a line, written whole and flushed.
Convention: numbers that are not finite are written as null; a last line without its end is
still being written and is read the next time.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Event = dict[str, Any]


def append(path: Path, event: Mapping[str, Any]) -> None:
    """Add one event; the time is added if it has none."""
    stamped = {"time": datetime.now(UTC).isoformat(timespec="milliseconds")} | dict(event)
    line = json.dumps(_finite(stamped), allow_nan=False) + "\n"
    with path.open("ab") as file:
        file.write(line.encode())


def read_from(path: Path, offset: int = 0) -> tuple[list[Event], int]:
    """Return the events after an offset, and the offset to go on from.

    Args:
        path: The file; where there is none yet, there are no events.
        offset: Bytes already read. If the file is shorter, it is read from its start.
    """
    if not path.exists():
        return [], 0
    with path.open("rb") as file:
        if offset > path.stat().st_size:
            offset = 0
        file.seek(offset)
        data = file.read()
    whole = data[: data.rfind(b"\n") + 1]
    return [event for line in whole.splitlines() if (event := _parse(line))], offset + len(whole)


def _parse(line: bytes) -> Event | None:
    # A line cut by a full disk or a kill is lost; those after it are not.
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
