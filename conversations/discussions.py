"""What a page shows of a thread: comments with replies, files, signs and conclusions.

A fixed number of queries however long the discussion is; a page shows the newest comments and a link to
the earlier ones. Fragments run no query: everything they need is here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import permissions, registry
from conversations.actions.reactions import SIGNS
from conversations.enclosed import apart
from conversations.models import Attachment, Comment, Decision, Reaction, Thread
from conversations.permissions import Standing
from conversations.sight import acting_for
from conversations.text.plain import one_line
from departments.models import Membership, ProductRole

# Comments with their replies; enough to follow, few enough that a page of 200 opens at once.
SHOWN = 20


@dataclass(frozen=True)
class Affiliation:
    """Where somebody speaks from: 产品, or their department with its hue."""

    label: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Sign:
    emoji: str
    count: int
    is_mine: bool
    names: str


@dataclass
class Said:
    """One comment as a certain viewer sees it."""

    comment: Comment
    affiliation: Affiliation
    decision: Decision | None
    body: str = ""
    anchor_label: str = ""
    anchor_address: str = ""
    mark: registry.Mark | None = None
    signs: list[Sign] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    replies: list[Said] = field(default_factory=list)
    can_reply: bool = False
    can_edit: bool = False
    can_delete: bool = False
    can_decide: bool = False
    can_withdraw: bool = False

    offered_signs: ClassVar[tuple[str, ...]] = SIGNS

    @property
    def root_id(self) -> int:
        return self.comment.root_id

    @property
    def is_itself_the_conclusion(self) -> bool:
        """Whether the conclusion says nothing that the comment does not say."""
        return self.decision is not None and " ".join(self.decision.text.split()) in one_line(self.comment.body)


@dataclass
class Discussion:
    """The comments of a thread for one viewer. ``earlier``: the id before which there are older ones."""

    thread: Thread
    viewer: User
    comments: list[Said]
    earlier: int | None
    can_comment: bool
    can_upload: bool
    anchor: str = ""

    @property
    def element_id(self) -> str:
        return f"comment-list-{self.thread.pk}"


def discussion(
    thread: Thread, viewer: User, *, before: int | None = None, anchor: str = "", shown: int = SHOWN
) -> Discussion:
    """The newest ``shown`` comments (those before id ``before``), oldest first, with everything around them.

    ``anchor`` keeps to one part: ``section:goals``, ``row:stories:US-1`` or a block id.
    """
    roots = Comment.objects.filter(thread=thread, parent__isnull=True)
    if before is not None:
        roots = roots.filter(pk__lt=before)
    if anchor:
        kind, key = read_anchor(anchor)
        roots = roots.filter(anchor=kind, anchor_key=key)
    newest = list(roots.order_by("-pk").values_list("pk", flat=True)[: shown + 1])
    said = _said(thread, viewer, newest[:shown])
    can_comment = thread.archived_at is None and permissions.can_comment(viewer, thread)
    return Discussion(
        thread=thread,
        viewer=viewer,
        comments=said,
        earlier=newest[shown - 1] if len(newest) > shown else None,
        can_comment=can_comment,
        can_upload=can_comment or (viewer.is_visitor and permissions.can_upload(viewer, thread)),
        anchor=anchor,
    )


def one(comment: Comment, viewer: User) -> Said:
    """The root comment that ``comment`` belongs to, with its replies."""
    return _said(comment.thread, viewer, [comment.parent_id or comment.pk])[0]


def comment_counts(thread: Thread) -> dict[str, int]:
    """How many comments stand unresolved at each anchor, as the page names it (``section:goals``, a block id)."""
    rows = (
        Comment.objects.filter(thread=thread, parent__isnull=True, deleted_at__isnull=True)
        .filter(resolved_at__isnull=True)
        .exclude(anchor_key="")
        .values("anchor", "anchor_key")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return {write_anchor(row["anchor"], row["anchor_key"]): row["number"] for row in rows}


def words_of(comment: Comment) -> str:
    """The comment's own words on one line, as the proposal for a conclusion."""
    return one_line(comment.body)


def internal_thread(thread: Thread, viewer: User) -> Thread | None:
    """部门内讨论 of a department the viewer belongs to, if one was opened."""
    return Thread.objects.visible_to(viewer).filter(parent=thread).order_by("pk").first()


def read_anchor(text: str) -> tuple[str, str]:
    """``section:goals`` → ("section", "goals"); anything without a known word is a block id, so a quote."""
    kind, colon, key = text.partition(":")
    if colon and kind in (Comment.Anchor.SECTION, Comment.Anchor.ROW):
        return kind, key[:120]
    return (Comment.Anchor.QUOTE, text[:120]) if text else (Comment.Anchor.NONE, "")


def write_anchor(anchor: str, key: str) -> str:
    """The inverse of ``read_anchor``."""
    return key if anchor in (Comment.Anchor.QUOTE, Comment.Anchor.NONE) else f"{anchor}:{key}"


