"""Endpoints of people's own things; the same actions as the pages."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import invitations, people, tokens
from accounts.api.serializers import (
    InvitationCreated,
    InvitationInput,
    InvitationOutput,
    MeInput,
    MeOutput,
    TokenCreated,
    TokenInput,
    TokenOutput,
)
from accounts.models import ApiToken, Invitation
from accounts.typed import SignedInCall, caller
from accounts.views.invitations import link_of
from pmcomms.ground.api import Endpoint, Listed, Resource, required_match, set_etag, shape, verb


class NotReplayed:
    """For answers that hold a secret: they are never stored, so ``Idempotency-Key`` is not honoured here."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        plain = self.__dict__.get("post")
        super().initial(request, *args, **kwargs)  # type: ignore[misc]  # a mix-in over Manners
        if plain is not None:
            self.post = plain


class MeView(Endpoint):
    """Who I am, and my preferences."""

    @shape(output=MeOutput)
    def get(self, request: SignedInCall) -> Response:
        response = Response(MeOutput(request.user).data)
        set_etag(response, request.user.revision)
        return response

    @shape(input=MeInput, output=MeOutput)
    def patch(self, request: SignedInCall) -> Response:
        revision = required_match(request)
        wanted = self.read(MeInput)
        if wanted.get("timezone", "UTC") not in zoneinfo.available_timezones():
            raise ValidationError({"timezone": _("There is no such time zone.")})
        user = people.edit_profile(actor=request.user, revision=revision, **wanted)
        response = Response(MeOutput(user).data)
        set_etag(response, user.revision)
        return response


class TokenViewSet(NotReplayed, Listed, Resource):
    """My API tokens. Making one needs a session: a token cannot make tokens."""

    serializer_class = TokenOutput
    lookup_field = "token_key"
    lookup_url_kwarg = "prefix"
    ordering = ("-created", "pk")
    revision_field = None
    queryset = ApiToken.objects.none()  # the type of its id, for the API's description

    def get_queryset(self) -> QuerySet[ApiToken]:
        return ApiToken.objects.filter(user=caller(self.request).pk)

    @shape(input=TokenInput, output=TokenCreated, status=201)
    def create(self, request: SignedInCall) -> Response:
        row, text = tokens.create(actor=request.user, owner=request.user, **self.read(TokenInput))
        return Response(TokenCreated(row, context={"text": text}).data, status=201)

    @verb(output=TokenOutput)
    def revoke(self, request: SignedInCall, prefix: str) -> Response:
        return self.answer(tokens.revoke(self.get_object(), actor=request.user))


class InvitationViewSet(NotReplayed, Listed, Resource):
    """Invitations, for administrators."""

    serializer_class = InvitationOutput
    ordering = ("-pk",)
    revision_field = None

    def get_queryset(self) -> QuerySet[Invitation]:
        return Invitation.objects.select_related("invited_by", "accepted_by")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        people.require_administrator(caller(request))

    @shape(input=InvitationInput, output=InvitationCreated, status=201)
    def create(self, request: SignedInCall) -> Response:
        row, secret = invitations.create(actor=request.user, **self.read(InvitationInput))
        return Response(InvitationCreated(row, context={"link": link_of(secret)}).data, status=201)

    @verb(output=InvitationOutput)
    def revoke(self, request: SignedInCall, pk: str) -> Response:
        return self.answer(invitations.revoke(self.get_object(), actor=request.user))
