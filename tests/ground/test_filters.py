"""The filter language: one query string, the same rows everywhere, nothing beyond what is declared."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from pmcomms.ground import filters
from pmcomms.ground.filters import Choice, Day, FilterLanguage, Moment, Number, Person, Reference, Text, YesNo
from pmcomms.ground.spans import add_months, read_span
from tests import make
from tests.ground.endpoints import make_counter

TODAY = dt.date(2026, 11, 24)  # a Tuesday


class PeopleFilters(FilterLanguage):
    """Asked of users: they have text, yes-no, moments and tokens (a to-many relation)."""

    fields = {
        "name": Text("username"),
        "title": Text("job_title"),
        "language": Choice("language", User.Language),
        "active": YesNo("is_active"),
        "revision": Number("revision"),
        "created": Moment("created_at"),
        "left": Moment("deactivated_at"),
        "token": Reference("auth_token_set__name", many=True),
        "person": Person("pk"),
        "own": Reference("username", mine="revision"),
    }
    order = {"name": "username", "newest": "-created_at"}
    default_order = ("username",)
    search = ("username", "full_name")
    also = ("tab",)


@pytest.fixture
def people(db: None) -> dict[str, User]:
    zone = timezone.get_default_timezone()
    rows = (
        ("ann", "安宁", "产品经理", "zh-hans", 1, 24),
        ("bob", "鲍勃", "", "en", 2, 23),
        ("cai", "蔡一", "研发", "zh-hans", 3, 17),
    )
    found = {}
    for username, name, title, language, revision, day in rows:
        found[username] = make.make_user(username, name, job_title=title, language=language)
        created = dt.datetime(2026, 11, day, 0, 30, tzinfo=zone)
        User.objects.filter(pk=found[username].pk).update(created_at=created, revision=revision)
    User.objects.filter(username="cai").update(deactivated_at=timezone.now(), is_active=False)
    for name in ("ci", "laptop"):
        ApiToken.objects.create(user=found["ann"], name=name, scope="read")
    return found


def asked(people: dict[str, User], query: str | dict, asker: str = "ann") -> list[str]:
    with time_machine.travel(dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC), tick=False):
        rows = PeopleFilters(people[asker]).apply(User.objects.all(), query)
        return [person.username for person in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "ann bob cai"),
        ("name=ann", "ann"),
        ("name=ann&name=bob", "ann bob"),
        ("name.not=ann", "bob cai"),
        ("name.not=ann&name.not=bob", "cai"),
        ("name.has=A", "ann cai"),
        ("name.starts=c", "cai"),
        ("title.is=empty", "bob"),
        ("title.is=set", "ann cai"),
        ("left.is=empty", "ann bob"),
        ("left.is=set", "cai"),
        ("language=en", "bob"),
        ("active=false", "cai"),
        ("revision.min=2", "bob cai"),
        ("revision.min=2&revision.max=2.5", "bob"),
        ("revision=3", "cai"),
        ("person=me", "ann"),
        ("person.not=me", "bob cai"),
        ("created=today", "ann"),
        ("created.before=today", "bob cai"),
        ("created.from=yesterday", "ann bob"),
        ("created.after=-7d", "ann bob"),
        ("created.from=-1w", "ann bob cai"),
        ("created=this-week", "ann bob"),
        ("created=last-week", "cai"),
        ("created.until=2026-11-23", "bob cai"),
        ("created=today&created=last-week", "ann cai"),
        ("left.before=today", ""),
        ("token=ci", "ann"),
        ("token=ci&token=laptop", "ann"),
        ("token.not=ci", "bob cai"),
        ("token=nobody", ""),
        ("q=蔡", "cai"),
        ("q=%20%20", "ann bob cai"),
        ("order=-name", "cai bob ann"),
        ("order=newest", "ann bob cai"),
        ("order=-newest", "cai bob ann"),
        ("tab=mine&cursor=x&limit=5", "ann bob cai"),
        ("match=any&name=ann&language=en", "ann bob"),
        ("match=none&name=ann&language=en", "cai"),
        ("a.name=ann&a.language=en&a.match=any&active=true", "ann bob"),
        ("a.name=ann&b.name=bob&match=any", "ann bob"),
        ("a.name=ann&a.active=false&match=any&name=bob", "bob"),
        ("a.match=none&a.active=false&name.not=bob", "ann"),
        ("match=any", "ann bob cai"),
        ("a.match=none", "ann bob cai"),
    ],
)
def test_the_language(people: dict[str, User], query: str, expected: str) -> None:
    assert " ".join(asked(people, query)) == expected


def test_it_reads_query_dicts_mappings_and_saved_text_alike(people: dict[str, User]) -> None:
    for query in ("?name=ann&name=bob", QueryDict("name=ann&name=bob"), {"name": ["ann", "bob"]}):
        assert asked(people, query) == ["ann", "bob"]
    assert asked(people, {"name": "ann"}) == ["ann"]


def test_me_is_who_asks(people: dict[str, User]) -> None:
    assert asked(people, "person=me", "bob") == ["bob"]


def test_people_are_asked_for_by_user_name(people: dict[str, User]) -> None:
    class TokenFilters(FilterLanguage):
        fields = {"user": Person("user")}

    ApiToken.objects.create(user=people["bob"], name="bobs", scope="read")

    def names(query: str, asker: User | None) -> set[str]:
        return {token.name for token in TokenFilters(asker).apply(ApiToken.objects.all(), query)}

    assert names("user=bob", people["ann"]) == {"bobs"}
    assert names("user=me&user=bob", people["ann"]) == {"bobs", "ci", "laptop"}
    assert names("user.not=me", people["ann"]) == {"bobs"}
    assert names("user=me", None) == names("user=nobody", None) == set()


def test_mine_are_the_departments_of_who_asks(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "departments_of", lambda user: [2, 3] if user.username == "ann" else [])
    assert asked(people, "own=mine") == ["bob", "cai"]
    assert asked(people, "own=mine&own=ann") == ["ann", "bob", "cai"]
    assert asked(people, "own=mine", "bob") == []


@pytest.mark.parametrize(
    "query",
    [
        "nonsense=1",
        "username=ann",
        "name__startswith=a",
        "password__contains=x",
        "groups__user__password=1",
        "_connector=OR",
        "__class__=x",
        "a._connector=OR",
        "name.__class__=1",
        "name.contains=1",
        "name.in=1",
        "=1",
        ".=1",
        "a.=1",
        "ab.name=ann",
        "a.b.name=ann",
        "a.q=x",
        "match=xor",
        "a.match=",
        "active=1",
        "language=fr",
        "revision=x",
        "revision=NaN",
        "revision=Infinity",
        "revision=1e99",
        "revision=1_000",
        "revision.min=" + "9" * 30,
        "created=2026-02-30",
        "created=2026-1-1",
        "created=now",
        "created=-99999d",
        "created=9999y",
        "created=0001-01-01",
        "created=9999-12-31",
        "created.before=",
        "title.is=null",
        "order=password",
        "order=username",
        "order=-",
        "order=name,groups__name",
        "order=?",
        "name=" + "x" * 201,
        "q=" + "x" * 201,
        "&".join(f"name=x{number}" for number in range(51)),
    ],
)
def test_whatever_is_not_declared_is_refused(people: dict[str, User], query: str) -> None:
    with pytest.raises(ValidationError):
        asked(people, query)


def test_the_error_names_the_parameter(people: dict[str, User]) -> None:
    with pytest.raises(ValidationError) as caught:
        asked(people, "a.created.before=x")
    assert list(caught.value.message_dict) == ["a.created.before"]


def test_a_list_without_search_refuses_q(people: dict[str, User]) -> None:
    class Silent(FilterLanguage):
        fields = {"name": Text("username")}

    with pytest.raises(ValidationError):
        Silent(people["ann"]).condition("q=x")


def test_fields_known_only_at_run_time_are_asked_the_same_way(people: dict[str, User]) -> None:
    language = PeopleFilters(people["ann"], more={"f12": Number("revision")})
    assert language.apply(User.objects.all(), "f12.min=3").get().username == "cai"


def test_a_day_column_is_asked_by_days() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC), tick=False):  # 24th in Shanghai
        found = Day("due_on").condition("before", ["today"], filters.Asker(None))
    assert found == Q(due_on__lt=TODAY)


def test_choices_may_be_a_plain_list() -> None:
    assert Choice("x", ["a"]).schema() == {"type": "string", "enum": ["a"]}
    assert Choice("x", User.Theme).words == ["system", "light", "dark"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-24", "2026-11-24"),
        ("tomorrow", "2026-11-25", "2026-11-25"),
        ("3m", "2027-02-24", "2027-02-24"),
        ("-1y", "2025-11-24", "2025-11-24"),
        ("+2w", "2026-12-08", "2026-12-08"),
        (" 2w", "2026-12-08", "2026-12-08"),
        ("this-week", "2026-11-23", "2026-11-29"),
        ("next-month", "2026-12-01", "2026-12-31"),
        ("this-quarter", "2026-10-01", "2026-12-31"),
        ("next-quarter", "2027-01-01", "2027-03-31"),
        ("last-year", "2025-01-01", "2025-12-31"),
    ],
)
def test_days_in_words(text: str, first: str, last: str) -> None:
    assert read_span(text, TODAY) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_a_month_later_ends_with_the_month() -> None:
    assert add_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert add_months(dt.date(2028, 3, 31), -1) == dt.date(2028, 2, 29)


# --- At the two doors --------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["key__in=x", "_connector=OR", "count__gt=1", "order=ends_at", "__init__=1"])
def test_both_doors_refuse_what_is_not_declared(program: APIClient, pages: Client, query: str) -> None:
    answer = program.get(f"/api/t/counters/?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, query.split("=")[0])
    assert program.get(f"/api/t/plain/?{query}").status_code == (400 if "order" not in query else 200)
    assert pages.get(f"/asking/?{query}").status_code == 400


def test_both_doors_find_the_same(program: APIClient, pages: Client) -> None:
    for number in range(4):
        make_counter(key=f"k{number}", count=number)
    query = "count.min=1&count.max=2&order=-count"
    api = [row["key"] for row in program.get(f"/api/t/counters/?{query}").json()["items"]]
    assert api == ["k2", "k1"]
    assert pages.get(f"/asking/?{query}").content.decode().startswith("k2 k1 ")


def test_details_are_found_whatever_the_query_says(program: APIClient) -> None:
    make_counter(key="k")
    assert program.get("/api/t/counters/k/?key=other").status_code == 200
