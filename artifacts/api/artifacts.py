"""``/artifacts/``: the artifact itself, its settings and the verbs of its life."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from artifacts import content
from artifacts.actions import asking, create, errata, lifecycle, publish, rolling, withdrawal
from artifacts.actions import settings as settings_actions
from artifacts.api.fetching import who
from artifacts.api.shapes import (
    ArtifactInput,
    ArtifactOutput,
    NudgedOutput,
    PersonInput,
    PublishInput,
    SettingsInput,
    SignerInput,
    VersionInput,
    VersionOutput,
    wishes,
)
from artifacts.listing import ArtifactFilters
from artifacts.models import Artifact
from pmcomms.ground.api import Listed, Resource, required_match, shape, verb


class ArtifactViewSet(Listed, Resource):
    """Documents a person sees. Reference (``CLB-D12``) in every path."""

    serializer_class = ArtifactOutput
    filters = ArtifactFilters
    lookup_field = "thread__reference"
    lookup_url_kwarg = "reference"
    lookup_value_regex = "[A-Za-z0-9-]+"

    def get_queryset(self) -> QuerySet[Artifact]:
        return Artifact.objects.visible_to(who(self.request)).with_people()

    def address_of(self, found: Any) -> str | None:
        if not isinstance(found, Artifact):
            return None
        return reverse("api-v1:artifact-detail", args=[found.reference])

    @shape(input=ArtifactInput, output=ArtifactOutput, status=201)
    def create(self, request: Request) -> Response:
        wanted = self.read(ArtifactInput)
        if "receivers" in wanted:
            wanted["receivers"] = wishes(wanted["receivers"])
        return self.answer(create.create(actor=who(request), **wanted), 201)

    @shape(input=SettingsInput, output=ArtifactOutput)
    def partial_update(self, request: Request, reference: str) -> Response:
        artifact = self.get_object()
        revision, wanted = required_match(request), self.read(SettingsInput)
        artifact = settings_actions.change(artifact, actor=who(request), revision=revision, **wanted)
        return self.answer(artifact)

    @shape(status=204)
    def destroy(self, request: Request, reference: str) -> Response:
        create.delete(self.get_object(), actor=who(request))
        return Response(status=204)

    @verb(input=PublishInput, output=VersionOutput)
    def publish(self, request: Request, reference: str) -> Response:
        version = publish.publish(self.get_object(), actor=who(request), **self.read(PublishInput))
        return self.answer(version, output=VersionOutput)

    @verb(input=PublishInput, output=VersionOutput)
    def publish_erratum(self, request: Request, reference: str) -> Response:
        version = errata.publish_erratum(self.get_object(), actor=who(request), **self.read(PublishInput))
        return self.answer(version, output=VersionOutput)

    @verb(input=PublishInput, output=VersionOutput)
    def refresh(self, request: Request, reference: str) -> Response:
        version = rolling.refresh(self.get_object(), actor=who(request), **self.read(PublishInput))
        return self.answer(version, output=VersionOutput)

    @verb(output=VersionOutput)
    def withdraw(self, request: Request, reference: str) -> Response:
        return self.answer(withdrawal.withdraw(self.get_object(), actor=who(request)), output=VersionOutput)

    @verb(output=ArtifactOutput)
    def archive(self, request: Request, reference: str) -> Response:
        return self.answer(lifecycle.archive(self.get_object(), actor=who(request)))

    @verb(output=ArtifactOutput)
    def unarchive(self, request: Request, reference: str) -> Response:
        return self.answer(lifecycle.unarchive(self.get_object(), actor=who(request)))

    @verb(output=ArtifactOutput)
    def discard_draft(self, request: Request, reference: str) -> Response:
        return self.answer(lifecycle.discard_draft(self.get_object(), actor=who(request)))

    @verb(input=VersionInput, output=ArtifactOutput)
    def restore_version(self, request: Request, reference: str) -> Response:
        artifact = self.get_object()
        version = content.find_version(artifact, self.read(VersionInput)["version"], who(request))
        return self.answer(lifecycle.restore_version(artifact, actor=who(request), version=version))

    @verb(input=SignerInput, output=ArtifactOutput)
    def add_signer(self, request: Request, reference: str) -> Response:
        receiver = asking.add_signer(self.get_object(), actor=who(request), **self.read(SignerInput))
        return self.answer(receiver.artifact)

    @verb(input=SignerInput, output=ArtifactOutput)
    def remove_signer(self, request: Request, reference: str) -> Response:
        receiver = asking.remove_signer(self.get_object(), actor=who(request), **self.read(SignerInput))
        return self.answer(receiver.artifact)

    @verb(output=NudgedOutput)
    def nudge(self, request: Request, reference: str) -> Response:
        """Nudge everybody who still owes an answer; those nudged lately are left in peace."""
        nudged = asking.nudge_all(self.get_object(), actor=who(request))
        return Response({"nudged": [sign_off.pk for sign_off in nudged]})

    @verb(input=PersonInput, output=ArtifactOutput)
    def copy(self, request: Request, reference: str) -> Response:
        artifact = self.get_object()
        asking.copy(artifact, actor=who(request), **self.read(PersonInput))
        return self.answer(artifact)
