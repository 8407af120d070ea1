"""Limits of time that a busy machine keeps too: what a call took, as a ratio to fixed work in the same run.

A text that takes seconds because of its shape takes them on any machine; a machine whose other half is busy
takes twice as long for everything. So fixed work is timed right before and after, and the limit grows with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
# Seconds of the fixed work on the machine the limits were written for: there a list of 20,000 items was cleaned in
# under a second by code that takes 1.47 s where the fixed work takes 0.024 s, so 0.016 s at the most.
QUIET = 0.016
TRIES = 3


def within(limit: float, call: Callable[[], Answer], clock: Callable[[], float] = time.process_time) -> Answer:
    """The answer of ``call``, which has ``limit`` seconds of a quiet machine, in one of a few tries.

    ``clock``: time of this process, or ``time.perf_counter`` where another process does the work. Raises
    ``AssertionError`` with what every try took.
    """
    took = []
    for _ in range(TRIES):
        before = _fixed_work(clock)
        begun = clock()
        answer = call()
        spent = clock() - begun
        took.append(spent / max(1.0, before / QUIET, _fixed_work(clock) / QUIET))
        if took[-1] < limit:
            return answer
    raise AssertionError(f"took {', '.join(f'{seconds:.2f}' for seconds in took)} s, not {limit} s")


def _fixed_work(clock: Callable[[], float]) -> float:
    begun = clock()
    words = [str(number * 7919 % 10_007) for number in range(40_000)]
    "".join(sorted(words)).replace("7", "八").encode()
    return clock() - begun
