"""What the keys of playing and seeing do with a player, wherever it stands.

What it is: action ids of actions.py and what each asks of a player and its playback.
What it is not: keys (key_router.py), or anything about labels.
"""

from __future__ import annotations

from collections.abc import Callable

from emo7_gui.desks.playback import Playback
from emo7_gui.player.overlays import OVERLAYS
from emo7_gui.player.player import Player

_FAR = 10**9


def player_acts(playback: Playback) -> dict[str, Callable[[], object]]:
    """Return what each action does with this player."""
    player = playback.player
    overlays = {name: _toggle(player, name) for name in OVERLAYS}
    return overlays | {
        "play": playback.toggle,
        "frame_back": lambda: playback.step(-1),
        "frame_forward": lambda: playback.step(1),
        "ten_back": lambda: playback.step(-10),
        "ten_forward": lambda: playback.step(10),
        "clip_start": lambda: playback.step(-_FAR),
        "clip_end": lambda: playback.step(_FAR),
        "slower": lambda: player.step_speed(-1),
        "faster": lambda: player.step_speed(1),
        "set_in": player.set_loop_start_here,
        "set_out": player.set_loop_stop_here,
        "loop": lambda: player.loop_changed.emit(*player.loop[:2], not player.loop[2]),
        "zoom": player.cycle_fit,
    }


def _toggle(player: Player, name: str) -> Callable[[], object]:
    return lambda: player.toggle_overlay(name)
