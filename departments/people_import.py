"""People from a file: a dry run that says row by row what would happen, then one transaction.

A row is matched by user name, or by e-mail where it gives no user name; running the same file again
changes nothing. Rows with an error are left out and told. Somebody new has no password: a reset link
or an administrator's link lets them set one.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import people
from accounts.actions.people import require_administrator
from accounts.models import User
from departments.actions.memberships import start_membership
from departments.models import Department, Membership
from departments.people_csv import PeopleFile
from events import actions as events
from events import jobs
from events.models import Job

KIND = "people-import"
ROLES = {
    "": Membership.Role.MEMBER,
    "成员": Membership.Role.MEMBER,
    "member": Membership.Role.MEMBER,
    "负责人": Membership.Role.LEAD,
    "主管": Membership.Role.LEAD,
    "lead": Membership.Role.LEAD,
}
_SEPARATORS = re.compile(r"[、,，;；/]")
_PERSON_FIELDS = ("full_name", "email", "job_title")


@dataclass
class Row:
    """One line of the report. ``outcome``: add, update, same or error."""

    line: int
    full_name: str
    username: str
    outcome: str = "same"
    notes: list[str] = field(default_factory=list)
    person: dict[str, str] = field(default_factory=dict)
    departments: list[list[str]] = field(default_factory=list)

    def refuse(self, sentence: str) -> None:
        self.outcome = "error"
        self.notes.append(sentence)


class _World:
    """What the rows are compared with, read once."""

    def __init__(self) -> None:
        self.by_username = {user.username.lower(): user for user in User.objects.all()}
        self.by_email = {user.email.lower(): user for user in self.by_username.values() if user.email}
        self.departments: dict[str, Department] = {}
        for row in Department.objects.filter(archived_at__isnull=True):
            self.departments |= {row.code: row, row.name_zh: row, row.name_en.lower(): row}
        self.memberships = {(row.user_id, row.department_id): row.role for row in Membership.objects.current()}
        self.seen: dict[str, int] = {}


def compare(found: PeopleFile) -> list[Row]:
    """The report of the dry run."""
    world = _World()
    return [_compare(line, cells, world) for line, cells in found.rows]


def _compare(line: int, cells: dict[str, str], world: _World) -> Row:
    email = cells.get("email", "")
    username = cells.get("username", "") or email.partition("@")[0]
    row = Row(line, cells.get("full_name", ""), username)
    user = world.by_username.get(username.lower())
    if user is None and email and not cells.get("username"):
        user = world.by_email.get(email.lower())
    if user is not None:
        row.username = user.username
    row.person = {name: cells[name] for name in _PERSON_FIELDS if cells.get(name)}
    _check_person(row, user, email, world)
    _check_departments(row, cells, world)
    if row.outcome != "error":
        _decide(row, user, world)
    return row


def _check_person(row: Row, user: User | None, email: str, world: _World) -> None:
    if not row.full_name:
        row.refuse(_("The name is missing."))
    if not row.username:
        row.refuse(_("Neither user name nor e-mail."))
        return
    first = world.seen.setdefault(row.username.lower(), row.line)
    if first != row.line:
        row.refuse(_("The same person stands in line %(line)d.") % {"line": first})
    if user is not None and not user.is_active:
        row.refuse(_("This person is deactivated."))
    if email:
        holder = world.by_email.get(email.lower())
        if holder is not None and holder != user:
            row.refuse(_("This e-mail belongs to %(name)s.") % {"name": holder.full_name})
        try:
            validate_email(email)
        except ValidationError:
            row.refuse(_("This is not an e-mail address."))
    if user is None:
        try:
            User(username=row.username, full_name=row.full_name or "-", **_rest(row)).clean_fields(
                exclude=["password", "email"]
            )
        except ValidationError as error:
            row.notes.extend(error.messages)
            row.outcome = "error"


def _rest(row: Row) -> dict[str, str]:
    return {name: value for name, value in row.person.items() if name not in ("full_name", "username")}


def _check_departments(row: Row, cells: dict[str, str], world: _World) -> None:
    role = ROLES.get(cells.get("role", "").lower())
    if role is None:
        row.refuse(_("Unknown role: %(role)s") % {"role": cells["role"]})
        return
    for name in _SEPARATORS.split(cells.get("department", "")):
        wanted = name.strip()
        if not wanted:
            continue
        department = world.departments.get(wanted) or world.departments.get(wanted.lower())
        department = department or world.departments.get(wanted.removesuffix("部"))
        if department is None:
            row.refuse(_("Unknown department: %(name)s") % {"name": wanted})
        else:
            row.departments.append([department.code, role])


def _decide(row: Row, user: User | None, world: _World) -> None:
    if user is None:
        row.outcome = "add"
        return
    changed = [name for name, value in row.person.items() if getattr(user, name) != value]
    labels = {"full_name": _("Name"), "email": _("E-mail"), "job_title": _("Job title")}
    row.notes.extend(f"{labels[name]}：{getattr(user, name) or '–'} → {row.person[name]}" for name in changed)
    for code, role in row.departments:
        department = world.departments[code]
        old = world.memberships.get((user.pk, department.pk))
        if old != role:
            row.notes.append(f"{department.name}：{_role(old)} → {_role(role)}")
    row.outcome = "update" if row.notes else "same"


def _role(role: str | None) -> str:
    return str(Membership.Role(role).label) if role else "–"


def plan(found: PeopleFile, *, actor: User, file_name: str) -> Job:
    """Keep the dry run as a planned job; its result is the report."""
    require_administrator(actor)
    rows = compare(found)
    report = {
        "file_name": file_name[:200],
        "encoding": found.encoding,
        "ignored": found.ignored,
        "counts": {word: sum(row.outcome == word for row in rows) for word in ("add", "update", "same", "error")},
        "rows": [asdict(row) for row in rows],
    }
    return jobs.plan(actor=actor, kind=KIND, arguments={}, result=report)


def run(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Do what the report says, in one transaction; compared again, because time has passed."""
    actor = User.objects.get(pk=job.owner_id or 0)
    report = job.result
    wanted = [row for row in report["rows"] if row["outcome"] in ("add", "update")]
    with transaction.atomic():
        for row in wanted:
            _apply(row, actor)
        events.record("people.imported", actor=actor, subject=job, changes=dict(report["counts"]))
        progress.step(len(wanted), len(wanted))
    return {**report, "is_done": True}


def _apply(row: dict[str, Any], actor: User) -> None:
    user = User.objects.filter(username__iexact=row["username"]).first()
    try:
        if user is None:
            user = people.add_person(actor=actor, username=row["username"], **row["person"])
        else:
            people.edit_person(user, actor=actor, **row["person"])
        for code, role in row["departments"]:
            start_membership(Department.objects.get(code=code), actor=actor, user=user, role=role)
    except ValidationError as error:
        where = _("Line %(line)d") % {"line": row["line"]}
        raise ValidationError([f"{where}: {message}" for message in error.messages]) from error


def register_all() -> None:
    jobs.register(KIND, run)
