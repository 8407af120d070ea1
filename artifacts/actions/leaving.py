"""When a person leaves: open questions pass to who answers next, owned documents to a successor."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.handover import Item
from accounts.models import User
from artifacts import kinds, permissions
from artifacts.actions.answers import fresh, party_of
from artifacts.actions.locking import locked, record
from artifacts.models import Artifact, OpenPoint, Question, RowSuccessor, SignOff
from artifacts.succession import open_rows, product_name
from conversations.actions import people
from departments.models import Liaison
from departments.permissions import managers_of, who_answers


def leave(person: User, actor: User) -> None:
    """Free the open questions that hang on the person alone; in the transaction of the deactivation.

    A question passed to them, or asked of them as liaison, goes to who answers next: another liaison, the
    backup, then the lead. A person asked by name is asked no more; the department still is. The event tells
    the owner. Offices end before this runs (lower floors are told first). Conditions and questions they raised
    pass to who answers for the department; to-do rows wait for a successor, and the managers are told.
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
    _pass_on_points(person, actor)
    _pass_on_questions(person, actor)
    for artifact in {one.row.artifact_id: one.row.artifact for one in open_rows(person)}.values():
        record("todo_rows.left", artifact, actor, {"person": [person.pk, None]})


def _return_to_office(pk: int, person: User, actor: User) -> None:
    with transaction.atomic():
        sign_off = fresh(SignOff(pk=pk))
        artifact = locked(sign_off.artifact)
        sign_off.passed_to = None
        sign_off.save(update_fields=["passed_to"])
        asked_now = [asked.pk for asked in permissions.people_asked(sign_off) if asked.pk != person.pk]
        changes = {"person": [person.pk, asked_now], "party": party_of(sign_off)}
        record("sign_off.handed_over", artifact, actor, changes, sign_off)


def _ask_no_more(pk: int, person: User, actor: User) -> None:
    with transaction.atomic():
        sign_off = fresh(SignOff(pk=pk))
        artifact = locked(sign_off.artifact)
        sign_off.state, sign_off.is_current = SignOff.State.CLOSED, False
        sign_off.save(update_fields=["state", "is_current"])
        changes = {"person": [person.pk, None], "party": party_of(sign_off)}
        record("sign_off.handed_over", artifact, actor, changes, sign_off)


def _pass_on_points(person: User, actor: User) -> None:
    mine = Q(raised_by=person, passed_to__isnull=True) | Q(passed_to=person)
    for pk in OpenPoint.objects.filter(mine, closed_at__isnull=True).values_list("pk", flat=True):
        point = OpenPoint.objects.select_related("artifact", "sign_off").get(pk=pk)
        artifact = locked(point.artifact)
        point.passed_to = _next(fresh(point.sign_off), person)
        point.save(update_fields=["passed_to"])
        record("open_point.handed_over", artifact, actor, _passed(person, point), point)


def _pass_on_questions(person: User, actor: User) -> None:
    mine = Q(comment__author=person, passed_to__isnull=True) | Q(passed_to=person)
    for pk in Question.objects.filter(mine, answered_at__isnull=True).values_list("pk", flat=True):
        question = Question.objects.select_related("sign_off__artifact").get(pk=pk)
        artifact = locked(question.sign_off.artifact)
        question.passed_to = _next(fresh(question.sign_off), person)
        question.save(update_fields=["passed_to"])
        record("question.handed_over", artifact, actor, _passed(person, question), question)


def _next(sign_off: SignOff, person: User) -> User | None:
    """Who speaks for that department now; for nobody's department, or where the office is vacant, a manager."""
    product, department = sign_off.artifact.product, sign_off.department
    asked = who_answers(product, department) if department else []
    return next((one for one in (*asked, *managers_of(product)) if one.pk != person.pk), None)


def _passed(person: User, row: OpenPoint | Question) -> dict[str, Any]:
    changes = {"person": [person.pk, row.passed_to.pk if row.passed_to else None]}
    return {**changes, "party": party_of(row.sign_off)}


def items_owned(person: User, viewer: User) -> list[Item]:
    """What the dialog lists; a document out of the viewer's sight shows as no more than that."""
    seen = set(Artifact.objects.visible_to(viewer).filter(owner=person).values_list("pk", flat=True))
    owned = Artifact.objects.filter(owner=person, archived_at__isnull=True).select_related("thread", "product")
    return [
        Item(str(artifact), artifact.thread.address) if artifact.pk in seen else _unseen(artifact, viewer)
        for artifact in owned.order_by("product__name", "number")
    ]


def _unseen(artifact: Artifact, viewer: User) -> Item:
    """Kind and product, never a title: enough to choose a successor by."""
    return Item(f"{kinds.get(artifact.kind).name} · {product_name(artifact.product, viewer)}")


def rows_named(person: User, viewer: User) -> list[Item]:
    """To-do rows of standing versions in the person's name that are not done."""
    rows = open_rows(person)
    seen = set(Artifact.objects.visible_to(viewer).filter(pk__in={one.row.artifact_id for one in rows}))
    return [
        Item(f"{one.text} · {one.row.artifact}", one.address)
        if one.row.artifact in seen
        else _unseen(one.row.artifact, viewer)
        for one in rows
    ]


def move_rows(person: User, successor: User, actor: User) -> int:
    """Let the successor stand for the person in those rows, and see the documents they are in."""
    rows = open_rows(person)
    if not rows:
        return 0
    RowSuccessor.objects.filter(successor=person).update(successor=successor, named_by=actor)
    RowSuccessor.objects.filter(person=successor).delete()  # who is here does their own
    RowSuccessor.objects.update_or_create(person=person, defaults={"successor": successor, "named_by": actor})
    for artifact in {one.row.artifact_id: one.row.artifact for one in rows}.values():
        if not Artifact.objects.visible_to(successor).filter(pk=artifact.pk).exists():
            people.grant(thread=artifact.thread, person=successor, actor=actor, actor_may=True)
        record("todo_rows.handed_over", artifact, actor, {"person": [person.pk, successor.pk]})
    return len(rows)


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
