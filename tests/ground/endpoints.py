"""A tiny site of its own for the tests of the ground: one resource over the ground's counters, some pages."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.forms import CharField, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_POST
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from pmcomms import urls
from pmcomms.ground.api import Endpoint, Listed, Resource, required_match, shape, verb
from pmcomms.ground.filters import FilterLanguage, Number, Text
from pmcomms.ground.html import form_errors, fragment_or_redirect, put_errors, scoped_or_404
from pmcomms.ground.models import RateCounter
from pmcomms.ground.pagination import page
from pmcomms.ground.problems import InvalidTransition, StaleEdit, request_id_of
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer
from pmcomms.ground.throttles import Throttle


class CounterFilters(FilterLanguage):
    fields = {"key": Text("key"), "count": Number("count")}
    order = {"count": "count", "key": "key"}
    default_order = ("key",)
    search = ("key",)


class Inner(StrictSerializer):
    note = serializers.CharField(required=False)


class CounterInput(StrictSerializer):
    key = serializers.CharField(max_length=60)
    count = serializers.IntegerField(min_value=0, max_value=2_000_000_000, default=1)
    like = Reference("key", visible=lambda user: visible_counters(), required=False, allow_null=True)
    inner = Inner(required=False, many=True)
    ends_at = serializers.DateTimeField(read_only=True)


class CounterEdit(StrictSerializer):
    count = serializers.IntegerField()


class CounterOutput(StrictModelSerializer):
    class Meta:
        model = RateCounter
        fields = ["key", "count"]


def visible_counters() -> QuerySet[RateCounter]:
    """Counters whose name begins with "hidden" are nobody's."""
    return RateCounter.objects.exclude(key__startswith="hidden")


def make_counter(*, key: str, count: int = 1, **_more: Any) -> RateCounter:
    if key == "refused":
        raise ValidationError({"key": "no such key"})
    return RateCounter.objects.create(key=key, count=count, ends_at=timezone.now())


class CounterViewSet(Listed, Resource):
    serializer_class = CounterOutput
    filters = CounterFilters
    lookup_value_regex = "[^/]+"
    revision_field = "count"

    def get_queryset(self) -> QuerySet[RateCounter]:
        return visible_counters()

    @shape(input=CounterInput, output=CounterOutput, status=201)
    def create(self, request: Request) -> Response:
        return self.answer(make_counter(**self.read(CounterInput)), 201)

    @shape(input=CounterEdit, output=CounterOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        revision, counter = required_match(request), self.get_object()
        mine = self.read(CounterEdit)["count"]
        if counter.count != revision:
            raise StaleEdit(mine=mine, theirs=counter.count, revision=counter.count)
        counter.count = mine
        counter.save()
        return self.answer(counter)

    @verb(output=CounterOutput)
    def step_up(self, request: Request, pk: str) -> Response:
        counter = self.get_object()
        if counter.count >= 10:
            raise InvalidTransition("已经到顶了", code="at_the_top")
        counter.count = F("count") + 1
        counter.save()
        counter.refresh_from_db()
        return self.answer(counter)

    @verb(detail=False, scope="read")
    def look(self, request: Request) -> Response:
        return Response({"seen": visible_counters().count()})

    @verb(detail=False)
    def many(self, request: Request) -> Response:
        return self.bulk(request.data, lambda key: CounterOutput(make_counter(key=key)).data)


class Plain(Listed, Resource):
    """A list that declares no filters."""

    serializer_class = CounterOutput
    ordering = ("-count",)

    def get_queryset(self) -> QuerySet[RateCounter]:
        return visible_counters()


class NarrowThrottle(Throttle):
    name = "narrow"
    rate = 2
    seconds = 60


class Narrow(Endpoint):
    throttle_classes = (NarrowThrottle,)

    def get(self, request: Request) -> Response:
        return Response({"request_id": request_id_of(request)})


class UploadInput(StrictSerializer):
    file = serializers.FileField()


class Upload(Endpoint):
    parser_classes = (MultiPartParser,)

    def post(self, request: Request) -> Response:
        counter = make_counter(key=uuid.uuid4().hex, count=self.read(UploadInput)["file"].size)
        return Response({"key": counter.key}, status=201)


def fail(word: str) -> None:
    """Raises what ``word`` names."""
    if word == "duplicate":
        with transaction.atomic():
            RateCounter.objects.bulk_create(RateCounter(key="x", count=1, ends_at=timezone.now()) for _ in "ab")
    failures: dict[str, BaseException] = {
        "validation": ValidationError({"title": "标题太长"}),
        "general": ValidationError("这样不行", code="not_so"),
        "transition": InvalidTransition("已经发布过了", code="published"),
        "stale": StaleEdit(mine="我的文字 <b>", theirs="别人的文字", revision=7),
        "forbidden": PermissionDenied(),
        "forbidden-why": PermissionDenied("只有产品经理可以发布。"),
        "absent": Http404(f"nothing like {word}"),
        "database": OperationalError("server closed the connection unexpectedly"),
        "integrity": IntegrityError("null value"),
        "bug": RuntimeError("a fault of ours"),
    }
    raise failures[word]


class Failing(Endpoint):
    def post(self, request: Request, word: str) -> Response:
        fail(word)
        return Response()


@require_POST
def failing(request: HttpRequest, word: str) -> HttpResponse:
    fail(word)
    return HttpResponse()


def asking(request: HttpRequest) -> HttpResponse:
    rows = CounterFilters(request.user).apply(visible_counters(), request.GET)
    shown = page(rows, [str(name) for name in rows.query.order_by], request.GET.get("cursor"), 2)
    return HttpResponse(" ".join(row.key for row in shown) + f" next={shown.next}")


@dataclass
class Crossing:
    """Two that each raise a counter and then the other's; both hold one before either goes on.

    Whoever tries again does so once the other is through: on a slow machine they would cross a second time.
    """

    both_hold_one: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))
    one_is_through: threading.Event = field(default_factory=threading.Event)
    tries: list[str] = field(default_factory=list)

    def raise_both(self, first: str, second: str) -> None:
        is_first_try = first not in self.tries
        self.tries.append(first)
        if not is_first_try:
            self.one_is_through.wait(10)
        with transaction.atomic():
            self._raise(first)
            if is_first_try:
                self.both_hold_one.wait(10)
            self._raise(second)
        self.one_is_through.set()

    def _raise(self, key: str) -> None:
        counter = RateCounter.objects.select_for_update().get(key=key)
        counter.count += 1
        counter.save()


