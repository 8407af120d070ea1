"""What the views of this floor say again and again."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User
from conversations import discussions
from conversations.models import Comment, Thread
from pmcomms.ground.html import fragments, is_fragment, scoped_or_404


def reader(request: HttpRequest) -> User:
    """The signed-in person; the middleware lets nobody else get here."""
    return cast(User, request.user)


def thread_or_404(request: HttpRequest, pk: int) -> Thread:
    threads = Thread.objects.visible_to(reader(request)).select_related("product", "owner", "parent")
    return scoped_or_404(threads, pk=pk)


def comment_or_404(request: HttpRequest, pk: int) -> Comment:
    comments = Comment.objects.visible_to(reader(request))
    return scoped_or_404(comments.select_related("thread__product", "author"), pk=pk)


def comment_address(comment: Comment) -> str:
    """Where the comment stands on its subject's page."""
    return f"{comment.thread.address.partition('#')[0]}#comment-{comment.pk}"


def comment_changed(request: HttpRequest, comment: Comment, text: str = "") -> HttpResponse:
    """The comment with its replies as a fragment, or back to the page it stands on."""
    if not is_fragment(request):
        return redirect(comment_address(comment))
    said = discussions.one(comment, reader(request))
    return fragments(request, "conversations/_comment.html", {"said": said}, event=changed(text))


def changed(text: str = "", tone: str = "", **more: Any) -> dict[str, Any]:
    """Client events: comments changed, dialogs close, and a toast where there is something to say."""
    events: dict[str, Any] = {"comments-changed": {}, "close-dialog": {}, **more}
    if text:
        events["toast"] = {"text": text, "tone": tone} if tone else {"text": text}
    return events


def blind_note(people: list[User]) -> str:
    """What the author is told when somebody named cannot see the thread."""
    if not people:
        return ""
    names = _(", ").join(str(person) for person in people)
    return _("%(names)s cannot see this discussion and will not be told.") % {"names": names}
