"""A POST sent twice with one key takes effect once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from pmcomms.ground import idempotency
from pmcomms.ground.models import IdempotencyKey, RateCounter
from tests import make
from tests.ground.conftest import token_client
from tests.ground.endpoints import make_counter

COUNTERS = "/api/t/counters/"
KEY = {"Idempotency-Key": "order-00001"}


def test_a_repeated_create_gets_the_first_answer(program: APIClient) -> None:
    first = program.post(COUNTERS, {"key": "a", "count": 2}, format="json", headers=KEY)
    again = program.post(COUNTERS, {"key": "a", "count": 2}, format="json", headers=KEY)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert again["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first
    assert RateCounter.objects.count() == 1


def test_spacing_and_order_of_the_body_do_not_matter(program: APIClient) -> None:
    sent = ('{"key": "a", "count": 2}', '{"count":2,"key":"a"}')
    answers = [program.post(COUNTERS, body, content_type="application/json", headers=KEY) for body in sent]
    assert [answer.status_code for answer in answers] == [201, 201]


def test_a_verb_is_not_run_twice_either(program: APIClient) -> None:
    make_counter(key="a", count=1)
    for _ in range(3):
        assert program.post(f"{COUNTERS}a/step-up/", headers=KEY).json()["count"] == 2
    assert RateCounter.objects.get(key="a").count == 2


def test_the_same_key_for_something_else_is_refused(program: APIClient) -> None:
    make_counter(key="x", count=1)
    program.post(COUNTERS, {"key": "a"}, format="json", headers=KEY)
    other_body = program.post(COUNTERS, {"key": "b"}, format="json", headers=KEY)
    other_route = program.post(f"{COUNTERS}x/step-up/", {"key": "a"}, format="json", headers=KEY)
    for answer in (other_body, other_route):
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert not RateCounter.objects.filter(key="b").exists()


def test_a_refused_request_may_be_corrected_under_the_same_key(program: APIClient) -> None:
    refused = program.post(COUNTERS, {"key": "refused"}, format="json", headers=KEY)
    assert refused.status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert program.post(COUNTERS, {"key": "a"}, format="json", headers=KEY).status_code == 201


def test_keys_belong_to_a_person(program: APIClient) -> None:
    program.post(COUNTERS, {"key": "a"}, format="json", headers=KEY)
    other = token_client(make.make_user("other", "别人"), "write")
    assert other.post(COUNTERS, {"key": "b"}, format="json", headers=KEY).json()["key"] == "b"


@pytest.mark.parametrize("key", ["short", "x" * 201, "with space", "", "ümlaut-ümlaut"])
def test_a_key_that_is_none_is_refused(program: APIClient, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    assert program.post(COUNTERS, {"key": "a"}, format="json", headers=headers).status_code == 400
    assert not RateCounter.objects.exists()


def test_without_a_key_nothing_is_kept(program: APIClient) -> None:
    program.post(COUNTERS, {"key": "a"}, format="json")
    assert not IdempotencyKey.objects.exists()


def test_an_upload_is_recognised_by_its_content(program: APIClient) -> None:
    def send(content: bytes) -> Any:
        sent = {"file": SimpleUploadedFile("a.txt", content)}
        return program.post("/api/t/upload/", sent, format="multipart", headers=KEY)

    first, again, other = send(b"12345"), send(b"12345"), send(b"54321")
    assert first.json() == again.json()
    assert other.status_code == 422
    assert RateCounter.objects.get().count == 5


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_take_effect_once(person: User) -> None:
    make_counter(key="a", count=1)
    _, token = ApiToken.objects.create(user=person, name="test", scope="write")
    barrier = threading.Barrier(10)
    answers: list[tuple[int, bytes]] = []

    def send() -> None:
        own = APIClient()
        own.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        barrier.wait()
        answer = own.post(f"{COUNTERS}a/step-up/", headers=KEY)
        answers.append((answer.status_code, answer.content))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 10 and len(set(answers)) == 1 and answers[0][0] == 200
    assert RateCounter.objects.get(key="a").count == 2


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_commit_leaves_no_trace_and_the_retry_works(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = token_client(person, "write")
    save = IdempotencyKey.save

    def crash(self: IdempotencyKey, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields"):
            raise RuntimeError("killed after the change, before the commit")
        save(self, *args, **kwargs)

    monkeypatch.setattr(IdempotencyKey, "save", crash)
    assert program.post(COUNTERS, {"key": "a"}, format="json", headers=KEY).status_code == 500
    assert not RateCounter.objects.filter(key="a").exists() and not IdempotencyKey.objects.exists()
    monkeypatch.undo()
    assert program.post(COUNTERS, {"key": "a"}, format="json", headers=KEY).status_code == 201


def test_old_answers_are_forgotten(program: APIClient) -> None:
    program.post(COUNTERS, {"key": "a"}, format="json", headers=KEY)
    assert idempotency.purge_old() == 0
    IdempotencyKey.objects.update(created_at=timezone.now() - idempotency.KEPT_FOR - timedelta(minutes=1))
    assert idempotency.purge_old() == 1
