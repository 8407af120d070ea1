"""Writing an artifact: begin, edit, settings, send for sign-off, and the verbs of its life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artifacts import content, kinds, listing, permissions, sheets, unsaved
from artifacts.actions import create, errata, importing, lifecycle, publish, rolling, settings, withdrawal
from artifacts.actions import refused as refused_parts
from artifacts.declaration import Kind
from artifacts.models import Artifact
from artifacts.views import forms
from artifacts.views.fetching import Request, artifact_of, product_of
from departments.models import Product
from pmcomms.ground.filters import filled
from pmcomms.ground.html import form_errors, is_fragment, put_errors, scoped_or_404
from pmcomms.ground.idempotency import page_once
from pmcomms.ground.pagination import page


@require_GET
def artifact_list(request: Request, key: str) -> HttpResponse:
    product = product_of(request, key)
    language = listing.PageFilters(request.user)
    show_archived = request.GET.get("archived") == "yes"
    rows = language.apply(listing.listed(request.user, product, archived=show_archived), filled(request.GET))
    shown = page(rows, [str(name) for name in rows.query.order_by], request.GET.get("cursor"))
    context = {
        "product": product,
        "lines": listing.lines(shown.items),
        "next": shown.next,
        "kinds": [kind for kind in kinds.all_kinds() if kind.is_general or kind.slug in product.kinds],
        "chosen_kind": request.GET.get("kind", ""),
        "show_archived": show_archived,
        "q": request.GET.get("q", ""),
        "can_create": bool(kinds_to_begin(request, product)),
    }
    return render(request, "artifacts/artifact_list.html", context)


def kinds_to_begin(request: Request, product: Product) -> Sequence[Kind]:
    """The kinds switched on that this person may begin, and the free document."""
    if product.archived_at is not None:
        return []
    offered = [kind for kind in kinds.all_kinds() if kind.is_general or kind.slug in product.kinds]
    return permissions.may_begin(request.user, product, offered)


@require_http_methods(["GET", "POST"])
@page_once
def artifact_new(request: Request, key: str) -> HttpResponse:
    product = product_of(request, key)
    offered = kinds_to_begin(request, product)
    if not offered:
        raise PermissionDenied(_("You cannot begin documents on this product."))
    wanted = {"kind": request.GET.get("kind", "")}
    form = forms.NewArtifactForm(request.POST or None, initial=wanted, offered=offered)
    context = {"product": product, "form": form}
    if request.method == "GET" or not form.is_valid():
        return render(request, "artifacts/artifact_new.html", context, status=422 if form.is_bound else 200)
    artifact = create.create(actor=request.user, product=product, **form.cleaned_data)
    return redirect("artifact-edit", reference=artifact.reference)


@require_GET
def artifact_edit(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    document = content.read_draft(artifact, request.user)
    if artifact.archived_at is not None:
        return redirect("artifact-detail", reference=reference)
    refused = artifact.refused_parts.filter(user=request.user, settled_at__isnull=True).order_by("pk")
    written = [section for section in document.sections if shown_at_first(section)]
    context = {
        "artifact": artifact,
        "kind": document.kind,
        "version": artifact.version,
        "sections": written,
        "placed": list(zip(written, places(written), strict=True)),
        "more_sections": [section for section in document.sections if not shown_at_first(section)],
        "sheets": sheets.sheets(document),
        "taken": importing.last_import(artifact, request.user),
        "unsaved": unsaved.unsaved_texts(document, refused),
        "is_rolling": document.kind.is_rolling,
    }
    return render(request, "artifacts/artifact_edit.html", context)


@dataclass(frozen=True)
class Place:
    """Where a shown section goes when it is moved: after which other one ("": first); None: no further."""

    up: str | None
    down: str | None


def places(written: Sequence[content.SectionText]) -> list[Place | None]:
    """One for each; None for a section that stands alone."""
    if len(written) == 1:
        return [None]
    keys = ["", *(section.key for section in written)]
    last = len(written) - 1
    return [Place(keys[at - 1] if at else None, keys[at + 2] if at < last else None) for at in range(len(written))]


def shown_at_first(section: content.SectionText) -> bool:
    """Written ones, free ones and those the declaration opens; the rest waits behind 「+ 添加」."""
    return bool(section.body) or section.declared is None or section.declared.shown_first


@require_http_methods(["GET", "POST"])
def artifact_settings(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    if not permissions.can_edit(request.user, artifact):
        raise PermissionDenied(_("Only the owner and the product's managers change the settings."))
    form = forms.SettingsForm(request.POST or None, artifact=artifact)
    form.initial["title"] = request.GET.get("title") or artifact.title
    receivers = forms.receiver_formset(artifact, request.POST or None)
    context = {"artifact": artifact, "kind": kinds.get(artifact.kind), "form": form, "receivers": receivers}
    context["back_to"] = reverse(_from_settings(request, artifact), args=[artifact.reference])
    if request.method == "GET":
        return render(request, "artifacts/artifact_settings.html", context)
    if form.is_valid() and all(line.is_valid() for line in receivers):
        try:
            _store_settings(request, artifact, form, receivers)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect(_from_settings(request, artifact), reference=artifact.reference)
    return form_errors(request, "artifacts/artifact_settings.html", "artifacts/artifact_settings.html", context)


def _from_settings(request: Request, artifact: Artifact) -> str:
    """Back to where it is sent for sign-off, or to the draft while there is something unsent in it."""
    if request.GET.get("back") == "publish":
        return "artifact-publish"
    return "artifact-edit" if artifact.has_draft else "artifact-detail"


def _store_settings(
    request: Request, artifact: Artifact, form: forms.SettingsForm, receivers: Sequence[forms.ReceiverForm]
) -> None:
    """All or nothing: receivers that are refused must not leave the rest stored under a newer revision."""
    wanted = dict(form.cleaned_data)
    revision = wanted.pop("revision")
    wishes = [wish for line in receivers if (wish := line.wish()) is not None]
    with transaction.atomic():
        changed = settings.change(artifact, actor=request.user, revision=revision, **wanted)
        settings.set_receivers(changed, actor=request.user, revision=changed.revision, receivers=wishes)


@require_http_methods(["GET", "POST"])
def artifact_publish(request: Request, reference: str) -> HttpResponse:
    """The publish dialog: differences, proposed summary, who is asked and by when; then the real thing."""
    artifact = artifact_of(request, reference)
    if request.method == "POST":
        return _publish(request, artifact)
    preview = publish.preview(artifact, request.user)
    return _publish_dialog(request, artifact, preview, 200)


def _publish(request: Request, artifact: Artifact) -> HttpResponse:
    form = forms.PublishForm(request.POST)
    preview = publish.preview(artifact, request.user)
    if not form.is_valid() or not preview.is_allowed:
        return _publish_dialog(request, artifact, preview, 422, form)
    verb = errata.publish_erratum if form.cleaned_data.pop("is_erratum") else publish.publish
    try:
        version = verb(artifact, actor=request.user, **form.cleaned_data)
    except ValidationError as error:
        put_errors(form, error)
        return _publish_dialog(request, artifact, preview, 422, form)
    return gone_to(request, reverse("artifact-detail", args=[version.artifact.reference]))


def _publish_dialog(
    request: Request,
    artifact: Artifact,
    preview: publish.Preview,
    status: int,
    form: forms.PublishForm | None = None,
) -> HttpResponse:
    initial = {"summary": preview.summary, "draft_revision": preview.draft_revision}
    context = {
        "artifact": artifact,
        "kind": kinds.get(artifact.kind),
        "preview": preview,
        "form": form or forms.PublishForm(initial=initial),
        "can_be_erratum": preview.before is not None and not preview.material,
        "is_fragment": is_fragment(request),
    }
    template = "artifacts/_publish_dialog.html" if is_fragment(request) else "artifacts/artifact_publish.html"
    return render(request, template, context, status=status)


def gone_to(request: Request, address: str) -> HttpResponse:
    """After a verb the page changes as a whole: htmx is told to go there, a plain form is sent there."""
    if is_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


@require_POST
def artifact_refresh(request: Request, reference: str) -> HttpResponse:
    """更新 of a rolling kind: what is there becomes what the departments see."""
    artifact = artifact_of(request, reference)
    rolling.refresh(artifact, actor=request.user, summary=request.POST.get("summary", ""))
    return gone_to(request, artifact.thread.address)


@require_POST
def artifact_withdraw(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    withdrawal.withdraw(artifact, actor=request.user)
    return gone_to(request, artifact.thread.address)


@require_POST
def artifact_archive(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    lifecycle.archive(artifact, actor=request.user)
    return gone_to(request, artifact.thread.address)


@require_POST
def artifact_unarchive(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    lifecycle.unarchive(artifact, actor=request.user)
    return gone_to(request, artifact.thread.address)


@require_POST
def artifact_discard(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    lifecycle.discard_draft(artifact, actor=request.user)
    return gone_to(request, artifact.thread.address)


@require_POST
def artifact_delete(request: Request, reference: str) -> HttpResponse:
    """A draft that was never sent goes for good."""
    artifact = artifact_of(request, reference)
    create.delete(artifact, actor=request.user)
    return gone_to(request, reverse("artifact-list", args=[artifact.product.key]))


@require_POST
def artifact_restore(request: Request, reference: str, label: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    version = content.find_version(artifact, label, request.user)
    lifecycle.restore_version(artifact, actor=request.user, version=version)
    return gone_to(request, reverse("artifact-edit", args=[reference]))


@require_POST
def refused_part_settle(request: Request, reference: str, pk: int) -> HttpResponse:
    """Drop the unsaved text after it was merged by hand or is wanted no more."""
    artifact = artifact_of(request, reference)
    part = scoped_or_404(artifact.refused_parts.filter(user=request.user), pk=pk)
    refused_parts.settle(part, actor=request.user)
    return gone_to(request, reverse("artifact-edit", args=[reference]))
