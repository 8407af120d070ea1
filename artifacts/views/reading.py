"""Reading an artifact: its page for the product manager and for whoever is asked, old versions, differences."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from artifacts import comparing, concerned, content, exporting, kinds, presenting, signal_state, signing, staleness
from artifacts.models import Artifact, Version
from artifacts.permissions import Standing, can_edit, can_manage
from artifacts.signals import completeness
from artifacts.signals.base import Row as SignalRow
from artifacts.views.fetching import Request, artifact_of, previous_version
from conversations import discussions, following

VERSIONS_SHOWN = 6


@require_GET
def artifact_detail(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    context = page_context(request.user, artifact, artifact.version)
    return render(request, "artifacts/artifact_detail.html", context)


@require_GET
def artifact_version(request: Request, reference: str, label: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    version = content.find_version(artifact, label, request.user)
    document = content.read_version(artifact, version, request.user)
    context = {
        "artifact": artifact,
        "kind": kinds.get(artifact.kind),
        "version": version,
        "previous": previous_version(artifact, version),
        "can_edit": can_edit(request.user, artifact),
        "can_redact": can_manage(request.user, artifact),
        "sections": presenting.section_views(document, {}),
        "tables": presenting.table_views(document, request.user, {}),
        "sign_offs": version.sign_offs.with_people().order_by("department__ordering", "pk"),
    }
    return render(request, "artifacts/artifact_version.html", context)


@require_GET
def artifact_diff(request: Request, reference: str) -> HttpResponse:
    """Two versions side by side in one text; by default the standing one against the one before."""
    artifact = artifact_of(request, reference)
    versions = list(content.versions_shown(artifact, request.user))
    new = _chosen(artifact, request, "to") or artifact.version
    old = _chosen(artifact, request, "from") or previous_version(artifact, new, among=versions)
    context: dict[str, Any] = {
        "artifact": artifact,
        "kind": kinds.get(artifact.kind),
        "versions": versions,
        "old": old,
        "new": new,
        "can_edit": can_edit(request.user, artifact),
    }
    if old is not None and new is not None:
        before = content.read_version(artifact, old, request.user)
        after = content.read_version(artifact, new, request.user)
        context["comparison"] = comparing.compare(before, after)
    return render(request, "artifacts/artifact_diff.html", context)


@require_GET
def artifact_print(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    document = readable(artifact, request.user)
    context = {
        "artifact": artifact,
        "kind": kinds.get(artifact.kind),
        "version": document.version,
        "sections": presenting.section_views(document, {}),
        "tables": presenting.table_views(document, request.user, {}),
        "sign_offs": artifact.sign_offs.current().with_people().order_by("department__ordering", "pk"),
    }
    return render(request, "artifacts/artifact_print.html", context)


@require_GET
def artifact_export(request: Request, reference: str) -> HttpResponse:
    """The text as Markdown, under its Chinese name."""
    artifact = artifact_of(request, reference)
    text = exporting.as_markdown(readable(artifact, request.user))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    name = quote(f"{artifact.reference} {artifact.title}.md")
    response["Content-Disposition"] = f"attachment; filename=\"{artifact.reference}.md\"; filename*=UTF-8''{name}"
    return response


def readable(artifact: Artifact, viewer: User) -> content.Document:
    """The standing version; before the first one, the draft (for those who may edit it)."""
    if artifact.version is not None:
        return content.read_version(artifact, artifact.version, viewer)
    return content.read_draft(artifact, viewer)


def page_context(viewer: User, artifact: Artifact, version: Version | None) -> dict[str, Any]:
    """Everything the artifact page and the fragments it swaps need; a fixed number of queries."""
    kind = kinds.get(artifact.kind)
    standing = Standing.of(viewer, artifact)
    versions = list(content.versions_shown(artifact, viewer)[:VERSIONS_SHOWN])
    comments = discussions.comment_counts(artifact.thread)
    context: dict[str, Any] = {
        "artifact": artifact,
        "kind": kind,
        "version": version,
        "thread": artifact.thread,
        "can_edit": standing.can_edit,
        "panel": signing.panel(artifact, viewer),
        "versions": versions,
        "discussion": discussions.discussion(artifact.thread, viewer),
        "signals": signal_state.shown(artifact, standing),
        "stale_reason": staleness.reason(artifact),
        "watch_state": following.watch_state(artifact.thread, viewer),
        "empty_title": _("Nothing written yet"),
        "empty_text": _("The draft opens with 「Edit the draft」."),
        "previous": previous_version(artifact, version, among=versions),
    }
    if version is None and not standing.can_edit:
        return context  # a draft in which somebody is named: they may talk, not read
    document = readable(artifact, viewer)
    is_current = version is not None and not artifact.archived_at
    context["sections"] = presenting.section_views(document, comments)
    context["tables"] = presenting.table_views(document, viewer, comments, with_fill_ins=is_current)
    context["fill_tables"] = [table for table in context["tables"] if table.fill_columns]
    if standing.can_edit:
        context |= _completeness(document)
    else:
        context["concerned"] = _concerned(artifact, version, standing)
    return context


def _completeness(document: content.Document) -> dict[str, Any]:
    rows: dict[str, list[SignalRow]] = {}
    for table, row in document.rows():
        rows.setdefault(table.key, []).append(SignalRow(row.key, row.cells))
    state = completeness(document.kind, document.bodies(), rows)
    if not state.of:
        return {}
    label = _("Completeness %(have)d/%(of)d") % {"have": state.have, "of": state.of}
    if state.missing:
        label += _(", missing %(names)s") % {"names": "、".join(state.missing[:3])}
    return {"completeness": state, "completeness_label": label}


def _concerned(artifact: Artifact, version: Version | None, standing: Standing) -> concerned.Concern | None:
    """What changed for the reader's department; the first one addressed, for people in several."""
    if version is None:
        return None
    code = next(iter(sorted(standing.departments & standing.addressed)), None)
    return concerned.changes_for(artifact, code, standing.user, version=version) if code else None


def _chosen(artifact: Artifact, request: Request, name: str) -> Version | None:
    label = request.GET.get(name, "")
    return content.find_version(artifact, label, request.user) if label else None
