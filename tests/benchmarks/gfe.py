"""Grammatical facial expressions of a signer apart: train on one, test on the other.

    python -m tests.benchmarks.gfe --train A --test B --model lstm|stgcn --seeds K
    python -m tests.benchmarks.gfe --train A --model lstm --seeds K --split random

What it is: the seven classes of raw GFE files, emo7's own networks, floors and references.
What it is not: a quotable figure with --split random: each recording holds one class, so a split
within a recording tells whether the networks learn at all and nothing about faces. It cuts the
segments of --train into five parts at random and tests on each part in turn; --test is not read.
Convention: a row is one classifier, n segments; the spread is over seeds. A network never learns
which recording a test segment comes from. The row "classes evened out" looks at all test segments
at once and assumes that their classes are as frequent as in training.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sklearn.model_selection import StratifiedKFold

from emo7_core.errors import Emo7Error, UsageError
from tests.benchmarks import gfe_references as references
from tests.benchmarks.gfe_features import Segment, segments_of, standardised
from tests.benchmarks.gfe_files import CLASSES, read_folder
from tests.benchmarks.gfe_training import RECIPES, answers, evened_out, train

Array = npt.NDArray[Any]
# What a classifier says: from training segments, test segments and a seed to scores (N, K).
Answer = Callable[[list[Segment], list[Segment], int], Array]
PARTS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is learned and what is asked.

    Attributes:
        learned: Segments to train on.
        tested: Segments to test on.
        is_random: Whether tested are learned, asked part by part.
    """

    learned: list[Segment]
    tested: list[Segment]
    is_random: bool

    @property
    def kind(self) -> str:
        """What the scores are scores of, in words."""
        if self.is_random:
            return "random split, LEAKS, implementation check only"
        both = {one.signer for one in self.learned} & {one.signer for one in self.tested}
        if both:
            return f"NOT a signer apart: signer {', '.join(sorted(both))} is in both folders"
        return "a signer apart"

    def ask(self, answer: Answer, seed: int) -> Array:
        """Return the scores (N, K) of all tested segments."""
        if not self.is_random:
            return answer(self.learned, self.tested, seed)
        scores = np.zeros((len(self.tested), len(CLASSES)))
        parts = StratifiedKFold(PARTS, shuffle=True, random_state=seed)
        for rest, part in parts.split(scores, references.targets_of(self.tested)):
            kept, asked = [self.learned[i] for i in rest], [self.tested[i] for i in part]
            scores[part] = answer(kept, asked, seed)
        return scores


def main(words: Sequence[str] | None = None) -> int:
    """Run the benchmark; 2 where files or arguments are no good."""
    given = _arguments(words)
    torch.set_num_threads(given.threads)
    try:
        report(_task(given), given.model, given.seeds)
    except Emo7Error as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="gfe", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--train", type=Path, required=True, help="has datapoints/ and targets/")
    parser.add_argument("--test", type=Path, help="the same, of another signer")
    parser.add_argument("--model", choices=tuple(RECIPES), required=True)
    parser.add_argument("--seeds", type=_count, default=5, metavar="K")
    parser.add_argument("--split", choices=("folders", "random"), default="folders")
    parser.add_argument("--threads", type=_count, default=1)
    given = parser.parse_args(words)
    if given.split == "folders" and given.test is None:
        parser.error("--test is missing; with --split random it is not needed")
    return given


def _count(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word} is not a count")
    return int(word)


def _task(given: argparse.Namespace) -> Task:
    learned = _read(given.train)
    is_random = given.split == "random"
    tested = learned if is_random else _read(given.test)
    fewest = min(Counter(one.target for one in learned).values())
    if len({one.target for one in learned}) < 2 or (is_random and fewest < PARTS):
        raise UsageError("too few classes or segments to learn from", where=given.train)
    return Task(learned, tested, is_random)


def _read(folder: Path) -> list[Segment]:
    recordings = read_folder(folder)
    for note in (note for recording in recordings for note in recording.notes):
        print(f"note: {note}", file=sys.stderr)
    segments = segments_of(recordings)
    if not segments:
        raise UsageError("no segment of 5 frames or more", where=folder)
    counts = Counter(CLASSES[one.target] for one in segments)
    signers = ", ".join(sorted({one.signer for one in segments}))
    print(f"{folder}: signer {signers}; " + ", ".join(f"{counts[c]} {c}" for c in CLASSES))
    return segments


def report(task: Task, model: str, seeds: int) -> None:
    """Train, test and print."""
    targets = references.targets_of(task.tested)
    print(f"\n{task.kind}; n = {len(targets)} segments\n{'':36}accuracy         macro-F1")
    for name, scores in references.floors(references.targets_of(task.learned), targets).items():
        _told(name, [scores])
    for name, answer in references.CLASSIFIERS.items():
        asked = [task.ask(answer, seed) for seed in range(seeds)]
        _told(f"{name}, {seeds} seeds", [references.score(targets, one) for one in asked])
    asked = []
    for seed in range(seeds):
        asked.append(task.ask(_network(model), seed))
        _told(f"  {model}, seed {seed}", [references.score(targets, asked[-1])])
    _told(f"{model}, {seeds} seeds", [references.score(targets, one) for one in asked])
    together = np.mean(asked, axis=0)
    _told(f"{model}, the seeds together", [references.score(targets, together)])
    if not task.is_random:
        shares = np.bincount(references.targets_of(task.learned), minlength=len(CLASSES))
        even = [evened_out(one, shares) for one in asked]
        _told(f"{model}, classes evened out", [references.score(targets, one) for one in even])
    _matrix(targets, together)


def _network(model: str) -> Answer:
    def answer(learned: list[Segment], tested: list[Segment], seed: int) -> Array:
        return answers(train(standardised(learned), RECIPES[model], seed), tested)

    return answer


def _told(name: str, scores: Sequence[tuple[float, float]]) -> None:
    means, spreads = np.mean(scores, axis=0), np.std(scores, axis=0)
    cells = [
        f"{m:.3f}" + (f" ± {s:.3f}" if len(scores) > 1 else "")
        for m, s in zip(means, spreads, strict=True)
    ]
    print(f"{name:36}{cells[0]:17}{cells[1]}", flush=True)


def _matrix(targets: Array, scores: Array) -> None:
    print("\nrow = class, column = answer of the seeds together, in the order of the rows")
    for number, name in enumerate(CLASSES):
        row = np.bincount(scores[targets == number].argmax(-1), minlength=len(CLASSES))
        print(f"{name:16}" + "".join(f"{count:5}" for count in row))


if __name__ == "__main__":
    sys.exit(main())
