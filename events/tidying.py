"""What grows and is of no use after a while."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.utils import timezone

from events.models import Job
from pmcomms.ground import idempotency, limits

# A dry run nobody confirmed, and results nobody will look at again.
PLANS_KEPT = dt.timedelta(days=7)
JOBS_KEPT = dt.timedelta(days=180)


def tidy() -> None:
    now = timezone.now()
    idempotency.purge_old()
    limits.purge_old()
    Session.objects.filter(expire_date__lt=now).delete()
    Job.objects.filter(state=Job.State.PLANNED, created_at__lt=now - PLANS_KEPT).delete()
    Job.objects.filter(finished_at__lt=now - JOBS_KEPT).delete()
