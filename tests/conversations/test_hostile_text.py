"""Text that wants to be more than text, through every field people write into."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from lxml.html import document_fromstring

from conversations.actions import comments, decisions, notes, todos
from conversations.models import Comment, Thread
from tests.conftest import Cast
from tests.conversations.doors import ApiAs, AsUser

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
    "<a href='javascript:alert(1)'>x</a>",
    '<a href="&#106;avascript:alert(1)">x</a>',
    "<iframe src=//evil.example></iframe>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "@[<img src=x onerror=alert(1)>](user:lin)",
    '@[x](user:"onmouseover=alert(1))',
    "<details open ontoggle=alert(1)>",
    "<style>@import'//evil.example'</style>",
    "<form action=//evil.example><button>go</button></form>",
    '"><script>alert(1)</script>',
    "{{ 7*7 }}{% csrf_token %}",
    '<span data-mention="user:lin" onclick=alert(1)>x</span>',
    "``` \n</code></pre><script>alert(1)</script>\n```",
]
FOREIGN = {"iframe", "object", "embed", "math", "style", "base", "meta"}
LEADING_AWAY = re.compile(r"\s*(javascript:|data:text|vbscript:|//|https?://evil)", re.IGNORECASE)


def live_parts(html: str) -> list[str]:
    """Whatever in a page, read as a browser reads it, could act or lead away."""
    tree = document_fromstring(f"<html><body>{html}</body></html>" if "<html" not in html else html)
    body = tree.find("body")
    found = []
    for element in body.iter("*") if body is not None else []:
        if element.tag in FOREIGN or (element.tag == "script" and element.get("type") != "application/json"):
            found.append(str(element.tag))
        for name, value in element.items():
            if name.startswith("on") or (name in ("href", "src", "action", "data") and LEADING_AWAY.match(value)):
                found.append(f"{element.tag} {name}={value}")
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_comment_is_only_ever_text(cast: Cast, thread: Thread, as_user: AsUser, api_as: ApiAs, payload: str) -> None:
    made = api_as(cast.han).post("/api/v1/comments/", {"thread": str(thread.pk), "body": payload})
    assert made.status_code in (201, 400)
    if made.status_code == 400:
        return
    comment = Comment.objects.get()
    decisions.mark(comment=comment, actor=cast.chen, text=payload, ground=payload)
    comments.edit(comment=comment, actor=cast.han, source=payload + "改", revision=1)
    client = as_user(cast.lin)
    pages = [
        client.get(f"/threads/{thread.pk}/comments/"),
        client.get(f"/comments/{comment.pk}/history/"),
        client.get(f"/threads/{thread.pk}/feed/"),
        client.get("/search/", {"q": payload}),
        client.get("/search/palette/", {"q": payload[:60]}),
        as_user(cast.han).get(f"/comments/{comment.pk}/form/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert live_parts(page.content.decode()) == [], page.request["PATH_INFO"]
    assert live_parts(made.json()["html"]) == []


@pytest.mark.parametrize("payload", PAYLOADS[:8])
def test_a_meeting_note_is_only_ever_text(cast: Cast, as_user: AsUser, payload: str) -> None:
    note = notes.create(
        actor=cast.chen,
        title=payload,
        held_on=timezone.localdate(),
        product=cast.product,
        departments=[cast.finance],
        body=payload,
    )
    todos.add(note=note, actor=cast.chen, text=payload, assignee=cast.lin)
    for path in (note.thread.address, "/products/CLB/meeting-notes/", f"/meeting-notes/{note.pk}/edit/"):
        page = as_user(cast.chen).get(path)
        assert page.status_code == 200 and live_parts(page.content.decode()) == [], path


@pytest.mark.parametrize(
    "body", ["[" * 20_000, "*" * 20_000, "> " * 10_000, "- " * 10_000, "`" * 20_000, "@[" * 10_000]
)
def test_a_parser_bomb_is_stored_or_refused_quickly(cast: Cast, thread: Thread, as_user: AsUser, body: str) -> None:
    assert as_user(cast.han).post(f"/threads/{thread.pk}/comments/add/", {"body": body}).status_code in (302, 422)


def test_text_that_cannot_be_stored_is_refused(cast: Cast, thread: Thread, as_user: AsUser, api_as: ApiAs) -> None:
    client = as_user(cast.han)
    assert client.post(f"/threads/{thread.pk}/comments/add/", {"body": "a\0b"}).status_code == 400
    for body in (r"a\u0000b", r"\ud800"):
        raw = f'{{"thread": "{thread.pk}", "body": "{body}"}}'
        sent = api_as(cast.han).post("/api/v1/comments/", data=raw, content_type="application/json")
        assert sent.status_code == 400


def test_the_look_for_live_parts_sees_them() -> None:
    assert live_parts("<p onclick=x()>a</p><script>1</script><a href=' javascript:x'>b</a>") == [
        "p onclick=x()",
        "script",
        "a href= javascript:x",
    ]
