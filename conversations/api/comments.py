"""Comments, conclusions and their verbs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.actions import comments, decisions, reactions, resolution
from conversations.actions.comments import MAX_SOURCE
from conversations.actions.reactions import SIGNS
from conversations.api.fields import ThreadField, ThreadFilter, asker, name_of
from conversations.discussions import read_anchor, write_anchor
from conversations.models import Comment, Decision
from pmcomms.ground.api import Listed, Resource, required_match, shape, verb
from pmcomms.ground.filters import FilterLanguage, Moment, Number, Person, Reference
from pmcomms.ground.shapes import Reference as ReferenceField
from pmcomms.ground.shapes import StrictModelSerializer, StrictSerializer


class CommentInput(StrictSerializer):
    thread = ThreadField()
    body = serializers.CharField(max_length=MAX_SOURCE, trim_whitespace=False)
    anchor = serializers.CharField(max_length=140, required=False, default="", allow_blank=True)
    quote = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)
    version = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True)


class WordsInput(StrictSerializer):
    body = serializers.CharField(max_length=MAX_SOURCE, trim_whitespace=False)


class EmojiInput(StrictSerializer):
    emoji = serializers.ChoiceField(choices=SIGNS)


class ConcludeInput(StrictSerializer):
    text = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    ground = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)


class CommentOutput(StrictModelSerializer):
    thread = serializers.SerializerMethodField()
    author = ReferenceField("username")
    resolved_by = ReferenceField("username")
    body = serializers.CharField(source="source", read_only=True)
    html = serializers.CharField(source="body", read_only=True)
    anchor = serializers.SerializerMethodField()
    is_deleted = serializers.SerializerMethodField()
    mentions = serializers.SerializerMethodField()
    reactions = serializers.SerializerMethodField()
    decision = serializers.SerializerMethodField()
    unreachable = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = [
            "id", "thread", "parent", "author", "body", "html", "anchor", "quote", "version", "created_at",
            "edited_at", "is_deleted", "is_by_token", "resolved_at", "resolved_by", "mentions", "reactions",
            "decision", "unreachable", "revision",
        ]  # fmt: skip

    def get_thread(self, comment: Comment) -> str:
        return name_of(comment.thread)

    def get_anchor(self, comment: Comment) -> str:
        return write_anchor(comment.anchor, comment.anchor_key)

    def get_is_deleted(self, comment: Comment) -> bool:
        return comment.deleted_at is not None

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_mentions(self, comment: Comment) -> list[str]:
        """``user:lin`` and ``department:finance``, as in the text."""
        return [
            f"user:{mention.user.username}" if mention.user else f"department:{mention.department.code}"  # type: ignore[union-attr]  # one of both, by constraint
            for mention in comment.mentions.all()
        ]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "integer"}})
    def get_reactions(self, comment: Comment) -> dict[str, int]:
        counts: dict[str, int] = {}
        for reaction in comment.reactions.all():
            counts[reaction.emoji] = counts.get(reaction.emoji, 0) + 1
        return counts

    def get_decision(self, comment: Comment) -> int | None:
        decision: Decision | None = getattr(comment, "decision", None)
        return decision.pk if decision is not None and decision.withdrawn_at is None else None

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_unreachable(self, comment: Comment) -> list[str]:
        """After writing: people named who cannot see the thread and are not told."""
        return [person.username for person in self.context.get("unreachable", [])]


class CommentFilters(FilterLanguage):
    fields = {
        "thread": ThreadFilter("thread"),
        "product": Reference("thread__product__key"),
        "author": Person("author"),
        "parent": Number("parent_id"),
        "created": Moment("created_at"),
        "resolved": Moment("resolved_at"),
    }
    order = {"created": "pk"}
    default_order = ("pk",)


class CommentViewSet(Listed, Resource):
    """Comments on everything the asker sees; deleted ones are stones without words."""

    serializer_class = CommentOutput
    filters = CommentFilters
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Comment]:
        related = ("thread__product", "author", "resolved_by", "decision")
        found = Comment.objects.visible_to(asker(self.request)).select_related(*related)
        return found.prefetch_related("mentions__user", "mentions__department", "reactions")

    @shape(input=CommentInput, output=CommentOutput, status=201)
    def create(self, request: Request) -> Response:
        wanted = self.read(CommentInput)
        anchor, key = read_anchor(wanted["anchor"])
        posted = comments.add(
            thread=wanted["thread"],
            actor=asker(request),
            source=wanted["body"],
            anchor=anchor,
            anchor_key=key,
            quote=wanted["quote"],
            version=wanted.get("version"),
        )
        return self.posted(posted, 201)

    @shape(input=WordsInput, output=CommentOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        comment = self.get_object()
        revision = required_match(request)
        source = self.read(WordsInput)["body"]
        return self.posted(comments.edit(comment=comment, actor=asker(request), source=source, revision=revision))

    def destroy(self, request: Request, pk: str) -> Response:
        comments.delete(comment=self.get_object(), actor=asker(request))
        return Response(status=204)

    @verb(input=WordsInput, output=CommentOutput, status=201)
    def reply(self, request: Request, pk: str) -> Response:
        source = self.read(WordsInput)["body"]
        return self.posted(comments.reply(parent=self.get_object(), actor=asker(request), source=source), 201)

    @verb(output=CommentOutput)
    def resolve(self, request: Request, pk: str) -> Response:
        return self.again(resolution.resolve(comment=self.get_object(), actor=asker(request)))

    @verb(output=CommentOutput)
    def reopen(self, request: Request, pk: str) -> Response:
        return self.again(resolution.reopen(comment=self.get_object(), actor=asker(request)))

    @verb(input=EmojiInput, output=CommentOutput)
    def react(self, request: Request, pk: str) -> Response:
        comment = self.get_object()
        reactions.react(comment=comment, actor=asker(request), **self.read(EmojiInput))
        return self.again(comment)

    @verb(input=EmojiInput, output=CommentOutput)
    def unreact(self, request: Request, pk: str) -> Response:
        comment = self.get_object()
        reactions.unreact(comment=comment, actor=asker(request), **self.read(EmojiInput))
        return self.again(comment)

    @verb(input=ConcludeInput, output=CommentOutput)
    def decide(self, request: Request, pk: str) -> Response:
        comment = self.get_object()
        decisions.mark(comment=comment, actor=asker(request), **self.read(ConcludeInput))
        return self.again(comment)

    def posted(self, posted: comments.Posted, status: int = 200) -> Response:
        self.unreachable = posted.unreachable
        return self.again(posted.comment, status)

    def again(self, comment: Comment, status: int = 200) -> Response:
        """The comment read anew, with everything its shape shows."""
        return self.answer(self.get_queryset().get(pk=comment.pk), status)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "unreachable": getattr(self, "unreachable", [])}


class DecisionInput(StrictSerializer):
    thread = ThreadField()
    text = serializers.CharField(max_length=4000)
    ground = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    decided_on = serializers.DateField(required=False, allow_null=True)


class DecisionOutput(StrictModelSerializer):
    thread = serializers.SerializerMethodField()
    decided_by = ReferenceField("username")

    class Meta:
        model = Decision
        fields = ["id", "thread", "comment", "text", "ground", "decided_by", "decided_on", "created_at", "withdrawn_at"]

    def get_thread(self, decision: Decision) -> str:
        return name_of(decision.thread)


class DecisionFilters(FilterLanguage):
    fields = {
        "thread": ThreadFilter("thread"),
        "product": Reference("thread__product__key"),
        "department": Reference("thread__departments__code", mine="thread__departments", many=True),
        "person": Person("decided_by"),
        "withdrawn": Moment("withdrawn_at"),
    }
    default_order = ("-pk",)


class DecisionViewSet(Listed, Resource):
    """Conclusions 结论, standing and withdrawn (``withdrawn.is=empty`` for those that hold)."""

    serializer_class = DecisionOutput
    filters = DecisionFilters
    revision_field = None
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Decision]:
        return Decision.objects.visible_to(asker(self.request)).select_related("thread__product", "decided_by")

    @shape(input=DecisionInput, output=DecisionOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.answer(decisions.record(actor=asker(request), **self.read(DecisionInput)), 201)

    @verb(output=DecisionOutput)
    def withdraw(self, request: Request, pk: str) -> Response:
        return self.answer(decisions.withdraw(decision=self.get_object(), actor=asker(request)))
