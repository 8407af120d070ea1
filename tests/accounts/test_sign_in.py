"""Sign-in by user name or e-mail, second step, limits, sign-out, first run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.middleware import FirstRunMiddleware
from accounts.models import ApiToken, User
from events import actions, jobs
from events.models import Event, Job
from tests import make
from tests.conftest import Cast

PASSWORD = "correct-horse-battery"
WRONG = "wrong-horse-battery"


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    caches["limits"].clear()


def sign_in(client: Client, login: str, password: str = PASSWORD, **headers: str):  # type: ignore[no-untyped-def]  # Django's test response
    return client.post("/account/login/", {"login": login, "password": password}, headers=headers)


@pytest.mark.parametrize("login", ["chen", "CHEN", "chen@example.com"])
def test_a_person_signs_in_by_user_name_or_e_mail(cast: Cast, login: str) -> None:
    client = Client()
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/settings/").status_code == 200
    event = Event.objects.get(kind="session.started")
    assert (event.actor_id, event.subject_id) == (cast.chen.pk, cast.chen.pk)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(cast: Cast) -> None:
    known = sign_in(Client(), "chen", WRONG).content.decode().replace('value="chen"', "")
    unknown = sign_in(Client(), "nobody", WRONG).content.decode().replace('value="nobody"', "")
    assert "密码不对" in known

    def without_csrf(page: str) -> str:
        return "\n".join(line for line in page.splitlines() if "csrf" not in line)

    assert without_csrf(known) == without_csrf(unknown)


def test_an_inactive_person_stays_outside(cast: Cast) -> None:
    User.objects.filter(pk=cast.chen.pk).update(is_active=False)
    client = Client()
    sign_in(client, "chen")
    assert client.get("/settings/").status_code == 302


def test_the_limit_holds_without_redis(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default cache answers nothing, as with Redis down; the sixth try is refused nevertheless."""
    cache = caches["default"]
    monkeypatch.setattr(cache, "_try", lambda call, otherwise: otherwise)
    client = Client()
    for _ in range(5):
        assert "密码不对" in sign_in(client, "chen", WRONG).content.decode()
    refused = sign_in(client, "chen", PASSWORD)
    assert "次数过多" in refused.content.decode()
    assert client.get("/settings/").status_code == 302


def test_a_forged_forwarded_for_brings_no_fresh_budget(cast: Cast) -> None:
    client = Client()
    for number in range(20):
        sign_in(client, f"someone{number}", WRONG, **{"X-Forwarded-For": f"203.0.113.{number}"})
    refused = sign_in(client, "someone99", WRONG, **{"X-Forwarded-For": "203.0.113.200"})
    assert "次数过多" in refused.content.decode()


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_next_leads_nowhere_else(cast: Cast, target: str) -> None:
    response = Client().post("/account/login/", {"login": "chen", "password": PASSWORD, "next": target})
    assert response["Location"] == "/"


def test_sign_in_asks_for_the_second_step(cast: Cast) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.chen, secret)
    assert secret not in str(Authenticator.objects.get(user=cast.chen).data)
    client = Client()
    response = sign_in(client, "chen")
    assert response["Location"].startswith("/account/two-step/authenticate/")
    assert client.get("/settings/").status_code == 302
    assert client.get(response["Location"]).status_code == 200
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    assert client.post("/account/two-step/authenticate/", {"code": code})["Location"] == "/"
    assert client.get("/settings/").status_code == 200


def test_two_step_pages_open_and_switch_on(cast: Cast) -> None:
    client = Client()
    sign_in(client, "chen")
    assert client.get("/account/two-step/").status_code == 200
    asked = client.get("/account/two-step/app/activate/")["Location"]
    assert asked.startswith("/account/reauthenticate/")
    assert client.get(asked).status_code == 200
    client.post(asked, {"password": PASSWORD})
    page = client.get("/account/two-step/app/activate/")
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    response = client.post("/account/two-step/app/activate/", {"code": format_hotp_value(hotp_value(secret, counter))})
    assert response["Location"] == "/account/two-step/recovery-codes/"
    for address in (
        "/account/two-step/recovery-codes/",
        "/account/two-step/recovery-codes/generate/",
        "/account/two-step/app/deactivate/",
        "/account/two-step/",
    ):
        assert client.get(address).status_code == 200


def test_sessions_are_listed_and_others_signed_out(cast: Cast) -> None:
    here, there = Client(headers={"user-agent": "Here"}), Client(headers={"user-agent": "There"})
    sign_in(here, "chen")
    sign_in(there, "chen")
    page = here.get("/account/sessions/").content.decode()
    assert "Here" in page
    assert "There" in page
    here.post("/account/sessions/")
    assert there.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200


