"""What a comment on an artifact may be tied to."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from artifacts import content
from artifacts.anchors import describe_anchors
from artifacts.models import Artifact
from conversations.actions import comments
from tests.artifacts.making import fresh, make_artifact, make_published, publish_again
from tests.conftest import Cast


@pytest.fixture
def artifact(cast: Cast) -> Any:
    return make_published(cast)


def block_of(artifact: Artifact) -> str:
    body = content.read_version(artifact, artifact.version, None).section("background").body
    return body.split('data-id="')[1].split('"')[0]


def test_sections_rows_and_quotes_are_taken(cast: Cast, artifact: Artifact) -> None:
    anchors = [("section", "background"), ("row", "stories:US-1"), ("quote", block_of(artifact))]
    for anchor, key in anchors:
        comments.add(thread=artifact.thread, actor=cast.han, source="？", anchor=anchor, anchor_key=key, quote="逐条")
    described = describe_anchors(artifact.thread, anchors)
    assert described["section", "background"][1] == "#sec-background"
    label, address = described["row", "stories:US-1"]
    assert label.startswith("US-1") and address == "#row-stories-US-1"
    assert described["quote", block_of(artifact)][1] == "#sec-background"


@pytest.mark.parametrize(
    ("anchor", "key"), [("section", "no"), ("row", "stories:US-9"), ("row", "x"), ("quote", "nothere1"), ("quote", '"')]
)
def test_what_is_not_there_is_refused(cast: Cast, artifact: Artifact, anchor: Any, key: Any) -> None:
    with pytest.raises(ValidationError):
        comments.add(thread=artifact.thread, actor=cast.han, source="？", anchor=anchor, anchor_key=key, quote="x")


def test_a_part_that_went_is_shown_without_a_link(cast: Cast, artifact: Artifact) -> None:
    block = block_of(artifact)
    publish_again(artifact, cast, "<p>完全另一段话，与前文无关。</p><p>再来一段。</p>")
    assert describe_anchors(fresh(artifact).thread, [("quote", block), ("row", "stories:US-9")]) == {}


def test_a_draft_describes_its_own_parts(cast: Cast) -> None:
    draft = make_artifact(cast)
    assert describe_anchors(draft.thread, [("section", "background")])


def test_a_fixed_number_of_queries(cast: Cast, artifact: Artifact, django_assert_max_num_queries: Any) -> None:
    anchors = [("section", "background"), ("row", "stories:US-1"), ("quote", block_of(artifact))] * 20
    with django_assert_max_num_queries(4):
        describe_anchors(artifact.thread, anchors)
