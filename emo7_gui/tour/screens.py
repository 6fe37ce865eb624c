"""The screens of the tour, in the order in which a newcomer meets them.

What it is: one small function per screen that drives the window there by keys, and their table.
What it is not: pictures or files (guide.py, __main__.py).
Convention: a function returns True when the screen is there, False when this emo7 has no such
screen yet, or a picture it had to take itself; it leaves the window so that the next can begin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from emo7_core.config import TrainConfig
from emo7_core.demo.clips import demo_clips
from emo7_gui.review.queue_row import QueueFilter
from emo7_gui.tour.golden import (
    changes,
    golden,
    promote,
    promoting,
    rating_again,
    second_window,
    settled,
)
from emo7_gui.tour.guide import Guide
from emo7_gui.tour.live import growing, live, picker
from emo7_gui.tour.studies import folds, tuning

K, M = Qt.Key, Qt.KeyboardModifier
CTRL = M.ControlModifier
BROKEN = "no-picture"
DRAWN = 24
# Long enough for curves, short enough for a tour.
QUICK = TrainConfig(num_epochs=12, hidden_size=48, num_layers=1, batch_size=16)

Drive = Callable[[Guide], "bool | QPixmap"]


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture of the tour.

    Attributes:
        name: What the file is called, after its number.
        drive: Brings the window there.
        leave: Brings it back, once the picture is taken.
    """

    name: str
    drive: Drive
    leave: Callable[[Guide], object] = lambda guide: None


def first_start(guide: Guide) -> bool:
    """The first screen, before any project is open."""
    guide.settle()
    return guide.studio.window.workspace == "start"


def drawing(guide: Guide) -> bool:
    """The demo project being completed, with its progress."""
    guide.studio.projects.open_demo(guide.project)
    labels = guide.studio.window.first_start.findChildren(QLabel)
    guide.wait_for(lambda: any(" of " in one.text() for one in labels), "the first drawn clip")
    return True


def blind(guide: Guide) -> bool:
    """A clip before the decision: nothing of caption or models is seen."""
    session = guide.studio.session
    guide.wait_for(lambda: session.current, "the project")
    if session.current is not None and session.current.name == BROKEN:
        guide.press(K.Key_Return)
    guide.show_clip()
    return not guide.studio.review.panel.state.is_revealed


def marked(guide: Guide) -> bool:
    """Cues and decisive moment, set before the decision."""
    for key in (K.Key_Q, K.Key_E, K.Key_M):
        guide.press(key)
    guide.settle()
    return True


def revealed(guide: Guide) -> bool:
    """The same clip after a digit."""
    guide.press(K.Key_6)
    guide.wait_for(lambda: guide.studio.review.panel.state.is_revealed, "the reveal")
    guide.show_clip()
    return True


def note(guide: Guide) -> bool:
    """The note being written."""
    guide.press(K.Key_N)
    guide.type("Brows up at the end, the mouth stays soft.")
    guide.settle()
    return True


def leave_note(guide: Guide) -> None:
    """Esc leaves the note, and the decision keeps it."""
    guide.press(K.Key_Escape)
    guide.settle()


def history(guide: Guide) -> bool:
    """Every entry on this clip."""
    guide.press(K.Key_2, M.ShiftModifier)
    guide.show_clip()
    guide.press(K.Key_H, CTRL)
    guide.settle()
    return True


def filters(guide: Guide) -> bool:
    """The choices behind the filter button."""
    guide.studio.review.queue.open_filter()
    guide.settle()
    return True


def leave_popup(guide: Guide) -> None:
    """Esc closes a pop-up."""
    guide.press(K.Key_Escape)
    guide.settle(50)


def no_match(guide: Guide) -> bool:
    """A search that finds nothing."""
    guide.press(K.Key_Slash)
    guide.type("nothing is called so")
    guide.settle()
    return True


def leave_search(guide: Guide) -> None:
    """The whole list again, and the keys back at the clip."""
    queue = guide.studio.review.queue
    queue.search.clear()
    queue.set_filter(QueueFilter())
    guide.press(K.Key_Escape)


def cannot_play(guide: Guide) -> bool:
    """A file without a picture, said in the list and in the well."""
    guide.press(K.Key_Slash)
    guide.type(BROKEN)
    guide.press(K.Key_Return)
    current = guide.studio.session
    guide.wait_for(lambda: current.current and current.current.name == BROKEN, "the broken clip")
    leave_search(guide)
    guide.settle()
    return True


def picture_only(guide: Guide) -> bool:
    """The picture alone."""
    guide.press(K.Key_Up)
    guide.press(K.Key_V)
    guide.show_clip()
    return True


def leave_picture(guide: Guide) -> None:
    """The sides come back."""
    guide.press(K.Key_V)


