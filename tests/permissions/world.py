"""One thing of every noun, so that every route has something real to name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.actions import invitations
from accounts.models import ApiToken, User
from artifacts.actions import answers, asking, importing, publish, questions, redactions, refused
from artifacts.importers.files import import_text
from artifacts.models import Artifact, RefusedPart, SignOff
from conversations.actions import attachments, comments, decisions, links, notes, todos
from conversations.models import MeetingNote
from departments import people_csv, people_import
from departments.actions import calendar, stand_ins
from departments.models import Liaison, Membership
from events.models import Event
from requirements.actions import create, customers, promises, releases, saved_views
from requirements.actions.feedback import accept
from tests.artifacts.making import fresh, make_artifact, publish_again, sign_off_of
from tests.conftest import Cast, build_cast
from tests.requirements.making import make_feedback, make_finished, make_requirement

ROLES = ("anonymous", "visitor", "stranger", "viewer", "member", "liaison", "manager", "administrator")
DAY = dt.date(2027, 3, 8)
PEOPLE = "姓名,用户名,邮箱,部门,角色\n李雯,liwen,liwen@example.com,研发,成员\n"


@dataclass
class World:
    """The cast, their doors, and the keys of every noun."""

    cast: Cast
    people: dict[str, User]
    sessions: dict[str, dict[str, str]]
    tokens: dict[str, dict[str, str]]  # scope -> role -> token
    keys: dict[str, Any]
    nouns: dict[str, int]
    artifact: Artifact


def build_world() -> World:
    cast = build_cast()
    people = {
        "visitor": cast.visitor,
        "stranger": cast.su,
        "viewer": cast.fang,
        "member": cast.qin,
        "liaison": cast.han,
        "manager": cast.chen,
        "administrator": cast.administrator,
    }
    artifact = make_artifact(cast)
    publish.publish(artifact, actor=cast.chen)
    publish_again(fresh(artifact), cast, "<p>第二版</p>")
    artifact = fresh(artifact)
    asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=cast.lu)
    create.create(actor=cast.chen, product=cast.product, title="按月导出对账单")  # CLB-1
    release = releases.plan(actor=cast.chen, product=cast.product, name="v3.2")  # CLB-R1
    make_finished(cast, release)  # CLB-2
    make_feedback(cast)  # CLB-F1
    make_feedback(cast, "导出的列顺序不能改")  # CLB-F2
    accept.accept(
        make_feedback(cast, "希望按月导出"), actor=cast.chen, requirement=make_requirement(cast, step="已完成")
    )
    nouns = {**_words(cast, artifact), **_organisation(cast), **_answers(cast, artifact)}
    invitation, secret = invitations.create(actor=cast.administrator, full_name="新来的", email="new@example.com")
    tokens: dict[str, dict[str, str]] = {"read": {}, "write": {}}
    for scope, by_role in tokens.items():
        for role, user in people.items():
            by_role[role] = ApiToken.objects.create(user=user, name=scope, scope=scope)[1]
    own = ApiToken.objects.filter(user=cast.chen, scope="write").get()
    keys = {
        "reference": artifact.reference,
        "label": "1",
        "table": "stories",
        "column": "estimate",
        "field": "title",
        "slug": "prd",
        "code": "rd",
        "key": "CLB",
        "username": "qin",
        "name": str(artifact.thread_id),
        "day": DAY.isoformat(),
        "prefix": own.token_key,
        "secret": secret,
        "answer": "agreed",
        "uidb36": "1",
        "note_thread": MeetingNote.objects.get(pk=nouns["note"]).thread_id,
    }
    nouns["invitation"] = invitation.pk
    customer = customers.create(actor=cast.ma, name="明泽物业", owner=cast.ma)
    promise = promises.ask(actor=cast.ma, product=cast.product, customer=customer, wording="按月导出")
    nouns |= {"customer": customer.pk, "promise": promise.pk}
    pinned = saved_views.create(actor=cast.chen, product=cast.product, name="最急的", sharing="pinned")
    nouns["saved-view"] = pinned.pk
    return World(cast, people, _sessions(people), tokens, keys, nouns, artifact)


def _sessions(people: dict[str, User]) -> dict[str, dict[str, str]]:
    found = {}
    for role, user in people.items():
        client = Client()
        client.force_login(user)
        found[role] = {name: morsel.value for name, morsel in client.cookies.items()}
    return found


def _words(cast: Cast, artifact: Artifact) -> dict[str, int]:
    """What people say on the thread of the artifact."""
    thread = artifact.thread
    comment = comments.add(thread=thread, actor=cast.chen, source="请看第二节")
    decision = decisions.record(thread=thread, actor=cast.chen, text="按月导出")
    upload = SimpleUploadedFile("说明.txt", "导出说明".encode(), "text/plain")
    attachment = attachments.store(thread=thread, actor=cast.chen, upload=upload)
    note = notes.create(
        actor=cast.chen, title="周会", held_on=timezone.localdate(), product=cast.product, departments=[cast.rd]
    )
    todo = todos.add(note=note, actor=cast.chen, text="补接口", assignee=cast.han)
    link = links.create(from_thread=thread, to_thread=note.thread, kind="relates-to", actor=cast.chen)
    return {
        "thread": artifact.thread_id,
        "comment": comment.comment.pk,
        "decision": decision.pk,
        "attachment": attachment.pk,
        "note": note.pk,
        "todo": todo.pk,
        "link": link.pk,
    }


def _organisation(cast: Cast) -> dict[str, int]:
    """Offices, a stand-in, a day off, and a job."""
    today = timezone.localdate()
    stand_in = stand_ins.name_stand_in(
        actor=cast.chen,
        away=cast.chen,
        stand_in=cast.lu,
        from_on=today + dt.timedelta(days=30),
        to_on=today + dt.timedelta(days=31),
    )
    calendar.set_day(actor=cast.administrator, day=DAY, is_working=False, name="妇女节")
    job = people_import.plan(people_csv.read(PEOPLE.encode()), actor=cast.administrator, file_name="通讯录.csv")
    return {
        "membership": Membership.objects.get(user=cast.qin).pk,
        "liaison": Liaison.objects.get(user=cast.han).pk,
        "stand-in": stand_in.pk,
        "job": job.pk,
        "log": Event.objects.filter(thread_id=None).latest("pk").pk,
    }


def _answers(cast: Cast, artifact: Artifact) -> dict[str, int]:
    """A waiting question of 研发, a counter-question, an open point, a request to redact, a refused part."""
    waiting = sign_off_of(artifact, "rd")
    question = questions.ask(sign_off_of(artifact, "support"), actor=cast.he, source="哪些字段？")
    conditional = SignOff.objects.get(person=cast.lu, artifact=artifact)
    answers.answer(
        conditional,
        actor=cast.lu,
        answer="agreed-with-conditions",
        content_hash=conditional.version.content_hash,
        conditions=["限流"],
    )
    redaction = redactions.request(
        artifact, actor=cast.chen, version=artifact.version, parts=["section:background"], reason="误贴"
    )
    refused.refuse(artifact, cast.chen, "section:background", {"body": "<p>我的</p>"}, base=1, theirs="", revision=2)
    taken = importing.import_document(artifact, actor=cast.chen, document=import_text("## 附录\n\n来源")).taken
    return {
        "import": taken.pk,
        "sign-off": waiting.pk,
        "question": question.pk,
        "open-point": artifact.open_points.get().pk,
        "redaction": redaction.pk,
        "refused-part": RefusedPart.objects.get().pk,
    }
