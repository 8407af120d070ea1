"""Plays the demo company through the actions, in one transaction: all of it or nothing.

Run again, it does nothing; interrupted, it has done nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actions import people as accounts
from accounts.models import User
from artifacts import kinds, staleness
from artifacts.actions import answers, create, fill_ins, publish, questions, rolling, rows, sections
from artifacts.models import Artifact, RecordRow, SignOff
from conversations.actions import comments, decisions, internal, links, notes, receipts, todos
from conversations.actions import people as named
from conversations.models import TraceLink
from conversations.text.markdown import from_markdown
from departments.actions import liaisons, memberships, products, stand_ins
from departments.models import Department, Product
from events.models import Event
from pmcomms.demo import backdating
from pmcomms.demo.content import ledger_building, ledger_market, ledger_money, meetings, others
from pmcomms.demo.content.shape import Answered, Days, Edition, Said, Story
from pmcomms.demo.people import PASSWORD, PEOPLE, PRODUCTS, STAND_INS

VISITOR = "auditor"


def seed(say: Callable[[str], None] = lambda line: None) -> bool:
    """Build the company. False when there is anybody already."""
    if User.objects.exists():
        return False
    with transaction.atomic():
        company = _Company(say)
        company.people()
        company.products()
        company.documents()
        company.meetings()
        staleness.look()
    return True


class _Company:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._people: dict[str, User] = {}
        self._departments = {department.code: department for department in Department.objects.all()}
        self._products: dict[str, Product] = {}
        self._artifacts: dict[tuple[str, str], Artifact] = {}
        self._day = Days(timezone.localdate())

    # --- The organisation ---------------------------------------------------------------------------

    def people(self) -> None:
        first = PEOPLE[0]
        admin = accounts.make_first_administrator(
            username=first.username, full_name=first.full_name, email=f"{first.username}@example.com", password=PASSWORD
        )
        self._people[admin.username] = admin
        for person in PEOPLE[1:]:
            user = accounts.add_person(
                actor=admin,
                username=person.username,
                full_name=person.full_name,
                email=f"{person.username}@example.com",
                job_title=person.job_title,
            )
            self._people[user.username] = user
            if person.department:
                memberships.start_membership(
                    self._departments[person.department],
                    actor=admin,
                    user=user,
                    role="lead" if person.is_lead else "member",
                )
        visitor = accounts.add_person(
            actor=admin, username=VISITOR, full_name="韦审计", email="auditor@example.com", is_visitor=True
        )
        self._people[VISITOR] = visitor
        # One password for all, hashed once: hashing it 24 times would take most of the time.
        User.objects.update(password=admin.password)
        today = timezone.localdate()
        for away, stand_in, since, until, reason in STAND_INS:
            start, end = today + dt.timedelta(days=since), today + dt.timedelta(days=until)
            row = stand_ins.name_stand_in(
                actor=self._people[away],
                away=self._people[away],
                stand_in=self._people[stand_in],
                from_on=max(start, today),
                to_on=end,
                reason=reason,
            )
            row.from_on = start
            row.save(update_fields=["from_on"])
        self._say(f"{len(self._people)} 人")

    def products(self) -> None:
        admin = self._people["admin"]
        for wanted in PRODUCTS:
            manager = self._people[wanted.manager]
            product = products.create_product(
                actor=admin,
                manager=manager,
                key=wanted.key,
                name=wanted.name,
                preset=wanted.preset,
                description=wanted.description,
                color=wanted.color,
                visibility=wanted.visibility,
            )
            for username in wanted.contributors:
                products.set_role(product, actor=manager, user=self._people[username], role="contributor")
            for code, (main, backup) in wanted.liaisons.items():
                department = self._departments[code]
                liaisons.name_liaison(product, department, actor=manager, user=self._people[main])
                if backup:
                    liaisons.name_liaison(product, department, actor=manager, user=self._people[backup], is_backup=True)
            self._products[product.key] = product
        self._say(f"{len(self._products)} 个产品")

    # --- Documents ----------------------------------------------------------------------------------

    def documents(self) -> None:
        told = [*ledger_building.stories(self._day), *ledger_market.stories(self._day)]
        told += [*ledger_money.stories(self._day), *others.stories(self._day)]
        for story in told:
            self._tell(story)
        self._connect()
        self._say(f"{len(told)} 份文档")

    def _tell(self, story: Story) -> None:
        owner = self._people[story.owner]
        first_event = self._next_event()
        artifact = create.create(
            actor=owner,
            product=self._products[story.product],
            kind=story.kind,
            title=story.title,
            release=story.release,
        )
        self._artifacts[story.product, story.kind] = artifact
        backdating.events(first_event, story.editions[0].days_ago if story.editions else 1)
        for edition in story.editions:
            self._send(artifact, owner, edition)
        if story.draft is not None:
            self._write(artifact, owner, story.draft)
        artifact.refresh_from_db()
        for said in story.comments:
            self._speak(artifact, said)
        self._after(artifact, story)

    def _write(self, artifact: Artifact, owner: User, edition: Edition) -> None:
        for key, markdown in edition.sections.items():
            stored = artifact.draft_sections.filter(key=key).first()
            revision = stored.revision if stored else 0
            sections.save_section(
                artifact, actor=owner, key=key, body=from_markdown(markdown), revision=revision, carry=True
            )
        for table, wanted in edition.rows.items():
            for cells in wanted:
                saved = rows.add_row(artifact, actor=owner, table=table, cells=cells)
                if saved.errors:
                    raise ValidationError(f"{artifact.reference} {table}: {saved.errors}")

    def _send(self, artifact: Artifact, owner: User, edition: Edition) -> None:
        first_event = self._next_event()
        self._write(artifact, owner, edition)
        artifact = Artifact.objects.get(pk=artifact.pk)
        verb = rolling.refresh if _is_rolling(artifact) else publish.publish
        version = verb(artifact, actor=owner, summary=edition.summary)
        for given in edition.answers:
            self._answer(artifact, given)
        backdating.version(version, edition.days_ago)
        backdating.events(first_event, edition.days_ago)

    def _answer(self, artifact: Artifact, given: Answered) -> None:
        asked = artifact.sign_offs.current().filter(person__isnull=True)
        party = asked.filter(department__isnull=True) if given.party == "managers" else asked
        sign_off = party.filter(department__code=given.party).first() if given.party != "managers" else party.first()
        if sign_off is None or sign_off.state != SignOff.State.WAITING:
            return  # an earlier answer stands: nothing material changed for them
        answers.answer(
            sign_off,
            actor=self._people[given.person],
            answer=given.answer,
            content_hash=sign_off.version.content_hash,
            ground=given.ground,
            conditions=list(given.conditions),
        )

    def _speak(self, artifact: Artifact, said: Said) -> None:
        posted = comments.add(
            thread=artifact.thread,
            actor=self._people[said.person],
            source=said.text,
            anchor="section" if said.section else "",
            anchor_key=said.section,
            quote=said.quote,
        )
        backdating.comment(posted.comment, said.days_ago)
        for person, text in said.replies:
            reply = comments.reply(parent=posted.comment, actor=self._people[person], source=text)
            backdating.comment(reply.comment, said.days_ago * 0.7)
        if said.is_decision:
            decisions.mark(comment=posted.comment, actor=self._people[said.person])

    def _after(self, artifact: Artifact, story: Story) -> None:
        """What happens once the last version stands: late answers, a question, fill-ins, a visitor."""
        if story.overdue_days:
            backdating.overdue(artifact.pk, story.overdue_days)
        else:
            backdating.not_yet_due(artifact.pk)
        if story.question is not None:
            party, person, words = story.question
            sign_off = artifact.sign_offs.current().get(department__code=party, person__isnull=True)
            backdating.question(questions.ask(sign_off, actor=self._people[person], source=words), 0.2)
        for table, number, column, value, person in story.fill_ins:
            row = RecordRow.objects.filter(artifact=artifact, table=table).order_by("ordering")[number - 1]
            fill_ins.fill_in(
                artifact, actor=self._people[person], table=table, key=row.row_key, column=column, value=value
            )
        if story.visitor:
            named.grant(
                thread=artifact.thread,
                person=self._people[story.visitor],
                actor=self._people["chensiyuan"],
                until_on=timezone.localdate() + dt.timedelta(days=14),
                can_upload=True,
            )
        if artifact.version is not None and story.product == "CLB":
            for reader in ("hejing", "mayue"):
                if Artifact.objects.visible_to(self._people[reader]).filter(pk=artifact.pk).exists():
                    receipts.mark_read(
                        thread=artifact.thread, reader=self._people[reader], version=artifact.version.sequence
                    )

    def _connect(self) -> None:
        """Trace links, and what 研发 says among themselves."""
        prd = self._artifacts["CLB", "prd"]
        manager = self._people["chensiyuan"]
        for kind, link in (
            ("technical-plan", TraceLink.Kind.IMPLEMENTS),
            ("quality", TraceLink.Kind.DEPENDS_ON),
            ("market-analysis", TraceLink.Kind.RELATES_TO),
        ):
            far = self._artifacts["CLB", kind]
            links.create(from_thread=far.thread, to_thread=prd.thread, kind=link, actor=manager)
        thread = internal.open_for(thread=prd.thread, department=self._departments["rd"], actor=self._people["hanlei"])
        comments.add(
            thread=thread, actor=self._people["hanlei"], source="断点续传要不要放进 v3.2？我倾向放，但测试要加两天。"
        )
        comments.add(
            thread=thread, actor=self._people["liwen"], source="可以，弱网用例我今天补上；同意前先把错误码定下来。"
        )

    # --- Meetings -----------------------------------------------------------------------------------

    def meetings(self) -> None:
        for held in meetings.meetings(self._day):
            writer = self._people[held.writer]
            note = notes.create(
                actor=writer,
                title=held.title,
                held_on=dt.date.fromisoformat(held.held_on),
                product=self._products[held.product],
                departments=[self._departments[code] for code in held.departments],
                people=[self._people[username] for username in held.people],
                minutes=held.minutes,
            )
            for text in held.conclusions:
                decisions.record(
                    thread=note.thread, actor=writer, text=text, decided_on=dt.date.fromisoformat(held.held_on)
                )
            for text, assignee, due_on, is_done in held.todos:
                todo = todos.add(
                    note=note,
                    actor=writer,
                    text=text,
                    assignee=self._people[assignee],
                    due_on=dt.date.fromisoformat(due_on),
                )
                if is_done:
                    todos.done(todo=todo, actor=self._people[assignee])
            backdating.note(note)
        self._say("沟通记录")

    def _next_event(self) -> int:
        last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
        return int(last) + 1


def _is_rolling(artifact: Artifact) -> bool:
    return kinds.get(artifact.kind).is_rolling
