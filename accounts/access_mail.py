"""The mail that tells a person what an administrator did to their access.

Sent by a job, as the mail of ``reset_mail``; who has no address is told by nobody but the administration log.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from events import jobs
from events.models import Job

KIND = "access-changed-mail"
LINK, TWO_STEP = "link", "two-step"


def tell(person: User, what: str) -> None:
    """Let a worker send the mail; ``what``: ``LINK`` or ``TWO_STEP``."""
    jobs.start(actor=None, kind=KIND, arguments={"user": person.pk, "what": what})


def send(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    person = User.objects.active().filter(pk=job.arguments["user"]).first()
    if person is None or not person.email:
        return {"sent": 0}
    with override(person.language):
        if job.arguments["what"] == LINK:
            subject = _("A link to set your password was made")
            text = _("An administrator made a link by which a new password for your account can be set.")
        else:
            subject = _("Two-step sign-in was switched off")
            text = _("An administrator switched two-step sign-in off for your account. You can set it up again.")
        body = f"{text}\n\n{_('If you did not ask for this, tell an administrator at once.')}\n\n{settings.SITE_URL}\n"
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL or "pmcomms@localhost", [person.email])
    return {"sent": 1}


def register_all() -> None:
    jobs.register(KIND, send)
