"""「与你有关的变化」"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import concerned
from artifacts.actions import publish, rows
from artifacts.models import Artifact
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, publish_again, write
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


def lines(artifact: Artifact, code: Any, viewer: User) -> list[str]:
    with translation.override("en"):
        return [f"{line.kind}: {line.text}" for line in concerned.changes_for(fresh(artifact), code, viewer).lines]


def test_the_first_version_is_new_as_a_whole(cast: Cast, artifact: Artifact) -> None:
    found = concerned.changes_for(artifact, "rd", cast.han)
    assert found.is_new and not found.lines
    assert concerned.changes_for(make_artifact(cast), "rd", cast.chen) is None


def test_changed_words_and_cells_read_as_plain_lines(cast: Cast, artifact: Artifact) -> None:
    write(artifact, cast.chen, "background", "<p>月末对账时只能逐条导出，很慢。</p><p>客服可以重发链接。</p>")
    row = artifact.draft_rows.get()
    rows.save_row(artifact, actor=cast.chen, table="stories", key="US-1", cells={"role": "出纳"}, revision=row.revision)
    rows.add_row(artifact, actor=cast.chen, table="stories", cells={"wish": "重发链接"})
    publish.publish(artifact, actor=cast.chen)
    found = lines(artifact, "rd", cast.han)
    assert "Added: 客服可以重发链接。" in found
    assert any("US-1" in line and "财务主管 → 出纳" in line for line in found)
    assert any(line.startswith("Added:") and "US-2 重发链接" in line for line in found)


def test_only_what_concerns_the_department_is_listed(cast: Cast, artifact: Artifact) -> None:
    rows.add_row(artifact, actor=cast.chen, table="tracking", cells={"event": "export_done"})
    cells = {"milestone": "培训", "departments": ["support"]}
    rows.add_row(artifact, actor=cast.chen, table="milestones", cells=cells)
    write(artifact, cast.chen, "history", "<p>1.0</p>")
    publish.publish(artifact, actor=cast.chen)
    assert len(lines(artifact, "rd", cast.han)) == 1 and "TE-1" in lines(artifact, "rd", cast.han)[0]
    assert len(lines(artifact, "support", cast.he)) == 1 and "M-1" in lines(artifact, "support", cast.he)[0]


def test_it_is_counted_from_the_version_last_answered(cast: Cast, artifact: Artifact) -> None:
    answer_as(artifact, "rd", cast.han)
    publish_again(artifact, cast, "<p>二</p>", key="users")
    publish_again(artifact, cast, "<p>三</p>", key="flow")
    assert concerned.changes_for(fresh(artifact), "rd", cast.han).since.label == "1"
    assert len(lines(artifact, "rd", cast.han)) == 2
    assert concerned.changes_for(fresh(artifact), "support", cast.he).since.label == "2"


def test_nothing_for_them_is_said(cast: Cast, artifact: Artifact) -> None:
    publish_again(artifact, cast, "<p>1.0</p>", key="history")
    with translation.override("en"):
        found = concerned.changes_for(fresh(artifact), "support", cast.he)
    assert not found.lines and "Nothing changed for" in found.title


def test_the_same_versions_give_the_same_lines(cast: Cast, artifact: Artifact) -> None:
    publish_again(artifact, cast, "<p>二</p>", key="users")
    assert lines(artifact, "rd", cast.han) == lines(artifact, "rd", cast.han)


def test_api(cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
    publish_again(artifact, cast, "<p>二</p>", key="users")
    url = f"/api/v1/artifacts/{artifact.reference}/concerned/"
    body = api_as(cast.han).get(f"{url}?department=rd").json()
    assert body["since"] == "1" and body["lines"][0]["part"] == "section:users"
    assert api_as(cast.han).get(f"{url}?department=no").status_code == 400
    assert api_as(cast.su).get(f"{url}?department=rd").status_code == 404
