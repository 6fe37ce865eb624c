"""What is closed at the end of a `with`: files, stores and pools of children.

What it is: the base of classes whose `close` may be called at any time.
What it is not: a lock, which is taken and given back (lock.py, jobs/gpu.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Closing(ABC):
    """Something with a `close`, which a `with` block calls at its end."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held; a second call changes nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
