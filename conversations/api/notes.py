"""Meeting notes and the to-dos that come of them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations.actions import notes, todos
from conversations.api import fields
from conversations.models import MeetingNote, NoteTodo
from conversations.text.markdown import to_markdown
from pmcomms.ground.api import Listed, Resource, required_match, shape, verb
from pmcomms.ground.filters import Day, FilterLanguage, Moment, Number, Person, Reference
from pmcomms.ground.shapes import Reference as ReferenceField
from pmcomms.ground.shapes import StrictModelSerializer, StrictSerializer

LONGEST = 500_000


class NoteInput(StrictSerializer):
    title = serializers.CharField(max_length=200)
    held_on = serializers.DateField()
    product = fields.product(required=False, allow_null=True)
    departments = serializers.ListField(child=fields.department(), required=False, max_length=50)
    people = serializers.ListField(child=fields.person(), required=False, max_length=200)
    minutes = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)


class NoteEdit(StrictSerializer):
    title = serializers.CharField(max_length=200, required=False)
    held_on = serializers.DateField(required=False)
    departments = serializers.ListField(child=fields.department(), required=False, max_length=50)
    people = serializers.ListField(child=fields.person(), required=False, max_length=200)
    minutes = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)


class NoteOutput(StrictModelSerializer):
    thread = serializers.SerializerMethodField()
    title = serializers.CharField(source="thread.title", read_only=True)
    address = serializers.CharField(source="thread.address", read_only=True)
    product = ReferenceField("key")
    owner = ReferenceField("username", source="thread.owner")
    departments = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    minutes = serializers.SerializerMethodField()
    html = serializers.CharField(source="body", read_only=True)
    archived_at = serializers.DateTimeField(source="thread.archived_at", read_only=True)

    class Meta:
        model = MeetingNote
        fields = [
            "id", "thread", "title", "address", "product", "held_on", "owner", "departments", "people", "minutes",
            "html", "created_at", "archived_at", "revision",
        ]  # fmt: skip

    def get_thread(self, note: MeetingNote) -> str:
        return fields.name_of(note.thread)

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_departments(self, note: MeetingNote) -> list[str]:
        return sorted(department.code for department in note.thread.departments.all())

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_people(self, note: MeetingNote) -> list[str]:
        return sorted(person.username for person in note.people.all())

    def get_minutes(self, note: MeetingNote) -> str:
        return to_markdown(note.body)


class NoteFilters(FilterLanguage):
    fields = {
        "product": Reference("product__key"),
        "department": Reference("thread__departments__code", mine="thread__departments", many=True),
        "person": Reference("people__username", many=True),
        "held": Day("held_on"),
        "archived": Moment("thread__archived_at"),
    }
    order = {"held": "held_on"}
    default_order = ("-held_on", "-pk")


class MeetingNoteViewSet(Listed, Resource):
    """Meeting notes 沟通记录."""

    serializer_class = NoteOutput
    filters = NoteFilters
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[MeetingNote]:
        found = MeetingNote.objects.visible_to(fields.asker(self.request))
        return found.select_related("thread__owner", "product").prefetch_related("thread__departments", "people")

    @shape(input=NoteInput, output=NoteOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.again(notes.create(actor=fields.asker(request), **self.read(NoteInput)), 201)

    @shape(input=NoteEdit, output=NoteOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        note = self.get_object()
        revision, wanted = required_match(request), self.read(NoteEdit)
        minutes = wanted.pop("minutes", None)
        with transaction.atomic():
            note = notes.edit(note=note, actor=fields.asker(request), revision=revision, **wanted)
            if minutes is not None:
                note = notes.replace_minutes(
                    note=note, actor=fields.asker(request), minutes=minutes, revision=note.revision
                )
        return self.again(note)

    @verb(output=NoteOutput)
    def archive(self, request: Request, pk: str) -> Response:
        return self.again(notes.archive(note=self.get_object(), actor=fields.asker(request)))

    @verb(output=NoteOutput)
    def restore(self, request: Request, pk: str) -> Response:
        return self.again(notes.restore(note=self.get_object(), actor=fields.asker(request)))

    def again(self, note: MeetingNote, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=note.pk), status)


class TodoInput(StrictSerializer):
    note = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    text = serializers.CharField(max_length=500)
    assignee = fields.person()
    due_on = serializers.DateField(required=False, allow_null=True)
    block_id = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)

    def validate_note(self, value: int) -> MeetingNote:
        """A note out of sight is as unknown as one that is not there."""
        found = MeetingNote.objects.visible_to(self.context["request"].user).filter(pk=value).first()
        if found is None:
            raise serializers.ValidationError(fields.ThreadField.default_error_messages["unknown"].format(value=value))
        return found


class TodoOutput(StrictModelSerializer):
    assignee = ReferenceField("username")
    department = ReferenceField("code")
    done_by = ReferenceField("username")

    class Meta:
        model = NoteTodo
        fields = [
            "id",
            "note",
            "block_id",
            "text",
            "assignee",
            "department",
            "due_on",
            "done_at",
            "done_by",
            "created_at",
        ]


class TodoFilters(FilterLanguage):
    fields = {
        "note": Number("note_id"),
        "product": Reference("note__product__key"),
        "assignee": Person("assignee"),
        "department": Reference("department__code", mine="department"),
        "due": Day("due_on"),
        "done": Moment("done_at"),
    }
    order = {"due": "due_on"}
    default_order = ("due_on", "pk")


class NoteTodoViewSet(Listed, Resource):
    """To-dos of meeting notes (``done.is=empty`` for those that are open)."""

    serializer_class = TodoOutput
    filters = TodoFilters
    revision_field = None
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[NoteTodo]:
        related = ("note__thread__product", "assignee", "department", "done_by")
        return NoteTodo.objects.visible_to(fields.asker(self.request)).select_related(*related)

    @shape(input=TodoInput, output=TodoOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.answer(todos.add(actor=fields.asker(request), **self.read(TodoInput)), 201)

    def destroy(self, request: Request, pk: str) -> Response:
        todos.remove(todo=self.get_object(), actor=fields.asker(request))
        return Response(status=204)

    @verb(output=TodoOutput)
    def done(self, request: Request, pk: str) -> Response:
        return self.answer(todos.done(todo=self.get_object(), actor=fields.asker(request)))

    @verb(output=TodoOutput)
    def undone(self, request: Request, pk: str) -> Response:
        return self.answer(todos.undone(todo=self.get_object(), actor=fields.asker(request)))
