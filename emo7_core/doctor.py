"""What this machine has and lacks, and a bundle of it for a bug report.

What it is: facts without opinion, each fine or not; nothing is changed, nothing is sent.
What it is not: clips, captions or names of people: the bundle holds none of them.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from emo7_core import paths
from emo7_core.errors import Emo7Error

PACKAGES = (
    "emo7",
    "PySide6-Essentials",
    "pyqtgraph",
    "av",
    "numpy",
    "mediapipe",
    "protobuf",
    "opencv-contrib-python",
    "torch",
    "lightning",
    "mlflow",
    "transformers",
    "SQLAlchemy",
)
LOG_LINES = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about this machine.

    Attributes:
        name: What was looked at.
        value: What was found.
        is_fine: Whether emo7 can work with it.
    """

    name: str
    value: str
    is_fine: bool = True

    @property
    def mark(self) -> str:
        """A sign that does not need colour."""
        return "ok  " if self.is_fine else "MEND"


def findings(project: Path | None = None) -> list[Finding]:
    """Return every fact, in a stable order."""
    return [*_system(), *_packages(), *_codecs(), *_project(project)]


def bundle(out: Path, found: list[Finding], project: Path | None = None) -> Path:
    """Write the facts and the tails of the jobs' logs as a zip and return its path."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        facts = json.dumps([asdict(finding) for finding in found], indent=1)
        archive.writestr("findings.json", facts)
        logs = (project / paths.RUNS).glob("*/*.log") if project else ()
        for log in sorted(logs):
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            archive.writestr(f"runs/{log.parent.name}/{log.name}", "\n".join(lines[-LOG_LINES:]))
    return out


def _system() -> Iterator[Finding]:
    version = sys.version_info
    is_tested = version[:2] == (3, 11)
    note = "" if is_tested else " (3.11 is what is tested)"
    yield Finding("python", f"{platform.python_version()}{note}", (3, 11) <= version < (3, 13))
    yield Finding("system", platform.platform())
    yield Finding("cores", str(os.cpu_count()))
    yield Finding("display", _display())
    yield Finding("gpu", _gpu())
    free = shutil.disk_usage(Path.home()).free / 1e9
    yield Finding("free disk", f"{free:.0f} GB", free > 1)


def _display() -> str:
    if forced := os.environ.get("QT_QPA_PLATFORM"):
        return f"QT_QPA_PLATFORM={forced}"
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return (
        f"xcb on {os.environ['DISPLAY']}" if os.environ.get("DISPLAY") else "none, offscreen only"
    )


def _gpu() -> str:
    program = shutil.which("nvidia-smi")
    if program is None:
        return "no NVIDIA driver, the CPU is used"
    query = [program, "--query-gpu=name,memory.total", "--format=csv,noheader"]
    done = subprocess.run(query, capture_output=True, text=True, timeout=10, check=False)
    return done.stdout.strip() or f"driver does not answer: {done.stderr.strip()}"


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "not installed", is_fine=False)
    try:
        other = importlib.metadata.version("opencv-python")
        yield Finding("opencv-python", f"{other} overwrites what mediapipe needs", is_fine=False)
    except importlib.metadata.PackageNotFoundError:
        pass


def _codecs() -> Iterator[Finding]:
    import av

    for name in ("h264", "hevc", "vp8", "vp9", "av1", "mpeg4"):
        try:
            av.Codec(name, "r")
            yield Finding(f"decodes {name}", "yes")
        except ValueError:
            yield Finding(f"decodes {name}", "no", is_fine=name != "h264")


def _project(folder: Path | None) -> Iterator[Finding]:
    if folder is None:
        return
    from emo7_core.project import Project

    try:
        with Project.open(folder) as project, project.database.read() as connection:
            verdict = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
            clips = project.catalog.count()
    except Emo7Error as error:
        yield Finding("project", str(error), is_fine=False)
        return
    yield Finding("project", f"{clips} clips, store {verdict}", verdict == "ok")
