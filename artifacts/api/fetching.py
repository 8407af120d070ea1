"""What every endpoint of an artifact begins with."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404
from rest_framework.request import Request

from accounts.models import User
from artifacts.models import Artifact
from departments.models import Department
from pmcomms.ground.problems import PreconditionRequired


def who(request: Request) -> User:
    """The person behind a request that passed the permission classes."""
    return cast(User, request.user)


def artifact_of(request: Request, reference: str) -> Artifact:
    """The artifact by its reference, when the person sees it. Raises ``Http404``."""
    found = Artifact.objects.visible_to(who(request)).with_people().filter(thread__reference=reference).first()
    if found is None:
        raise Http404
    return found


def people(user: Any) -> Any:
    """Who can be named: everybody who works here."""
    return User.objects.active().filter(is_visitor=False)


def departments(user: Any) -> Any:
    return Department.objects.filter(archived_at__isnull=True)


def revision_in(wanted: dict[str, Any]) -> int:
    """The revision a row of a bulk edit builds upon; there is no header per row. Raises 428 without one."""
    revision = wanted.get("revision")
    if revision is None:
        raise PreconditionRequired
    return int(revision)