def affiliations(people: Iterable[int], thread: Thread, viewer: User) -> tuple[dict[int, Affiliation], Standing]:
    """Where these people speak from, and what the viewer is to the thread: two queries for both."""
    acting = acting_for(viewer)
    wanted = {*people, viewer.pk, *acting}
    roles: dict[int, str] = {}
    if thread.product_id is not None:
        rows = ProductRole.objects.filter(product_id=thread.product_id, user_id__in=wanted)
        roles = dict(rows.values_list("user_id", "role"))
    # Who left speaks from where they were: what was said before keeps its label.
    spoken_for = Q(ended_on__isnull=True) | Q(user__is_active=False)
    members = Membership.objects.filter(spoken_for, user_id__in=wanted).select_related("department")
    found: dict[int, Affiliation] = {}
    in_order = sorted(members, key=lambda membership: membership.department.ordering)
    for membership in sorted(in_order, key=lambda membership: membership.role, reverse=True):
        department = membership.department
        found.setdefault(membership.user_id, Affiliation(department.name, department.color))
    is_in_department = viewer.pk in found
    for person, role in roles.items():
        if role == ProductRole.Role.MANAGER:
            found[person] = Affiliation(_("Product"), thread.product.color if thread.product else "")
    if viewer.is_visitor:
        return found, Standing()
    is_manager = any(roles.get(person) == ProductRole.Role.MANAGER for person in acting)
    is_contributor = is_manager or roles.get(viewer.pk) == ProductRole.Role.CONTRIBUTOR
    return found, Standing(is_manager, is_contributor, is_in_department)


def _said(thread: Thread, viewer: User, root_ids: list[int]) -> list[Said]:
    both = Q(pk__in=root_ids) | Q(parent_id__in=root_ids)
    # Sorted here and below: Django compares every selected column with those to be ordered by.
    found = Comment.objects.filter(both).select_related("author", "resolved_by", "decision__decided_by")
    comments = sorted(found, key=lambda comment: comment.pk)
    ids = [comment.pk for comment in comments]
    people, standing = affiliations({comment.author_id for comment in comments}, thread, viewer)
    signs, files = _signs(ids, viewer), _files(ids)
    labels = registry.describe_anchors(
        thread, list({(comment.anchor, comment.anchor_key) for comment in comments if comment.anchor})
    )
    marks = registry.mark_comments(thread, root_ids)
    may = _Rights(thread, viewer, standing)
    roots: dict[int, Said] = {}
    for comment in comments:
        comment.thread = thread
        body, enclosed = apart(comment.body, files.get(comment.pk, []))
        said = Said(
            comment=comment,
            body=body,
            affiliation=people.get(comment.author_id, Affiliation()),
            decision=_standing_decision(comment),
            signs=signs.get(comment.pk, []),
            files=enclosed,
            mark=marks.get(comment.pk),
            **may.on(comment),
        )
        said.anchor_label, said.anchor_address = labels.get((comment.anchor, comment.anchor_key), ("", ""))
        if comment.parent_id is None:
            roots[comment.pk] = said
        elif comment.deleted_at is None:
            roots[comment.parent_id].replies.append(said)
    return list(roots.values())


class _Rights:
    """What the viewer may do with each comment, from facts read once."""

    def __init__(self, thread: Thread, viewer: User, standing: Standing) -> None:
        self.viewer, self.standing = viewer, standing
        self.speaks = thread.archived_at is None and permissions.can_comment(viewer, thread)
        self.contributes = self.speaks and permissions.can_contribute(viewer, thread, standing)

    def on(self, comment: Comment) -> dict[str, Any]:
        if comment.deleted_at is not None:
            return {}
        decision = _standing_decision(comment)
        if decision is not None:
            decision.thread = comment.thread
        return {
            "can_reply": self.speaks,
            "can_edit": self.speaks and permissions.can_edit_comment(self.viewer, comment),
            "can_delete": decision is None and permissions.can_delete_comment(self.viewer, comment, self.standing),
            "can_decide": decision is None and self.contributes,
            "can_withdraw": decision is not None and permissions.can_withdraw(self.viewer, decision, self.standing),
        }


def _standing_decision(comment: Comment) -> Decision | None:
    decision: Decision | None = getattr(comment, "decision", None)
    return decision if decision is not None and decision.withdrawn_at is None else None


def _signs(ids: list[int], viewer: User) -> dict[int, list[Sign]]:
    found: dict[int, dict[str, list[Reaction]]] = defaultdict(lambda: defaultdict(list))
    given_to = Reaction.objects.filter(comment_id__in=ids).select_related("user")
    for reaction in sorted(given_to, key=lambda reaction: reaction.pk):
        found[reaction.comment_id][reaction.emoji].append(reaction)
    return {
        pk: [
            Sign(
                emoji,
                len(given),
                any(reaction.user_id == viewer.pk for reaction in given),
                _(", ").join(str(reaction.user) for reaction in given[:20]),
            )
            for emoji, given in sorted(by_emoji.items(), key=lambda pair: SIGNS.index(pair[0]))
        ]
        for pk, by_emoji in found.items()
    }


def _files(ids: list[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = defaultdict(list)
    attached = Attachment.objects.standing().filter(comment_id__in=ids)
    for attachment in sorted(attached, key=lambda attachment: attachment.pk):
        found[attachment.comment_id or 0].append(attachment)
    return found
