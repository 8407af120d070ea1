"""When a person leaves: open questions pass to who answers next, owned documents to a successor."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handover import Item
from accounts.models import User
from artifacts import permissions
from artifacts.actions.answers import fresh, party_of
from artifacts.actions.locking import locked, record
from artifacts.models import Artifact, SignOff
from departments.models import Liaison


def leave(person: User, actor: User) -> None:
    """Free the open questions that hang on the person alone; in the transaction of the deactivation.

    A question passed to them, or asked of them as liaison, goes to who answers next: another liaison, the
    backup, then the lead. A person asked by name is asked no more; the department still is. The event tells
    the owner. Offices end before this runs (lower floors are told first).
    """
    open_ones = SignOff.objects.waiting().current()
    for pk in open_ones.filter(passed_to=person).values_list("pk", flat=True):
        _return_to_office(pk, person, actor)
    for pk in open_ones.filter(person=person).values_list("pk", flat=True):
        _ask_no_more(pk, person, actor)
    for liaison in Liaison.objects.filter(user=person, ended_on=timezone.localdate(), is_backup=False):
        theirs = open_ones.filter(artifact__product=liaison.product_id, department=liaison.department_id)
        for pk in theirs.filter(person__isnull=True, passed_to__isnull=True).values_list("pk", flat=True):
            _return_to_office(pk, person, actor)


def _return_to_office(pk: int, person: User, actor: User) -> None:
    with transaction.atomic():
        sign_off = fresh(SignOff(pk=pk))
        artifact = locked(sign_off.artifact)
        sign_off.passed_to = None
        sign_off.save(update_fields=["passed_to"])
        people = [asked.pk for asked in permissions.people_asked(sign_off) if asked.pk != person.pk]
        changes = {"person": [person.pk, people], "party": party_of(sign_off)}
        record("sign_off.handed_over", artifact, actor, changes, sign_off)


def _ask_no_more(pk: int, person: User, actor: User) -> None:
    with transaction.atomic():
        sign_off = fresh(SignOff(pk=pk))
        artifact = locked(sign_off.artifact)
        sign_off.state, sign_off.is_current = SignOff.State.CLOSED, False
        sign_off.save(update_fields=["state", "is_current"])
        changes = {"person": [person.pk, None], "party": party_of(sign_off)}
        record("sign_off.handed_over", artifact, actor, changes, sign_off)


def items_owned(person: User, viewer: User) -> list[Item]:
    """What the dialog lists; a document out of the viewer's sight shows as no more than that."""
    seen = set(Artifact.objects.visible_to(viewer).filter(owner=person).values_list("pk", flat=True))
    owned = Artifact.objects.filter(owner=person, archived_at__isnull=True).select_related("thread")
    return [
        Item(str(artifact), artifact.thread.address) if artifact.pk in seen else Item(_("A document you cannot see"))
        for artifact in owned.order_by("product__name", "number")
    ]


def move_owned(person: User, successor: User, actor: User) -> int:
    """Give every document the person owns to the successor; returns how many."""
    count = 0
    for pk in Artifact.objects.filter(owner=person).values_list("pk", flat=True):
        artifact = locked(Artifact(pk=pk))
        artifact.owner = artifact.thread.owner = successor
        artifact.revision += 1
        artifact.save(update_fields=["owner", "revision"])
        artifact.thread.save(update_fields=["owner"])
        changes = {"owner": [person.username, successor.username]}
        record("artifact.handed_over", artifact, actor, changes)
        count += 1
    return count
