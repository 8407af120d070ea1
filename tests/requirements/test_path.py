"""From a customer's words to a release, and back to the customer: the whole path, verb by verb."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from conversations.actions import links
from conversations.models import TraceLink
from events.models import Event
from notifications import todos
from requirements.actions import customers, edit, move, promise_outcomes, promises, releases, scope
from requirements.actions.feedback import accept, duplicate, log, tell
from requirements.models import Feedback, Promise
from requirements.voices import voices_of
from tests.artifacts.making import make_artifact
from tests.conftest import Cast
from tests.requirements.making import fresh, step_of


def test_from_a_customers_words_to_the_customer_told(cast: Cast) -> None:
    day = dt.date(2099, 3, 2)
    # 销售 and 客服 hear the same from two customers.
    hoyi = customers.create(actor=cast.ma, name="禾一餐饮", yearly_value=Decimal(468_000))
    said = log.log(actor=cast.ma, product=cast.product, words="月底导不出对账单", customer=hoyi, channel="visit")
    again = log.log(actor=cast.he, product=cast.product, words="对账单只能一条条导", customer_name="明泽物业")
    # The manager joins them and takes them in; one requirement, two voices.
    duplicate.duplicate(again, actor=cast.chen, original=said)
    wanted = accept.accept(said, actor=cast.chen, title="按月导出对账单").requirement
    assert wanted is not None
    assert (voices_of(wanted, cast.chen).count, voices_of(wanted, cast.chen).value) == (2, Decimal(468_000))
    # 销售 asks what may be promised, the manager says yes.
    asked = promises.ask(
        actor=cast.ma, product=cast.product, customer=hoyi, wording="按月导出", due_on=day, requirement=wanted
    )
    assert "promise" in {line.kind for line in todos.todo_list(cast.chen)}
    promise_outcomes.give(asked, actor=cast.chen)
    # It stands in the PRD, is planned, built and tested.
    prd = make_artifact(cast)
    links.create(from_thread=wanted.thread, to_thread=prd.thread, kind=TraceLink.Kind.IMPLEMENTS, actor=cast.chen)
    release = releases.plan(actor=cast.chen, product=cast.product, name="v3.2", ships_on=day)
    scope.schedule(wanted, actor=cast.lu, to=release)
    edit.edit(wanted, actor=cast.chen, revision=fresh(wanted).revision, assignee=cast.han)
    for name in ("已排期", "开发中", "测试中", "已完成"):
        move.move(wanted, actor=cast.chen, to=step_of(cast.product, name))
    # A day that moves reddens the promise, and moving it back calms it.
    moved = releases.edit(release, actor=cast.chen, revision=1, ships_on=day + dt.timedelta(days=7))
    assert Promise.objects.at_risk().get() == asked
    releases.edit(moved, actor=cast.chen, revision=2, ships_on=day)
    assert not Promise.objects.at_risk().exists()
    # It ships, the promise is kept, and each who asked is told.
    releases.ship(release, actor=cast.chen)
    promise_outcomes.keep(asked, actor=cast.ma)
    for feedback, person in ((said, cast.ma), (again, cast.he)):
        tell.tell(feedback, actor=person)
    assert voices_of(fresh(wanted), cast.ma).open_count == 0
    assert Feedback.objects.filter(told_at__isnull=True).count() == 0
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    told = ["feedback.logged", "feedback.accepted", "promise.given", "requirement.scheduled", "release.shipped"]
    assert [kind for kind in dict.fromkeys(kinds) if kind in told] == told
