"""Naming people while typing: pinyin, and only who sees the thread."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conversations.models import Thread
from tests import make
from tests.conftest import Cast
from tests.conversations.doors import AsUser


def labels(client: Client, path: str, **query: str) -> list[str]:
    response = client.get(path, query)
    assert response.status_code == 200
    return [entry["label"] for entry in response.json()]


class TestMention:
    @pytest.mark.parametrize("text", ["林岚", "林", "lin", "linlan", "lin'lan", "ll", "LIN"])
    def test_found_by_name_pinyin_and_initials(self, cast: Cast, thread: Thread, as_user: AsUser, text: str) -> None:
        assert "林岚" in labels(as_user(cast.han), "/mentions/", thread=str(thread.pk), q=text)

    def test_the_shape_is_what_the_composer_reads(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        found = as_user(cast.han).get("/mentions/", {"thread": str(thread.pk), "q": "linlan"}).json()
        assert found == [{"kind": "user", "id": "lin", "label": "林岚", "detail": "财务"}]

    @pytest.mark.parametrize("text", ["财务", "cw", "caiwu", "fin"])
    def test_departments_too(self, cast: Cast, thread: Thread, as_user: AsUser, text: str) -> None:
        assert "财务" in labels(as_user(cast.han), "/mentions/", thread=str(thread.pk), q=text)

    def test_who_cannot_see_is_not_offered(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        client = as_user(cast.han)
        assert labels(client, "/mentions/", thread=str(thread.pk), q="苏晴") == []
        assert labels(client, "/mentions/", thread=str(thread.pk), q="市场") == []
        assert "审计员" not in labels(client, "/mentions/", thread=str(thread.pk), q="")

    def test_without_text_those_who_take_part_come_first(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        found = labels(as_user(cast.han), "/mentions/", thread=str(thread.pk), q="")
        assert {"陈思远", "韩磊", "林岚"} <= set(found[:6])

    def test_out_of_sight_is_404(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        for asked in (str(thread.pk), "999999", "", "x", "9" * 40):
            assert as_user(cast.stranger).get("/mentions/", {"thread": asked}).status_code == 404

    def test_a_private_thread_names_only_its_people(self, cast: Cast, as_user: AsUser) -> None:
        product = make.make_product("SEC", "秘密产品", cast.chen, visibility="private")
        thread = make.make_thread(product, cast.chen, cast.rd, audience=Thread.Audience.DEPARTMENTS)
        assert "秦岳" not in labels(as_user(cast.chen), "/mentions/", thread=str(thread.pk), q="秦")

    def test_a_fixed_number_of_queries(
        self, cast: Cast, thread: Thread, as_user: AsUser, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = as_user(cast.han)
        with django_assert_max_num_queries(12):
            client.get("/mentions/", {"thread": str(thread.pk), "q": ""})


class TestGrant:
    def test_a_manager_finds_colleagues_and_visitors(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        url = f"/threads/{thread.pk}/people/pick/"
        assert labels(as_user(cast.chen), url, q="suqing") == ["苏晴"]
        [visitor] = as_user(cast.chen).get(url, {"q": "审计"}).json()
        assert visitor["id"] == "auditor"

    def test_others_do_not(self, cast: Cast, thread: Thread, as_user: AsUser) -> None:
        url = f"/threads/{thread.pk}/people/pick/"
        assert as_user(cast.lin).get(url).status_code == 403
        assert as_user(cast.stranger).get(url).status_code == 404
        assert as_user(cast.chen).get(f"{url}?q=%00").status_code == 400
