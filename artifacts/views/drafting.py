"""The small saves of the editor: sections and rows, each alone, answered as JSON to the page's elements.

A refused part comes back with both texts (409) and is kept as unsaved text of the person; a wrong cell
is named (200 with errors), the others of its row are stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse, RawPostDataException
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from artifacts import kinds
from artifacts.actions import rows, sections
from artifacts.declaration import Table
from artifacts.diffs.sections import diff_sections
from artifacts.models import Artifact, DraftRow
from artifacts.permissions import Standing
from artifacts.resolving import DatabaseResolver
from artifacts.views.fetching import Request, artifact_of
from pmcomms.ground.html import is_fragment
from pmcomms.ground.problems import InvalidTransition, StaleEdit

# How long a repeated "new row" of the same page is recognised.
REPEAT_SECONDS = 600


def answered_as_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refusals in the shape the editor's elements read: 409 with both texts, else a sentence."""

    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except StaleEdit as error:
            return JsonResponse(_both_texts(error), status=409)
        except ValidationError as error:
            return JsonResponse({"detail": " ".join(error.messages)}, status=422)
        except InvalidTransition as error:
            return JsonResponse({"detail": str(error.message)}, status=409)
        except PermissionDenied as error:
            return JsonResponse({"detail": str(error)}, status=403)

    return answer


def _both_texts(error: StaleEdit) -> dict[str, Any]:
    members = error.members()
    theirs, mine = members["theirs"] or {}, members["mine"] or {}
    if "body" not in theirs:
        return members
    marked = diff_sections(theirs["body"], mine.get("body", "")).html
    return {**members, "theirs": theirs["body"], "mine": mine.get("body", ""), "theirs_html": marked}


