"""Order by hand: keys of text between which there is always room, so that a move writes one row.

A key is a fraction in base 62 without its leading "0."; the database compares it with the C collation.
No key ends in the lowest digit, or there would be no room before it.
"""

from __future__ import annotations

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
# Longer keys are a sign of many moves to one place: time to spread the table's keys anew.
MAX_LENGTH = 50


def between(before: str, after: str) -> str:
    """A key after ``before`` and before ``after``; an empty text is the open end on that side.

    Raises ``ValueError`` unless ``before`` < ``after``.
    """
    if after and before >= after:
        raise ValueError(f"{before!r} does not stand before {after!r}.")
    key = ""
    position = 0
    upper_is_open = not after
    while True:
        low = _DIGITS.index(before[position]) if position < len(before) else 0
        high = _BASE if upper_is_open else _DIGITS.index(after[position]) if position < len(after) else 0
        if high - low > 1:
            return key + _DIGITS[_step(low, high, is_append=not after, is_prepend=not before)]
        key += _DIGITS[low]
        # One step below the upper bound is enough: everything that follows is free on that side.
        upper_is_open = upper_is_open or high > low
        position += 1


def _step(low: int, high: int, *, is_append: bool, is_prepend: bool) -> int:
    """A digit between: next to the closed end when the other is open, so that rows added keep short keys."""
    if is_append == is_prepend:
        return (low + high) // 2
    return low + 1 if is_append else high - 1


def spread(count: int, before: str = "") -> list[str]:
    """``count`` rising keys after ``before``, all of one short length: a paste of many rows."""
    width = 1
    while _BASE**width < 4 * (count + 1):
        width += 1
    step = _BASE**width // (count + 1)
    keys = []
    prefix = between(before, "") if before else ""
    for number in range(1, count + 1):
        value, key = number * step, ""
        for _place in range(width):
            value, digit = divmod(value, _BASE)
            key = _DIGITS[digit] + key
        keys.append(prefix + (key if key[-1] != _DIGITS[0] else key + _DIGITS[_BASE // 2]))
    return keys
