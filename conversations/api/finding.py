"""Search and feed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from conversations import feed, registry, search
from conversations.api.fields import asker, name_of, number, refuse_unknown, threads_named
from departments.models import Product
from departments.permissions import products_visible_to
from pmcomms.ground.api import Endpoint
from pmcomms.ground.pagination import read_limit
from pmcomms.ground.shapes import StrictSerializer


class PlaceOutput(StrictSerializer):
    part = serializers.CharField()
    snippet = serializers.CharField(help_text="Escaped HTML; hits stand in <mark>.")


class HitOutput(StrictSerializer):
    thread = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    address = serializers.CharField()
    product = serializers.CharField(allow_null=True)
    places = PlaceOutput(many=True)


class FoundOutput(StrictSerializer):
    items = HitOutput(many=True)
    next = serializers.CharField(allow_null=True)
    count = serializers.IntegerField(help_text="At most 1001, which reads: more than 1000.")
    is_titles_only = serializers.BooleanField()


class LineOutput(StrictSerializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    actor = serializers.CharField(allow_null=True)
    sentence = serializers.CharField()
    detail = serializers.CharField()
    at = serializers.DateTimeField()
    thread = serializers.CharField()
    title = serializers.CharField()
    address = serializers.CharField()


class FeedOutput(StrictSerializer):
    items = LineOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="Give it as `before`.")


def _text(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, str)


class SearchView(Endpoint):
    """Everything the asker may see that holds the words."""

    @extend_schema(
        parameters=[_text("q"), _text("product"), _text("kind"), _text("cursor"), OpenApiParameter("limit", int)],
        responses=FoundOutput,
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request, "q", "product", "kind", "cursor", "limit")
        query = request.query_params
        text = query.get("q", "")
        if len(text) > 200:
            raise ValidationError({"q": _("The text is too long to search for.")})
        product, kind = _product(request), query.get("kind") or None
        if kind is not None and kind not in {one.code for one in registry.all_kinds()}:
            raise ValidationError({"kind": _("Unknown: %(value)s") % {"value": kind[:40]}})
        limit = read_limit(query.get("limit"))
        found = search.search(asker(request), text, product=product, kind=kind, cursor=query.get("cursor"), limit=limit)
        return Response(
            {
                "items": [_hit(hit) for hit in found.hits],
                "next": found.next,
                "count": search.count_of(
                    found, asker(request), text, product=product, kind=kind, cursor=query.get("cursor")
                ),
                "is_titles_only": found.is_titles_only,
            }
        )


class FeedView(Endpoint):
    """What happened, newest first, on threads the asker sees."""

    @extend_schema(
        parameters=[
            _text("thread"), _text("product"), OpenApiParameter("before", int), OpenApiParameter("limit", int),
        ],
        responses=FeedOutput,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        refuse_unknown(request, "thread", "product", "before", "limit")
        name = request.query_params.get("thread")
        thread = threads_named(asker(request), name).first() if name else None
        if name and thread is None:
            raise ValidationError({"thread": _("Unknown: %(value)s") % {"value": name[:40]}})
        limit = read_limit(request.query_params.get("limit"))
        lines = feed.lines(
            asker(request),
            thread=thread,
            product=_product(request),
            before=number(request, "before"),
            limit=limit + 1,
        )
        following = str(lines[limit - 1].event_id) if len(lines) > limit else None
        return Response({"items": [_line(line) for line in lines[:limit]], "next": following})


def _product(request: Request) -> Product | None:
    key = request.query_params.get("product")
    if not key:
        return None
    product = products_visible_to(asker(request)).filter(key=key).first()
    if product is None:
        raise ValidationError({"product": _("Unknown: %(value)s") % {"value": key[:40]}})
    return product


def _hit(hit: search.Hit) -> dict[str, Any]:
    return {
        "thread": name_of(hit.thread),
        "kind": hit.thread.kind,
        "title": hit.thread.title,
        "address": hit.address,
        "product": hit.thread.product.key if hit.thread.product else None,
        "places": [{"part": part, "snippet": str(snippet)} for part, snippet in hit.places],
    }


def _line(line: feed.Line) -> dict[str, Any]:
    return {
        "id": line.event_id,
        "kind": line.kind,
        "actor": line.actor.username if line.actor else None,
        "sentence": line.sentence,
        "detail": line.detail,
        "at": line.at,
        "thread": line.thread.reference or str(line.thread.thread_id),
        "title": line.thread.title,
        "address": line.address,
    }
