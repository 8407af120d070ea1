"""The artifact page: what each reader meets, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from artifacts.actions import publish, rows
from artifacts.models import Artifact
from conversations.actions import comments
from tests.artifacts.making import fresh, make_artifact, make_published, publish_again
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def prd(cast: Cast) -> Artifact:
    return make_published(cast)


def test_the_manager_reads_text_records_and_who_owes_an_answer(
    prd: Artifact, cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    page = as_user(cast.chen).get(f"/artifacts/{prd.reference}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "月末对账时只能逐条导出" in text
    assert "按月导出全部对账单" in text
    assert "编辑草稿" in text
    assert "同意</button>" not in text


def test_a_liaison_who_is_asked_meets_the_answer_bar(
    prd: Artifact, cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    text = as_user(cast.han).get(f"/artifacts/{prd.reference}/").content.decode()
    assert 'class="screen answer"' in text
    assert "编辑草稿" not in text


def test_a_member_who_is_not_asked_reads_without_an_answer_bar(
    prd: Artifact, cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    text = as_user(cast.qin).get(f"/artifacts/{prd.reference}/").content.decode()
    assert "月末对账时只能逐条导出" in text
    assert 'class="screen answer"' not in text


def test_a_stranger_gets_the_answer_of_a_random_reference(
    prd: Artifact, cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    client = as_user(cast.stranger)
    hidden, random = client.get(f"/artifacts/{prd.reference}/"), client.get("/artifacts/CLB-D999/")
    assert hidden.status_code == random.status_code == 404
    assert hidden.content == random.content


def test_the_draft_of_an_unsent_artifact_is_seen_by_its_editors_only(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    artifact = make_artifact(cast)
    assert as_user(cast.chen).get(f"/artifacts/{artifact.reference}/").status_code == 200
    assert as_user(cast.han).get(f"/artifacts/{artifact.reference}/").status_code == 404


@pytest.mark.parametrize("reader", ["chen", "han"])
def test_the_page_costs_the_same_with_one_and_with_fifty_comments_and_rows(
    prd: Artifact, cast: Cast, as_user: Callable[[Any], Client], reader: str
) -> None:
    client = as_user(getattr(cast, reader))

    def queries_with(number: int) -> list[str]:
        for each in range(number):
            comments.add(
                thread=prd.thread, actor=cast.han, source=f"第 {each} 条意见", anchor="section", anchor_key="background"
            )
            rows.add_row(prd, actor=cast.chen, table="stories", cells={"wish": f"愿望 {number}-{each}"})
        publish.publish(fresh(prd), actor=cast.chen, summary=f"{number} 条")
        client.get(f"/artifacts/{prd.reference}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/artifacts/{prd.reference}/")
        return [query["sql"] for query in asked.captured_queries]

    few, many = queries_with(1), queries_with(50)
    assert len(many) <= len(few), many
    assert len(many) <= {"chen": 27, "han": 30}[reader], many


@pytest.mark.parametrize("path", ["", "versions/1/", "diff/", "print/", "export/"])
def test_every_way_to_read_is_open_to_a_reader_and_closed_to_a_stranger(
    prd: Artifact, cast: Cast, as_user: Callable[[Any], Client], path: str
) -> None:
    address = f"/artifacts/{prd.reference}/{path}"
    assert as_user(cast.qin).get(address).status_code == 200
    assert as_user(cast.stranger).get(address).status_code == 404
    assert as_user(cast.qin).post(address).status_code == 405


def test_the_difference_of_two_versions_marks_words_and_cells(
    prd: Artifact, cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    publish_again(prd, cast, "<p>月末对账时只能按月导出。</p>")
    text = as_user(cast.qin).get(f"/artifacts/{prd.reference}/diff/").content.decode()
    assert "<del>" in text and "<ins>" in text
