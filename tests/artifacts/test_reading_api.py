"""Reading artifacts through the API: kinds, coverage, versions, differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from artifacts import kinds
from artifacts.models import Artifact
from tests.artifacts.making import answer_as, make_artifact, make_published, publish_again
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


def test_kinds_are_listed_with_the_schema_of_their_cells(cast: Cast, api_as: Callable[..., APIClient]) -> None:
    body = api_as(cast.fang).get("/api/v1/kinds/").json()
    assert [one["slug"] for one in body["items"]] == [kind.slug for kind in kinds.all_kinds()]
    prd = api_as(cast.fang).get("/api/v1/kinds/prd/").json()
    columns = {column["key"]: column for column in prd["tables"][0]["columns"]}
    assert columns["estimate"]["filled_by"] == ["rd"] and columns["role"]["schema"]["nullable"]
    assert api_as(cast.fang).get("/api/v1/kinds/no-such/").status_code == 404


def test_coverage_says_what_each_kind_needs(cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
    answer_as(artifact, "rd", cast.han)
    make_artifact(cast, "technical-plan", "方案")
    body = api_as(cast.chen).get("/api/v1/products/CLB/coverage/").json()
    rd = next(row for row in body["rows"] if row["department"] == "rd")
    cells = {cell["kind"]: cell for cell in rd["cells"]}
    assert (cells["prd"]["state"], cells["prd"]["answered"], cells["prd"]["asked"]) == ("waiting", 1, 3)
    assert cells["prd"]["reference"] == artifact.reference
    assert cells["technical-plan"]["state"] == "draft" and cells["schedule"]["state"] == "missing"


def test_hidden_artifacts_change_nothing_for_others(cast: Cast, api_as: Callable[..., APIClient]) -> None:
    before = api_as(cast.fang).get("/api/v1/products/CLB/coverage/").content
    make_published(cast)
    make_published(cast, "budget")
    assert api_as(cast.fang).get("/api/v1/products/CLB/coverage/").content == before


def test_a_private_product_is_not_there_for_strangers(cast: Cast, api_as: Callable[..., APIClient]) -> None:
    cast.product.visibility = "private"
    cast.product.save()
    assert api_as(cast.other_manager).get("/api/v1/products/CLB/coverage/").status_code == 404


def test_versions_and_their_difference(cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
    publish_again(artifact, cast, "<p>月末对账时只能逐条导出，很慢。</p>")
    base = f"/api/v1/artifacts/{artifact.reference}/"
    client = api_as(cast.han)
    assert [one["label"] for one in client.get(f"{base}versions/").json()["items"]] == ["2", "1"]
    diff = client.get(f"{base}diff/?from=1").json()
    assert (diff["from_version"], diff["to_version"]) == ("1", "2")
    assert "<ins>" in diff["sections"][0]["html"] and diff["sections"][0]["added"] > 0
    for path, status in (("diff/", 400), ("diff/?from=9", 404), ("versions/x/", 404), ("diff/?from=1&to=draft", 403)):
        assert client.get(base + path).status_code == status
    for path in ("versions/", "versions/1/", "diff/?from=1", "markdown/"):
        assert api_as(cast.su).get(base + path).status_code == 404
    assert "# 批量导出对账单" in client.get(f"{base}markdown/").json()["markdown"]


def test_a_draft_has_no_version_to_read(cast: Cast, api_as: Callable[..., APIClient]) -> None:
    draft = make_artifact(cast)
    base = f"/api/v1/artifacts/{draft.reference}/"
    assert api_as(cast.chen).get(f"{base}markdown/").status_code == 404
    assert api_as(cast.chen).get(f"{base}versions/").json()["items"] == []


def test_unknown_filters_are_refused(cast: Cast, api_as: Callable[..., APIClient]) -> None:
    client = api_as(cast.chen)
    for query in ("owner__is_active=1", "kind=no", "order=owner__password", "thread__title=x"):
        assert client.get(f"/api/v1/artifacts/?{query}").status_code == 400


def test_search_finds_within_sight(cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
    assert len(api_as(cast.han).get("/api/v1/artifacts/?q=逐条导出").json()["items"]) == 1
    assert api_as(cast.su).get("/api/v1/artifacts/?q=逐条导出").json()["items"] == []
