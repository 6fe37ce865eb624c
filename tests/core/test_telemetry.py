"""Nothing is told to anybody: what a training with tracking asks the network for, heard."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from emo7_core import telemetry
from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from tests.planted import SIGNERS, track

# Hears every process of a run, refuses what would leave this machine, and says what it was.
RECORDER = """
import os, sys
LOOPBACK = ("127.0.0.1", "localhost", "::1", "", None)
def hear(event, args):
    if event in ("socket.connect", "socket.sendto") and not isinstance(args[1], (str, bytes)):
        place = args[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        place = args[0]
    else:
        return
    with open(os.environ["HEARD"], "a") as file:
        file.write(f"{place}\\n")
    if place not in LOOPBACK:
        raise OSError("no network in this test")
sys.addaudithook(hear)
"""
LOOPBACK = {"127.0.0.1", "localhost", "::1", "", "None"}
QUIET_BY_ITSELF = ("CI", "GITHUB_ACTIONS", "PYTEST_CURRENT_TEST", "MLFLOW_TRACKING_URI")


def project_of(folder: Path) -> Path:
    clips = []
    for number in range(8):
        path = folder / f"c{number}.mp4"
        path.write_bytes(f"clip {number}".encode())
        clips.append(ImportedClip(path, path.stem, "folder", signer=SIGNERS[number % 4]))
    with Project.create(folder / "p") as made:
        made.catalog.add(clips)
        identify_all(made.catalog)
        log = made.log(made.sources.ensure(RATER, "MK"))
        for clip in made.catalog.all():
            log.append(Draft(clip.id, clip.id % 7))
            track(clip.id % 7, clip.id).save(made.track_path(clip))
        return made.root


def heard(folder: Path, *words: str) -> tuple[set[str], subprocess.CompletedProcess[str]]:
    """Run Python as on a person's machine, and return every place that was asked for."""
    (folder / "recorder").mkdir()
    (folder / "recorder" / "sitecustomize.py").write_text(RECORDER)
    log = folder / "heard"
    log.touch()
    dropped = {*QUIET_BY_ITSELF, *telemetry.OFF}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    ways = os.pathsep.join([str(folder / "recorder"), str(Path(__file__).parents[2])])
    done = subprocess.run(
        [sys.executable, *words],
        env=kept | {"PYTHONPATH": ways, "HEARD": str(log)},
        capture_output=True,
        text=True,
        timeout=240,
        cwd=folder,
    )
    return set(log.read_text().split()), done


def test_a_training_with_tracking_asks_for_nobody(tmp_path: Path) -> None:
    """The command, its job in a process of its own and MLflow ask for this machine alone."""
    project = project_of(tmp_path)
    flags = ("--num-epochs", "1", "--hidden-size", "4", "--num-layers", "1", "--device", "cpu")
    places, done = heard(
        tmp_path, "-m", "emo7_core.cli", "train", "--project", str(project), *flags
    )
    assert done.returncode == 0, done.stderr
    assert (project / "mlflow.db").is_file()
    assert places <= LOOPBACK


NOISY = """
import emo7_core.telemetry
emo7_core.telemetry.OFF = {}
from pathlib import Path
from tests.core.training.test_tracking import Store, track
track(Path("job"), Store("sqlite:///mlflow.db", Path("made").absolute()))
import time
for _ in range(100):  # what MLflow reports, it reports from a thread
    time.sleep(0.1)
    if Path("heard").read_text():
        break
"""


def test_without_the_switch_it_would(tmp_path: Path) -> None:
    """With telemetry left on, the same recorder hears MLflow call home: the test can fail."""
    places, done = heard(tmp_path, "-c", NOISY)
    assert done.returncode == 0, done.stderr
    assert any("mlflow" in place for place in places)


@pytest.mark.parametrize(
    "name", ["MLFLOW_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "RAY_USAGE_STATS_ENABLED"]
)
def test_what_a_person_had_set_is_overruled(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every library's switch is thrown, whatever it stood at."""
    monkeypatch.setenv(name, "something else")
    telemetry.switch_off()
    assert os.environ[name] == telemetry.OFF[name]
