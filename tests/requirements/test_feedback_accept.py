"""Taking feedback into a requirement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from conversations.models import Watcher
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements.actions import create, lifecycle
from requirements.actions.feedback import accept, decline, duplicate
from requirements.models import Requirement
from tests.conftest import Cast
from tests.requirements.making import again, make_feedback, make_requirement

AsUser = Callable[[User], Client]
ONE, API = "/feedback/CLB-F1/accept/", "/api/v1/feedback/CLB-F1/accept/"


class TestRule:
    def test_a_new_requirement_has_its_words_and_its_department(self, cast: Cast) -> None:
        made = accept.accept(make_feedback(cast, "导出太慢\n<b>月底</b>"), actor=cast.lu)
        wanted = Requirement.objects.get()
        assert made.state == "accepted" and made.requirement == wanted and made.decided_by == cast.lu
        assert wanted.title == "导出太慢" and wanted.department == cast.support
        assert "&lt;b&gt;月底" in wanted.description
        assert Watcher.objects.filter(thread=wanted.thread, user=cast.he).exists()
        assert Event.objects.get(kind="feedback.accepted").changes == {"requirement": [None, wanted.pk]}

    def test_into_one_that_is_there_and_twice_is_once(self, cast: Cast) -> None:
        wanted, made = make_requirement(cast), make_feedback(cast)
        accept.accept(made, actor=cast.chen, requirement=wanted)
        accept.accept(made, actor=cast.chen, requirement=wanted)
        accept.accept(made, actor=cast.chen)
        assert Requirement.objects.count() == 1 and Event.objects.filter(kind="feedback.accepted").count() == 1
        with pytest.raises(InvalidTransition):
            accept.accept(made, actor=cast.chen, requirement=make_requirement(cast, "别的"))

    def test_whoever_said_the_same_follows_it_too(self, cast: Cast) -> None:
        first, same = make_feedback(cast), make_feedback(cast, actor=cast.ma)
        duplicate.duplicate(same, actor=cast.chen, original=first)
        made = accept.accept(first, actor=cast.chen)
        assert made.requirement and Watcher.objects.filter(thread=made.requirement.thread, user=cast.ma).exists()

    def test_refused_where_it_does_not_fit_and_nothing_written(self, cast: Cast) -> None:
        made = make_feedback(cast)
        elsewhere = create.create(actor=cast.other_manager, product=cast.other_product, title="别的产品")
        gone = lifecycle.archive(make_requirement(cast), actor=cast.chen)
        for requirement in (elsewhere, gone):
            with pytest.raises(ValidationError):
                accept.accept(made, actor=cast.chen, requirement=requirement)
        with pytest.raises(PermissionDenied):
            accept.accept(made, actor=cast.fang)
        decline.decline(made, actor=cast.chen, ground="不做")
        with pytest.raises(InvalidTransition):
            accept.accept(made, actor=cast.chen)
        assert again(made).state == "declined" and Requirement.objects.count() == 2


def test_the_form_is_filled_and_leads_on(cast: Cast, as_user: AsUser) -> None:
    made = make_feedback(cast)
    client = as_user(cast.chen)
    assert f'value="{made.title}"' in client.get(ONE).content.decode()
    assert client.post(ONE, {"type": "story", "requirement": "CLB-9"}).status_code == 422
    response = client.post(ONE, {"type": "bug", "title": "导出慢", "next": "/products/CLB/feedback/triage/?at=1"})
    assert response["Location"] == "/products/CLB/feedback/triage/?at=1"
    assert Requirement.objects.get().title == "导出慢" and Requirement.objects.get().type == "bug"
    assert client.post(ONE, {"type": "story", "requirement": "CLB-9"}).status_code == 422
    page = client.get("/feedback/CLB-F1/").content.decode()
    assert "CLB-1 导出慢" in page and "重新打开" in page
    assert as_user(cast.fang).post(ONE, {"type": "story"}).status_code == 403


def test_the_api(cast: Cast, api_as: Callable[..., APIClient]) -> None:
    make_feedback(cast)
    wanted = make_requirement(cast)
    client = api_as(cast.chen)
    assert client.post(API, {"requirement": "CLB-9"}, format="json").status_code == 400
    body = client.post(API, {"requirement": wanted.reference}, format="json").json()
    assert (body["state"], body["requirement"], body["decided_by"]) == ("accepted", "CLB-1", "chen")
    assert client.get(API).status_code == 405
    assert api_as(cast.fang).post(API, {}, format="json").status_code == 403
