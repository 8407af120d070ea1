"""What goes wrong is said in the same words at both doors, and is never an error 500."""

from __future__ import annotations

from functools import partial

import pytest
import structlog
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from pmcomms.ground import problems
from pmcomms.ground.json_parser import read_json
from tests.pace import within


def body_of(program: APIClient, word: str, status: int, **headers: str) -> dict:
    answer = program.post(f"/api/t/failing/{word}/", {}, format="json", headers=headers)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


# --- API ---------------------------------------------------------------------------------------------


def test_a_validation_error_names_its_fields(program: APIClient) -> None:
    body = body_of(program, "validation", 400)
    assert body["errors"] == [{"field": "title", "reason": "标题太长", "code": "invalid"}]
    assert body["status"] == 400 and body["type"] == "urn:pmcomms:problem:invalid"


def test_a_general_validation_error_is_the_detail_and_lends_its_code(program: APIClient) -> None:
    body = body_of(program, "general", 400)
    assert (body["detail"], body["code"]) == ("这样不行", "not_so")


def test_a_refused_transition_is_a_conflict(program: APIClient) -> None:
    body = body_of(program, "transition", 409)
    assert (body["detail"], body["code"], body["errors"]) == ("已经发布过了", "published", [])


def test_a_stale_edit_carries_both_texts(program: APIClient) -> None:
    body = body_of(program, "stale", 409)
    assert (body["mine"], body["theirs"], body["revision"]) == ("我的文字 <b>", "别人的文字", 7)


def test_a_stale_edit_with_if_match_is_a_failed_precondition(program: APIClient) -> None:
    assert body_of(program, "stale", 412, **{"If-Match": '"6"'})["theirs"] == "别人的文字"


def test_a_refusal_says_why_when_the_action_says_so(program: APIClient) -> None:
    assert body_of(program, "forbidden-why", 403)["detail"] == "只有产品经理可以发布。"
    assert body_of(program, "forbidden", 403)["detail"]


def test_a_refusal_leaves_one_denied_line_with_the_person(program: APIClient, person: User) -> None:
    with structlog.testing.capture_logs() as lines:
        body_of(program, "forbidden", 403)
    denied = [line for line in lines if line["event"] == "denied"]
    assert [line["user_id"] for line in denied] == [person.pk]
    assert denied[0]["route"] == "api/t/failing/<str:word>/"


def test_what_is_absent_answers_byte_for_byte_alike_and_leaves_a_line(program: APIClient) -> None:
    with structlog.testing.capture_logs() as lines:
        raised = program.post("/api/t/failing/absent/")
        hidden = program.get("/api/t/counters/hidden-one/")
        random = program.get("/api/t/counters/1c6f/")
        unrouted = program.get("/api/t/nowhere/")
    assert {raised.status_code, hidden.status_code, random.status_code, unrouted.status_code} == {404}
    assert raised.content == hidden.content == random.content == unrouted.content
    assert [line["status"] for line in lines if line["event"] == "denied"] == [404, 404, 404]


