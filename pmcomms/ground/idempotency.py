"""Every POST of the API honours ``Idempotency-Key``; a page's form that makes something carries its own key.

Promise: of all POSTs with the same key by the same person at most one takes effect; the others get its
answer. The key's row is inserted first and in the same transaction as the change, so a rival waits on
the unique index until the first is committed (then it gets the answer) or rolled back (then it runs
itself). A refused request keeps no row: correct it and send it again with the same key.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from pmcomms.ground.models import IdempotencyKey
from pmcomms.ground.problems import UnprocessableKey

KEPT_FOR = dt.timedelta(days=7)
KEPT_HEADERS = ("ETag", "Location")
PAGE_FIELD = "once_key"
ACCEPTED_KEY = re.compile(r"[\x21-\x7e]{8,200}")


def once(request: Request, handler: Callable[..., Response], *args: Any, **kwargs: Any) -> Response:
    """Runs ``handler`` unless this key already has an answer. Raises ``UnprocessableKey`` (422)."""
    key = request.headers.get("Idempotency-Key")
    user_id = request.user.pk if request.user else None
    if key is None or user_id is None:
        return handler(request, *args, **kwargs)
    if not ACCEPTED_KEY.fullmatch(key):
        raise ParseError(_("Idempotency-Key must be 8 to 200 visible ASCII characters."))
    identity = {"route": request.path[:300], "request_hash": hash_of(request)}
    with transaction.atomic():
        row, is_new = IdempotencyKey.objects.get_or_create(user_id=user_id, key=key, defaults=identity)
        if not is_new:
            return _replay(row, identity)
        response = handler(request, *args, **kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        row.status = response.status_code
        # As it will be rendered: the replay must not differ by a type.
        row.body = json.loads(json.dumps(response.data, cls=JSONEncoder))
        row.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        row.save(update_fields=["status", "body", "headers"])
    return response


def page_once(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page whose form makes something (``{% once_key %}`` in it): sent again, it leads to what it has made.

    Only an answer that leads on (a redirect) is kept; a form that came back with errors may be sent again.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.POST.get(PAGE_FIELD, "") if request.method == "POST" else ""
        if not ACCEPTED_KEY.fullmatch(key) or len(key) > 100 or not request.user.pk:
            return view(request, *args, **kwargs)
        identity = {"route": request.path[:300], "request_hash": PAGE_FIELD}
        with transaction.atomic():
            row, is_new = IdempotencyKey.objects.get_or_create(
                user_id=request.user.pk, key=f"page:{key}", defaults=identity
            )
            if not is_new and row.route == identity["route"]:
                return HttpResponseRedirect(row.headers["Location"])
            response = view(request, *args, **kwargs)
            if not isinstance(response, HttpResponseRedirect):
                if is_new:
                    row.delete()
                return response
            if is_new:
                row.status, row.headers = response.status_code, {"Location": response.url}
                row.save(update_fields=["status", "headers"])
        return response

    return wrapped


def _replay(row: IdempotencyKey, identity: dict[str, str]) -> Response:
    if (row.route, row.request_hash) != (identity["route"], identity["request_hash"]):
        raise UnprocessableKey
    return Response(row.body, status=row.status, headers={**row.headers, "Idempotent-Replayed": "true"})


def hash_of(request: Request) -> str:
    """The meaning of a body: key order, spacing and multipart boundaries do not count."""
    data = request.data
    if isinstance(data, QueryDict):
        data = {name: [_plain(value) for value in data.getlist(name)] for name in data}
    text = json.dumps([request.method, data], sort_keys=True, cls=JSONEncoder)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return [value.name, value.size, digest.hexdigest()]


def purge_old() -> int:
    """Deletes answers older than seven days; returns how many."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
