"""Cases of the adjudication as the pane shows them.

What it is: pure translation; times of decisive moments come from the clip's table of times, and
from its mean rate until that is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

from emo7_core.clips.clip import Clip
from emo7_core.labels.adjudicate import Case, Opinion
from emo7_core.labels.raters import profile_of
from emo7_core.scale import digit_of
from emo7_gui.golden.golden_view import CaseView, OpinionView

Times = npt.NDArray[np.float64]
AROUND = 0.5  # seconds before the first and after the last decisive moment


def case_view(
    cases: Sequence[Case],
    place: int,
    clips: Mapping[int, Clip],
    times: Times | None,
    adjudicator: str,
) -> CaseView:
    """Return one of the cases.

    Args:
        cases: All of them, in their order.
        place: Which one, from 0.
        clips: The project's clips.
        times: (T,) seconds of the open clip's frames, None until they are read.
        adjudicator: Who is at the desk.
    """
    case, clip = cases[place], clips[cases[place].clip_id]
    settled = case.settled
    own = next((one for one in case.results if one.source.name == adjudicator), None)
    is_others = case.adjudicator != adjudicator
    return CaseView(
        case.clip_id,
        clip.name,
        place + 1,
        len(cases),
        sum(one.settled is not None for one in cases),
        tuple(_opinion(one, clip, times) for one in case.opinions),
        soft_words(case),
        None if settled is None else settled.value,
        "" if own is None else own.decision.note,
        "" if settled is None else f"saved {_moment(settled.created_at)}",
        case.is_outdated,
        adjudicator,
        case.adjudicator,
        settled.note if settled is not None and is_others else "",
        tuple((one.source.name, one.value) for one in case.results[:-1]),
    )


def _moment(stored: datetime) -> str:
    """Return a stored time: of today the clock, of another day the day."""
    there = stored.astimezone()
    is_today = there.date() == datetime.now().astimezone().date()
    return f"{there:%H:%M:%S}" if is_today else f"{there:%-d %b %Y}"


def soft_words(case: Case) -> str:
    """Return the distribution of the raters: ".33 on 2, 4, 5", or ".67 on 2, .33 on 5"."""
    counts = Counter(one.value for one in case.opinions)
    by_share: dict[float, list[str]] = {}
    for value in sorted(counts):
        share = counts[value] / len(case.opinions)
        by_share.setdefault(share, []).append(str(digit_of(value)))
    order = sorted(by_share, reverse=True)
    words = (f"{share:.2f}".lstrip("0") + f" on {', '.join(by_share[share])}" for share in order)
    return ", ".join(words)


def moments_loop(case: Case, times: Times) -> tuple[int, int] | None:
    """Return the frames [start, stop) around the decisive moments, None where there are none."""
    frames = [one.decision.decisive_frame for one in case.opinions]
    known = [times[frame] for frame in frames if frame is not None and 0 <= frame < times.size]
    if not known:
        return None
    start = int(np.searchsorted(times, min(known) - AROUND))
    stop = int(np.searchsorted(times, max(known) + AROUND, side="right"))
    return start, max(stop, start + 1)


def _opinion(one: Opinion, clip: Clip, times: Times | None) -> OpinionView:
    said = one.decision
    frame = said.decisive_frame
    return OpinionView(
        one.source.name,
        profile_of(one.source).short,
        one.value,
        said.is_unsure,
        said.note,
        said.cues,
        frame,
        None if frame is None else _seconds(frame, clip, times),
    )


def _seconds(frame: int, clip: Clip, times: Times | None) -> float | None:
    if times is not None and 0 <= frame < times.size:
        return float(times[frame])
    return None if not clip.rate else frame / clip.rate
