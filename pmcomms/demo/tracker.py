"""需求: the backlog of each product, where each one stands, and what is said about some."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from conversations.actions import comments
from conversations.text.markdown import from_markdown
from departments.models import Product
from pmcomms.demo import backdating
from pmcomms.demo.cast import Cast
from pmcomms.demo.content import backlog
from pmcomms.demo.content.backlog import Wanted
from requirements.actions import create, move
from requirements.models import Requirement, Status


def want_all(cast: Cast) -> int:
    """Write the requirements down, move them to where they stand, talk about them; how many there are."""
    for key, number in backlog.COUNTED_BEFORE.items():
        Product.objects.filter(pk=cast.products[key].pk).update(last_requirement_number=number)
    made: dict[str, Requirement] = {}
    for wanted in backlog.backlog(cast.day):
        requirement = _write(cast, wanted, made)
        made[requirement.reference] = requirement
        _advance(cast, wanted, requirement)
        backdating.requirement(requirement, wanted.made, wanted.moved)
    for reference, username, text, days_ago in backlog.SAID:
        with backdating.happened(days_ago):
            posted = comments.add(thread=made[reference].thread, actor=cast.people[username], source=text)
        backdating.comment(posted.comment, days_ago)
    return len(made)


def _write(cast: Cast, wanted: Wanted, made: dict[str, Requirement]) -> Requirement:
    product = cast.products[wanted.product]
    with backdating.happened(wanted.made):
        return create.create(
            actor=cast.people[wanted.by or "chensiyuan"],
            product=product,
            title=wanted.title,
            type=wanted.type,
            description=from_markdown(wanted.text, salt=create.SALT),
            priority=wanted.priority,
            assignee=cast.people[wanted.assignee] if wanted.assignee else None,
            department=cast.departments[wanted.department] if wanted.department else None,
            parent=made[wanted.parent] if wanted.parent else None,
            points=Decimal(wanted.points) if wanted.points else None,
            due_on=dt.date.fromisoformat(wanted.due_on) if wanted.due_on else None,
            labels=wanted.labels,
        )


def _advance(cast: Cast, wanted: Wanted, requirement: Requirement) -> None:
    """Step by step, the last one when it came to where it stands."""
    ways = backlog.WAYS[wanted.step]
    steps = {step.name: step for step in Status.objects.filter(product=requirement.product)}
    for number, name in enumerate(ways):
        days_ago = wanted.moved + (wanted.made - wanted.moved) * (len(ways) - 1 - number) / len(ways)
        with backdating.happened(days_ago):
            actor = cast.people[wanted.by or "chensiyuan"]
            ground = wanted.ground if number == len(ways) - 1 else ""
            move.move(requirement, actor=actor, to=steps[name], ground=ground)
