"""What the demo company says: no placeholders, and nothing that grows old."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping

import pytest

from pmcomms.demo.content import ledger_building, ledger_market, ledger_money, meetings, others
from pmcomms.demo.content.shape import Days

PLACEHOLDER = re.compile(
    r"\b(lorem|ipsum|todo|fixme|tbd|test|foo|bar|xxx+|placeholder|sample)\b|待补充|占位|测试文本", re.I
)
# Words that name one fixed month or season; the stories count from today.
FIXED = re.compile(r"[一二三四五六七八九十]月|年底|年初|年货|春节|国庆|双十一|上半年|下半年")


def strings(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif dataclasses.is_dataclass(thing):
        yield from strings([getattr(thing, field.name) for field in dataclasses.fields(thing)])
    elif isinstance(thing, Mapping):
        yield from strings(list(thing.values()))
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from strings(part)


def told_on(today: dt.date) -> list[str]:
    day = Days(today)
    told = [ledger_building.stories(day), ledger_market.stories(day), ledger_money.stories(day)]
    return list(strings([*told, others.stories(day), meetings.meetings(day)]))


@pytest.mark.django_db
def test_no_text_is_a_placeholder() -> None:
    told = told_on(dt.date(2031, 5, 7))
    assert len(told) > 500
    assert not [text for text in told if PLACEHOLDER.search(text)]


@pytest.mark.django_db
def test_no_text_is_bound_to_a_year_or_a_month() -> None:
    told = told_on(dt.date(2031, 5, 7))
    assert not [text for text in told if FIXED.search(text) or re.search(r"20(?!31|32)\d\d[- 年]", text)]


@pytest.mark.django_db
def test_quarters_and_months_are_counted_over_the_turn_of_the_year() -> None:
    day = Days(dt.date(2031, 1, 15))
    assert (day.quarter(-1), day.quarter(0), day.spoken_quarter(-1)) == ("2030 Q4", "2031 Q1", "第四季度")
    assert (day.month(-1), day.spoken_month(-1)) == ("2030-12", "12 月")
