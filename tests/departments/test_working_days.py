"""Working days: national holidays, make-up days, overrides; due moments and lateness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from departments import working_days
from departments.actions import calendar
from departments.models import CalendarDay
from departments.working_days import add_working_days, is_working_day, working_days_between
from events.models import Event
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
D = dt.date


@pytest.fixture(autouse=True)
def forgetful(db: None) -> Iterator[None]:
    working_days.forget()
    yield
    working_days.forget()


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2026, 11, 23), True),  # Monday
        (D(2026, 11, 22), False),  # Sunday
        (D(2026, 10, 1), False),  # National Day
        (D(2026, 10, 7), False),  # a Wednesday given off
        (D(2026, 10, 10), True),  # the Saturday that makes up for it
        (D(2026, 9, 20), True),  # a Sunday that makes up
    ],
)
def test_the_national_calendar_knows_holidays_and_make_up_days(day: dt.date, expected: bool) -> None:
    assert is_working_day(day) is expected


def test_an_override_wins_over_weekend_and_holiday(cast: Cast) -> None:
    calendar.set_day(actor=cast.administrator, day=D(2026, 11, 23), is_working=False, name="司庆")
    calendar.set_day(actor=cast.administrator, day=D(2026, 10, 1), is_working=True)
    assert is_working_day(D(2026, 11, 23)) is False
    assert is_working_day(D(2026, 10, 1)) is True
    calendar.clear_day(actor=cast.administrator, day=D(2026, 11, 23))
    assert is_working_day(D(2026, 11, 23)) is True


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-23T10:00+08:00", 1, "2026-11-24T18:00+08:00"),
        ("2026-11-27T10:00+08:00", 1, "2026-11-30T18:00+08:00"),  # over a weekend
        ("2026-11-28T10:00+08:00", 0, "2026-11-30T18:00+08:00"),  # begun on a Saturday
        ("2026-11-23T10:00+08:00", 0, "2026-11-23T18:00+08:00"),
        ("2026-09-30T10:00+08:00", 2, "2026-10-09T18:00+08:00"),  # over the holidays
        ("2026-11-23T16:30+00:00", 1, "2026-11-25T18:00+08:00"),  # already Tuesday in Shanghai
    ],
)
def test_due_is_six_in_the_evening_local_on_a_working_day(start: str, days: int, due: str) -> None:
    found = add_working_days(at(start), days)
    assert found == at(due)
    assert found.tzinfo == dt.UTC


def test_due_follows_the_zone_asked_for() -> None:
    assert add_working_days(at("2026-11-23T10:00+00:00"), 1, tz="Europe/Berlin") == at("2026-11-24T18:00+01:00")


def test_a_calendar_without_a_working_day_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_days, "is_working_day", lambda day: False)
    with pytest.raises(ValueError, match="No working day"):
        add_working_days(at("2026-11-23T10:00+08:00"), 1)


def test_days_between_are_signed() -> None:
    assert working_days_between(D(2026, 9, 30), D(2026, 10, 10)) == 3
    assert working_days_between(D(2026, 10, 10), D(2026, 9, 30)) == -3
    assert working_days_between(D(2026, 11, 23), D(2026, 11, 23)) == 0


def test_setting_twice_is_once_and_only_for_administrators(cast: Cast) -> None:
    day = D(2026, 11, 23)
    with pytest.raises(PermissionDenied):
        calendar.set_day(actor=cast.chen, day=day, is_working=False)
    calendar.set_day(actor=cast.administrator, day=day, is_working=False, name="司庆")
    calendar.set_day(actor=cast.administrator, day=day, is_working=False, name="司庆")
    event = Event.objects.get(kind="calendar.day_set")
    assert event.changes == {"day": "2026-11-23", "is_working": [None, False], "name": "司庆"}
    calendar.clear_day(actor=cast.administrator, day=day)
    calendar.clear_day(actor=cast.administrator, day=day)
    assert Event.objects.filter(kind="calendar.day_cleared").count() == 1


def test_the_page_sets_and_takes_back(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    form = {"day": "2026-11-23", "is_working": "no", "name": "司庆"}
    assert client.post("/administration/calendar/set/", form)["Location"].endswith("?year=2026")
    assert "司庆" in client.get("/administration/calendar/?year=2026").content.decode()
    assert client.post("/administration/calendar/set/", {**form, "day": "2026-02-30"}).status_code == 422
    assert as_user(cast.chen).post("/administration/calendar/2026-11-23/clear/").status_code == 403
    assert client.get("/administration/calendar/2026-11-23/clear/").status_code == 405
    assert client.post("/administration/calendar/2026-11-23/clear/").status_code == 302
    assert client.post("/administration/calendar/2026-11-23/clear/").status_code == 404
    assert client.post("/administration/calendar/not-a-day/clear/").status_code == 404
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("year", ["0", "99999", "abc", "٢٠٢٦", ""])
def test_an_impossible_year_shows_this_one(cast: Cast, as_user: AsUser, year: str) -> None:
    assert as_user(cast.administrator).get("/administration/calendar/", {"year": year}).status_code == 200


def test_the_api_reads_for_all_and_writes_for_administrators(cast: Cast, api_as: ApiAs) -> None:
    body = {"day": "2026-11-23", "is_working": False, "name": "司庆"}
    assert api_as(cast.chen).post("/api/v1/calendar-days/", body).status_code == 403
    assert api_as(cast.administrator).post("/api/v1/calendar-days/", body).status_code == 201
    assert api_as(cast.chen).get("/api/v1/calendar-days/").json()["items"] == [body]
    assert api_as(cast.chen).post("/api/v1/calendar-days/2026-11-23/clear/").status_code == 403
    assert api_as(cast.administrator).post("/api/v1/calendar-days/2026-11-23/clear/").status_code == 204
    bad = api_as(cast.administrator).post("/api/v1/calendar-days/", {**body, "day": "2026-02-30"})
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (400, "day")
