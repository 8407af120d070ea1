"""已读: a version counts as read when its page was shown or when it was answered, never because it was fetched."""

from __future__ import annotations

from django.test import Client

from artifacts.actions import errata
from conversations.models import ReadReceipt
from tests.artifacts.making import answer_as, make_artifact, make_published, publish_again
from tests.conftest import Cast
from tests.conversations.doors import HTMX, ApiAs, AsUser


def receipts() -> set[tuple[str, int]]:
    return set(ReadReceipt.objects.values_list("user__username", "version"))


def test_fetching_the_page_records_nothing(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    artifact = make_published(cast)
    for _ in range(2):
        assert as_user(cast.han).get(f"/artifacts/{artifact.reference}/").status_code == 200
        assert api_as(cast.han).get(f"/api/v1/artifacts/{artifact.reference}/").status_code == 200
    assert receipts() == set()


def test_the_page_knows_where_to_say_that_it_was_shown(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    publish_again(artifact, cast, "<p>第二版</p>")
    page = as_user(cast.han).get(f"/artifacts/{artifact.reference}/").content.decode()
    assert f'<pm-read data-url="/threads/{artifact.thread_id}/read/" data-version="2"' in page


def test_a_draft_is_not_a_version_that_could_be_read(cast: Cast, as_user: AsUser) -> None:
    artifact = make_artifact(cast)
    assert "<pm-read" not in as_user(cast.chen).get(f"/artifacts/{artifact.reference}/").content.decode()


def test_both_doors_record_the_version_once(cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
    artifact = make_published(cast)
    for _ in range(2):
        said = as_user(cast.han).post(f"/threads/{artifact.thread_id}/read/", {"version": "1"}, headers=HTMX)
        assert (said.status_code, said.content) == (204, b"")
        assert api_as(cast.he).post(f"/api/v1/threads/{artifact.reference}/read/", {"version": 1}).status_code == 204
    assert receipts() == {("han", 1), ("he", 1)}
    page = as_user(cast.chen).get(f"/threads/{artifact.thread_id}/readers/", headers=HTMX).content.decode()
    assert "韩磊" in page and "何静" in page
    assert as_user(cast.stranger).post(f"/threads/{artifact.thread_id}/read/").status_code == 404
    assert api_as(cast.stranger).post(f"/api/v1/threads/{artifact.reference}/read/").status_code == 404
    assert receipts() == {("han", 1), ("he", 1)}


def test_it_takes_a_token_of_the_form_like_any_other_verb(cast: Cast) -> None:
    artifact = make_published(cast)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.han)
    assert client.post(f"/threads/{artifact.thread_id}/read/", {"version": "1"}).status_code == 403
    assert receipts() == set()


def test_an_erratum_was_read_with_the_version_it_mends(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    as_user(cast.han).post(f"/threads/{artifact.thread_id}/read/", {"version": "1"})
    errata.publish_erratum(artifact, actor=cast.chen, summary="错别字")
    page = as_user(cast.he).get(f"/artifacts/{artifact.reference}/").content.decode()
    assert 'data-version="1"' in page
    readers = as_user(cast.chen).get(f"/threads/{artifact.thread_id}/readers/", headers=HTMX).content.decode()
    assert "韩磊" in readers


def test_who_answers_has_read(cast: Cast) -> None:
    artifact = make_published(cast)
    answer_as(artifact, "rd", cast.han)
    assert receipts() == {("han", 1)}
    answer_as(artifact, "rd", cast.han)
    assert receipts() == {("han", 1)}
