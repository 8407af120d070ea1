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
from requirements.actions import create, move, releases, scope
from requirements.models import Release, Requirement, Status


def want_all(cast: Cast) -> int:
    """Write the requirements down, move them to where they stand, talk about them; how many there are."""
    for key, number in backlog.COUNTED_BEFORE.items():
        Product.objects.filter(pk=cast.products[key].pk).update(last_requirement_number=number)
    planned = _plan(cast)
    made: dict[str, Requirement] = {}
    for wanted in backlog.backlog(cast.day):
        requirement = _write(cast, wanted, made)
        made[requirement.reference] = requirement
        if wanted.release:
            with backdating.happened(wanted.made):
                release = planned[wanted.product, wanted.release]
                scope.schedule(requirement, actor=release.thread.owner, to=release)
        _advance(cast, wanted, requirement)
        backdating.requirement(requirement, wanted.made, wanted.moved)
    _close(cast, planned)
    for reference, username, text, days_ago in backlog.SAID:
        with backdating.happened(days_ago):
            posted = comments.add(thread=made[reference].thread, actor=cast.people[username], source=text)
        backdating.comment(posted.comment, days_ago)
    return len(made)


def _plan(cast: Cast) -> dict[tuple[str, str], Release]:
    made = {}
    for one in backlog.planned(cast.day):
        with backdating.happened(one.made):
            release = releases.plan(
                actor=cast.people[one.by],
                product=cast.products[one.product],
                name=one.name,
                goal=one.goal,
                ships_on=dt.date.fromisoformat(one.ships_on),
                capacity=Decimal(one.capacity) if one.capacity else None,
            )
        made[one.product, one.name] = release
    return made


def _close(cast: Cast, planned: dict[tuple[str, str], Release]) -> None:
    """How far each of them is by now."""
    for one in backlog.planned(cast.day):
        release, actor = planned[one.product, one.name], cast.people[one.by]
        if one.stage != release.stage:
            with backdating.happened(one.made / 2):
                releases.edit(release, actor=actor, revision=release.revision, stage=one.stage)
        if one.frozen is not None:
            with backdating.happened(one.frozen):
                releases.freeze(release, actor=actor)
        if one.shipped is not None:
            with backdating.happened(one.shipped):
                releases.ship(release, actor=actor, shipped_on=dt.date.fromisoformat(one.ships_on))


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
