"""Why a clip is here and what speaks for its value, in lines that a rater may see now.

What it is: pure translation of facts: the place in the queue, the landmarks, what was shown, and
after the reveal what models and other people say.
What it is not: a reason to decide in some way: while blind nothing tells a class.
Convention: what the panel's state does not hold (models and raters while blind) is not here.
"""

from __future__ import annotations

from collections.abc import Iterator

from emo7_core.clips.clip import Clip
from emo7_core.scale import CLASSES, digit_of
from emo7_gui.desks.queue_filling import reason
from emo7_gui.review.panel_state import EvidenceLine, ModelBars, RaterMark
from emo7_gui.session import Session

# Two classes this near in probability are both worth a look.
NEAR = 0.8


def evidence_lines(
    session: Session,
    row: int,
    clip: Clip,
    models: tuple[ModelBars, ...],
    raters: tuple[RaterMark, ...],
) -> tuple[EvidenceLine, ...]:
    """Return the lines.

    Args:
        session: Who rates, in which order.
        row: The showing of the clip.
        clip: The clip.
        models: What models say; () where it may not be seen.
        raters: What other people say; () where it may not be seen.
    """
    return (
        EvidenceLine("Why it is here", _why(session, row)),
        EvidenceLine("Landmarks", _landmarks(clip)),
        EvidenceLine("Shown to you", _shown(session, row)),
        *_models(session, row, models),
        *_people(raters),
    )


def _why(session: Session, row: int) -> str:
    entry, queue = session.entry(row), session.assigned.queue
    if entry is None or queue is None:
        return f"{session.order_name} order: every clip of the project comes"
    return f"{reason(session, row)} · place {entry.position + 1} of {len(queue.entries)}"


def _landmarks(clip: Clip) -> str:
    shares = (("face", clip.face_share), ("hands", clip.hands_share))
    told = [f"{name} in {share:.0%} of frames" for name, share in shares if share is not None]
    return ", ".join(told).replace("%", "\u2009%") or "none yet"


def _shown(session: Session, row: int) -> str:
    words = {"captions": "caption", "guesses": "model guesses", "raters": "other raters' values"}
    seen = [words.get(one, one) for one in session.standing.revealed.get(row, ())]
    return f"the signing, {', '.join(seen)}" if seen else "the signing alone"


def _models(session: Session, row: int, models: tuple[ModelBars, ...]) -> Iterator[EvidenceLine]:
    if session.is_revealed(row) and session.is_control(row):
        yield EvidenceLine("Models", "none is shown for this clip, so that people can be compared")
    for model in models:
        if model.probabilities:
            yield EvidenceLine(f"{model.letter} {model.name}", _answer(model))


def _answer(model: ModelBars) -> str:
    order = sorted(range(len(model.probabilities)), key=lambda v: -model.probabilities[v])
    first, second = (_class(model, value) for value in order[:2])
    is_near = model.probabilities[order[1]] >= NEAR * model.probabilities[order[0]]
    words = f"{first}, nearly as much {second}" if is_near else f"{first}, then {second}"
    if model.mean is None or model.spread is None:
        return words
    return f"{words}; expected {model.mean:.1f} ± {model.spread:.1f}"


def _class(model: ModelBars, value: int) -> str:
    share = f"{model.probabilities[value]:.2f}".removeprefix("0")
    return f"{digit_of(value)} {CLASSES[value]} {share}"


def _people(raters: tuple[RaterMark, ...]) -> Iterator[EvidenceLine]:
    if raters:
        said = ", ".join(f"{one.initials} {digit_of(one.value)}" for one in raters)
        steps = max(one.value for one in raters) - min(one.value for one in raters)
        spread = "" if len(raters) == 1 else f"; {steps} {'step' if steps == 1 else 'steps'} apart"
        yield EvidenceLine("Other raters", f"{said}{spread}")
