"""The verbs of threads themselves, for the floors that hang something on one.

The caller asks permission and records its own event (``artifact.created``); only a change of audience is
recorded here, so that no floor can forget it. All run in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from conversations import registry, search
from conversations.models import Thread
from departments.models import Department, Product
from events import actions as events


def open_thread(
    *,
    kind: str,
    title: str,
    address: str,
    owner: User,
    audience: str,
    product: Product | None = None,
    departments: Iterable[Department] = (),
    reference: str | None = None,
    subject: models.Model | None = None,
    parent: Thread | None = None,
    is_open: bool = False,
) -> Thread:
    """A new thread with its search entry. Not open to its audience yet unless ``is_open``.

    ``subject`` may follow with ``attach_subject`` when its own row needs the thread first. Raises
    ``KeyError`` for a kind nobody registered and ``ValueError`` for the audience of a product without one.
    """
    registry.get(kind)
    if audience == Thread.Audience.PRODUCT and product is None:
        raise ValueError("Without a product nobody is on it.")
    with transaction.atomic():
        thread = Thread.objects.create(
            kind=kind,
            subject_id=subject.pk if subject is not None else None,
            reference=reference,
            title=title,
            address=address,
            product=product,
            audience=audience,
            owner=owner,
            parent=parent,
            opened_at=timezone.now() if is_open else None,
        )
        thread.departments.set(departments)
        if parent is None:
            search.put(thread, "title", search.title_text(thread))
    return thread


def attach_subject(thread: Thread, subject: models.Model) -> None:
    """Name the row the thread belongs to, once it has an id."""
    thread.subject_id = subject.pk
    thread.save(update_fields=["subject_id"])


def retitle(thread: Thread, title: str) -> None:
    """Give the thread its subject's new title; discussions within departments that still see it follow."""
    if thread.title == title:
        return
    with transaction.atomic():
        thread.title = title
        thread.save(update_fields=["title"])
        search.put(thread, "title", search.title_text(thread))
        # A department that was removed keeps its own discussion under the name it knew.
        thread.internal_threads.filter(departments__in=thread.departments.all()).update(title=title)


def readdress(thread: Thread, address: str) -> None:
    """Where the subject lives now; internal discussions keep their own anchor on that page."""
    thread.address = address
    thread.save(update_fields=["address"])
    thread.internal_threads.update(address=address)


def set_audience(
    thread: Thread,
    *,
    actor: User | None,
    audience: str | None = None,
    departments: Iterable[Department] | None = None,
) -> bool:
    """Who may see the thread from now on; True when that changed anything.

    A department added gains sight, one removed loses it at once.
    """
    with transaction.atomic():
        locked = Thread.objects.select_for_update().get(pk=thread.pk)
        before = sorted(locked.departments.values_list("code", flat=True))
        changes: dict[str, list[object]] = {}
        if audience is not None and audience != locked.audience:
            changes["audience"] = [locked.audience, audience]
            thread.audience = locked.audience = audience
            locked.save(update_fields=["audience"])
        if departments is not None:
            wanted = list(departments)
            after = sorted(department.code for department in wanted)
            if after != before:
                changes["departments"] = [before, after]
                thread.departments.set(wanted)
        if not changes:
            return False
        events.record(
            "thread.audience_changed",
            actor=actor,
            subject=thread,
            thread_id=thread.pk,
            product_id=thread.product_id,
            changes=changes,
        )
    return True


def mark_opened(thread: Thread) -> None:
    """Show the thread to its audience: an artifact's first publish. Once is enough."""
    if thread.opened_at is None:
        thread.opened_at = timezone.now()
        thread.save(update_fields=["opened_at"])


def close_again(thread: Thread) -> None:
    """Back to managers, owner and persons named: a first version that was withdrawn."""
    if thread.opened_at is not None:
        thread.opened_at = None
        thread.save(update_fields=["opened_at"])


def set_current_version(thread: Thread, version: int | None) -> None:
    """The version a reader of the thread's subject reads now."""
    if thread.current_version != version:
        thread.current_version = version
        thread.save(update_fields=["current_version"])


def archive(thread: Thread) -> None:
    """Nothing more is said here; it stays readable."""
    if thread.archived_at is None:
        thread.archived_at = timezone.now()
        thread.save(update_fields=["archived_at"])


def unarchive(thread: Thread) -> None:
    if thread.archived_at is not None:
        thread.archived_at = None
        thread.save(update_fields=["archived_at"])
