"""How a thread is shown where something else names it: one renderer that knows the viewer.

Pages, mails, webhooks, exports and search name a far end only through here, so that what is out of sight
is a placeholder everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from conversations import registry
from conversations.models import Thread, TraceLink


@dataclass(frozen=True)
class Shown:
    """One thread as a certain viewer may know it. Out of sight only ``title`` is filled: the placeholder."""

    is_visible: bool
    title: str
    thread_id: int | None = None
    reference: str = ""
    label: str = ""
    icon: str = "eye-off"
    address: str = ""
    is_archived: bool = False

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()


def render_links(threads: Iterable[Thread | int], viewer: User) -> dict[int, Shown]:
    """Every thread asked for, by id, as the viewer may know it. One query."""
    ids = {thread if isinstance(thread, int) else thread.pk for thread in threads}
    found = (
        {thread.pk: _shown(thread) for thread in Thread.objects.visible_to(viewer).filter(pk__in=ids)} if ids else {}
    )
    hidden = Shown(is_visible=False, title=_("Hidden item"))
    return {pk: found.get(pk, hidden) for pk in ids}


def _shown(thread: Thread) -> Shown:
    kind = registry.get(thread.kind)
    return Shown(
        is_visible=True,
        title=thread.title,
        thread_id=thread.pk,
        reference=thread.reference or "",
        label=str(kind.label),
        icon=kind.icon,
        address=thread.address,
        is_archived=thread.archived_at is not None,
    )


# The word seen from the other end.
INVERSE = {
    TraceLink.Kind.DERIVES_FROM: gettext_lazy("Source of"),
    TraceLink.Kind.IMPLEMENTS: gettext_lazy("Implemented by"),
    TraceLink.Kind.DEPENDS_ON: gettext_lazy("Needed by"),
    TraceLink.Kind.BLOCKS: gettext_lazy("Blocked by"),
    TraceLink.Kind.DUPLICATES: gettext_lazy("Duplicated by"),
    TraceLink.Kind.RELATES_TO: gettext_lazy("Relates to"),
}


@dataclass(frozen=True)
class LinkGroup:
    """All links of one meaning: the word, and (link, far end) pairs."""

    word: str
    entries: list[tuple[TraceLink, Shown]] = field(default_factory=list)


def links_of(thread: Thread, viewer: User) -> list[LinkGroup]:
    """The thread's links in both directions, far ends rendered for the viewer. Three queries."""
    out = list(TraceLink.objects.filter(from_thread=thread).order_by("kind", "pk"))
    back = list(TraceLink.objects.filter(to_thread=thread).order_by("kind", "pk"))
    far = render_links([link.to_thread_id for link in out] + [link.from_thread_id for link in back], viewer)
    groups: dict[str, LinkGroup] = {}
    for link in out:
        word = str(link.get_kind_display())
        groups.setdefault(word, LinkGroup(word)).entries.append((link, far[link.to_thread_id]))
    for link in back:
        word = str(INVERSE[TraceLink.Kind(link.kind)])
        groups.setdefault(word, LinkGroup(word)).entries.append((link, far[link.from_thread_id]))
    return list(groups.values())