def test_without_the_database_the_answer_is_503_and_when_to_come_back(program: APIClient) -> None:
    answer = program.post("/api/t/failing/database/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "closed the connection" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_lost_race_for_a_unique_value_is_a_conflict(program: APIClient) -> None:
    assert body_of(program, "duplicate", 409)["code"] == "already_exists"


@pytest.mark.parametrize("word", ["integrity", "bug"])
def test_a_fault_of_ours_stays_a_500_and_says_nothing_about_itself(program: APIClient, word: str) -> None:
    body = body_of(program, word, 500)
    assert body["code"] == "server_error"
    assert "RuntimeError" not in str(body) and "a fault of ours" not in str(body)
    assert "null value" not in str(body)


def test_the_body_speaks_the_language_of_the_caller(program: APIClient) -> None:
    english = body_of(program, "forbidden", 403, **{"Accept-Language": "en"})
    chinese = body_of(program, "forbidden", 403, **{"Accept-Language": "zh-hans"})
    assert english["title"] == "Not permitted"
    assert chinese["title"] == "没有权限"


def test_nobody_gets_401_with_the_scheme(db: None) -> None:
    answer = APIClient().get("/api/t/counters/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["code"] == "not_authenticated"
    broken = APIClient(headers={"Authorization": "Bearer pm_wrong"}).get("/api/t/counters/")
    assert (broken.status_code, broken.json()["code"]) == (401, "authentication_failed")


def test_wrong_methods_and_formats_are_problems_too(program: APIClient) -> None:
    wrong = program.delete("/api/t/counters/")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong["Allow"]
    xml = program.get("/api/t/counters/", headers={"Accept": "application/xml"})
    assert (xml.status_code, xml["Content-Type"]) == (406, "application/problem+json")
    text = program.post("/api/t/counters/", '{"key": "a"}', content_type="text/plain")
    assert (text.status_code, text.json()["code"]) == (415, "unsupported_media_type")


def test_a_session_without_csrf_token_is_refused(person: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.post("/api/t/counters/", {"key": "a"}, format="json").status_code == 403


def test_every_answer_carries_the_request_id(program: APIClient) -> None:
    answer = program.post("/api/t/failing/forbidden/", headers={"X-Request-ID": "abc-12345"})
    assert answer["X-Request-ID"] == answer.json()["request_id"] == "abc-12345"
    forged = program.post("/api/t/failing/forbidden/", headers={"X-Request-ID": "a b\tc{}"})
    assert forged["X-Request-ID"] == forged.json()["request_id"] != "a b\tc{}"


def test_the_request_line_names_the_route_and_never_the_path(pages: Client, person: User) -> None:
    with structlog.testing.capture_logs() as lines:
        pages.get("/asking/?q=secret-reset-key")
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["route"], line["status"], line["method"]) == ("asking/", 200, "GET")
    assert line["user_id"] == person.pk
    assert "secret" not in str(line)


# --- Pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "status"),
    [("validation", 422), ("general", 422), ("transition", 409), ("stale", 409), ("forbidden", 403),
     ("absent", 404), ("database", 503), ("bug", 500)],
)  # fmt: skip
def test_a_page_answers_with_a_sentence_and_the_right_status(pages: Client, word: str, status: int) -> None:
    answer = pages.post(f"/failing/{word}/", {"body": "写了很久的一段话"})
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.startswith("<!doctype html>") and text.count('class="problem"') == text.count('id="problem"') == 1


@pytest.mark.parametrize("word", ["validation", "transition", "stale"])
def test_a_refused_plain_form_shows_again_what_was_typed(pages: Client, word: str) -> None:
    sent = {"body": "写了很久的一段话 <script>", "password": "hunter2", "csrfmiddlewaretoken": "t0ken"}
    text = pages.post(f"/failing/{word}/", sent).content.decode()
    assert "写了很久的一段话 &lt;script&gt;" in text
    assert "hunter2" not in text and "t0ken" not in text


def test_a_stale_page_shows_both_texts(pages: Client) -> None:
    text = pages.post("/failing/stale/").content.decode()
    assert "我的文字 &lt;b&gt;" in text and "别人的文字" in text


def test_htmx_gets_a_fragment_aimed_at_its_own_place(pages: Client) -> None:
    answer = pages.post("/failing/transition/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#problem", "outerHTML")
    text = answer.content.decode().strip()
    assert text.startswith('<pm-problem id="problem" class="problem problem--floating"')
    assert text.count('id="problem"') == 1 and "已经发布过了" in text and "<html" not in text


def test_the_way_back_leads_to_our_own_pages_only(pages: Client) -> None:
    ours = pages.post("/failing/transition/", headers={"Referer": "http://testserver/asking/?q=1"})
    theirs = pages.post("/failing/transition/", headers={"Referer": "https://evil.example/x"})
    assert 'href="/asking/?q=1"' in ours.content.decode()
    assert "evil" not in theirs.content.decode()


def test_absent_pages_are_byte_for_byte_alike(pages: Client) -> None:
    raised = pages.post("/failing/absent/")
    hidden = pages.post("/titled/hidden-one/")
    unrouted = pages.get("/nowhere/at/all/")
    assert {raised.status_code, hidden.status_code, unrouted.status_code} == {404}
    assert raised.content == hidden.content == unrouted.content


def test_a_form_from_elsewhere_gets_a_page_that_says_so(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post("/failing/transition/")
    assert answer.status_code == 403 and 'data-code="csrf_failed"' in answer.content.decode()


def test_a_database_that_goes_away_before_the_view_is_503(pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import OperationalError

    def gone(self: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(SessionStore, "load", gone)
    page = pages.get("/asking/")
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    api = pages.get("/api/t/counters/")
    assert (api.status_code, api["Content-Type"]) == (503, "application/problem+json")


def test_a_session_that_ended_keeps_the_form_and_says_so(db: None) -> None:
    answer = Client().post("/titled/k/", {"title": "typed"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (401, "#problem")
    assert 'data-code="not_authenticated"' in answer.content.decode()
    assert Client().post("/titled/k/", {"title": "typed"})["Location"].startswith("/sign-in/?next=")


# --- Input nobody should send ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/asking/?q=a%00b",
        "/asking/?key.has=%00",
        "/titled/a%00b/",
        "/api/t/counters/a%00b/",
        "/api/t/counters/?q=%00",
    ],
)
def test_nul_in_an_address_is_not_understood(pages: Client, path: str) -> None:
    assert pages.get(path).status_code == 400


def test_nul_in_a_form_or_cookie_is_not_understood(pages: Client) -> None:
    assert pages.post("/titled/x/", {"title": "a\0b"}).status_code == 400
    forged = {"cookie": 'sessionid="\\000abcdefghijkl"'}
    assert Client(headers=forged, raise_request_exception=False).get("/asking/").status_code == 400


@pytest.mark.parametrize("path", ["/asking/?q=%ff%fe", "/asking/?count=1%ff", "/titled/%ff%fe/"])
def test_invalid_utf8_never_fails(pages: Client, path: str) -> None:
    assert pages.get(path).status_code in (200, 400, 404, 405)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b'{"key": "a\\u0000b"}', "stored"),
        (b'{"key": "\\ud800"}', "stored"),
        (b'{"k\\u0000": 1}', "stored"),
        (b'{"key": "a", "count": NaN}', "NaN"),
        (b'{"key": "a", "count": 1e999}', "large"),
        (b'{"key": "a", "count": 9223372036854775808}', "large"),
        (b'{"key": "a", "count": ' + b"9" * 5000 + b"}", "JSON"),
        (b"[" * 10_000 + b"]" * 10_000, "deep"),
        (b'{"key":' + b"[" * 40 + b"]" * 40 + b"}", "deep"),
        (b'{"key": "a", "key": "b"}', "twice"),
        (b'{"key": "\xff"}', "UTF-8"),
        (b"[" + b"1," * 200_001 + b"1]", "too many"),
        (b"[" + b"[]," * 200_001 + b"1]", "too many"),
        (b"{'key': 1}", "JSON"),
        (b"\xef\xbb\xbf{}", "JSON"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_json_that_could_hurt_is_not_understood(program: APIClient, body: bytes, word: str) -> None:
    answer = program.post("/api/t/counters/", body, content_type="application/json", headers={"Accept-Language": "en"})
    assert answer.status_code == 400, answer.content
    assert word in answer.json()["detail"]


@pytest.mark.parametrize("body", [b"", b"[]", b'"text"', b"1", b"null", b"true"])
def test_json_of_another_shape_is_not_understood(program: APIClient, body: bytes) -> None:
    assert program.post("/api/t/counters/", body, content_type="application/json").status_code == 400


def test_a_body_over_the_limit_is_too_large(program: APIClient, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = program.post("/api/t/counters/", {"key": "x" * 200}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_the_largest_allowed_body_is_read_within_a_second(settings: Settings) -> None:
    body = b'["' + b"\\u4e2d" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 6 - 2) + b'"]'
    many = b"[" + b",".join([b'{"k":"v"}'] * 60_000) + b"]"
    for raw in (body, many):
        within(0.7, partial(read_json, raw))


def test_a_wrong_host_is_not_understood(pages: Client) -> None:
    for path in ("/asking/", "/api/t/counters/"):
        answer = pages.get(path, headers={"Host": "evil.example", "Referer": "https://evil.example/"})
        assert answer.status_code == 400 and "evil" not in answer.content.decode()


def test_a_form_with_too_many_fields_is_not_understood(pages: Client) -> None:
    assert pages.post("/titled/k/", {f"f{number}": 1 for number in range(1001)}).status_code == 400


def test_every_status_has_a_title() -> None:
    for status in (400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429, 503):
        assert problems.title_of(status) != problems.title_of(500)
