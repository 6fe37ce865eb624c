"""`make bench`: every benchmark in turn, its figures printed and kept in bench.json.

What it is: ratios against a peer in the same run, with n and percentiles.
What it is not: a test; nothing passes or fails on time.

    python -m tests.benchmarks [names ...]
"""

from __future__ import annotations

import importlib
import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

NAMES = (
    "video",
    "captions",
    "saving",
    "labelling",
    "playback",
    "live",
    "queue",
    "orders",
    "compare",
    "compare_window",
    "startup",
    "visits",
    "extraction",
    "demo_signer",
    "training",
    "demo_affect",
    "pictures",
    "networks",
)
OUT = Path(__file__).resolve().parents[2] / "bench.json"


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all, and write what they found."""
    results: dict[str, object] = {
        "machine": f"{platform.processor() or platform.machine()}, {platform.platform()}",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    for name in names or NAMES:
        print(f"-- {name}", flush=True)
        results[name] = importlib.import_module(f"tests.benchmarks.{name}").run()
        OUT.write_text(json.dumps(results, indent=1, default=str), encoding="utf-8")
    print(f"written: {OUT.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
