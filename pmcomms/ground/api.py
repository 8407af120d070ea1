"""The base of every API view: strict input, scopes, limits, idempotent POSTs, revisions as ETags.

A resource is a scoped queryset, an output shape and verbs of 5 to 20 lines::

    class ArtifactViewSet(Listed, Resource):
        serializer_class = ArtifactOutput
        filters = ArtifactFilters
        lookup_field = "reference"

        def get_queryset(self):
            return Artifact.objects.visible_to(self.request.user)

        @shape(input=ArtifactInput, output=ArtifactOutput, status=201)
        def create(self, request):
            return self.answer(actions.create(actor=request.user, **self.read(ArtifactInput)), 201)

        @verb(input=PublishInput, output=ArtifactOutput)
        def publish(self, request, reference):
            artifact = self.get_object()
            return self.answer(actions.publish(artifact, actor=request.user, **self.read(PublishInput)))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from pmcomms.ground.database import retry_on_deadlock
from pmcomms.ground.idempotency import once
from pmcomms.ground.problems import (
    Conflict,
    PreconditionFailed,
    PreconditionRequired,
    describe,
    request_id_of,
)
from pmcomms.ground.scopes import HasScope
from pmcomms.ground.throttles import add_headers

Handler = TypeVar("Handler", bound=Callable[..., Any])
Shape = type[BaseSerializer[Any]]
ETAG = re.compile(r'"(\d{1,18})"')
BULK_LIMIT = 200
ROW_REFUSALS = (Conflict, ValidationError, PermissionDenied, Http404, APIException, IntegrityError, DataError)


class Manners(APIView):
    """What every endpoint does around its handler."""

    permission_classes = (IsAuthenticated, HasScope)
    scope: str | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        handler = getattr(self, "post", None)
        if request.method == "POST" and handler is not None:
            self.post = lambda request, *args, **kwargs: once(request, handler, *args, **kwargs)
        method = (request.method or "").lower()
        if method in self.http_method_names and hasattr(self, method):
            setattr(self, method, retry_on_deadlock(getattr(self, method)))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        add_headers(request, response)
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return response

    def read(self, input: Shape, **kwargs: Any) -> dict[str, Any]:
        """The checked input; raises ValidationError (400) that names every wrong and unknown field."""
        serializer = input(data=self.request.data, context={"request": self.request, "view": self}, **kwargs)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def bulk(self, rows: Iterable[Any], run: Callable[[Any], Any]) -> Response:
        """Runs ``run(row)`` for each row in a savepoint of its own; one result per row, in order.

        ``run`` returns what to show of the row. A refused row does not stop the others.
        Raises ``ValidationError`` for more than 200 rows.
        """
        rows = list(rows)
        if len(rows) > BULK_LIMIT:
            raise ValidationError(_("At most %(most)d rows at once.") % {"most": BULK_LIMIT}, code="too_many")
        return Response({"results": [self._one_of_many(index, row, run) for index, row in enumerate(rows)]})

    def _one_of_many(self, index: int, row: Any, run: Callable[[Any], Any]) -> dict[str, Any]:
        try:
            with transaction.atomic():
                return {"index": index, "status": 200, "result": run(row), "problem": None}
        except ROW_REFUSALS as refused:
            problem = describe(refused)
            if problem is None:
                raise
            body = problem.body(request_id_of(self.request))
            return {"index": index, "status": problem.status, "result": None, "problem": body}


class Endpoint(Manners):
    """A single endpoint that is no resource."""


class Resource(Manners, GenericViewSet[Any]):
    """Rows of one noun. ``retrieve`` is there; mix in ``Listed`` for the list; write the verbs."""

    filters: Any = None
    revision_field: str | None = "revision"

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self.get_object())

    def answer(self, found: Any, status: int = 200, output: Shape | None = None) -> Response:
        """One row in its output shape, with its ETag, and its address when it is new (201)."""
        made = output or self.get_serializer_class()
        response = Response(made(found, context=self.get_serializer_context()).data, status=status)
        if self.revision_field and hasattr(found, self.revision_field):
            set_etag(response, getattr(found, self.revision_field))
        if status == 201 and (address := self.address_of(found)):
            response["Location"] = address
        return response

    def address_of(self, found: Any) -> str | None:
        """The row's own API path, if this resource has one."""
        try:
            return self.reverse_action("detail", args=[getattr(found, self.lookup_field)])
        except NoReverseMatch:
            return None


class Listed(ListModelMixin):
    """``GET`` of the collection: filters, order and cursor of the query string."""


def shape(
    *, input: Shape | None = None, output: Shape | None = None, status: int = 200
) -> Callable[[Handler], Handler]:
    """Says in the schema what a handler reads and answers."""
    return extend_schema(request=input, responses={status: output})


def verb(
    *,
    input: Shape | None = None,
    output: Shape | None = None,
    status: int = 200,
    detail: bool = True,
    scope: str | None = None,
    name: str | None = None,
) -> Callable[[Handler], Handler]:
    """A verb: POST only, path and URL name from the method's name (``pass_on`` → ``pass-on``)."""

    def decorated(handler: Handler) -> Handler:
        word = name or handler.__name__.replace("_", "-")
        documented = shape(input=input, output=output, status=status)(handler)
        more = {"scope": scope} if scope else {}
        return action(detail=detail, methods=["post"], url_path=word, url_name=word, **more)(documented)  # type: ignore[return-value]  # DRF wraps in ViewSetAction

    return decorated


def required_match(request: Request) -> int:
    """The revision the caller has read, from ``If-Match: "7"``.

    Raises ``PreconditionRequired`` (428) without one and ``PreconditionFailed`` (412) for what never was
    an ETag of ours. Hand it to the action, whose ``StaleEdit`` becomes a 412 with both texts.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        raise PreconditionRequired
    match = ETAG.fullmatch(header)
    if match is None:
        raise PreconditionFailed
    return int(match[1])


def set_etag(response: HttpResponseBase, revision: int) -> None:
    response["ETag"] = f'"{revision}"'
