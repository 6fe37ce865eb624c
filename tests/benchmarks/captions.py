"""How long `emo7 label-captions` takes, in whole processes, against VADER alone.

What it is: 4,200 tweets of ../shared/data/vader, and the same repeated to 100,000 captions; the
peer imports vaderSentiment and scores them in a plain loop.
What it is not: a test; nothing passes or fails on time. Without ../shared/data it says so.
Convention: a time is the wall time of a process from its start to its end, best of the rounds,
because other work on the machine only ever adds.

Run: python -m tests.benchmarks.captions
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TWEETS = ROOT.parent / "shared" / "data" / "vader" / "tweets_GroundTruth.txt"
ROUNDS = {4200: 5, 100_000: 1}
PEER = """
import csv, sys
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
analyzer = SentimentIntensityAnalyzer()
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        analyzer.polarity_scores(row["caption"])["compound"]
"""


def run() -> dict[str, float | str]:
    """Return the best times in seconds and the ratio, by number of captions."""
    if not TWEETS.is_file():
        return {"not run": f"{TWEETS} is not on this machine"}
    found: dict[str, float | str] = {}
    with tempfile.TemporaryDirectory() as folder:
        table, out = Path(folder) / "in.csv", Path(folder) / "out.csv"
        command = [sys.executable, "-m", "emo7_core.cli", "label-captions", str(table)]
        for count, rounds in ROUNDS.items():
            _write(table, count)
            pairs = [
                (
                    _seconds([*command, "--out", str(out)]),
                    _seconds([sys.executable, "-c", PEER, str(table)]),
                )
                for _ in range(rounds)
            ]
            ours, peer = (round(min(times), 2) for times in zip(*pairs, strict=True))
            found |= {f"{count} captions, s": ours, f"{count} with VADER alone, s": peer}
            found[f"{count} ratio"] = round(ours / peer, 2)
    return found


def _write(path: Path, count: int) -> None:
    lines = TWEETS.read_text("utf-8", "replace").rstrip("\n").split("\n")
    texts = islice(cycle([line.split("\t")[2] for line in lines]), count)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("video_name", "caption"))
        out.writerows(enumerate(texts))


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


if __name__ == "__main__":
    for name, figure in run().items():
        print(f"{name}: {figure}")
