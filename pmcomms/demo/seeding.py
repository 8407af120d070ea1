"""Plays the demo company through the actions, in one transaction: all of it or nothing.

Run again, it does nothing; interrupted, it has done nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from artifacts.actions import staleness
from pmcomms.demo import backdating, documents, listening, organisation, promises, talk, tracker
from pmcomms.demo.cast import Cast

# Working days ago: the company began; what had gone stale was found (just after the last version was sent).
FOUNDED, LOOKED = 95, 0.28


def seed(say: Callable[[str], None] = lambda line: None) -> bool:
    """Build the company. False when there is anybody already."""
    if User.objects.exists():
        return False
    with transaction.atomic():
        cast = Cast()
        with backdating.happened(FOUNDED):
            organisation.hire(cast)
            organisation.found_products(cast)
        say(f"{len(cast.people)} 人，{len(cast.products)} 个产品")
        say(f"{documents.write_all(cast)} 份文档")
        say(f"{tracker.want_all(cast)} 项需求")
        say(f"{promises.promise_all(cast)} 条客户承诺")
        say(f"{listening.hear_all(cast)} 条反馈")
        talk.connect(cast)
        talk.meet(cast)
        organisation.send_on_leave(cast)
        say("沟通记录")
        with backdating.happened(LOOKED):
            staleness.look()
        backdating.put_events_in_order()
    return True
