"""What the journeys share: a company with something on every page, and small moves in the browser."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone
from playwright.sync_api import Page

from artifacts.actions import publish, questions
from artifacts.models import Artifact
from conversations.actions import comments, decisions, notes
from conversations.models import MeetingNote
from requirements.actions import customers, promises, saved_views
from requirements.actions.feedback import accept
from requirements.models import Promise, Requirement
from tests.artifacts.making import answer_as, fresh, make_artifact, make_published, publish_again, sign_off_of
from tests.conftest import Cast
from tests.requirements.making import make_customer, make_feedback, make_release, make_requirement


def furnish(cast: Cast) -> tuple[Artifact, MeetingNote]:
    """A PRD in its second version with answers, a question, talk and a note; and another in draft."""
    wanted = make_requirement(
        cast,
        step="开发中",
        labels=["导出"],
        description="<p>月末按月导出。</p>",
        release_to=make_release(cast, goal="月结一小时"),
    )
    make_feedback(cast, "导出太慢\n月底要等半小时", customer=make_customer(), severity="blocking", contact="吴经理")
    accept.accept(make_feedback(cast, "按月导出对账单"), actor=cast.chen, requirement=wanted)
    make_promise(cast, wanted)
    saved_views.create(actor=cast.chen, product=cast.product, name="最急的", query="label=导出", sharing="pinned")
    artifact = make_published(cast)
    publish_again(artifact, cast, "<p>月末对账时只能逐条导出，<strong>太慢</strong>。</p>")
    artifact = fresh(artifact)
    questions.ask(sign_off_of(artifact, "operations"), actor=cast.zhao, source="导出期间会不会限流？")
    answer_as(artifact, "support", cast.he, "acknowledged")
    said = comments.add(thread=artifact.thread, actor=cast.han, source="第二条故事需要**异步**导出")
    comments.reply(parent=said.comment, actor=cast.chen, source="好，写进下一版")
    decisions.record(thread=artifact.thread, actor=cast.chen, text="先做按月导出")
    make_artifact(cast, title="对账差异提醒")
    note = notes.create(
        actor=cast.chen,
        title="对账导出评审会",
        held_on=timezone.localdate() - dt.timedelta(days=1),
        product=cast.product,
        departments=[cast.rd, cast.finance],
        minutes="结论：先做按月导出\n@韩磊 给出异步方案",
    )
    return artifact, note


def make_promise(cast: Cast, requirement: Requirement) -> Promise:
    """Given to a customer, and red since yesterday."""
    today = timezone.localdate()
    return promises.give_directly(
        actor=cast.chen,
        product=cast.product,
        customer=customers.create(actor=cast.ma, name="明泽物业", owner=cast.ma, yearly_value=Decimal(120_000)),
        wording="月末按月导出全部对账单",
        promised_on=today - dt.timedelta(days=20),
        due_on=today - dt.timedelta(days=1),
        requirement=requirement,
    )


def publish_to(artifact: Artifact, cast: Cast) -> Artifact:
    publish.publish(artifact, actor=cast.chen)
    return fresh(artifact)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
