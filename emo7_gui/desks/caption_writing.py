"""What Data lets go out: the earlier columns as a CSV, and a rule's guesses in the project.

What it is: the two kinds of work that the Data desk hands to its writing thread.
What it is not: a human label: what is stored here are guesses of a source of kind caption rule.
Convention: each returns the words that tell what came of it, and whether guesses were stored.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from emo7_core.labels.caption_rule import store_guesses, table_csv
from emo7_core.labels.export import write_atomically
from emo7_core.labels.silver import Cuts
from emo7_core.project import Project
from emo7_gui.desks.caption_reading import Reading, collector_paused


def write_table(
    reading: Reading, keys: Collection[str], cuts: Cuts, path: Path, words: str
) -> tuple[str, bool]:
    """Write the captions of some corpora with their classes."""
    with collector_paused():
        ids, labelled = reading.labelled(keys, cuts)
        write_atomically(path, table_csv(labelled))
    return words.format(len(ids), path), False


def store(
    project: Project, reading: Reading, keys: Collection[str], cuts: Cuts, words: str
) -> tuple[str, bool]:
    """Store the classes of some corpora as guesses."""
    with collector_paused():
        source, new = store_guesses(project, *reading.labelled(keys, cuts))
    return words.format(new, source.name), True
