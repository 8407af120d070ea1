"""Plays the stories of the documents: written, sent, answered, talked about, filled in."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from artifacts import kinds
from artifacts.actions import answers, create, fill_ins, publish, questions, rolling, rows, sections
from artifacts.models import Artifact, RecordRow, SignOff
from conversations.actions import comments, decisions, receipts
from conversations.actions import people as named
from conversations.text.markdown import from_markdown
from pmcomms.demo import backdating
from pmcomms.demo.cast import Cast
from pmcomms.demo.content import ledger_building, ledger_market, ledger_money, others
from pmcomms.demo.content.shape import Answered, Edition, Said, Story

# Readers of the ledger's documents, for the receipts.
READERS = ("hejing", "mayue")
# The visitor was let in so many working days ago, for so many days from today.
INVITED, VISIT_DAYS = 2, 14
# Documents sent on the same day were not sent in the same minute.
APART = 0.07


def write_all(cast: Cast) -> int:
    """Plays every story; returns how many."""
    told = [*ledger_building.stories(cast.day), *ledger_market.stories(cast.day)]
    told += [*ledger_money.stories(cast.day), *others.stories(cast.day)]
    for number, story in enumerate(told):
        _Document(cast, story, number % 12 * APART).play()
    return len(told)


class _Document:
    """One document and its story. ``shift``: the part of a day by which what is a day old or more moves back."""

    def __init__(self, cast: Cast, story: Story, shift: float) -> None:
        self._cast, self._story, self._shift = cast, story, shift
        self._owner = cast.people[story.owner]
        began = self._when(story.editions[0].days_ago if story.editions else 1) + 0.1
        with backdating.happened(began):
            self._artifact = create.create(
                actor=self._owner,
                product=cast.products[story.product],
                kind=story.kind,
                title=story.title,
                release=story.release,
            )
        backdating.artifact(self._artifact, began)
        cast.artifacts[story.product, story.kind] = self._artifact

    def _when(self, days_ago: float) -> float:
        return days_ago + self._shift if days_ago >= 1 else days_ago

    def play(self) -> None:
        for edition in self._story.editions:
            self._send(edition)
        if self._story.draft is not None:
            with backdating.happened(self._when(1)):
                self._write(self._story.draft)
        self._artifact.refresh_from_db()
        for said in self._story.comments:
            self._speak(said)
        self._date_answers()
        self._ask()
        self._fill_in()
        self._invite()
        self._read()

    # --- Editions -----------------------------------------------------------------------------------

    def _write(self, edition: Edition) -> None:
        artifact, owner = self._artifact, self._owner
        for key, markdown in edition.sections.items():
            stored = artifact.draft_sections.filter(key=key).first()
            revision = stored.revision if stored else 0
            sections.save_section(
                artifact, actor=owner, key=key, body=from_markdown(markdown), revision=revision, carry=True
            )
        self._change_rows(edition)
        for table, wanted in edition.rows.items():
            for cells in wanted:
                self._refuse_errors(table, rows.add_row(artifact, actor=owner, table=table, cells=cells))

    def _change_rows(self, edition: Edition) -> None:
        artifact, owner = self._artifact, self._owner
        for table in {*edition.changed, *edition.removed}:
            stored = list(artifact.draft_rows.filter(table=table).order_by("ordering", "id"))
            for number, cells in edition.changed.get(table, {}).items():
                row = stored[number - 1]
                saved = rows.save_row(
                    artifact, actor=owner, table=table, key=row.row_key, cells=cells, revision=row.revision
                )
                self._refuse_errors(table, saved)
            for number in edition.removed.get(table, ()):
                row = stored[number - 1]
                rows.delete_row(artifact, actor=owner, table=table, key=row.row_key, revision=row.revision)

    def _refuse_errors(self, table: str, saved: rows.SavedRow) -> None:
        if saved.errors:
            raise ValidationError(f"{self._artifact.reference} {table}: {saved.errors}")

    def _send(self, edition: Edition) -> None:
        sent = self._when(edition.days_ago)
        with backdating.happened(sent):
            self._write(edition)
            self._meet_conditions(edition, sent)
            self._artifact = Artifact.objects.get(pk=self._artifact.pk)
            verb = rolling.refresh if kinds.get(self._artifact.kind).is_rolling else publish.publish
            version = verb(self._artifact, actor=self._owner, summary=edition.summary)
        with backdating.happened(backdating.answered_after(sent)):
            for given in edition.answers:
                self._answer(given)
        backdating.version(version, sent)

    def _meet_conditions(self, edition: Edition, days_ago: float) -> None:
        if not edition.met:
            return
        for point in self._artifact.open_points.filter(closed_at__isnull=True):
            closed = questions.close_point(point, actor=self._owner, resolution=edition.met)
            backdating.closed(closed, days_ago)

    def _answer(self, given: Answered) -> None:
        """Raises ``ValidationError`` for a party that is not asked; an earlier answer that stands is left alone."""
        asked = self._artifact.sign_offs.current().filter(person__isnull=True)
        party = {"department__isnull": True} if given.party == "managers" else {"department__code": given.party}
        sign_off = asked.filter(**party).first()
        if sign_off is None:
            raise ValidationError(f"{self._artifact.reference}: {given.party} is not asked.")
        if sign_off.state != SignOff.State.WAITING:
            return
        answers.answer(
            sign_off,
            actor=self._cast.people[given.person],
            answer=given.answer,
            content_hash=sign_off.version.content_hash,
            ground=given.ground,
            conditions=list(given.conditions),
        )

    # --- Around the last version --------------------------------------------------------------------

    def _speak(self, said: Said) -> None:
        actor = self._person(said.person)
        with backdating.happened(self._when(said.days_ago)):
            posted = comments.add(
                thread=self._artifact.thread,
                actor=actor,
                source=said.text,
                anchor="section" if said.section else "",
                anchor_key=said.section,
                quote=said.quote,
            )
            if said.is_decision:
                decisions.mark(comment=posted.comment, actor=actor)
        backdating.comment(posted.comment, self._when(said.days_ago))
        for person, text in said.replies:
            with backdating.happened(said.days_ago * 0.7):
                reply = comments.reply(parent=posted.comment, actor=self._person(person), source=text)
            backdating.comment(reply.comment, said.days_ago * 0.7)

    def _date_answers(self) -> None:
        if self._story.overdue_days:
            backdating.overdue(self._artifact.pk, self._story.overdue_days)
        else:
            backdating.not_yet_due(self._artifact.pk)

    def _ask(self) -> None:
        if self._story.question is None:
            return
        party, person, words = self._story.question
        sign_off = self._artifact.sign_offs.current().get(department__code=party, person__isnull=True)
        with backdating.happened(0.2):
            asked = questions.ask(sign_off, actor=self._person(person), source=words)
        backdating.question(asked, 0.2)

    def _fill_in(self) -> None:
        version = self._artifact.version
        if version is None:
            return
        with backdating.happened(0.25):
            for table, number, column, value, person in self._story.fill_ins:
                standing = RecordRow.objects.filter(artifact=self._artifact, table=table)
                row = standing.at(version.sequence).order_by("ordering")[number - 1]
                fill_ins.fill_in(
                    self._artifact,
                    actor=self._person(person),
                    table=table,
                    key=row.row_key,
                    column=column,
                    value=value,
                )
        backdating.filled(self._artifact.pk, 0.25)

    def _invite(self) -> None:
        if not self._story.visitor:
            return
        with backdating.happened(self._when(INVITED)):
            named.grant(
                thread=self._artifact.thread,
                person=self._person(self._story.visitor),
                actor=self._person("chensiyuan"),
                until_on=timezone.localdate() + dt.timedelta(days=VISIT_DAYS),
                can_upload=True,
            )

    def _read(self) -> None:
        version = self._artifact.version
        if version is None or self._story.product != "CLB":
            return
        for reader in map(self._person, READERS):
            if Artifact.objects.visible_to(reader).filter(pk=self._artifact.pk).exists():
                receipts.mark_read(thread=self._artifact.thread, reader=reader, version=version.number)

    def _person(self, username: str) -> User:
        return self._cast.people[username]
