"""When a person leaves: what they still have to do goes to a successor."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.handover import Item
from accounts.models import User
from requirements import permissions
from requirements.actions.create import watch
from requirements.actions.locking import locked, record
from requirements.models import Requirement


def items_assigned(person: User, viewer: User) -> list[Item]:
    """What the dialog lists; a requirement out of the viewer's sight shows as no more than that."""
    assigned = Requirement.objects.open().filter(assignee=person)
    seen = set(assigned.visible_to(viewer).values_list("pk", flat=True))
    return [
        Item(str(found), found.thread.address) if found.pk in seen else Item(_("A requirement you cannot see"))
        for found in assigned.select_related("product", "thread").order_by("product__name", "number")
    ]


def move_assigned(person: User, successor: User, actor: User) -> int:
    """Give every open requirement of the person to the successor, nobody where they do not see it; how many."""
    count = 0
    for pk in Requirement.objects.open().filter(assignee=person).values_list("pk", flat=True):
        requirement = locked(Requirement(pk=pk))
        sees = permissions.assignable(requirement.product).filter(pk=successor.pk).exists()
        requirement.assignee = successor if sees else None
        requirement.revision += 1
        requirement.save(update_fields=["assignee", "revision", "changed_at"])
        watch(requirement, requirement.assignee)
        changes = {"assignee": [person.username, successor.username if sees else None]}
        record("requirement.handed_over", requirement, actor, changes)
        count += 1
    return count
