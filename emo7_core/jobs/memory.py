"""Out of memory, told in words and with what to try next.

What it is: the error of a job whose batch did not fit, and how the libraries' own errors are known.
What it is not: a measure of memory (training/probe.py).
"""

from __future__ import annotations

from typing import Any

from emo7_core.errors import JobError

# How torch says on the CPU that there is no memory; it has no error type of its own for that.
CPU_WORDS = ("DefaultCPUAllocator", "not enough memory", "std::bad_alloc")


class OutOfMemoryError(JobError):
    """A job that needs more memory than there is.

    Attributes:
        suggestion: What to change in the config, e.g. {"batch_size": 16}; empty where nothing
            smaller is possible.
    """

    def __init__(self, where: str, batch_size: int) -> None:
        smaller = batch_size // 2
        remedy = f"Try batch size {smaller}." if smaller else "Try a smaller network."
        super().__init__(f"{where} ran out of memory at batch size {batch_size}", remedy=remedy)
        self.suggestion: dict[str, Any] = {"batch_size": smaller} if smaller else {}


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says that there was no memory, on the CPU or on a GPU."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and any(word in str(error) for word in CPU_WORDS)