class Meeting:
    """Where the two of a test meet."""

    crossing = Crossing()


class Crosswise(Endpoint):
    def post(self, request: Request, first: str, second: str) -> Response:
        Meeting.crossing.raise_both(first, second)
        return Response({"done": first}, status=201)


@require_POST
def crosswise(request: HttpRequest, first: str, second: str) -> HttpResponse:
    Meeting.crossing.raise_both(first, second)
    return HttpResponse(first)


def slow(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(2)")
    return HttpResponse()


class Slow(Endpoint):
    def get(self, request: Request) -> Response:
        slow(request._request)
        return Response()


class TitleForm(Form):
    title = CharField(max_length=10)


@require_POST
def titled(request: HttpRequest, key: str) -> HttpResponse:
    scoped_or_404(visible_counters(), key=key)
    form = TitleForm(request.POST)
    if form.is_valid() and form.cleaned_data["title"] == "odd":
        put_errors(form, ValidationError({"title": "odd", "elsewhere": "other"}))
    context = {"problem": {"detail": str(form.errors)}}
    if not form.is_valid():
        return form_errors(request, "errors/problem.html", "errors/_problem.html", context)
    return fragment_or_redirect(request, ["errors/_problem.html"], context, "titled", event={"变": 1}, key=key)


router = SimpleRouter()
router.register("counters", CounterViewSet, basename="counter")
router.register("plain", Plain, basename="plain")
api = [
    *router.urls,
    path("narrow/", Narrow.as_view(), name="narrow"),
    path("upload/", Upload.as_view(), name="upload"),
    path("failing/<str:word>/", Failing.as_view(), name="failing"),
    path("crosswise/<str:first>/<str:second>/", Crosswise.as_view(), name="crosswise"),
    path("slow/", Slow.as_view(), name="slow"),
]
urlpatterns = [
    path("api/t/", include((api, "t"))),
    path("failing/<str:word>/", failing, name="failing"),
    path("crosswise/<str:first>/<str:second>/", crosswise, name="crosswise"),
    path("slow/", slow, name="slow"),
    path("asking/", asking, name="asking"),
    path("titled/<str:key>/", titled, name="titled"),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
