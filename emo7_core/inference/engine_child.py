"""The engine's own process: loads torch, owns the models and their device.

Runs in: a spawned child that gives way to the window; its main thread works and looks at its inbox
between steps, a second one empties the pipe, so that the window never waits for room in it.
Owns: the models of both slots, what they work on, and the cache of traces.
Hears: Load, Unload, Predict, Extend, Move, Cancel, Quit over the pipe.
Says: Phase, Loaded, Chunk, Answered, Failed, Moved over the pipe; errors are values, never its end.
Stops when: Quit comes or the pipe closes.
"""

from __future__ import annotations

import queue
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, TypeAlias

from emo7_core import telemetry
from emo7_core.errors import Emo7Error, ModelError
from emo7_core.inference.clip_input import ClipInput
from emo7_core.inference.messages import (
    SLOTS,
    Answered,
    Cancel,
    Chunk,
    Extend,
    Failed,
    Load,
    Loaded,
    Move,
    Phase,
    Predict,
    Quit,
    Request,
    Slot,
    Unload,
)
from emo7_core.inference.pace import Pace
from emo7_core.inference.task import KnownTraces, Task
from emo7_core.jobs.priority import ENGINE_NICENESS, give_way

if TYPE_CHECKING:
    from emo7_core.inference.devices import Devices

Inbox: TypeAlias = "queue.SimpleQueue[Request]"


def serve(pipe: Connection) -> None:
    """Work until the pipe says Quit or closes."""
    # An interrupt at the terminal is for the window, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    telemetry.switch_off()
    give_way(ENGINE_NICENESS)
    inbox: Inbox = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, inbox), name="listen", daemon=True).start()
    try:
        pipe.send(Phase("starting"))
        from emo7_core.inference.devices import Devices
        from emo7_core.models.devices import device_name, leave_one_core, resolve_device

        leave_one_core()
        pipe.send(Phase("ready", device_name(resolve_device("auto"))))
        EngineWorker(pipe, inbox, Devices(pipe.send)).run()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # The window is gone.


def _listen(pipe: Connection, inbox: Inbox) -> None:
    """Move requests from the pipe to the inbox until it closes."""
    while True:
        try:
            inbox.put(pipe.recv())
        except (EOFError, OSError):
            inbox.put(Quit())
            return


class EngineWorker:
    """The loop of the child.

    Args:
        pipe: Where reports go.
        inbox: Where requests come from.
        devices: The models of the slots, and where they compute.
    """

    def __init__(self, pipe: Connection, inbox: Inbox, devices: Devices) -> None:
        self._pipe = pipe
        self._inbox = inbox
        self._devices = devices
        self._waiting: deque[Request] = deque()
        self._newest: dict[Slot, int] = dict.fromkeys(SLOTS, -1)
        self._tasks: dict[Slot, Task] = {}
        self._paces: dict[Slot, Pace] = {}
        self._known = KnownTraces()
        self._has_quit = False

    def run(self) -> None:
        """Work until told to quit."""
        try:
            while not self._has_quit:
                self._hear()
                if self._waiting:
                    self._do(self._waiting.popleft())
                else:
                    self._step()
        finally:
            self._devices.close()

    def _hear(self) -> None:
        """Take in what came; void predictions are dropped at once. Waits only if there is none."""
        self._devices.arbitrate()
        if not self._waiting and not any(task.can_step for task in self._tasks.values()):
            try:
                self._note(self._inbox.get(timeout=self._devices.look_again_after))
            except queue.Empty:
                return
        while not self._inbox.empty():
            self._note(self._inbox.get())
        self._waiting = deque(one for one in self._waiting if not self._is_void(one))
        for slot, task in list(self._tasks.items()):
            if task.generation < self._newest[slot]:
                del self._tasks[slot]

    def _note(self, request: Request) -> None:
        if isinstance(request, Predict):
            self._newest[request.slot] = max(self._newest[request.slot], request.generation)
        elif isinstance(request, Cancel):
            for slot in SLOTS if request.slot is None else (request.slot,):
                self._newest[slot] = max(self._newest[slot], request.generation + 1)
        elif isinstance(request, Quit):
            self._has_quit = True
        if not isinstance(request, Cancel | Quit):
            self._waiting.append(request)

    def _is_void(self, request: Request) -> bool:
        if isinstance(request, Predict):
            return request.generation < self._newest[request.slot]
        if isinstance(request, Extend | Move):
            return request.generation < min(self._newest.values())
        return False

    def _do(self, request: Request) -> None:
        if isinstance(request, Load):
            self._guard(None, request.slot, partial(self._load, request))
        elif isinstance(request, Unload):
            self._tasks.pop(request.slot, None)
            self._devices.drop(request.slot)
        elif isinstance(request, Predict):
            self._guard(request.generation, request.slot, partial(self._begin, request))
        elif isinstance(request, Extend | Move):
            for slot, task in list(self._tasks.items()):
                if task.generation == request.generation:
                    work = partial(_tell_task, task, request)
                    self._guard(request.generation, slot, work)

    def _guard(self, generation: int | None, slot: Slot, work: Callable[[], None]) -> None:
        """Do something; what goes wrong is told, and ends the task of this slot."""
        try:
            work()
            return
        except Emo7Error as error:
            report = Failed(generation, str(error), slot=slot)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:  # A defect must not end the engine: it is shown.
            message = f"the model failed: {type(error).__name__}: {error}"
            report = Failed(generation, message, traceback.format_exc(), slot=slot)
        self._tasks.pop(slot, None)
        self._pipe.send(report)

    def _load(self, request: Load) -> None:
        self._tasks.pop(request.slot, None)
        model = self._devices.load(request.slot, request.folder, request.device)
        self._paces[request.slot] = Pace()
        facts = model.facts
        self._pipe.send(
            Loaded(
                request.folder,
                model.device_name,
                facts.identity,
                facts.vocabulary,
                facts.window_seconds,
                request.slot,
                model.needs,
                facts.title,
            )
        )

    def _begin(self, request: Predict) -> None:
        self._tasks.pop(request.slot, None)
        model = self._devices.model(request.slot)
        if model is None:
            raise ModelError("no model is loaded", remedy="Choose a model.")
        clip = ClipInput(
            request.clip_key,
            request.track,
            request.video,
            duration=request.duration,
            is_growing=request.is_growing,
        )
        self._tasks[request.slot] = Task(
            request, model, clip, self._known, self._paces[request.slot]
        )

    def _step(self) -> None:
        """Do one step of each slot's task, and tell what came of it."""
        for slot in SLOTS:
            task = self._tasks.get(slot)
            if task is not None:
                self._guard(task.generation, slot, partial(self._advance, task))

    def _advance(self, task: Task) -> None:
        chunk = None if task.is_done else task.step()
        if chunk is not None:
            self._pipe.send(
                Chunk(
                    task.generation,
                    chunk.start,
                    chunk.total,
                    chunk.times,
                    chunk.probabilities,
                    chunk.saw_face,
                    chunk.saw_hands,
                    task.slot,
                    chunk.done,
                )
            )
        if task.is_done:
            self._tasks.pop(task.slot, None)
            self._pipe.send(
                Answered(task.generation, task.answer(), task.is_cached, slot=task.slot)
            )


def _tell_task(task: Task, request: Extend | Move) -> None:
    if isinstance(request, Extend):
        task.extend(request.piece, request.is_last)
    else:
        task.move(request.around)
