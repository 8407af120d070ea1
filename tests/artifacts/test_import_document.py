"""Taking an imported document into the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import User
from artifacts import content
from artifacts.actions import importing
from artifacts.importers.files import import_text
from artifacts.models import Artifact
from events.models import Event
from tests.artifacts.making import make_artifact, make_published
from tests.conftest import Cast

TEXT = """# 批量导出

## 背景与目标

过去 90 天内，41 条反馈指向同一个问题。

### 数据

| 渠道 | 条数 |
| --- | --- |
| 客服 | 41 |

## 附录：竞品

竞品都有批量导出。
"""


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_artifact(cast)


def take(artifact: Artifact, actor: User, text: str = TEXT) -> Any:
    return importing.import_document(artifact, actor=actor, document=import_text(text))


def test_headings_fill_declared_sections_and_the_rest_becomes_free(cast: Cast, artifact: Artifact) -> None:
    done = take(artifact, cast.chen)
    draft = content.read_draft(artifact, cast.chen)
    assert done.filled == ("background",) and len(done.free) == 1
    background = draft.section("background").body
    assert "41 条反馈" in background and "<table" in background and "数据" in background
    free = draft.section(done.free[0])
    assert "竞品" in free.heading and "批量导出" in free.body
    event = Event.objects.get(kind="artifact.imported")
    assert event.changes == {"filled": ["background"], "free": 1}


def test_importing_again_replaces_and_keeps_block_ids(cast: Cast, artifact: Artifact) -> None:
    first = take(artifact, cast.chen)
    before = content.read_draft(artifact, cast.chen).section("background").body
    again = take(artifact, cast.chen, TEXT.replace("41 条反馈", "43 条反馈"))
    draft = content.read_draft(artifact, cast.chen)
    assert again.free == first.free
    identifier = before.split('data-id="')[1].split('"')[0]
    assert "43 条反馈" in draft.section("background").body and identifier in draft.section("background").body
    assert len([section for section in draft.sections if section.is_free]) == 1


def test_sections_it_does_not_mention_stay(cast: Cast, artifact: Artifact) -> None:
    take(artifact, cast.chen, "## 风险\n\n单价未定")
    draft = content.read_draft(artifact, cast.chen)
    assert "逐条导出" in draft.section("background").body and "单价未定" in draft.section("risks").body


def test_refused_means_untouched(cast: Cast, artifact: Artifact) -> None:
    before = artifact.draft_revision
    with pytest.raises(ValidationError):
        take(artifact, cast.chen, "   ")
    published = make_published(cast)
    with pytest.raises(PermissionDenied):
        take(published, cast.han)
    artifact.refresh_from_db()
    assert artifact.draft_revision == before


def test_api_takes_text_and_files(cast: Cast, artifact: Artifact, api_as: Callable[..., APIClient]) -> None:
    url = f"/api/v1/artifacts/{artifact.reference}/import/"
    client = api_as(cast.chen)
    assert client.post(url, {"markdown": TEXT}).json()["filled"] == ["background"]
    upload = SimpleUploadedFile("prd.md", TEXT.encode())
    assert client.post(url, {"file": upload}, format="multipart").status_code == 200
    broken = SimpleUploadedFile("prd.docx", b"PK\x03\x04 not a document")
    refused = client.post(url, {"file": broken}, format="multipart")
    assert refused.status_code == 400 and refused.json()["detail"]
    assert client.post(url, {}).status_code == 400
    assert api_as(cast.su).post(url, {"markdown": TEXT}).status_code == 404
    published = make_published(cast)
    other = f"/api/v1/artifacts/{published.reference}/import/"
    assert api_as(cast.qin).post(other, {"markdown": TEXT}).status_code == 403
