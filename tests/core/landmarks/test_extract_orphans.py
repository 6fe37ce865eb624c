"""No child outlives the program, however that ended."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
from pathlib import Path
import sys
from emo7_core.landmarks.extract import ExtractionPool
from emo7_core.landmarks.progress import ExtractionTask

if __name__ == "__main__":
    with ExtractionPool(1) as pool:
        for step in pool.run([ExtractionTask("clip", Path(sys.argv[1]), Path(sys.argv[2]))]):
            if step.state == "started":
                print(pool.pid_of("clip"), flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_children_end_with_a_killed_parent(shared_data, tmp_path, how):
    """After SIGKILL or SIGTERM of the program its working child is gone in a moment."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    clip = shared_data / "people" / "WolfgangLanger_Pexels.mp4"
    with subprocess.Popen(
        [sys.executable, str(script), str(clip), str(tmp_path / "a.npz")],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    ) as program:
        assert program.stdout is not None
        child = psutil.Process(int(program.stdout.readline()))
        program.send_signal(how)
        program.wait(timeout=10)
        child.wait(timeout=5)
    assert not child.is_running()
    assert not (tmp_path / "a.npz").exists()
