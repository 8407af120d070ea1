"""「@人 日期」 as people write it."""

from __future__ import annotations

import datetime

import pytest

from accounts.models import User
from conversations.note_lines import conclusion_in, read_day, read_line

# A Friday.
TODAY = datetime.date(2026, 11, 20)


def person(username: str, name: str) -> User:
    return User(username=username, full_name=name)


HAN, LIN, ZHANG, ZHANG_SAN = (
    person("han", "韩磊"),
    person("lin", "林岚"),
    person("zhang", "张三"),
    person("zsf", "张三丰"),
)
PEOPLE = [HAN, LIN, ZHANG, ZHANG_SAN]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11-28", "2026-11-28"),
        ("11/28 前", "2026-11-28"),
        ("11月28日前", "2026-11-28"),
        ("12月1日前", "2026-12-01"),
        ("12 月 1 号之前", "2026-12-01"),
        ("2026-12-05", "2026-12-05"),
        ("2026年12月5日", "2026-12-05"),
        ("2026/12/5", "2026-12-05"),
        ("1-5", "2027-01-05"),
        ("11-10", "2026-11-10"),
        ("今天", "2026-11-20"),
        ("明天", "2026-11-21"),
        ("大后天", "2026-11-23"),
        ("周三", "2026-11-25"),
        ("周五前", "2026-11-20"),
        ("本周三", "2026-11-18"),
        ("下周三前", "2026-11-25"),
        ("下下周一", "2026-11-30"),
        ("星期日", "2026-11-22"),
        ("下个礼拜二", "2026-11-24"),
        ("月底前", "2026-11-30"),
        ("下月底", "2026-12-31"),
        ("3 天内", "2026-11-23"),
        ("12.5", "2026-12-05"),
        ("12.5 前", "2026-12-05"),
        ("后天", "2026-11-22"),
        ("本周五", "2026-11-20"),
        ("下周一", "2026-11-23"),
        ("12.5 万", None),
        ("升到 v12.5", None),
        ("两周", None),
        ("2026-02-30", None),
        ("13-40", None),
        ("3-5 天", None),
        ("11-20 个", None),
        ("v3.2", None),
        ("1.2.3", None),
        ("10%", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    found, _rest = read_day(text, TODAY)
    assert found == (datetime.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("line", "who", "day", "text"),
    [
        ("@韩磊 11-28 给出断点续传方案", HAN, "2026-11-28", "给出断点续传方案"),
        ("@韩磊 下周三", HAN, "2026-11-25", "@韩磊 下周三"),
        ("12月1日前 @林岚 补预算调整单", LIN, "2026-12-01", "补预算调整单"),
        ("补预算调整单（@林岚，11月28日前）", LIN, "2026-11-28", "补预算调整单"),
        ("@韩磊下周三前给方案", HAN, "2026-11-25", "给方案"),
        ("@张三丰 明天 复核", ZHANG_SAN, "2026-11-21", "复核"),
        ("@张三 明天 复核", ZHANG, "2026-11-21", "复核"),
        ("＠lin 明天 复核", LIN, "2026-11-21", "复核"),
        ("@LIN 复核", LIN, None, "复核"),
        ("韩磊 11-28 给方案", None, None, ""),
        ("hanlei@example.com 收到", None, None, ""),
    ],
)
def test_lines(line: str, who: User | None, day: str | None, text: str) -> None:
    found = read_line(line, PEOPLE, TODAY)
    if who is None:
        assert found is None
        return
    assert found is not None and found.person is who
    assert found.due_on == (datetime.date.fromisoformat(day) if day else None)
    assert found.text == text


@pytest.mark.parametrize(
    ("line", "name", "day", "no_day", "text"),
    [
        ("@王五 11-28 给方案", "王五", "2026-11-28", "", "@王五 给方案"),
        ("@linda 复核", "linda", None, "", "@linda 复核"),
        ("@张三疯 明天 复核", "张三疯", "2026-11-21", "", "@张三疯 复核"),
        ("复核 @王五下周三前", "王五", "2026-11-25", "", "复核 @王五"),
        ("@王五 2026-02-30 复核", "王五", None, "2026-02-30", "@王五 2026-02-30 复核"),
        ("@韩磊 2026-02-30 复核", "韩磊", None, "2026-02-30", "2026-02-30 复核"),
        ("@韩磊 2月30日前复核", "韩磊", None, "2月30日前", "2月30日前复核"),
        ("@韩磊 3-5 天复核", "韩磊", None, "", "3-5 天复核"),
    ],
)
def test_what_could_not_be_read_is_said(line: str, name: str, day: str | None, no_day: str, text: str) -> None:
    found = read_line(line, PEOPLE, TODAY)
    assert found is not None and (found.person is HAN) == (name == "韩磊")
    assert (found.name, found.no_day, found.text) == (name, no_day, text)
    assert found.due_on == (datetime.date.fromisoformat(day) if day else None)
    assert found.is_complete is (name == "韩磊" and not no_day)


@pytest.mark.parametrize(
    "line",
    ["结论：先做离线查看", "结论 : 先做离线查看", "决议：先做离线查看", "【结论】先做离线查看", "决定: 先做离线查看"],
)
def test_a_conclusion_is_kept_without_its_mark(line: str) -> None:
    assert conclusion_in(line) == "先做离线查看"
    assert conclusion_in("决定先做离线查看") == "决定先做离线查看"


def test_a_long_line_of_signs_is_read_at_once() -> None:
    assert read_line("@" * 20_000 + "1-1" * 5_000, PEOPLE, TODAY) is None
