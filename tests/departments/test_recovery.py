"""Helping somebody who lost the password or the second step."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import people, recovery
from accounts.models import User
from events import jobs
from events.models import Event, Job
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
LINK, RESET = "/administration/people/lin/link/", "/administration/people/lin/reset-two-step/"
NEW = {"password1": "another-horse-battery", "password2": "another-horse-battery"}


@pytest.fixture
def lost(cast: Cast) -> User:
    """林岚 has signed in, has a second step, and a mail address."""
    Authenticator.objects.create(user=cast.lin, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=cast.lin, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    User.objects.filter(pk=cast.lin.pk).update(email="lin@example.com")
    Client().force_login(cast.lin)
    return User.objects.get(pk=cast.lin.pk)


def run_jobs() -> None:
    for job in Job.objects.filter(kind="access-changed-mail"):
        jobs.run(job.pk)


class TestPasswordLink:
    def test_it_is_made_for_whoever_is_active_and_ends_their_sessions(
        self, cast: Cast, lost: User, as_user: AsUser
    ) -> None:
        session = as_user(lost)
        client = as_user(cast.administrator)
        assert "生成重设密码的链接" in client.get("/administration/people/lin/").content.decode()
        link = client.post(LINK).context["link"].removeprefix("http://localhost:8000")
        assert session.get("/settings/").status_code == 200
        visitor = Client()
        assert visitor.post(visitor.get(link)["Location"], NEW).status_code == 302
        assert session.get("/settings/").status_code == 302
        assert Event.objects.filter(kind="person.link_created", actor_id=cast.administrator.pk).count() == 1
        run_jobs()
        assert mail.outbox[-1].to == ["lin@example.com"] and "设置新密码" in mail.outbox[-1].body
        assert link not in mail.outbox[-1].body

    def test_not_for_oneself_nor_for_who_left(self, cast: Cast, as_user: AsUser, api_as: ApiAs) -> None:
        client = as_user(cast.administrator)
        assert client.post("/administration/people/admin/link/").status_code == 409
        assert "重设密码" not in client.get("/administration/people/admin/").content.decode()
        people.deactivate(cast.lin, actor=cast.administrator)
        assert client.post(LINK).status_code == 409
        assert api_as(cast.administrator).post("/api/v1/people/lin/link/").status_code == 409
        assert not Event.objects.filter(kind="person.link_created").exists()


class TestResetTwoStep:
    def test_the_password_alone_is_asked_again_and_they_are_told(self, cast: Cast, lost: User, as_user: AsUser) -> None:
        client = as_user(cast.administrator)
        assert "关闭两步验证" in client.get("/administration/people/lin/").content.decode()
        assert client.get(RESET).status_code == 405
        for _ in range(2):
            assert client.post(RESET)["Location"] == "/administration/people/lin/"
        assert not Authenticator.objects.exists()
        assert Event.objects.filter(kind="person.two_step_reset").count() == 1
        assert "关闭两步验证" not in client.get("/administration/people/lin/").content.decode().split("</dl>")[-1]
        signed_in = Client().post("/account/login/", {"login": "lin", "password": "correct-horse-battery"})
        assert signed_in["Location"] == "/"
        run_jobs()
        assert len(mail.outbox) == 1 and "两步验证" in mail.outbox[0].subject

    def test_the_api_does_the_same_and_nobody_else_may(self, cast: Cast, lost: User, api_as: ApiAs) -> None:
        assert api_as(cast.zhou).post("/api/v1/people/lin/reset-two-step/").status_code == 403
        assert api_as(cast.administrator).post("/api/v1/people/lin/reset-two-step/").status_code == 200
        assert api_as(cast.administrator).post("/api/v1/people/admin/reset-two-step/").status_code == 409
        assert not recovery.has_two_step(cast.lin)


class TestCommandLine:
    def run(self, *arguments: str) -> str:
        out = StringIO()
        call_command(*arguments, stdout=out)
        return out.getvalue().strip()

    def test_an_administrator_alone_is_helped(self, cast: Cast, lost: User) -> None:
        link = self.run("create_password_link", "--user", "admin")
        assert Client().get(link.removeprefix("http://localhost:8000")).status_code == 302
        assert self.run("reset_two_step", "--user", "lin") == "Two-step sign-in is off."
        assert self.run("reset_two_step", "--user", "lin") == "Two-step sign-in was off already."
        assert Event.objects.get(kind="person.two_step_reset").actor_id is None
        with pytest.raises(CommandError, match="no active person"):
            self.run("reset_two_step", "--user", "nobody")

    def test_a_database_that_is_away_is_one_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.db.utils import OperationalError

        def away(*_: Any, **__: Any) -> None:
            raise OperationalError("connection refused\n\tIs the server running?")

        monkeypatch.setattr(User.objects, "active", away)
        for command in ("create_token", "reset_two_step", "create_password_link"):
            with pytest.raises(CommandError, match="cannot be read: connection refused"):
                self.run(command, "--user", "lin")


def test_an_unknown_row_is_absent_before_a_match_is_asked_for(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.administrator)
    for path in (
        "people/nobody",
        "products/NONE",
        "departments/none",
        "comments/9",
        "meeting-notes/9",
        "artifacts/X-D9",
    ):
        assert client.patch(f"/api/v1/{path}/", {}, format="json").status_code == 404
    assert client.patch("/api/v1/people/lin/", {}, format="json").status_code == 428
