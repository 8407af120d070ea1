"""Order by hand: there is always room between two keys."""

from __future__ import annotations

import random
from typing import Any

import pytest

from artifacts.ordering import MAX_LENGTH, between, spread


@pytest.mark.parametrize("seed", range(6))
def test_keys_rise_wherever_rows_are_put(seed: Any) -> None:
    chance = random.Random(seed)
    keys: list[str] = []
    for _ in range(400):
        at = chance.randint(0, len(keys))
        before, after = keys[at - 1] if at else "", keys[at] if at < len(keys) else ""
        key = between(before, after)
        assert before < key and (not after or key < after) and not key.endswith("0")
        keys.insert(at, key)


@pytest.mark.parametrize("at_front", [True, False])
def test_adding_at_one_end_keeps_keys_short(at_front: Any) -> None:
    key = between("", "")
    for _ in range(1000):
        key = between("", key) if at_front else between(key, "")
    assert len(key) <= MAX_LENGTH


def test_a_paste_gets_short_rising_keys_behind_the_last_row() -> None:
    first = spread(500)
    more = spread(5000, first[-1])
    assert [*first, *more] == sorted({*first, *more}) and max(map(len, more)) <= 8


def test_a_wrong_order_is_an_error() -> None:
    with pytest.raises(ValueError):
        between("b", "a")
