"""Files in and out. Sight is asked on every request; nothing handed out can run on this site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from rest_framework.exceptions import APIException

from conversations import permissions
from conversations.actions import attachments, receipts
from conversations.file_types import BINARY
from conversations.models import Attachment, Thread
from conversations.views.answers import reader, thread_or_404
from pmcomms.ground.html import fragments, is_fragment, scoped_or_404
from pmcomms.ground.problems import Conflict, describe

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_CHUNK = 64 * 1024
SHOWN = 200
_RENDERED = ("text/html", "image/svg+xml", "text/xml", "application/pdf", "message/rfc822")
# A file opened by itself is a page of no origin that may do nothing.
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def attachment_or_404(request: HttpRequest, pk: int) -> Attachment:
    rows = Attachment.objects.standing().visible_to(reader(request))
    return scoped_or_404(rows.select_related("thread__product"), pk=pk)


@require_GET
def attachment_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All files of a thread, those of comments too, newest first."""
    thread = thread_or_404(request, pk)
    return _list(request, thread)


def _list(request: HttpRequest, thread: Thread) -> HttpResponse:
    viewer = reader(request)
    files = list(thread.attachments.standing().select_related("uploaded_by").order_by("-pk")[:SHOWN])
    is_manager = permissions.Standing.of(viewer, thread).is_manager
    context = {
        "thread": thread,
        "files": files,
        "can_upload": thread.archived_at is None and permissions.can_upload(viewer, thread),
        "deletable": {file.pk for file in files if is_manager or file.uploaded_by_id == viewer.pk},
    }
    if is_fragment(request):
        return fragments(request, "conversations/_attachment_list.html", context)
    return render(request, "conversations/attachment_page.html", context)


@require_POST
def attachment_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """What composer and editor call: JSON, also where it is refused, so that they can say why.

    A plain form (``from=list``) comes back to the list of files.
    """
    thread = thread_or_404(request, pk)
    if request.POST.get("from") == "list":
        _store(request, thread)
        return redirect("attachment-list", pk=thread.pk)
    try:
        attachment = _store(request, thread)
    except (ValidationError, PermissionDenied, Conflict, APIException) as refused:
        problem = describe(refused)
        if problem is None:
            raise
        detail = problem.errors[0].reason if problem.errors else problem.detail
        return JsonResponse({"detail": detail, "code": problem.code}, status=problem.status)
    found = {"id": attachment.pk, "url": attachment.address, "name": attachment.name, "image": attachment.is_picture}
    return JsonResponse(found, status=201)


def _store(request: HttpRequest, thread: Thread) -> Attachment:
    upload = request.FILES.get("file")
    if upload is None:
        raise ValidationError({"file": _("Choose a file first.")}, code="required")
    return attachments.store(thread=thread, actor=reader(request), upload=upload)


@require_POST
def attachment_delete(request: HttpRequest, pk: int) -> HttpResponse:
    attachment = attachments.delete(attachment=attachment_or_404(request, pk), actor=reader(request))
    if is_fragment(request):
        return _list(request, attachment.thread)
    return redirect(attachment.thread.address)


@require_safe
def attachment_show(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    attachment = attachment_or_404(request, pk)
    if name != attachment.name:
        raise Http404
    receipts.record_look(thread=attachment.thread, reader=reader(request))
    return serve(request, attachment)


def serve(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The bytes with headers that keep them from ever running; single ranges are honoured."""
    tag = f'"{attachment.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return _with_headers(HttpResponseNotModified(), attachment, tag)
    try:
        stream: IO[bytes] = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    size = attachment.file.size
    span = _span(request.headers.get("Range", ""), size)
    if span == (-1, -1):
        response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        stream.close()
        return _with_headers(response, attachment, tag)
    start, end = span or (0, size - 1)
    stream.seek(start)
    response = StreamingHttpResponse(_pieces(stream, end - start + 1), status=206 if span else 200)
    response["Content-Length"] = str(end - start + 1)
    if span:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return _with_headers(response, attachment, tag)


def _with_headers(response: HttpResponseBase, attachment: Attachment, tag: str) -> HttpResponseBase:
    disposition = "inline" if attachment.is_picture else "attachment"
    # A download never gets a type that a browser would render.
    response["Content-Type"] = BINARY if attachment.content_type in _RENDERED else attachment.content_type
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(attachment.name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = tag
    return response


def _span(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole file, (-1, -1) for what cannot be satisfied."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else (-1, -1)
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (start, end) if start <= end else (-1, -1)


def _pieces(stream: IO[bytes], left: int) -> Iterator[bytes]:
    with stream:
        while left > 0 and (piece := stream.read(min(_CHUNK, left))):
            left -= len(piece)
            yield piece
