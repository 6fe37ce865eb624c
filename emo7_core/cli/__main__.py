"""`python -m emo7_core.cli`: the commands without any window."""

from __future__ import annotations

from emo7_core.cli.main import main

if __name__ == "__main__":
    main()
