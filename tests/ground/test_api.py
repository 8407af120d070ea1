"""What every API view does around its handler: strict input, scopes, revisions, bulk, limits."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from pmcomms.ground.models import RateCounter
from tests.ground.conftest import token_client
from tests.ground.endpoints import make_counter

COUNTERS = "/api/t/counters/"


def errors_of(answer: Any) -> dict[str, str]:
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


# --- Input -------------------------------------------------------------------------------------------


def test_a_create_answers_201_with_address_and_etag(program: APIClient) -> None:
    answer = program.post(COUNTERS, {"key": "a", "count": 3}, format="json")
    assert (answer.status_code, answer.json()) == (201, {"key": "a", "count": 3})
    assert answer["ETag"] == '"3"'
    assert answer["Location"].endswith("/api/t/counters/a/")
    assert program.get(answer["Location"]).json() == answer.json()


@pytest.mark.parametrize("name", ["is_staff", "role", "author", "created_at", "__class__", "key__in", ""])
def test_unknown_fields_are_refused_by_name(program: APIClient, name: str) -> None:
    answer = program.post(COUNTERS, {"key": "a", name: 1}, format="json")
    assert answer.status_code == 400
    assert errors_of(answer) == {name: "unknown_field"}
    assert not RateCounter.objects.filter(key="a").exists()


def test_read_only_fields_are_refused_in_input(program: APIClient) -> None:
    answer = program.post(COUNTERS, {"key": "a", "ends_at": "2026-01-01"}, format="json")
    assert errors_of(answer) == {"ends_at": "read_only"}


def test_unknown_fields_of_inner_shapes_are_named_with_their_path(program: APIClient) -> None:
    answer = program.post(COUNTERS, {"key": "a", "inner": [{}, {"odd": 1}]}, format="json")
    assert errors_of(answer) == {"inner.1.odd": "unknown_field"}


def test_a_hidden_reference_reads_like_an_unknown_one(program: APIClient) -> None:
    make_counter(key="hidden-one")
    make_counter(key="shown")
    hidden = program.post(COUNTERS, {"key": "a", "like": "hidden-one"}, format="json")
    random = program.post(COUNTERS, {"key": "a", "like": "random-one"}, format="json")
    assert hidden.status_code == random.status_code == 400
    assert hidden.json()["detail"].replace("hidden", "random") == random.json()["detail"]
    assert errors_of(hidden) == errors_of(random) == {"like": "unknown"}
    for odd in (1, ["shown"], {"a": 1}, True):
        assert program.post(COUNTERS, {"key": "a", "like": odd}, format="json").status_code == 400
    assert program.post(COUNTERS, {"key": "a", "like": "shown"}, format="json").status_code == 201
    assert program.post(COUNTERS, {"key": "b", "like": None}, format="json").status_code == 201


def test_what_an_action_refuses_is_an_error_of_its_field(program: APIClient) -> None:
    assert errors_of(program.post(COUNTERS, {"key": "refused"}, format="json")) == {"key": "invalid"}


# --- Revisions ---------------------------------------------------------------------------------------


def test_an_edit_without_if_match_is_428(program: APIClient) -> None:
    make_counter(key="a", count=4)
    for headers in ({}, {"If-Match": "*"}):
        answer = program.patch(f"{COUNTERS}a/", {"count": 9}, format="json", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


@pytest.mark.parametrize("etag", ['"3"', "4", 'W/"4"', '"x"', '"4", "5"', '"99999999999999999999"', '"４"'])
def test_an_edit_with_another_etag_is_412_and_changes_nothing(program: APIClient, etag: str) -> None:
    make_counter(key="a", count=4)
    headers = {"If-Match": etag.encode().decode("latin-1")}
    answer = program.patch(f"{COUNTERS}a/", {"count": 9}, format="json", headers=headers)
    assert answer.status_code == 412
    assert RateCounter.objects.get(key="a").count == 4


def test_a_stale_edit_is_412_with_both_texts(program: APIClient) -> None:
    make_counter(key="a", count=4)
    answer = program.patch(f"{COUNTERS}a/", {"count": 9}, format="json", headers={"If-Match": '"3"'})
    body = answer.json()
    assert (body["mine"], body["theirs"], body["revision"]) == (9, 4, 4)


def test_an_edit_with_the_etag_that_was_read_works(program: APIClient) -> None:
    make_counter(key="a", count=4)
    etag = program.get(f"{COUNTERS}a/")["ETag"]
    answer = program.patch(f"{COUNTERS}a/", {"count": 9}, format="json", headers={"If-Match": etag})
    assert (answer.status_code, answer["ETag"]) == (200, '"9"')


# --- Verbs and scopes --------------------------------------------------------------------------------


def test_a_verb_has_the_path_of_its_name_and_is_post_only(program: APIClient) -> None:
    make_counter(key="a", count=9)
    assert program.post(f"{COUNTERS}a/step-up/").json() == {"key": "a", "count": 10}
    refused = program.post(f"{COUNTERS}a/step-up/")
    assert (refused.status_code, refused.json()["code"]) == (409, "at_the_top")
    for method in ("get", "put", "patch", "delete"):
        assert getattr(program, method)(f"{COUNTERS}a/step-up/").status_code == 405


def test_a_read_token_reads_and_nothing_else(person: User) -> None:
    make_counter(key="a")
    reader = token_client(person, "read")
    assert reader.get(f"{COUNTERS}a/").status_code == 200
    assert reader.post(f"{COUNTERS}look/").json() == {"seen": 1}
    for method, path in (("post", COUNTERS), ("patch", f"{COUNTERS}a/"), ("post", f"{COUNTERS}a/step-up/")):
        answer = getattr(reader, method)(path, {"key": "b"}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "scope")
    assert RateCounter.objects.get(key="a").count == 1


def test_a_session_needs_no_scope(pages: Client) -> None:
    answer = pages.post(COUNTERS, {"key": "a"}, content_type="application/json")
    assert answer.status_code == 201


# --- Many at once ------------------------------------------------------------------------------------


def test_bulk_gives_a_result_per_row_and_keeps_the_good_ones(program: APIClient) -> None:
    answer = program.post(f"{COUNTERS}many/", ["a", "refused", "a", "b"], format="json")
    results = answer.json()["results"]
    assert [(row["index"], row["status"]) for row in results] == [(0, 200), (1, 400), (2, 409), (3, 200)]
    assert results[1]["problem"]["errors"][0]["field"] == "key" and results[1]["result"] is None
    assert set(RateCounter.objects.values_list("key", flat=True)) == {"a", "b"}


def test_bulk_takes_at_most_200_rows(program: APIClient) -> None:
    answer = program.post(f"{COUNTERS}many/", [str(number) for number in range(201)], format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "too_many")
    assert not RateCounter.objects.exists()


# --- Around ------------------------------------------------------------------------------------------


def test_answers_are_kept_by_no_cache(program: APIClient) -> None:
    answer = program.get(COUNTERS)
    assert answer["Cache-Control"] == "private, no-store"
    assert {"Authorization", "Cookie"} <= {word.strip() for word in answer["Vary"].split(",")}


def test_limits_are_told_and_hold(program: APIClient) -> None:
    first, second, third = (program.get("/api/t/narrow/") for _ in range(3))
    assert [answer.status_code for answer in (first, second, third)] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in (first, second, third)] == ["1", "0", "0"]
    assert third["RateLimit-Limit"] == "2" and 1 <= int(third["RateLimit-Reset"]) <= 60
    assert 1 <= int(third["Retry-After"]) <= 60
    assert third.json()["code"] == "throttled"


def test_limits_are_per_person(program: APIClient) -> None:
    from tests import make

    for _ in range(3):
        program.get("/api/t/narrow/")
    other = token_client(make.make_user("other", "别人"), "read")
    assert other.get("/api/t/narrow/").status_code == 200


def test_uploads_are_read_where_a_view_says_so(program: APIClient) -> None:
    answer = program.post("/api/t/upload/", {"file": SimpleUploadedFile("图.txt", b"12345")}, format="multipart")
    assert answer.status_code == 201
    assert RateCounter.objects.get().count == 5
    assert program.post(COUNTERS, {"key": "a"}, format="multipart").status_code == 415
