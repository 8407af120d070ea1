"""The floor: the same rows by hand-written SQL over a persistent connection, as JSON from a bare view.

What a page costs above this is what we added.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt


def _rows(sql: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


@login_not_required
def overview(request: HttpRequest, product_id: int) -> JsonResponse:
    artifacts = _rows(
        "SELECT a.id, a.kind, a.title, v.number, count(s.id), count(s.id) FILTER (WHERE s.state = 'waiting')"
        " FROM artifacts_artifact a LEFT JOIN artifacts_version v ON v.id = a.version_id"
        " LEFT JOIN artifacts_signoff s ON s.version_id = v.id"
        " WHERE a.product_id = %s AND a.archived_at IS NULL GROUP BY a.id, v.id",
        product_id,
    )
    return JsonResponse({"artifacts": artifacts})


@login_not_required
def artifact(request: HttpRequest, thread_id: int) -> JsonResponse:
    sections = _rows(
        "SELECT s.key, s.title, s.body FROM artifacts_versionsection s JOIN artifacts_artifact a ON a.id = s.artifact_id"
        " WHERE a.thread_id = %s AND s.to_version IS NULL ORDER BY s.ordering",
        thread_id,
    )
    comments = _rows(
        "SELECT c.id, c.body, u.full_name, c.created_at FROM conversations_comment c"
        " JOIN accounts_user u ON u.id = c.author_id WHERE c.thread_id = %s ORDER BY c.id LIMIT 200",
        thread_id,
    )
    return JsonResponse({"sections": sections, "comments": comments})


@login_not_required
def search(request: HttpRequest, product_id: int) -> JsonResponse:
    found = _rows(
        "SELECT e.thread_id, e.part, left(e.text, 200) FROM conversations_searchentry e"
        " JOIN conversations_thread t ON t.id = e.thread_id"
        " WHERE t.product_id = %s AND e.text LIKE %s LIMIT 50",
        product_id,
        f"%{request.GET['q']}%",
    )
    return JsonResponse({"found": found})


@csrf_exempt
@login_not_required
@transaction.atomic
def add_comment(request: HttpRequest, thread_id: int) -> JsonResponse:
    text = request.body.decode()
    made = _rows(
        "INSERT INTO conversations_comment (thread_id, author_id, body, source, anchor, anchor_key, quote, created_at,"
        " is_by_token, revision) VALUES (%s, (SELECT min(id) FROM accounts_user), %s, %s, '', '', '', now(), false, 1)"
        " RETURNING id",
        thread_id,
        text,
        text,
    )
    event = _rows(
        "INSERT INTO events_event (kind, token_id, subject_kind, subject_id, thread_id, changes, created_at)"
        " VALUES ('comment.added', '', 'comment', %s, %s, '{}', now()) RETURNING id",
        made[0][0],
        thread_id,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_outbox (event_id, created_at, is_held) VALUES (%s, now(), false)", [event[0][0]]
        )
    return JsonResponse({"id": made[0][0]}, status=201)
