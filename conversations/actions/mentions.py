"""Who is named in a comment. Only people who see the thread can be named; the author hears of others."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from conversations.models import Comment, Mention, Thread
from conversations.sight import people_who_can_see
from conversations.text.mentions import mentions_in
from departments.models import Department


def mentionable_departments(thread: Thread) -> QuerySet[Department]:
    """Departments whose members see the thread by its audience."""
    departments = Department.objects.filter(archived_at__isnull=True)
    if thread.audience == Thread.Audience.PRODUCT or (thread.product is None and not thread.departments.exists()):
        return departments
    return departments.filter(pk__in=thread.departments.values("pk"))


def store(comment: Comment, *, is_new: bool = False) -> list[User]:
    """Make the comment's mentions what its text says; returns people named who cannot see the thread."""
    named = mentions_in(comment.body)
    usernames = {mention.key for mention in named if mention.kind == "user"}
    codes = {mention.key for mention in named if mention.kind == "department"}
    if not named:
        if not is_new:
            comment.mentions.all().delete()
        return []
    users = list(people_who_can_see(comment.thread).filter(username__in=usernames)) if usernames else []
    departments = list(mentionable_departments(comment.thread).filter(code__in=codes)) if codes else []
    comment.mentions.exclude(user__in=users).exclude(department__in=departments).delete()
    Mention.objects.bulk_create(
        [Mention(comment=comment, user=user) for user in users]
        + [Mention(comment=comment, department=department) for department in departments],
        ignore_conflicts=True,
    )
    blind = User.objects.active().filter(username__in=usernames - {user.username for user in users})
    return list(blind.order_by("pinyin")) if len(users) < len(usernames) else []