def keys(guide: Guide) -> bool:
    """The sheet of all keys."""
    guide.press(K.Key_Question)
    guide.settle()
    return True


def importing(guide: Guide) -> bool:
    """What to import, and what would come in."""
    guide.press(K.Key_I, CTRL)
    guide.settle()
    return True


def _workspace(guide: Guide, name: str, key: Qt.Key) -> bool:
    guide.press(key, CTRL)
    guide.settle(600)
    return guide.studio.window.workspace == name


def no_training(guide: Guide) -> bool:
    """Train before the first training."""
    return _workspace(guide, "train", K.Key_4)


def training_dialog(guide: Guide) -> bool:
    """What a new training would learn, and from what."""
    guide.press(K.Key_N)
    dialog = guide.studio.training.dialog
    if dialog is None:
        return False
    dialog.form.set_config(QUICK)
    guide.wait_for(lambda: dialog.is_current, "what it would train on")
    guide.settle()
    return True


def start_training(guide: Guide) -> None:
    """Add it to the queue."""
    guide.press(K.Key_Return, CTRL)


def train(guide: Guide) -> bool:
    """A run with its curves, when it has ended."""
    jobs = guide.studio.training
    guide.wait_for(lambda: jobs.jobs, "the job")
    guide.wait_for(lambda: _is_over(guide, "train"), "the end of the training", 240_000)
    guide.settle(600)
    return True


def compare(guide: Guide) -> bool:
    """The model and the floors on the labels; the first cell that holds clips is open."""
    _label_the_rest(guide)
    job = next(job for job in guide.studio.training.jobs.values() if job.kind == "train")
    guide.studio.training.predict(job.folder / "model")
    guide.wait_for(lambda: _is_over(guide, "predict"), "the answers of the model", 120_000)
    if not _workspace(guide, "compare", K.Key_3):
        return False
    desk, view = guide.studio.comparing, guide.studio.compare
    guide.wait_for(lambda: _models(guide), "the model in the comparison")
    guide.settle(600)
    found, name = desk.comparison, _models(guide)[0]
    assert found is not None
    rows, columns = found.result(name).matrix.nonzero()
    row, column = int(rows[-1]), int(columns[-1])
    view.cell_opened.emit("a", row, column)
    view.clip_opened.emit(found.cell(name, row, column)[0])
    guide.wait_for(lambda: desk.playback.info is not None, "the clip of the cell")
    guide.settle(800)
    return True


def captions(guide: Guide) -> bool:
    """Silver labels from captions, and the cuts between the classes."""
    is_there = _workspace(guide, "data", K.Key_5)
    guide.settle(2000)
    return is_there


def _label_the_rest(guide: Guide) -> None:
    """Put every drawn clip on the scale as it was drawn: a rater who is never wrong."""
    session = guide.studio.session
    drawn = {clip.name: clip.value for clip in demo_clips(DRAWN)}
    for clip_id, clip in session.clips.items():
        if clip.name in drawn and session.latest(clip_id) is None:
            session.decide_clip(clip_id, drawn[clip.name])
    guide.wait_for(lambda: session.save_state.kind == "saved", "the decisions to be saved")


def _models(guide: Guide) -> list[str]:
    found = guide.studio.comparing.comparison
    return [r.name for r in found.results if r.kind == "model"] if found and found.clips else []


def _is_over(guide: Guide, kind: str) -> bool:
    return any(j.kind == kind and j.status.is_over for j in guide.studio.training.jobs.values())


SCREENS: tuple[Screen, ...] = (
    Screen("first-start", first_start),
    Screen("first-start-drawing", drawing),
    Screen("review-blind", blind),
    Screen("review-marks", marked),
    Screen("review-revealed", revealed),
    Screen("review-note", note, leave_note),
    Screen("review-history", history, leave_popup),
    Screen("review-filter", filters, leave_popup),
    Screen("review-no-match", no_match, leave_search),
    Screen("review-cannot-play", cannot_play),
    Screen("review-picture-only", picture_only, leave_picture),
    Screen("keys", keys, leave_popup),
    Screen("import", importing, leave_popup),
    Screen("train-first", no_training),
    Screen("training-dialog", training_dialog, start_training),
    Screen("train", train),
    Screen("compare", compare),
    Screen("golden", golden),
    Screen("data", captions),
    Screen("review-live", live),
    Screen("golden-settled", settled),
    Screen("golden-promote", promoting, promote),
    Screen("golden-changes", changes, leave_popup),
    Screen("golden-blind", rating_again),
    Screen("second-window", second_window),
    Screen("model-picker", picker, leave_popup),
    Screen("review-growing", growing),
    Screen("train-folds", folds),
    Screen("train-tuning", tuning),
)
