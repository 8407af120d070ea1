"""``/sign-offs/``, ``/questions/``, ``/open-points/``, ``/redactions/``: answering and what hangs on it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from artifacts import content, permissions
from artifacts.actions import answers, asking, errata, questions, redactions
from artifacts.api.fetching import artifact_of, who
from artifacts.api.shapes import PersonInput
from artifacts.models import Artifact, OpenPoint, Question, Receiver, Redaction, SignOff
from departments.permissions import managed_product_ids
from pmcomms.ground.api import Endpoint, Listed, Resource, shape, verb
from pmcomms.ground.filters import Choice, FilterLanguage, Moment, Person, YesNo
from pmcomms.ground.filters import Reference as ReferenceFilter
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer


class SignOffOutput(StrictModelSerializer):
    """``department`` null: the managers. ``person``: asked by name beside the department."""

    artifact = Reference("thread__reference")
    version = Reference("label")
    department = Reference("code", allow_null=True)
    person = Reference("username", allow_null=True)
    answered_by = Reference("username", allow_null=True)
    on_behalf_of = Reference("username", allow_null=True)
    passed_to = Reference("username", allow_null=True)
    is_overdue = serializers.BooleanField()
    is_carried = serializers.SerializerMethodField()
    version_hash = serializers.CharField(source="version.content_hash", help_text="Send it back when you answer.")

    class Meta:
        model = SignOff
        fields = [
            "id",
            "artifact",
            "version",
            "version_hash",
            "is_current",
            "department",
            "person",
            "question",
            "state",
            "due_at",
            "paused_at",
            "is_overdue",
            "may_lapse",
            "answer",
            "ground",
            "answered_by",
            "on_behalf_of",
            "answered_at",
            "is_by_token",
            "is_carried",
            "passed_to",
            "nudged_at",
        ]

    def get_is_carried(self, sign_off: SignOff) -> bool:
        return sign_off.carried_from_id is not None


class AnswerInput(StrictSerializer):
    """``content_hash``: of the version that was read."""

    answer = serializers.ChoiceField(choices=SignOff.Answer.choices)
    content_hash = serializers.CharField(max_length=64)
    ground = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)
    conditions = serializers.ListField(
        child=serializers.CharField(max_length=4000), required=False, default=list, max_length=20
    )


class QuestionInput(StrictSerializer):
    text = serializers.CharField(max_length=20_000, help_text="Markdown.")


class QuestionOutput(StrictModelSerializer):
    text = serializers.CharField(source="comment.source")
    asked_by = Reference("username", source="comment.author")
    passed_to = Reference("username", allow_null=True)
    sign_off = serializers.IntegerField(source="sign_off_id")
    answer = serializers.CharField(source="answer.source", default=None, allow_null=True)

    class Meta:
        model = Question
        fields = ["id", "sign_off", "text", "asked_by", "passed_to", "asked_at", "answer", "answered_at"]


class OpenPointOutput(StrictModelSerializer):
    artifact = Reference("thread__reference")
    sign_off = serializers.IntegerField(source="sign_off_id")
    department = serializers.CharField(source="sign_off.department.code", default=None, allow_null=True)
    raised_by = Reference("username")
    passed_to = Reference("username", allow_null=True)
    closed_by = Reference("username", allow_null=True)

    class Meta:
        model = OpenPoint
        fields = [
            "id",
            "artifact",
            "sign_off",
            "department",
            "text",
            "raised_by",
            "passed_to",
            "raised_at",
            "closed_by",
            "closed_at",
            "resolution",
        ]


class ClosePointInput(StrictSerializer):
    resolution = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)


class SignOffFilters(FilterLanguage):
    fields = {
        "artifact": ReferenceFilter("artifact__thread__reference"),
        "product": ReferenceFilter("artifact__product__key"),
        "department": ReferenceFilter("department__code", mine="department_id"),
        "person": Person("person"),
        "state": Choice("state", SignOff.State),
        "question": Choice("question", Receiver.Question),
        "answer": Choice("answer", SignOff.Answer),
        "current": YesNo("is_current"),
        "due": Moment("due_at"),
        "answered": Moment("answered_at"),
    }
    order = {"due": "due_at", "answered": "answered_at"}


class SignOffViewSet(Listed, Resource):
    """Questions to departments and people, and what they answered."""

    serializer_class = SignOffOutput
    filters = SignOffFilters
    lookup_value_regex = "[0-9]{1,18}"
    revision_field = None

    def get_queryset(self) -> QuerySet[SignOff]:
        seen = Artifact.objects.visible_to(who(self.request))
        rows = SignOff.objects.filter(artifact__in=seen).with_people()
        return rows.filter(_readable(who(self.request))).select_related(
            "artifact__thread", "artifact__product", "version"
        )

    @verb(input=AnswerInput, output=SignOffOutput, name="answer")
    def answer_it(self, request: Request, pk: str) -> Response:
        return self.answer(answers.answer(self.get_object(), actor=who(request), **self.read(AnswerInput)))

    @verb(input=PersonInput, output=SignOffOutput)
    def pass_on(self, request: Request, pk: str) -> Response:
        return self.answer(asking.pass_on(self.get_object(), actor=who(request), **self.read(PersonInput)))

    @verb(output=SignOffOutput)
    def nudge(self, request: Request, pk: str) -> Response:
        return self.answer(asking.nudge(self.get_object(), actor=who(request)))

    @verb(output=SignOffOutput)
    def ask_again(self, request: Request, pk: str) -> Response:
        return self.answer(errata.ask_again(self.get_object(), actor=who(request)))

    @verb(input=QuestionInput, output=QuestionOutput, status=201)
    def ask(self, request: Request, pk: str) -> Response:
        question = questions.ask(self.get_object(), actor=who(request), source=self.read(QuestionInput)["text"])
        return self.answer(question, 201, QuestionOutput)

    def address_of(self, found: Any) -> str | None:
        return super().address_of(found) if isinstance(found, SignOff) else None


def _readable(user: Any) -> Q:
    """Answers to withdrawn versions are for those who edit the document."""
    return Q(version__withdrawn_at__isnull=True) | Q(artifact__product_id__in=managed_product_ids(user))


class QuestionViewSet(Listed, Resource):
    """Questions asked before answering; the clock is paused until they are answered."""

    serializer_class = QuestionOutput
    lookup_value_regex = "[0-9]{1,18}"
    revision_field = None
    ordering = ("-asked_at",)

    def get_queryset(self) -> QuerySet[Question]:
        seen = Artifact.objects.visible_to(who(self.request))
        rows = Question.objects.filter(sign_off__artifact__in=seen)
        return rows.select_related("comment__author", "answer", "sign_off__artifact__product")

    @verb(input=QuestionInput, output=QuestionOutput, name="answer")
    def answer_it(self, request: Request, pk: str) -> Response:
        source = self.read(QuestionInput)["text"]
        return self.answer(questions.answer_question(self.get_object(), actor=who(request), source=source))


class OpenPointFilters(FilterLanguage):
    fields = {
        "artifact": ReferenceFilter("artifact__thread__reference"),
        "product": ReferenceFilter("artifact__product__key"),
        "department": ReferenceFilter("sign_off__department__code", mine="sign_off__department_id"),
        "closed": Moment("closed_at"),
    }
    default_order = ("-raised_at",)


class OpenPointViewSet(Listed, Resource):
    serializer_class = OpenPointOutput
    filters = OpenPointFilters
    lookup_value_regex = "[0-9]{1,18}"
    revision_field = None

    def get_queryset(self) -> QuerySet[OpenPoint]:
        seen = Artifact.objects.visible_to(who(self.request))
        related = (
            "artifact__thread",
            "artifact__product",
            "sign_off__department",
            "raised_by",
            "passed_to",
            "closed_by",
        )
        return OpenPoint.objects.filter(artifact__in=seen).select_related(*related)

    @verb(input=ClosePointInput, output=OpenPointOutput)
    def close(self, request: Request, pk: str) -> Response:
        resolution = self.read(ClosePointInput)["resolution"]
        return self.answer(questions.close_point(self.get_object(), actor=who(request), resolution=resolution))


class RedactionInput(StrictSerializer):
    version = serializers.CharField(max_length=20)
    parts = serializers.ListField(child=serializers.CharField(max_length=120), min_length=1, max_length=50)
    reason = serializers.CharField(max_length=2000)


class RedactionOutput(StrictModelSerializer):
    """An administrator who sees the reference and the parts sees nothing of the content."""

    artifact = Reference("thread__reference")
    version = Reference("label")
    requested_by = Reference("username")
    confirmed_by = Reference("username", allow_null=True)

    class Meta:
        model = Redaction
        fields = [
            "id",
            "artifact",
            "version",
            "parts",
            "reason",
            "requested_by",
            "requested_at",
            "confirmed_by",
            "confirmed_at",
            "cancelled_at",
        ]


class RedactionsView(Endpoint):
    @shape(input=RedactionInput, output=RedactionOutput, status=201)
    def post(self, request: Request, reference: str) -> Response:
        artifact = artifact_of(request, reference)
        wanted = self.read(RedactionInput)
        version = content.find_version(artifact, wanted.pop("version"), who(request))
        made = redactions.request(artifact, actor=who(request), version=version, **wanted)
        return Response(RedactionOutput(made).data, status=201)


class RedactionViewSet(Listed, Resource):
    """Wishes to take content out, for the managers concerned and for administrators."""

    serializer_class = RedactionOutput
    lookup_value_regex = "[0-9]{1,18}"
    revision_field = None
    ordering = ("-requested_at",)

    def get_queryset(self) -> QuerySet[Redaction]:
        return permissions.redactions_of(who(self.request))

    @verb(output=RedactionOutput)
    def confirm(self, request: Request, pk: str) -> Response:
        return self.answer(redactions.confirm(self.get_object(), actor=who(request)))

    @verb(output=RedactionOutput)
    def cancel(self, request: Request, pk: str) -> Response:
        return self.answer(redactions.cancel(self.get_object(), actor=who(request)))
