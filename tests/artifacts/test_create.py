"""Beginning an artifact, and deleting one that was never shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from rest_framework.test import APIClient

from artifacts.actions import create, publish
from artifacts.models import Artifact, Receiver
from artifacts.receivers import ReceiverWish
from conversations.models import Thread
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from tests.artifacts.making import make_artifact, make_published
from tests.conftest import Cast


class TestRule:
    def test_a_draft_gets_the_next_reference_and_the_declared_receivers(self, cast: Cast) -> None:
        artifact = create.create(actor=cast.chen, product=cast.product, kind="prd", title="  批量导出 ")
        assert (artifact.reference, artifact.title, artifact.owner) == ("CLB-D1", "批量导出", cast.chen)
        asked = {row.department.code: (row.question, row.response_days) for row in artifact.receivers.all()}
        assert asked == {
            "rd": ("agree", 3),
            "operations": ("acknowledge", 2),
            "support": ("acknowledge", 2),
        }
        assert artifact.thread.address == "/artifacts/CLB-D1/"
        assert artifact.thread.subject_id == artifact.pk
        event = Event.objects.get(kind="artifact.created")
        assert (event.actor_id, event.subject_id, event.thread_id) == (cast.chen.pk, artifact.pk, artifact.thread_id)

    def test_numbers_go_on_and_are_not_given_twice(self, cast: Cast) -> None:
        first = make_artifact(cast)
        create.delete(first, actor=cast.chen)
        assert make_artifact(cast).reference == "CLB-D2"

    def test_only_managers_and_the_owner_see_a_draft(self, cast: Cast) -> None:
        artifact = make_artifact(cast, owner=cast.lu)
        for person in (cast.chen, cast.lu):
            assert Artifact.objects.visible_to(person).filter(pk=artifact.pk).exists()
        for person in (cast.han, cast.fang, cast.su, cast.administrator, cast.visitor):
            assert not Artifact.objects.visible_to(person).filter(pk=artifact.pk).exists()

    def test_a_confidential_kind_is_confidential_from_the_start(self, cast: Cast) -> None:
        artifact = make_artifact(cast, "budget")
        assert artifact.is_confidential
        assert artifact.thread.audience == Thread.Audience.CONFIDENTIAL

    def test_the_kinds_own_department_is_copied_when_nobody_is_asked(self, cast: Cast) -> None:
        artifact = make_artifact(cast, "customer-needs")
        own = artifact.receivers.get(department__code="sales")
        assert own.question == Receiver.Question.COPY

    def test_a_general_document_takes_any_receivers(self, cast: Cast) -> None:
        wish = ReceiverWish(cast.marketing, Receiver.Question.ACKNOWLEDGE)
        artifact = make_artifact(cast, "general-document", receivers=[wish])
        assert [row.department for row in artifact.receivers.all()] == [cast.marketing]

    def test_a_liaison_begins_the_own_departments_kinds_only(self, cast: Cast) -> None:
        plan = create.create(actor=cast.han, product=cast.product, kind="technical-plan", title="导出任务队列")
        assert plan.owner == cast.han
        with pytest.raises(PermissionDenied):
            create.create(actor=cast.han, product=cast.product, kind="budget", title="预算")

    def test_a_viewer_may_not(self, cast: Cast) -> None:
        with pytest.raises(PermissionDenied):
            create.create(actor=cast.fang, product=cast.product, kind="prd", title="x")
        assert not Artifact.objects.exists() and not Event.objects.filter(kind="artifact.created").exists()

    @pytest.mark.parametrize(("kind", "title"), [("prd", "  "), ("prd", "长" * 201), ("no-such-kind", "x")])
    def test_bad_input_is_refused_and_nothing_written(self, cast: Cast, kind: Any, title: Any) -> None:
        with pytest.raises(ValidationError):
            create.create(actor=cast.chen, product=cast.product, kind=kind, title=title)
        cast.product.refresh_from_db()
        assert cast.product.last_artifact_number == 0

    def test_a_kind_that_is_not_switched_on_is_refused(self, cast: Cast) -> None:
        cast.product.kinds = ["prd"]
        cast.product.save()
        with pytest.raises(ValidationError, match="kind"):
            create.create(actor=cast.chen, product=cast.product, kind="budget", title="预算")

    def test_an_archived_product_takes_nothing_new(self, cast: Cast) -> None:
        cast.product.archived_at = timezone.now()
        cast.product.save()
        with pytest.raises(InvalidTransition):
            create.create(actor=cast.chen, product=cast.product, kind="prd", title="x")


class TestDelete:
    def test_a_draft_goes_with_its_thread(self, cast: Cast) -> None:
        artifact = make_artifact(cast)
        thread = artifact.thread_id
        create.delete(artifact, actor=cast.chen)
        assert not Artifact.objects.exists() and not Thread.objects.filter(pk=thread).exists()
        assert Event.objects.get(kind="artifact.deleted").changes == {"reference": ["CLB-D1", None]}

    def test_what_was_published_stays(self, cast: Cast) -> None:
        artifact = make_published(cast)
        with pytest.raises(InvalidTransition):
            create.delete(artifact, actor=cast.chen)

    def test_others_may_not(self, cast: Cast) -> None:
        artifact = make_artifact(cast)
        with pytest.raises(PermissionDenied):
            create.delete(artifact, actor=cast.qin)


class TestApi:
    url = "/api/v1/artifacts/"

    def test_create_answers_with_address_and_etag(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        body = {"product": "CLB", "kind": "prd", "title": "批量导出"}
        response = api_as(cast.chen).post(self.url, body)
        assert response.status_code == 201
        assert response["Location"].endswith("/api/v1/artifacts/CLB-D1/") and response["ETag"] == '"1"'
        assert response.json()["reference"] == "CLB-D1" and response.json()["draft_revision"] == 0

    def test_the_same_key_makes_one_artifact(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        client = api_as(cast.chen)
        body = {"product": "CLB", "kind": "prd", "title": "批量导出"}
        for _ in range(2):
            assert client.post(self.url, body, headers={"Idempotency-Key": "abcdefgh1"}).status_code == 201
        assert Artifact.objects.count() == 1

    def test_refusals(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        body = {"product": "CLB", "kind": "prd", "title": "x"}
        assert api_as(cast.fang).post(self.url, body).status_code == 403
        assert api_as(cast.chen, scope="read").post(self.url, body).status_code == 403
        assert api_as(cast.visitor).post(self.url, body).status_code == 400
        unknown = api_as(cast.chen).post(self.url, {**body, "state": "published"})
        assert unknown.status_code == 400 and unknown.json()["errors"][0]["field"] == "state"

    def test_the_list_shows_what_one_sees_in_a_fixed_number_of_queries(
        self, cast: Cast, api_as: Callable[..., APIClient], django_assert_max_num_queries: Any
    ) -> None:
        for number in range(4):
            make_artifact(cast, title=f"文档 {number}")
        client = api_as(cast.chen)
        client.get(self.url)
        with django_assert_max_num_queries(9):
            found = client.get(f"{self.url}?kind=prd&owner=me&order=title")
        assert [row["title"] for row in found.json()["items"]] == [f"文档 {number}" for number in range(4)]
        assert api_as(cast.han).get(self.url).json() == {"items": [], "next": None}

    def test_a_stranger_gets_the_404_of_a_random_reference(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        make_artifact(cast)
        client = api_as(cast.su)
        hidden, random = client.get(f"{self.url}CLB-D1/"), client.get(f"{self.url}CLB-D9999/")
        assert hidden.status_code == random.status_code == 404 and hidden.content == random.content

    def test_delete(self, cast: Cast, api_as: Callable[..., APIClient]) -> None:
        make_artifact(cast)
        assert api_as(cast.chen).delete(f"{self.url}CLB-D1/").status_code == 204
        published = make_published(cast)
        refused = api_as(cast.chen).delete(f"{self.url}{published.reference}/")
        assert refused.status_code == 409 and refused.json()["code"] == "published"


def test_publish_of_two_products_keeps_their_counters_apart(cast: Cast) -> None:
    make_published(cast)
    other = create.create(actor=cast.other_manager, product=cast.other_product, kind="prd", title="小程序")
    assert other.reference == "MPS-D1"
    with pytest.raises(PermissionDenied):
        publish.publish(other, actor=cast.chen)
