"""People and departments to choose from while typing: pinyin, initials, names."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from accounts.models import User
from accounts.pinyin import initials_of, pinyin_of
from conversations.actions.mentions import mentionable_departments
from conversations.models import Comment, Thread
from conversations.sight import people_who_can_see
from departments.models import Department, Liaison, Membership

SHOWN = 12


def folded(text: str) -> str:
    """What the input method sends while composing (``li'wen``) as pinyin is stored."""
    return text[:60].strip().lower().replace("'", "").replace("’", "").replace(" ", "").replace("\0", "")


def mentionable_people(thread: Thread, text: str) -> list[User]:
    """Who can be named on a thread: only who sees it. Without text, those who take part come first."""
    people = people_who_can_see(thread)
    if folded(text):
        return _best(people.matching(folded(text)), folded(text))
    taking_part = (
        Q(pk__in=Comment.objects.filter(thread=thread).values("author_id"))
        | Q(pk=thread.owner_id)
        | Q(pk__in=Liaison.objects.current().filter(product=thread.product_id).values("user_id"))
    )
    first = Case(When(taking_part, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(_with_departments(people.annotate(rank=first).order_by("rank", "pinyin", "pk"))[:SHOWN])


def departments_named(thread: Thread, text: str) -> list[Department]:
    """The departments that can be named on a thread and match."""
    return [department for department in mentionable_departments(thread) if matches(department, folded(text))][:6]


def matches(department: Department, text: str) -> bool:
    """By code, either name, pinyin or initials of the Chinese name."""
    return (
        text in department.name_zh
        or department.code.startswith(text)
        or text in department.name_en.lower()
        or pinyin_of(department.name_zh).startswith(text)
        or initials_of(department.name_zh).startswith(text)
    )


def people_to_pick(text: str) -> list[User]:
    """Colleagues by name."""
    return _best(User.objects.active().filter(is_visitor=False).matching(folded(text)), folded(text))


def people_to_name(text: str) -> list[User]:
    """Whoever can be named on a thread: colleagues and visitors."""
    return _best(User.objects.active().matching(folded(text)), folded(text))


def department_names(person: User) -> str:
    """For a list made here: the person's departments, prefetched."""
    return " ".join(membership.department.name for membership in person.memberships.all())


def _best(people: QuerySet[User], text: str) -> list[User]:
    """Names that begin with the text first, then by pinyin."""
    begins = Q(full_name__istartswith=text) | Q(pinyin__startswith=text) | Q(username__istartswith=text)
    rank = Case(When(begins, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(_with_departments(people.annotate(rank=rank).order_by("rank", "pinyin", "pk"))[:SHOWN])


def _with_departments(people: QuerySet[User]) -> QuerySet[User]:
    current = Membership.objects.current().select_related("department")
    return people.prefetch_related(Prefetch("memberships", queryset=current))
