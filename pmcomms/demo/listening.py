"""反馈: what was heard, what was decided about it, and who told whom."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from departments.models import Product
from pmcomms.demo import backdating
from pmcomms.demo.cast import Cast
from pmcomms.demo.content import voices
from pmcomms.demo.content.voices import Heard
from pmcomms.demo.people import PRODUCTS
from requirements.actions.feedback import accept, answer, decline, duplicate, log, tell
from requirements.models import Feedback, Requirement

MANAGERS = {product.key: product.manager for product in PRODUCTS}


def hear_all(cast: Cast) -> int:
    """Write it down, decide about it, tell who asked; how many there are."""
    for key, number in voices.COUNTED_BEFORE.items():
        Product.objects.filter(pk=cast.products[key].pk).update(last_feedback_number=number)
    made: dict[str, Feedback] = {}
    for heard in voices.voices(cast.day):
        feedback = _write(cast, heard)
        made[feedback.reference] = feedback
        if heard.decided:
            with backdating.happened(heard.decided):
                _decide(cast, heard, feedback, made)
        if heard.told:
            with backdating.happened(heard.told[0]):
                tell.tell(feedback, actor=cast.people[heard.told[1]])
        backdating.feedback(feedback, heard.made, heard.decided, heard.told[0] if heard.told else 0)
    return len(made)


def _write(cast: Cast, heard: Heard) -> Feedback:
    with backdating.happened(heard.made):
        return log.log(
            actor=cast.people[heard.by],
            product=cast.products[heard.product],
            words=heard.words,
            customer_name=heard.customer,
            contact=heard.contact,
            channel=heard.channel,
            severity=heard.severity,
            amount=Decimal(heard.amount) if heard.amount else None,
            needed_on=dt.date.fromisoformat(heard.needed_on) if heard.needed_on else None,
            outside_number=heard.outside_number,
        )


def _decide(cast: Cast, heard: Heard, feedback: Feedback, made: dict[str, Feedback]) -> None:
    actor = cast.people[MANAGERS[heard.product]]
    if heard.into:
        accept.accept(feedback, actor=actor, requirement=Requirement.objects.get(thread__reference=heard.into))
    elif heard.same_as:
        duplicate.duplicate(feedback, actor=actor, original=made[heard.same_as])
    elif heard.declined:
        decline.decline(feedback, actor=actor, ground=heard.declined)
    else:
        answer.answer(feedback, actor=actor, ground=heard.answered)