def test_sign_out_is_a_post(cast: Cast, as_user: Callable[[User], Client]) -> None:
    client = as_user(cast.chen)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/settings/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/settings/").status_code == 302


def test_reset_sends_a_link_of_the_configured_host_that_works_once(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    settings.SITE_URL = "https://desk.example"
    settings.ALLOWED_HOSTS = ["*"]
    ApiToken.objects.create(user=cast.chen, name="t", scope="read")
    client = Client()
    known = client.post("/account/password/reset/", {"email": "chen@example.com"}, headers={"host": "evil.example"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.com"})
    assert known["Location"] == unknown["Location"] == "/account/password/reset/sent/"
    assert client.get("/account/password/reset/sent/").status_code == 200
    assert mail.outbox == []
    job = Job.objects.get()
    assert job.arguments == {"user": cast.chen.pk}
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert [message.to for message in mail.outbox] == [["chen@example.com"]]
    link = next(line for line in str(mail.outbox[0].body).splitlines() if line.startswith("https://"))
    assert link.startswith("https://desk.example/account/password/reset/key/")
    address = link.removeprefix("https://desk.example")

    scanner = Client()
    scanner.get(address)
    scanner.head(address)

    form_address = client.get(address)["Location"]
    assert client.get(form_address).status_code == 200
    new = {"password1": "another-horse-battery", "password2": "another-horse-battery"}
    assert client.post(form_address, new)["Location"] == "/account/password/reset/key/done/"
    assert sign_in(Client(), "chen", "another-horse-battery")["Location"] == "/"
    assert ApiToken.objects.get(user=cast.chen).revoked_at is not None
    assert Event.objects.filter(kind="password.changed", actor_id=cast.chen.pk).count() == 1
    assert "这个链接已失效" in Client().get(address).content.decode()


def test_a_new_password_ends_other_sessions(cast: Cast) -> None:
    here, there = Client(), Client()
    sign_in(here, "chen")
    sign_in(there, "chen")
    assert here.get("/account/password/change/").status_code == 200
    form = {"oldpassword": PASSWORD, "password1": "another-horse-battery", "password2": "another-horse-battery"}
    here.post("/account/password/change/", form)
    assert there.get("/settings/").status_code == 302
    assert here.get("/settings/").status_code == 200


def test_an_empty_installation_leads_to_the_first_run_page(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FirstRunMiddleware, "somebody_exists", False)
    client = Client()
    for address in ("/", "/account/login/", "/settings/"):
        assert client.get(address)["Location"] == "/first-run/"
    assert client.get("/api/v1/me/").status_code == 401
    assert client.get("/first-run/").status_code == 200
    form = {"full_name": "系统管理员", "username": "admin", "email": "", "password": "short"}
    assert client.post("/first-run/", form).status_code == 422
    assert not User.objects.exists()
    response = client.post("/first-run/", {**form, "password": PASSWORD})
    assert response["Location"] == "/settings/"
    user = User.objects.get()
    assert (user.is_administrator, user.is_active) == (True, True)
    assert Event.objects.filter(kind="person.added", actor_id=user.pk).exists()
    again = Client()
    assert again.get("/first-run/")["Location"] == "/account/login/"
    assert again.post("/first-run/", {**form, "username": "second", "password": PASSWORD}).status_code == 302
    assert User.objects.count() == 1


def test_the_sign_in_page_offers_no_demo_entry_outside_demo_mode(db: None) -> None:
    make.make_user()
    assert "demo" not in Client().get("/account/login/").content.decode()
    assert Client().post("/demo/enter/", {"as": "pm"}).status_code in (302, 404)


def test_asking_for_resets_is_limited_without_redis(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches["default"], "_try", lambda call, otherwise: otherwise)
    answers = [Client().post("/account/password/reset/", {"email": "chen@example.com"}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    assert Job.objects.count() == 3


def test_moments_are_shown_in_ones_own_zone_and_nobody_elses(cast: Cast, as_user: Callable[[User], Client]) -> None:
    make.make_user("tokyo", "東京", timezone="Asia/Tokyo", is_administrator=True)
    event_at = dt.datetime(2026, 11, 20, 1, 30, tzinfo=dt.UTC)
    with transaction.atomic():
        actions.record("job.started", actor=cast.chen, subject=cast.chen)
    Event.objects.update(created_at=event_at)
    tokyo = as_user(User.objects.get(username="tokyo")).get("/administration/log/").content.decode()
    assert "11-20 10:30" in tokyo
    assert "11-20 09:30" in as_user(cast.administrator).get("/administration/log/").content.decode()
    assert timezone.get_current_timezone_name() == "Asia/Shanghai"


def test_a_mail_server_that_is_away_fails_the_job_and_not_the_person(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]  # pytest-django's fixture
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    assert Client().post("/account/password/reset/", {"email": "chen@example.com"}).status_code == 302
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
