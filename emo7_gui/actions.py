"""Every action of the window: its name, what it is called, where it works, its keys.

What it is: the registry. The key sheet, the router and the README's table are made from it.
What it is not: what an action does; workspaces hear its id from the router (key_router.py).
Convention: a key is written as QKeySequence writes it in English ("Ctrl+Z", "Space"). The
digits 1..7 mean key positions, row and number pad. "Shift" with a deciding key means unsure,
which moves to "Alt" on layouts whose digits need Shift (key_chord.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from emo7_core.scale import CLASSES, digit_of

EVERYWHERE, DECIDE, PLAY, SEE, CUES = "everywhere", "decide", "play", "see", "cues"
LISTS, COMPARE, TRAIN, DATA, START = "lists", "compare", "train", "data", "start"
GOLDEN = "golden"

GROUPS: dict[str, str] = {
    DECIDE: "Decide",
    CUES: "What carried it",
    PLAY: "Play",
    SEE: "See",
    EVERYWHERE: "Everywhere",
    LISTS: "Lists",
    GOLDEN: "Golden",
    COMPARE: "Compare",
    TRAIN: "Train",
    DATA: "Data",
    START: "First start",
}

# Which groups answer in which workspace, first match first.
SCOPES: dict[str, tuple[str, ...]] = {
    "review": (DECIDE, PLAY, SEE, CUES, EVERYWHERE, LISTS),
    "golden": (DECIDE, GOLDEN, PLAY, SEE, EVERYWHERE, LISTS),
    "compare": (DECIDE, PLAY, SEE, COMPARE, EVERYWHERE, LISTS),
    "train": (TRAIN, EVERYWHERE, LISTS),
    "data": (DATA, EVERYWHERE, LISTS),
    "start": (START, EVERYWHERE),
}
# Groups that answer first where a widget with the property "key_group" has the focus, and may
# therefore share keys with the others.
FOCUSED = frozenset({LISTS, COMPARE, DATA})
WORKSPACES = ("review", "golden", "compare", "train", "data")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a key can do.

    Attributes:
        id: Stable name; settings keep remapped keys under it.
        text: What people read.
        group: One of GROUPS.
        keys: Default keys; the first is the one shown in buttons.
        is_repeating: A held key repeats it.
        is_fixed: Qt itself answers this key, so it cannot be remapped.
    """

    id: str
    text: str
    group: str
    keys: tuple[str, ...] = ()
    is_repeating: bool = False
    is_fixed: bool = False


def _deciding() -> tuple[Action, ...]:
    digits = (
        Action(f"decide_{digit_of(value)}", name, DECIDE, (str(digit_of(value)),))
        for value, name in reversed(tuple(enumerate(CLASSES)))
    )
    return (
        *digits,
        Action("next", "Next clip", DECIDE, ("Return",)),
        Action("previous", "Previous clip", DECIDE, ("Shift+Return",)),
        Action("retract", "Retract the decision", DECIDE, ("Backspace",)),
        Action("history", "History of this clip", DECIDE, ("Ctrl+H",)),
        Action("stage", "Signing only, or with caption", DECIDE, ("K",)),
    )


