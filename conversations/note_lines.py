"""Reading 「@人 日期」 in a line of minutes: who is asked, and by when.

``@韩磊 11-28 给出方案`` · ``@韩磊 下周三前`` · ``12月1日前 @林岚 补预算``. Days are read as seen from the day of
the meeting. Nothing here touches the database; the people who may be named are handed in.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from accounts.models import User

_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_NEAR = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_TAIL = r"(?:\s*(?:之前|以前|前|之内|内))?"
# Numbers that count something are no days: 3-5 天, 11-20 个.
_NO_COUNT = r"(?!\d|\s*(?:天|个|人|小时|分|%|版|次|项|条|万|千|元|周|月(?!\d)))"
_FULL = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?" + _TAIL + r"(?!\d)")
_CHINESE = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?" + _TAIL + r"(?!\d)")
_SHORT = re.compile(r"(?<![\d.\-/])(\d{1,2})[-/](\d{1,2})(?![\-/.])" + _NO_COUNT + _TAIL)
_WEEK = re.compile(r"(下下|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天])" + _TAIL)
_WORD = re.compile(r"(大后天|今天|今日|明天|明日|后天)" + _TAIL)
_MONTH_END = re.compile(r"(下|本|这)?个?月底" + _TAIL)
_IN_DAYS = re.compile(r"(\d{1,3})\s*(天|周)\s*(?:之内|内|后)")
PAST_DAYS = 60


# ``12.5`` is a day only where nothing speaks for a figure: apart, and with nothing counted behind it.
_DOTTED = re.compile(
    r"(?:(?<=[\s（(，,、])|^)(\d{1,2})\.(\d{1,2})(?=\s|$|[）)，,、。]|之?前|以前|之?内)" + _NO_COUNT + _TAIL
)
_MENTION = re.compile(r"(?<![A-Za-z0-9._+-])[@＠]\s*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*|[\u3400-\u9fff·]+")
_CONCLUSION = re.compile(
    r"^[\s*\[【]*(?:结论|决定|决议|一致同意|conclusion|decision)(?:\s*[】\]]\s*[:：]?|\s*[:：])\s*", re.I
)
LONGEST_NAME = 20
MOST_MENTIONS = 20


@dataclass(frozen=True)
class Asked:
    """What a line asks: of whom, by when (None when no day is named), and the words without the mark.

    ``person`` is None where nobody has the ``name`` that is mentioned; ``no_day`` is what looks like a day
    and is none (2026-02-30).
    """

    person: User | None
    due_on: datetime.date | None
    text: str
    name: str = ""
    no_day: str = ""

    @property
    def is_complete(self) -> bool:
        """May it become a to-do as it was read?"""
        return self.person is not None and not self.no_day


def read_line(line: str, people: Iterable[User], today: datetime.date) -> Asked | None:
    """Who is asked in a line and by when; None when nobody is mentioned with @."""
    named = _person(line, people)
    if named is None:
        return _nobody(line, today)
    person, start, end = named
    rest = f"{line[:start]} {line[end:]}"
    day, rest = read_day(rest, today)
    return Asked(person, day, _tidied(rest) or line.strip(), person.full_name, "" if day else wrong_day(rest, today))


def _nobody(line: str, today: datetime.date) -> Asked | None:
    """A line that mentions somebody nobody knows; of many mentions the first few are looked at."""
    for match in islice(_MENTION.finditer(line), MOST_MENTIONS):
        if _name_at(line[match.end() : match.end() + 2 * LONGEST_NAME]) is None:
            continue
        day, after = read_day(line[match.end() :], today)
        name = _name_at(after)
        if name is not None:
            text = line if day is None else read_day(line, today)[1]
            return Asked(None, day, _tidied(text), name[:LONGEST_NAME], "" if day else wrong_day(text, today))
    return None


def _name_at(text: str) -> str | None:
    """The name a text begins with; digits and dashes alone (@11-28) are none."""
    word = _NAME.match(text)
    return word[0] if word and re.search(r"[^\W\d_]", word[0]) else None


def _tidied(text: str) -> str:
    text = re.sub(r"[（(\[【]\s*[，,、;；]?\s*[)）\]】]", "", text)
    return re.sub(r"\s+", " ", text).strip(" ，,。；;：:、")


def names_in(text: str) -> set[str]:
    """Every name or user name the mentions of a text could mean, in small letters."""
    found: set[str] = set()
    for match in _MENTION.finditer(text):
        after = text[match.end() : match.end() + 2 * LONGEST_NAME]
        word = _NAME.match(after)
        if word is not None:
            found |= {after[:length].lower() for length in range(1, min(len(word[0]), LONGEST_NAME) + 1)}
            pair = re.match(r"[A-Za-z]+ [A-Za-z]+", after)
            found |= {pair[0].lower()} if pair else set()
    return found


def conclusion_in(line: str) -> str:
    """The words of a conclusion without 「结论：」 before them."""
    return _CONCLUSION.sub("", line, count=1).strip() or line.strip()


def read_day(text: str, today: datetime.date) -> tuple[datetime.date | None, str]:
    """The first day a text names, and the text without it."""
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            day = read(match, today)
            if day is not None:
                return day, text[: match.start()] + text[match.end() :]
    return None, text


def wrong_day(text: str, today: datetime.date) -> str:
    """What is written like a day and is none, such as 2026-02-30 or 2 月 30 日; else ""."""
    for pattern, read in _READERS[:3]:
        for match in pattern.finditer(text):
            if read(match, today) is None and (pattern is not _SHORT or 1 <= int(match[1]) <= 12):
                return match[0].strip()
    return ""


def _person(line: str, people: Iterable[User]) -> tuple[User, int, int] | None:
    """The first person named with @; the longest name wins (@张三丰 is not 张三)."""
    for match in _MENTION.finditer(line):
        after = line[match.end() :]
        best: tuple[int, User] | None = None
        for person in people:
            for name in (person.full_name, person.username):
                is_word = name.isascii() and re.match(rf"{re.escape(name)}(?![A-Za-z0-9._-])", after, re.I)
                fits = bool(is_word) or (not name.isascii() and _is_named(name, after))
                if name and fits and (best is None or len(name) > best[0]):
                    best = (len(name), person)
        if best is not None:
            return best[1], match.start(), match.end() + best[0]
    return None


def _is_named(name: str, after: str) -> bool:
    """Two characters of a name of three (@张三丰) are another's name."""
    word = _NAME.match(after)
    is_part = word is not None and len(name) == 2 and len(word[0]) == 3
    return after.startswith(name) and not is_part


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _without_year(month: int, day: int, today: datetime.date) -> datetime.date | None:
    """This year's day; next year's where that is long past: 1 月 in minutes of December."""
    found = _day(today.year, month, day)
    if found is None or (today - found).days > PAST_DAYS:
        return _day(today.year + 1, month, day)
    return found


