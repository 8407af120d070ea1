"""The interface 对接页 of a product and a department: told, agreed, changed since, owed both ways.

Everything is read from what the department was asked about artifacts the viewer sees; a fixed number of
queries.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import kinds
from artifacts.models import Artifact, OpenPoint, Question, Receiver, SignOff, Version
from departments.models import Department, Product

AGREEMENTS = (SignOff.Answer.AGREED, SignOff.Answer.AGREED_WITH_CONDITIONS)


@dataclass(frozen=True)
class Line:
    """One line of a block: a document and version, or words, with whom and when."""

    artifact: Artifact
    text: str
    at: dt.datetime | None = None
    version: Version | None = None
    sign_off: SignOff | None = None
    who: str = ""
    anchor: str = ""
    is_late: bool = False

    @property
    def kind_name(self) -> str:
        return str(kinds.get(self.artifact.kind).name)

    @property
    def address(self) -> str:
        return f"{self.artifact.thread.address}{self.anchor}"


@dataclass(frozen=True)
class Interface:
    product: Product
    department: Department
    told: Sequence[Line] = field(default_factory=list)
    agreed: Sequence[Line] = field(default_factory=list)
    changed: Sequence[Line] = field(default_factory=list)
    owed_by_department: Sequence[Line] = field(default_factory=list)
    owed_by_product: Sequence[Line] = field(default_factory=list)


def interface(product: Product, department: Department, viewer: User) -> Interface:
    """The four blocks as ``viewer`` sees them."""
    seen = Artifact.objects.visible_to(viewer).live().filter(product=product)
    asked = (
        SignOff.objects.filter(department=department, artifact__in=seen, version__withdrawn_at__isnull=True)
        .with_people()
        .select_related("artifact__thread", "artifact__version", "version")
        .order_by("artifact_id", "version__sequence", "pk")
    )
    by_artifact: dict[int, list[SignOff]] = defaultdict(list)
    for sign_off in asked:
        by_artifact[sign_off.artifact_id].append(sign_off)
    current = [history[-1] for history in by_artifact.values()]
    told = [_told(sign_off) for sign_off in current]
    told += _copied(seen, department, set(by_artifact))
    agreed = [line for history in by_artifact.values() if (line := _agreed(history)) is not None]
    changed = [line for history in by_artifact.values() if (line := _changed(history, department)) is not None]
    waiting = [sign_off for sign_off in current if sign_off.state == SignOff.State.WAITING]
    return Interface(
        product,
        department,
        sorted(told, key=_newest, reverse=True),
        sorted(agreed, key=_newest, reverse=True),
        sorted(changed, key=_newest, reverse=True),
        [_owed(sign_off) for sign_off in sorted(waiting, key=lambda one: one.due_at)],
        _owed_by_product(seen, department, current),
    )


def _newest(line: Line) -> dt.datetime:
    return line.at or dt.datetime.min.replace(tzinfo=dt.UTC)


def _told(sign_off: SignOff) -> Line:
    version = sign_off.version
    return Line(sign_off.artifact, version.title, version.published_at, version, sign_off)


def _copied(seen: QuerySet[Artifact], department: Department, asked: set[int]) -> list[Line]:
    """Versions the department got without a question."""
    copies = (
        Receiver.objects.filter(department=department, question=Receiver.Question.COPY, artifact__in=seen)
        .filter(artifact__version__isnull=False)
        .exclude(artifact_id__in=asked)
        .select_related("artifact__thread", "artifact__version")
    )
    found = []
    for receiver in copies:
        version = receiver.artifact.version
        if version is not None:
            found.append(Line(receiver.artifact, version.title, version.published_at, version))
    return found


def _agreed(history: list[SignOff]) -> Line | None:
    """The latest version the department agreed to, with the condition it made."""
    agreements = [sign_off for sign_off in history if sign_off.answer in AGREEMENTS]
    if not agreements:
        return None
    latest = agreements[-1]
    who = latest.answered_by.full_name if latest.answered_by else ""
    return Line(latest.artifact, latest.version.title, latest.answered_at, latest.version, latest, who)


def _changed(history: list[SignOff], department: Department) -> Line | None:
    """What the standing version changed for a department that had answered an earlier one."""
    # A returned version was not taken: what it changed against the one before stays a change.
    answered = [
        sign_off
        for sign_off in history
        if sign_off.answer not in ("", SignOff.Answer.RETURNED) and sign_off.carried_from_id is None
    ]
    artifact = history[-1].artifact
    version = artifact.version
    if version is None or not answered or answered[-1].version.sequence >= version.sequence:
        return None
    concerning = [
        change["text"]
        for change in version.material_changes
        if change.get("departments") is None or department.code in change["departments"]
    ]
    if not concerning:
        return None
    text = "；".join(concerning[:2])
    return Line(artifact, text, version.published_at, version, history[-1])


def _owed(sign_off: SignOff) -> Line:
    text = _("Answer to %(title)s") % {"title": sign_off.version.title}
    return Line(sign_off.artifact, text, sign_off.due_at, sign_off.version, sign_off, is_late=sign_off.is_overdue)


def _owed_by_product(seen: QuerySet[Artifact], department: Department, current: list[SignOff]) -> list[Line]:
    """Open questions, conditions and returned versions that wait for the product's side."""
    lines = [
        Line(
            sign_off.artifact,
            _("Returned: %(ground)s") % {"ground": sign_off.ground},
            sign_off.answered_at,
            sign_off.version,
            sign_off,
            is_late=True,
        )
        for sign_off in current
        if sign_off.answer == SignOff.Answer.RETURNED
    ]
    mine = Q(sign_off__department=department, sign_off__artifact__in=seen)
    questions = Question.objects.filter(mine, answered_at__isnull=True)
    questions = questions.select_related("comment__author", "passed_to", "sign_off__artifact__thread")
    for question in questions.order_by("pk"):
        text = _("Question: %(text)s") % {"text": question.comment.source[:80]}
        who = question.spokesperson.full_name
        anchor = f"#comment-{question.comment_id}"
        lines.append(Line(question.sign_off.artifact, text, question.asked_at, who=who, anchor=anchor))
    points = OpenPoint.objects.filter(mine, closed_at__isnull=True)
    for point in points.select_related("raised_by", "passed_to", "sign_off__artifact__thread").order_by("pk"):
        text = _("Condition: %(text)s") % {"text": point.text[:80]}
        lines.append(Line(point.sign_off.artifact, text, point.raised_at, who=point.spokesperson.full_name))
    return lines


def answer_medians(product: Product, department: Department, viewer: User) -> tuple[float | None, float | None]:
    """Median days: the department to its answers, the product to the department's questions; None without data.

    Of the latest 500 each, about documents the viewer sees: what is hidden moves no figure.
    """
    seen = Artifact.objects.visible_to(viewer).filter(product=product)
    answers = SignOff.objects.filter(
        department=department,
        artifact__in=seen,
        state=SignOff.State.ANSWERED,
        carried_from__isnull=True,
    ).values_list("created_at", "answered_at")
    asked = Question.objects.filter(
        sign_off__department=department, sign_off__artifact__in=seen, answered_at__isnull=False
    ).values_list("asked_at", "answered_at")
    latest = [list(rows.order_by("-answered_at")[:500]) for rows in (answers, asked)]
    return _median_days(latest[0]), _median_days(latest[1])


def _median_days(spans: Sequence[tuple[dt.datetime, dt.datetime | None]]) -> float | None:
    days = sorted((end - start).total_seconds() / 86_400 for start, end in spans if end is not None)
    if not days:
        return None
    middle = len(days) // 2
    return days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
