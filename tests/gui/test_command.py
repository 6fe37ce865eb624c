"""The command `emo7`: what opens a window, and what is refused before one opens."""

from __future__ import annotations

import pytest

from emo7_gui.command import main


@pytest.mark.parametrize("words", [["open"], ["open", "--now"], ["open", "a", "b"]])
def test_open_needs_one_folder(words, capsys):
    """One clear line and exit 2; no window."""
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert capsys.readouterr().err == "emo7: say which project: emo7 open FOLDER\n"
