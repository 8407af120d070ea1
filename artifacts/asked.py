"""Who a publication asks: new questions, and answers that stand because nothing material changed.

An answer is carried when the party's material hash is the same in both versions and the question is not a
stronger one: 同意 covers 已阅, not the other way round. A return is never carried. A question that still
waits is closed and asked anew; when nothing material changed it keeps its clock and whom it was passed to.
Questions the managers owe an answer to move along, and the clock stands still with them.

The managers are not asked about what one of them publishes, nobody about what they publish themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from artifacts.changes import Change
from artifacts.declaration import MANAGERS, Kind
from artifacts.models import Artifact, Receiver, SignOff
from departments import permissions as organisation
from departments.models import Department
from departments.working_days import add_working_days


@dataclass(frozen=True)
class Asked:
    """One party of a publication. ``before`` is its row of the version before; ``is_carried``: it stands."""

    department: Department | None
    person: User | None
    question: str
    may_lapse: bool
    due_at: dt.datetime
    before: SignOff | None = None
    is_carried: bool = False
    is_unchanged: bool = False
    people: tuple[User, ...] = ()

    @property
    def party(self) -> str:
        return self.department.code if self.department else MANAGERS

    @property
    def answer(self) -> str:
        """The answer that stands, empty when asked anew."""
        return self.before.answer if self.before is not None and self.is_carried else ""


def plan(artifact: Artifact, hashes: Mapping[str, str], publisher: User) -> list[Asked]:
    """Whom publishing a text with these material hashes asks, and whose answer stands."""
    before = _current(artifact)
    now = timezone.now()
    receivers = artifact.receivers.exclude(question=Receiver.Question.COPY).select_related("department")
    found: list[Asked] = []
    for receiver in receivers.prefetch_related("signers").order_by("department__ordering", "pk"):
        if receiver.department is None and organisation.can_manage(publisher, artifact.product):
            continue
        signers = [signer for signer in receiver.signers.all() if signer.is_active and signer.pk != publisher.pk]
        for person in (None, *signers):
            row = before.get((receiver.department_id, person.pk if person else None))
            found.append(_asked(receiver, person, row, hashes, now))
    return _with_people(artifact, found, publisher)


def plan_changed(artifact: Artifact, kind: Kind, changes: Sequence[Change], publisher: User) -> list[Asked]:
    """Whom updating a rolling kind asks: parties whose own rows moved in the table they were declared for."""
    before = _current(artifact)
    addressed = {receiver.department_id: receiver for receiver in artifact.receivers.select_related("department")}
    departments = {row.department.code: row.department for row in addressed.values() if row.department}
    now = timezone.now()
    found: dict[str, Asked] = {}
    for declared in kind.receivers:
        department = departments.get(declared.party)
        is_theirs = [
            change for change in changes if change.table == declared.on_change_of and change.concerns(declared.party)
        ]
        if declared.on_change_of is None or department is None or not is_theirs:
            continue
        due_at = add_working_days(now, declared.response_days)
        row = before.get((department.pk, None))
        found[declared.party] = Asked(department, None, declared.question, declared.may_lapse, due_at, row)
    return _with_people(artifact, list(found.values()), publisher)


def _current(artifact: Artifact) -> dict[tuple[int | None, int | None], SignOff]:
    rows = artifact.sign_offs.current().select_related("version", "answered_by", "passed_to")
    return {(row.department_id, row.person_id): row for row in rows}


def _asked(
    receiver: Receiver, person: User | None, before: SignOff | None, hashes: Mapping[str, str], now: dt.datetime
) -> Asked:
    party = receiver.department.code if receiver.department else MANAGERS
    is_unchanged = before is not None and before.version.material_hashes.get(party) == hashes[party]
    is_carried = before is not None and is_unchanged and _stands(before, receiver.question)
    due_at = add_working_days(now, receiver.response_days)
    if before is not None and is_unchanged and before.state == SignOff.State.WAITING:
        due_at = before.due_at
    may_lapse = receiver.may_lapse and receiver.question == Receiver.Question.ACKNOWLEDGE
    return Asked(receiver.department, person, receiver.question, may_lapse, due_at, before, is_carried, is_unchanged)


def _stands(before: SignOff, question: str) -> bool:
    if before.state == SignOff.State.LAPSED:
        return question == Receiver.Question.ACKNOWLEDGE
    if before.state != SignOff.State.ANSWERED or before.answer == SignOff.Answer.RETURNED:
        return False
    return before.answer != SignOff.Answer.ACKNOWLEDGED or question == Receiver.Question.ACKNOWLEDGE


def _with_people(artifact: Artifact, asked: list[Asked], publisher: User) -> list[Asked]:
    """Name who is asked: a few queries for all parties."""
    offices = organisation.who_answers_by_department(
        artifact.product, [wish.department for wish in asked if wish.department is not None]
    )
    managers = organisation.managers_of(artifact.product) if any(w.department is None for w in asked) else []
    found = []
    for wish in asked:
        if wish.person is not None:
            people = [wish.person]
        else:
            people = offices.get(wish.department.pk, []) if wish.department else managers
        others = tuple(person for person in people if person.pk != publisher.pk)
        found.append(Asked(**{**wish.__dict__, "people": others}))
    return found