@require_POST
@answered_as_json
def section_save(request: Request, reference: str, key: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    section = sections.save_section(
        artifact,
        actor=request.user,
        key=key,
        body=request.POST.get("body", ""),
        revision=_number(request.POST.get("revision", "0")),
        heading=request.POST.get("heading"),
        settles=_number(request.POST["settles"]) if request.POST.get("settles") else None,
    )
    saved_at = timezone.localtime().strftime("%H:%M")
    return JsonResponse({"revision": section.revision, "body": section.body, "saved_at": saved_at})


@require_POST
def section_add(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    section = sections.add_section(artifact, actor=request.user, heading=request.POST.get("heading", ""))
    return redirect(f"{_edit_url(artifact)}#sec-{section.key}")


@require_POST
def section_rename(request: Request, reference: str, key: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    stored = artifact.draft_sections.filter(key=key).first()
    sections.save_section(
        artifact,
        actor=request.user,
        key=key,
        body=stored.body if stored else "",
        revision=_number(request.POST.get("revision", "0")),
        heading=request.POST.get("heading", ""),
    )
    return redirect(f"{_edit_url(artifact)}#sec-{key}")


@require_POST
def section_move(request: Request, reference: str, key: str) -> HttpResponse:
    """In the editor the page moves the section itself, so that what is being typed stays where it is."""
    artifact = artifact_of(request, reference)
    after = request.POST.get("after") or None
    sections.move_section(artifact, actor=request.user, key=key, after=after)
    if is_fragment(request):
        event = {"section-moved": {"key": key, "after": after or ""}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(event)})
    return redirect(f"{_edit_url(artifact)}#sec-{key}")


@require_POST
def section_delete(request: Request, reference: str, key: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    revision = _number(request.POST.get("revision", "0"))
    sections.delete_section(artifact, actor=request.user, key=key, revision=revision)
    return redirect(_edit_url(artifact))


@require_POST
@answered_as_json
def row_save(request: Request, reference: str, table: str) -> HttpResponse:
    """Save cells of a row, or make a new one. A row that was deleted meanwhile comes back under a new key."""
    artifact = artifact_of(request, reference)
    sent = _json(request)
    cells, named, after = sent.get("cells", {}), _key(sent, "row_key"), _key(sent, "after")
    if not isinstance(cells, dict):
        raise ValidationError(_("Send cells as an object of columns and values."))
    key, revision = (named, _number(sent.get("revision", 0))) if named else _made_before(artifact, table, sent)
    if key and DraftRow.objects.filter(artifact=artifact, table=table, row_key=key).exists():
        saved = rows.save_row(
            artifact,
            actor=request.user,
            table=table,
            key=key,
            cells=cells,
            revision=revision,
            settles=_number(sent["settles"]) if sent.get("settles") else None,
        )
    else:
        saved = rows.add_row(artifact, actor=request.user, table=table, cells=cells, after=after)
        if sent.get("client_key"):
            made = (saved.row.row_key, saved.row.revision)
            cache.set(_repeat_key(artifact, table, sent), made, REPEAT_SECONDS)
    shown = cell_values(artifact, kinds.get(artifact.kind).table(table), saved.row, request)
    return JsonResponse(
        {"row_key": saved.row.row_key, "revision": saved.row.revision, "cells": shown, "errors": saved.errors}
    )


@require_POST
@answered_as_json
def row_delete(request: Request, reference: str, table: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    sent = _json(request)
    key, revision = _key(sent, "row_key") or "", _number(sent.get("revision", 0))
    rows.delete_row(artifact, actor=request.user, table=table, key=key, revision=revision)
    return JsonResponse({"row_key": key})


@require_POST
@answered_as_json
def row_move(request: Request, reference: str, table: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    sent = _json(request)
    key = _key(sent, "row_key") or ""
    rows.move_row(artifact, actor=request.user, table=table, key=key, after=_key(sent, "after") or "")
    return JsonResponse({"row_key": key})


def cell_values(artifact: Artifact, table: Table, row: DraftRow, request: Request) -> dict[str, dict[str, str]]:
    """The stored cells as the grid keeps them: ``value`` to edit, ``text`` to show."""
    resolver = DatabaseResolver(artifact, request.user)
    computed = table.computed_cells(row.cells)
    cells = {**row.cells, **computed}
    standing = Standing(request.user, artifact)
    return {
        column.key: {
            "value": column.to_text(cells.get(column.key), resolver),
            "text": column.display(cells.get(column.key), resolver),
        }
        for column in table.columns
        if standing.sees_column(column) and column.key not in row.invalid
    }


def _made_before(artifact: Artifact, table: str, sent: dict[str, Any]) -> tuple[str | None, int]:
    """The row that an earlier sending of the same "new row" made, and its revision then.

    With the revision of that moment a late repeat meets a newer text as a collision, and never replaces it.
    """
    if not sent.get("client_key"):
        return None, 0
    key, revision = cache.get(_repeat_key(artifact, table, sent)) or (None, 0)
    return key, revision


def _repeat_key(artifact: Artifact, table: str, sent: dict[str, Any]) -> str:
    return f"grid-row:{artifact.pk}:{table}:{str(sent['client_key'])[:64]}"


def _json(request: Request) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException) as error:  # the last: sent as a form
        raise ValidationError(_("This is not valid JSON.")) from error
    if not isinstance(sent, dict):
        raise ValidationError(_("This is not valid JSON."))
    return sent


def _key(sent: dict[str, Any], name: str) -> str | None:
    """The key of a row as sent; None when it is left out."""
    key = sent.get(name)
    if key is not None and not isinstance(key, str):
        raise ValidationError(_("Name a row by its key."))
    return key


def _number(text: Any) -> int:
    """A revision as sent; anything else is refused."""
    try:
        number = int(text)
    except (TypeError, ValueError) as error:
        raise ValidationError(_("Send the revision you have read.")) from error
    if not 0 <= number < 2**31:
        raise ValidationError(_("Send the revision you have read."))
    return number


def _edit_url(artifact: Artifact) -> str:
    return f"{artifact.thread.address}edit/"
