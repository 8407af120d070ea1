"""Creating requirements: one by one, and from pasted lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import search
from conversations.actions import threads
from conversations.models import Thread, Watcher
from conversations.text.plain import to_plain
from conversations.text.sanitise import clean_document
from departments.models import Department, Product
from pmcomms.ground.problems import InvalidTransition
from requirements import permissions, ranks
from requirements.actions import checking, workflow
from requirements.actions.locking import record
from requirements.models import Requirement, Status

SUBJECT = "requirement"
SALT = "description"
MOST_LINES = 200
BULLETS = "-*•·●–—"


def create(
    *,
    actor: User,
    product: Product,
    title: str,
    type: str = Requirement.Type.STORY,
    description: str = "",
    priority: str = Requirement.Priority.P2,
    assignee: User | None = None,
    department: Department | None = None,
    parent: Requirement | None = None,
    points: Decimal | None = None,
    starts_on: dt.date | None = None,
    due_on: dt.date | None = None,
    labels: Iterable[str] = (),
) -> Requirement:
    """A new requirement at the end of the product's list, on the first step of its workflow.

    ``description``: HTML. Raises ``PermissionDenied``, ``InvalidTransition`` on an archived product and
    ``ValidationError`` naming the field.
    """
    title = checking.title(title)
    checking.span(starts_on, due_on)
    with transaction.atomic():
        product = _locked_product(actor, product)
        requirement = Requirement(
            type=type,
            title=title,
            description=clean_document(description, salt=SALT),
            priority=priority,
            assignee=checking.assignee(assignee, product),
            department=department,
            parent=checking.parent(parent, type, product),
            points=checking.points(points),
            starts_on=starts_on,
            due_on=due_on,
            labels=checking.labels(labels),
        )
        _write(product, [requirement], actor)
    return requirement


def create_many(*, actor: User, product: Product, text: str, type: str = Requirement.Type.STORY) -> list[Requirement]:
    """Pasted lines, a requirement each: bullets and numbers in front are taken off, blank lines passed over.

    All or nothing. Raises as ``create``; ``ValidationError`` names the first line that is refused.
    """
    titles = titles_in(text)
    if not titles:
        raise ValidationError({"text": _("Paste one line for each requirement.")}, code="required")
    if len(titles) > MOST_LINES:
        raise ValidationError({"text": _("At most %(most)d lines at once.") % {"most": MOST_LINES}}, code="too_many")
    made = [Requirement(type=type, title=_line_title(number, line)) for number, line in enumerate(titles, 1)]
    with transaction.atomic():
        _write(_locked_product(actor, product), made, actor)
    return made


def titles_in(text: str) -> list[str]:
    """What stands in each line without its bullet or number: ``1. 登录``, ``（2）导出``, ``- 搜索``."""
    found = []
    for line in text.splitlines():
        words = line.strip().lstrip(BULLETS).strip()
        number = words.lstrip("(（")
        digits = len(number) - len(number.lstrip("0123456789"))
        if 0 < digits <= 3 and number[digits : digits + 1] in (".", "、", ")", "）", "．"):
            rest = number[digits + 1 :]
            # 3.2 版支持导出 begins with a number that belongs to it.
            words = words if number[digits] == "." and rest[:1].isdigit() else rest.strip()
        if words:
            found.append(words)
    return found


def _line_title(number: int, line: str) -> str:
    try:
        return checking.title(line)
    except ValidationError as error:
        message = _("Line %(number)d: %(reason)s") % {"number": number, "reason": " ".join(error.messages)}
        raise ValidationError({"text": message}, code="line") from error


def _locked_product(actor: User, product: Product) -> Product:
    """The product with its counter held, for those who may work on it."""
    product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if not permissions.can_work(actor, product):
        raise PermissionDenied(_("Only people who work on this product can create requirements."))
    if product.archived_at is not None:
        raise InvalidTransition(_("The product is archived."), code="product_archived")
    return product


def _write(product: Product, requirements: Sequence[Requirement], actor: User) -> None:
    first = _first_step(workflow.begin(product, actor=actor))
    rows = Requirement.objects.filter(product=product)
    rank = rows.order_by("-rank", "-pk").values_list("rank", flat=True).first() or ""
    for requirement in requirements:
        product.last_requirement_number += 1
        rank = ranks.after_last(rank)
        requirement.product, requirement.number, requirement.rank = product, product.last_requirement_number, rank
        requirement.status, requirement.requester = first, actor
        _write_one(requirement, actor)
    product.save(update_fields=["last_requirement_number"])


def _write_one(requirement: Requirement, actor: User) -> None:
    requirement.thread = threads.open_thread(
        kind=SUBJECT,
        title=requirement.title,
        address=f"/requirements/{requirement.reference}/",
        reference=requirement.reference,
        owner=actor,
        audience=Thread.Audience.PRODUCT,
        product=requirement.product,
        is_open=True,
    )
    requirement.save()
    threads.attach_subject(requirement.thread, requirement)
    watch(requirement, actor, requirement.assignee)
    if requirement.description:
        search.put(requirement.thread, "section:description", to_plain(requirement.description))
    record(
        "requirement.created",
        requirement,
        actor,
        {"type": requirement.type, "assignee": requirement.assignee_id, "parent": requirement.parent_id},
    )


def watch(requirement: Requirement, *people: User | None) -> None:
    """Whoever asked for it or has to do it follows it, unless they muted it."""
    rows = [Watcher(thread=requirement.thread, user=person) for person in people if person is not None]
    Watcher.objects.bulk_create(rows, ignore_conflicts=True)


def _first_step(steps: Sequence[Status]) -> Status:
    return next((step for step in steps if step.category == Status.Category.TODO), steps[0])
