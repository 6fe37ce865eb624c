"""The events of a job."""

from __future__ import annotations

from pathlib import Path

from emo7_core.jobs.events import append, read_from


def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Each event is read once."""
    path = tmp_path / "events.jsonl"
    append(path, {"event": "epoch", "epoch": 1})
    first, offset = read_from(path)
    append(path, {"event": "epoch", "epoch": 2})
    second, _ = read_from(path, offset)
    assert [event["epoch"] for event in first + second] == [1, 2]


def test_half_a_line_waits(tmp_path: Path) -> None:
    """A line still being written is read when it is whole."""
    path = tmp_path / "events.jsonl"
    append(path, {"epoch": 1})
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"epo')
    first, offset = read_from(path)
    path.write_bytes(whole + b'{"epoch": 2}\n')
    second, _ = read_from(path, offset)
    assert [event["epoch"] for event in first + second] == [1, 2]


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    """What follows a broken line is still read."""
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"epoch": 1}\n{"ep\n{"epoch": 3}\n')
    assert [event["epoch"] for event in read_from(path)[0]] == [1, 3]


def test_no_file_is_no_events(tmp_path: Path) -> None:
    """Before the first event there is nothing, not an error."""
    assert read_from(tmp_path / "events.jsonl") == ([], 0)


def test_not_a_number_is_null(tmp_path: Path) -> None:
    """NaN, which JSON does not have, is written as null."""
    path = tmp_path / "events.jsonl"
    append(path, {"kappa": float("nan"), "f1": [float("inf"), 0.5]})
    event = read_from(path)[0][0]
    assert (event["kappa"], event["f1"]) == (None, [None, 0.5])
