"""Declining, answering, joining what was said before, and taking a decision back."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from conversations.models import Watcher
from events.models import Event
from pmcomms.ground.problems import InvalidTransition
from requirements.actions.feedback import accept, answer, decline, duplicate, log, reopen
from tests.conftest import Cast
from tests.requirements.making import again, make_feedback

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
GROUNDED = [("decline", decline.decline, "declined"), ("answer", answer.answer, "answered")]


@pytest.mark.parametrize(("verb", "run", "state"), GROUNDED)
class TestGrounded:
    def test_the_ground_is_kept_and_told(
        self, cast: Cast, as_user: AsUser, verb: str, run: Callable[..., object], state: str
    ) -> None:
        made = make_feedback(cast)
        with pytest.raises(ValidationError):
            run(made, actor=cast.chen, ground="  ")
        with pytest.raises(PermissionDenied):
            run(made, actor=cast.qin, ground="与建账向导重复")
        run(made, actor=cast.lu, ground="与建账向导重复")
        run(made, actor=cast.lu, ground="再来一次")
        found = again(made)
        assert (found.state, found.ground, found.decided_by) == (state, "与建账向导重复", cast.lu)
        assert Event.objects.get(kind=f"feedback.{state}").changes == {"ground": [None, "与建账向导重复"]}
        client = as_user(cast.he)
        assert "与建账向导重复" in client.get("/feedback/CLB-F1/").content.decode()
        assert "与建账向导重复" in client.get(f"/threads/{made.thread_id}/feed/").content.decode()

    def test_the_form_asks_for_it(
        self, cast: Cast, as_user: AsUser, verb: str, run: Callable[..., object], state: str
    ) -> None:
        make_feedback(cast)
        client, address = as_user(cast.chen), f"/feedback/CLB-F1/{verb}/"
        assert client.post(address, {"ground": " "}).status_code == 422
        assert 'id="verb-dialog"' in client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert client.post(address, {"ground": "好"})["Location"] == "/feedback/CLB-F1/"

    def test_the_api(self, cast: Cast, api_as: ApiAs, verb: str, run: Callable[..., object], state: str) -> None:
        made = make_feedback(cast)
        client, address = api_as(cast.chen), f"/api/v1/feedback/CLB-F1/{verb}/"
        assert client.post(address, {}, format="json").status_code == 400
        assert client.post(address, {"ground": "好"}, format="json").json()["ground"] == "好"
        assert again(made).state == state
        assert client.post("/api/v1/feedback/CLB-F1/accept/", {}, format="json").status_code == 409
        assert client.get(address).status_code == 405


class TestDuplicate:
    def test_the_first_one_counts_the_voices(self, cast: Cast, as_user: AsUser) -> None:
        first, same, third = (
            make_feedback(cast),
            make_feedback(cast, "也太慢"),
            make_feedback(cast, "慢", actor=cast.ma),
        )
        duplicate.duplicate(third, actor=cast.chen, original=same)
        duplicate.duplicate(same, actor=cast.chen, original=first)
        duplicate.duplicate(third, actor=cast.chen, original=same)
        assert again(first).voices == 3 and again(third).duplicate_of == first
        assert Watcher.objects.filter(thread=first.thread, user=cast.ma).exists()
        page = as_user(cast.fang).get("/feedback/CLB-F1/").content.decode()
        assert "3 人提到" in page and "也太慢" in page
        assert Event.objects.filter(kind="feedback.duplicated").count() == 2

    def test_not_of_itself_nor_of_another_product(self, cast: Cast) -> None:
        made, same = make_feedback(cast), make_feedback(cast, "也太慢")
        other = log.log(actor=cast.he, product=cast.other_product, words="慢")
        duplicate.duplicate(same, actor=cast.chen, original=made)
        for original in (made, same, other):
            with pytest.raises(ValidationError):
                duplicate.duplicate(made, actor=cast.chen, original=original)
        with pytest.raises(PermissionDenied):
            duplicate.duplicate(made, actor=cast.fang, original=same)
        assert again(made).state == "new"

    def test_by_number_on_page_and_api(self, cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
        make_feedback(cast), make_feedback(cast), make_feedback(cast)
        client = as_user(cast.chen)
        assert client.post("/feedback/CLB-F2/duplicate/", {"original": "CLB-F99"}).status_code == 422
        assert client.post("/feedback/CLB-F2/duplicate/", {"original": "clb-f1"}).status_code == 302
        sent = api_as(cast.chen).post("/api/v1/feedback/CLB-F3/duplicate/", {"original": "CLB-F2"}, format="json")
        assert sent.json()["duplicate_of"] == "CLB-F1"


class TestReopen:
    def test_it_stands_in_the_queue_again(self, cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
        made = make_feedback(cast)
        accept.accept(made, actor=cast.chen)
        with pytest.raises(PermissionDenied):
            reopen.reopen(made, actor=cast.qin)
        reopen.reopen(made, actor=cast.chen)
        reopen.reopen(made, actor=cast.chen)
        found = again(made)
        assert (found.state, found.requirement, found.decided_by) == ("new", None, None)
        assert Event.objects.get(kind="feedback.reopened").changes == {"state": ["accepted", "new"]}
        decline.decline(made, actor=cast.chen, ground="不做")
        assert as_user(cast.chen).post("/feedback/CLB-F1/reopen/").status_code == 302
        assert again(made).ground == ""
        assert api_as(cast.chen).post("/api/v1/feedback/CLB-F1/reopen/").json()["state"] == "new"
        assert as_user(cast.chen).get("/feedback/CLB-F1/reopen/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_people_decide_at_once_and_one_of_them_wins() -> None:
    from tests.conftest import build_cast

    cast = build_cast()
    made, first = make_feedback(cast, "慢"), make_feedback(cast)
    barrier, said = threading.Barrier(2), []

    def decide(run: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            run()
            said.append("decided")
        except InvalidTransition:
            said.append("refused")
        finally:
            connection.close()

    runs = (
        lambda: accept.accept(made, actor=cast.chen),
        lambda: duplicate.duplicate(made, actor=cast.lu, original=first),
    )
    workers = [threading.Thread(target=decide, args=(run,)) for run in runs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert sorted(said) == ["decided", "refused"]
