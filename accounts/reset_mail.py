"""The mail with the link to set a new password.

Sent by a job, not by the request: asking takes the same time for an address nobody has, and a mail
server that is away costs the person nothing but the mail. The job holds an id; the link is made when it
is sent, so no key rests in the database.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import override

from accounts.models import User
from events import jobs
from events.models import Job

KIND = "password-reset-mail"


def reset_link(user: User) -> str:
    """A link, good once, at the configured host; never at the Host header of whoever asked."""
    key = f"{int_to_base36(user.pk)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return settings.SITE_URL + path.replace("UID-KEY", key)


def ask(user: User) -> None:
    """Let a worker send the mail."""
    jobs.start(actor=None, kind=KIND, arguments={"user": user.pk})


def send(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    user = User.objects.active().filter(pk=job.arguments["user"]).first()
    if user is None or not user.email:
        return {"sent": 0}
    context = {"user": user, "password_reset_url": reset_link(user)}
    with override(user.language):
        subject = render_to_string("account/email/password_reset_key_subject.txt", context).strip()
        body = render_to_string("account/email/password_reset_key_message.txt", context).strip()
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL or "pmcomms@localhost", [user.email])
    return {"sent": 1}


def register_all() -> None:
    jobs.register(KIND, send)