_EVERYWHERE = (
    Action("workspace_review", "Review", EVERYWHERE, ("Ctrl+1",)),
    Action("workspace_golden", "Golden", EVERYWHERE, ("Ctrl+2",)),
    Action("workspace_compare", "Compare", EVERYWHERE, ("Ctrl+3",)),
    Action("workspace_train", "Train", EVERYWHERE, ("Ctrl+4",)),
    Action("workspace_data", "Data", EVERYWHERE, ("Ctrl+5",)),
    Action("search", "Search", EVERYWHERE, ("/", "Ctrl+F")),
    Action("keys", "All keys", EVERYWHERE, ("?", "F1")),
    Action("undo", "Undo", EVERYWHERE, ("Ctrl+Z", "U")),
    Action("redo", "Redo", EVERYWHERE, ("Ctrl+Shift+Z",)),
    Action("back", "Back", EVERYWHERE, ("Esc",), is_fixed=True),
    Action("next_pane", "Next pane", EVERYWHERE, ("Tab",), is_fixed=True),
    Action("full_screen", "Full screen", EVERYWHERE, ("F11",)),
    Action("new_project", "New project", EVERYWHERE, ("Ctrl+Shift+N",)),
    Action("open_project", "Open a project", EVERYWHERE, ("Ctrl+O",)),
    Action("import_clips", "Import clips", EVERYWHERE, ("Ctrl+I",)),
    Action("export_labels", "Export labels", EVERYWHERE, ("Ctrl+E",)),
    Action("back_up", "Back up the project", EVERYWHERE, ("Ctrl+Shift+S",)),
    Action("reveal", "Reveal after the commit", EVERYWHERE, ("Ctrl+R",)),
    Action("rater", "Who is labelling", EVERYWHERE, ("Ctrl+Shift+R",)),
    Action("make_queue", "Make a queue", EVERYWHERE, ("Ctrl+M",)),
    Action("live_models", "Models for live guesses", EVERYWHERE, ("Ctrl+L",)),
    Action("quit", "Quit", EVERYWHERE, ("Ctrl+Q",)),
)
_PLAY = (
    Action("play", "Play or pause", PLAY, ("Space",)),
    Action("frame_back", "One frame back", PLAY, ("Left",), is_repeating=True),
    Action("frame_forward", "One frame forward", PLAY, ("Right",), is_repeating=True),
    Action("ten_back", "Ten frames back", PLAY, ("Shift+Left",), is_repeating=True),
    Action("ten_forward", "Ten frames forward", PLAY, ("Shift+Right",), is_repeating=True),
    Action("clip_start", "First frame", PLAY, ("Home",)),
    Action("clip_end", "Last frame", PLAY, ("End",)),
    Action("slower", "Slower", PLAY, (",",)),
    Action("faster", "Faster", PLAY, (".",)),
    Action("set_in", "Loop starts here", PLAY, ("I",)),
    Action("set_out", "Loop ends here", PLAY, ("O",)),
    Action("loop", "Loop on or off", PLAY, ("L",)),
    Action("decisive", "Decisive moment", PLAY, ("M",)),
)
_SEE = (
    Action("body", "Body", SEE, ("B",)),
    Action("hands", "Hands", SEE, ("H",)),
    Action("face", "Face", SEE, ("F",)),
    Action("trails", "Trails", SEE, ("T",)),
    Action("closeups", "Close-ups", SEE, ("C",)),
    Action("evidence", "Evidence", SEE, ("P",)),
    Action("lanes", "Next lanes", SEE, ("X",)),
    Action("exemplars", "Exemplars of the scale", SEE, ("Shift+E",)),
    Action("zoom", "Signer, whole, 100\u2009%", SEE, ("Z",)),
    Action("picture_only", "Picture only", SEE, ("V",)),
    Action("left_side", "Left side panel", SEE, ("[",)),
    Action("right_side", "Right side panel", SEE, ("]",)),
)
_CUES = (
    Action("cue_brows", "Brows", CUES, ("Q",)),
    Action("cue_eyes", "Eyes", CUES, ("W",)),
    Action("cue_mouth", "Mouth", CUES, ("E",)),
    Action("cue_head", "Head", CUES, ("R",)),
    Action("cue_body", "Body", CUES, ("A",)),
    Action("cue_speed", "Speed", CUES, ("S",)),
    Action("cue_size", "Size", CUES, ("D",)),
    Action("cue_grammar_only", "Grammar only", CUES, ("G",)),
    Action("note", "Note", CUES, ("N",)),
)
_LISTS = (
    Action("list_up", "Up", LISTS, ("Up",), is_repeating=True),
    Action("list_down", "Down", LISTS, ("Down",), is_repeating=True),
    Action("list_open", "Open", LISTS, ("Return",)),
)
_GOLDEN = (Action("reason", "Reason of a result", GOLDEN, ("N",)),)
_COMPARE = (
    Action("cell_left", "Cell to the left", COMPARE, ("Left",), is_repeating=True),
    Action("cell_right", "Cell to the right", COMPARE, ("Right",), is_repeating=True),
    Action("cell_up", "Cell above", COMPARE, ("Up",), is_repeating=True),
    Action("cell_down", "Cell below", COMPARE, ("Down",), is_repeating=True),
    Action("cell_open", "Open the cell", COMPARE, ("Return",)),
    Action("counts", "Counts or shares", COMPARE, ("Y",)),
    Action("tab_next", "Next tab below", COMPARE, ("Ctrl+PgDown",)),
    Action("tab_previous", "Tab before", COMPARE, ("Ctrl+PgUp",)),
    Action("beside", "Second clip beside", COMPARE, ("D",)),
    Action("other_side", "The other of two clips", COMPARE, ("S",)),
    Action("in_step", "In step by share or by time", COMPARE, ("G",)),
    Action("curve_table", "Table behind the curves", COMPARE, ("Shift+T",)),
)
_TRAIN = (
    Action("new_training", "New training", TRAIN, ("N",)),
    Action("add_to_queue", "Add to queue", TRAIN, ("Ctrl+Return",)),
    Action("job_earlier", "Job starts earlier", TRAIN, ("Alt+Up",), is_repeating=True),
    Action("job_later", "Job starts later", TRAIN, ("Alt+Down",), is_repeating=True),
    Action("stop_early", "Stop early, keep the best", TRAIN, ("S",)),
    Action("cancel_job", "Cancel the job", TRAIN, ("Delete",)),
    Action("resume_job", "Resume the job", TRAIN, ("R",)),
    Action("remedy", "Mend a failed job", TRAIN, ("Y",)),
    Action("train_again", "Train again with changes", TRAIN, ("A",)),
    Action("use_live", "Use for live predictions", TRAIN, ("L",)),
    Action("compare_golden", "Compare on golden", TRAIN, ("G",)),
    Action("overlay_runs", "Overlay other runs", TRAIN, ("O",)),
    Action("mlflow", "Open in MLflow", TRAIN, ("M",)),
    Action("job_folder", "Open the job's folder", TRAIN, ("F",)),
)
_DATA = (
    Action("cut_next", "Next cut", DATA, ("Tab",), is_fixed=True),
    Action("cut_lower", "Cut lower by .01", DATA, ("Left",), is_repeating=True),
    Action("cut_raise", "Cut higher by .01", DATA, ("Right",), is_repeating=True),
    Action("cut_lower_more", "Cut lower by .05", DATA, ("Shift+Left",), is_repeating=True),
    Action("cut_raise_more", "Cut higher by .05", DATA, ("Shift+Right",), is_repeating=True),
    Action("plot_table", "Table behind the plot", DATA, ("Shift+T",)),
)
_START = (
    Action("start_demo", "Open the demo project", START, ("Return",)),
    Action("start_import", "Start from your clips", START, ("I",)),
    Action("start_open", "Open a project", START, ("O",)),
)

ACTIONS: tuple[Action, ...] = (
    *_deciding(),
    *_CUES,
    *_PLAY,
    *_SEE,
    *_EVERYWHERE,
    *_LISTS,
    *_GOLDEN,
    *_COMPARE,
    *_TRAIN,
    *_DATA,
    *_START,
)
BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def is_offered(action: Action, workspaces: frozenset[str]) -> bool:
    """Whether an action means anything in a window with these workspaces.

    Args:
        action: Any of ACTIONS.
        workspaces: Names of WORKSPACES that the window has.
    """
    kind, _, name = action.id.partition("_")
    if kind == "workspace":
        return name in workspaces
    scopes = workspaces | {"start"}
    return any(action.group in groups for scope, groups in SCOPES.items() if scope in scopes)


def cue_action(cue: str) -> str:
    """Return the id of the action that sets a cue tag."""
    return "cue_" + cue.replace(" ", "_")


def decided_value(action_id: str) -> tuple[int, bool] | None:
    """Return (value 0..6, is unsure) of a deciding action's id, None for any other."""
    kind, _, digit = action_id.partition("_")
    if kind in ("decide", "unsure") and digit.isdigit():
        return int(digit) - 1, kind == "unsure"
    return None