def _full(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _month_and_day(match: re.Match[str], today: datetime.date) -> datetime.date | None:
    return _without_year(int(match[1]), int(match[2]), today)


def _weekday(match: re.Match[str], today: datetime.date) -> datetime.date:
    monday = today - datetime.timedelta(days=today.weekday())
    wanted = monday + datetime.timedelta(days=_WEEKDAYS[match[2]])
    if match[1] in ("下", "下下"):
        return wanted + datetime.timedelta(weeks=len(match[1]))
    if match[1] is None and wanted < today:
        return wanted + datetime.timedelta(weeks=1)
    return wanted


def _word(match: re.Match[str], today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=_NEAR[match[1]])


def _month_end(match: re.Match[str], today: datetime.date) -> datetime.date:
    month = today.month + (1 if match[1] == "下" else 0)
    year, month = (today.year + 1, 1) if month > 12 else (today.year, month)
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _in_days(match: re.Match[str], today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=int(match[1]) * (7 if match[2] == "周" else 1))


_READERS = (
    (_FULL, _full),
    (_CHINESE, _month_and_day),
    (_SHORT, _month_and_day),
    (_DOTTED, _month_and_day),
    (_WEEK, _weekday),
    (_WORD, _word),
    (_MONTH_END, _month_end),
    (_IN_DAYS, _in_days),
)
