"""Order by hand: a key between two keys, so that a move writes one row.

A key is a text of the digits 0–9, A–Z, a–z read as a fraction in base 62 (``"V"`` is one half) and
compared byte by byte (collation C). A key never ends in ``0``, so there is always room before it. Keys that
grow past ``LONGEST`` are dealt anew by ``actions.ordering``.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LONGEST = 120
# Digits that count up when something is put at the end; 62^6 are 56 billion.
COUNTED = 6
_BASE = len(DIGITS)


def between(before: str, after: str) -> str:
    """The shortest key greater than ``before`` and less than ``after``; empty means no bound on that side.

    Raises ``ValueError`` when there is nothing between them.
    """
    if after and before >= after:
        raise ValueError(f"No key lies between {before!r} and {after!r}.")
    made = ""
    position = 0
    while True:
        low = DIGITS.index(before[position]) if position < len(before) else 0
        high = DIGITS.index(after[position]) if after and position < len(after) else _BASE
        if high - low > 1:
            return made + DIGITS[(low + high) // 2]
        made += DIGITS[low]
        if high != low:
            after = ""  # the key is below ``after`` already
        position += 1


def after_last(last: str) -> str:
    """A key behind ``last``: its first digits counted up by one, so appending does not make keys longer."""
    if not last:
        return DIGITS[_BASE // 2] + DIGITS[0] * (COUNTED - 2) + DIGITS[1]
    number = _read(last[:COUNTED].ljust(COUNTED, DIGITS[0])) + 1
    if number % _BASE == 0:
        number += 1
    return _written(number, COUNTED) if number < _BASE**COUNTED else last + DIGITS[1]


def spread(count: int) -> list[str]:
    """``count`` keys in order, evenly apart and equally long, with room between any two."""
    digits = 1
    while _BASE**digits < (count + 1) * _BASE:
        digits += 1
    step = _BASE**digits // (count + 1)
    return [_written(step * (number + 1), digits).rstrip(DIGITS[0]) for number in range(count)]


def _written(number: int, digits: int) -> str:
    found = ""
    for _ in range(digits):
        number, digit = divmod(number, _BASE)
        found = DIGITS[digit] + found
    return found


def _read(digits: str) -> int:
    found = 0
    for digit in digits:
        found = found * _BASE + DIGITS.index(digit)
    return found
