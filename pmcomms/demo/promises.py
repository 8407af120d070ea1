"""客户与承诺: who pays, what sales asked for, and what became of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from pmcomms.demo import backdating
from pmcomms.demo.cast import Cast
from pmcomms.demo.content.promised import CUSTOMERS, PROMISES, Promised
from requirements.actions import customers, promise_outcomes, promises
from requirements.models import Customer, Promise, Requirement

REGISTERED = 60


def promise_all(cast: Cast) -> int:
    """Write the register and the promises; how many promises there are."""
    today = backdating.moment(0.5).date()
    register: dict[str, Customer] = {}
    with backdating.happened(REGISTERED):
        for name, segment, region, owner, value, renews_in, health in CUSTOMERS:
            register[name] = customers.create(
                actor=cast.people[owner],
                name=name,
                segment=segment,
                region=region,
                owner=cast.people[owner],
                yearly_value=Decimal(value),
                renews_on=today + dt.timedelta(days=renews_in),
                health=health,
            )
    for wanted in PROMISES:
        _promise(cast, wanted, register[wanted.customer], today)
    return len(PROMISES)


def _promise(cast: Cast, wanted: Promised, customer: Customer, today: dt.date) -> None:
    product, manager = cast.products["CLB"], cast.people["chensiyuan"]
    linked = Requirement.objects.with_people().filter(thread__reference=wanted.requirement).first()
    due_on = today + dt.timedelta(days=max(wanted.due, 0))
    with backdating.happened(wanted.made):
        made = promises.ask(
            actor=cast.people[wanted.by],
            product=product,
            customer=customer,
            wording=wanted.wording,
            due_on=due_on,
            requirement=linked,
        )
    if wanted.end != "asked":
        answered = backdating.answered_after(wanted.made)
        with backdating.happened(answered):
            if wanted.end == "refused":
                promise_outcomes.refuse(made, actor=manager, ground=wanted.ground)
            elif wanted.end == "withdrawn":
                promise_outcomes.withdraw(made, actor=cast.people[wanted.by], ground=wanted.ground)
            else:
                promise_outcomes.give(made, actor=manager)
        with backdating.happened(min(1.0, answered)):
            if wanted.end == "kept":
                promise_outcomes.keep(made, actor=cast.people[wanted.by])
            elif wanted.end == "broken":
                promise_outcomes.break_promise(made, actor=manager, ground=wanted.ground)
    backdating.promise(Promise.objects.get(pk=made.pk), wanted.made, today + dt.timedelta(days=wanted.due))
