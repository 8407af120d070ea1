"""Comments on a page: the list, and the verbs of one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from conversations import discussions, permissions
from conversations.actions import comments, decisions, reactions, resolution
from conversations.forms import CommentForm, DecisionForm, EditForm
from conversations.models import Comment, Decision
from conversations.text.markdown import comment_from_markdown
from conversations.text.plain import to_plain
from conversations.views.answers import (
    blind_note,
    changed,
    comment_address,
    comment_changed,
    comment_or_404,
    reader,
    thread_or_404,
)
from pmcomms.ground.html import fragments, is_fragment, scoped_or_404
from pmcomms.ground.idempotency import page_once
from pmcomms.ground.problems import StaleEdit


@require_GET
def comment_list(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    before = request.GET.get("before", "")
    discussion = discussions.discussion(
        thread,
        reader(request),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
        anchor=request.GET.get("anchor", ""),
    )
    if not is_fragment(request):
        return render(request, "conversations/comment_page.html", {"discussion": discussion})
    part = "conversations/_comment_items.html" if before else "conversations/_comment_list.html"
    return fragments(request, part, {"discussion": discussion})


@require_POST
@page_once
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(request, pk)
    form = CommentForm(request.POST)
    posted = comments.add(thread=thread, actor=reader(request), **form.checked())
    note = blind_note(posted.unreachable)
    if not is_fragment(request):
        if note:
            messages.warning(request, note)
        return redirect(comment_address(posted.comment))
    discussion = discussions.discussion(thread, reader(request))
    events = changed(note, "bad" if note else "")
    return fragments(request, "conversations/_comment_list.html", {"discussion": discussion}, event=events)


@require_GET
def comment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting address of a comment."""
    return redirect(comment_address(comment_or_404(request, pk)))


@require_GET
def comment_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment as it stands: what cancelling an edit brings back."""
    return comment_changed(request, comment_or_404(request, pk))


@require_GET
def comment_menu(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be done with a comment: fetched when its menu opens, a page without JavaScript."""
    comment = comment_or_404(request, pk)
    root = discussions.one(comment, reader(request))
    said = next((said for said in (root, *root.replies) if said.comment.pk == pk), None)
    if said is None or said.comment.deleted_at is not None:
        raise Http404
    part = "conversations/_comment_menu.html"
    context = {"said": said, "comment": said.comment, "heading": _("Comment"), "part": part}
    return fragments(request, part if is_fragment(request) else "conversations/comment_form_page.html", context)


@require_GET
def comment_composer(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    if not permissions.can_comment(reader(request), comment.thread):
        raise PermissionDenied
    context = {
        "comment": comment,
        "target": f"#comment-{comment.root_id}",
        "can_upload": permissions.can_upload(reader(request), comment.thread),
        "heading": _("Reply"),
        "part": "conversations/_reply_composer.html",
    }
    page = context["part"] if is_fragment(request) else "conversations/comment_form_page.html"
    return fragments(request, str(page), context)


@require_POST
def comment_reply(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    posted = comments.reply(parent=comment, actor=reader(request), source=request.POST.get("body", ""))
    note = blind_note(posted.unreachable)
    if note and not is_fragment(request):
        messages.warning(request, note)
    return comment_changed(request, posted.comment, note)


@require_GET
def comment_form(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    if not permissions.can_edit_comment(reader(request), comment):
        raise PermissionDenied
    form = EditForm(initial={"body": comment.source, "revision": comment.revision})
    return _edit_form(request, comment, form)


@require_POST
def comment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    form = EditForm(request.POST)
    if not form.is_valid():
        return _edit_form(request, comment, form, status=422)
    source, revision = form.cleaned_data["body"], form.cleaned_data["revision"]
    try:
        posted = comments.edit(comment=comment, actor=reader(request), source=source, revision=revision)
    except StaleEdit as stale:
        again = EditForm(initial={"body": source, "revision": stale.revision})
        return _edit_form(
            request, comment, again, status=409, theirs=to_plain(comment_from_markdown(str(stale.theirs)))
        )
    return comment_changed(request, posted.comment, blind_note(posted.unreachable))


def _edit_form(
    request: HttpRequest, comment: Comment, form: EditForm, *, status: int = 200, theirs: str | None = None
) -> HttpResponse:
    part = "conversations/_comment_form.html"
    context = {"comment": comment, "form": form, "theirs": theirs, "heading": _("Edit comment"), "part": part}
    context["can_upload"] = permissions.can_upload(reader(request), comment.thread)
    page = part if is_fragment(request) else "conversations/comment_form_page.html"
    response = fragments(request, page, context, status=status)
    if status != 200 and is_fragment(request):
        response["HX-Retarget"] = f"#comment-form-{comment.pk}"
    return response


@require_GET
def comment_history(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    context = {"comment": comment, "edits": comment.edits.order_by("-pk")[:50], "heading": _("Earlier wording")}
    context["part"] = "conversations/_comment_history.html"
    page = context["part"] if is_fragment(request) else "conversations/comment_form_page.html"
    return fragments(request, str(page), context)


@require_POST
def comment_delete(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comments.delete(comment=comment_or_404(request, pk), actor=reader(request))
    return comment_changed(request, comment)


@require_POST
def comment_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    comment = resolution.resolve(comment=comment_or_404(request, pk), actor=reader(request))
    return comment_changed(request, comment)


@require_POST
def comment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    comment = resolution.reopen(comment=comment_or_404(request, pk), actor=reader(request))
    return comment_changed(request, comment)


@require_POST
def comment_react(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    reactions.react(comment=comment, actor=reader(request), emoji=request.POST.get("emoji", ""))
    return comment_changed(request, comment)


@require_POST
def comment_unreact(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    reactions.unreact(comment=comment, actor=reader(request), emoji=request.POST.get("emoji", ""))
    return comment_changed(request, comment)


@require_GET
def comment_decision(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    if not permissions.can_contribute(reader(request), comment.thread):
        raise PermissionDenied
    form = DecisionForm(initial={"text": discussions.words_of(comment)})
    return _decision_form(request, comment, form)


@require_POST
def comment_decide(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_or_404(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _decision_form(request, comment, form, status=422)
    decisions.mark(comment=comment, actor=reader(request), **form.cleaned_data)
    return comment_changed(request, comment, _("Recorded as a conclusion."))


def _decision_form(request: HttpRequest, comment: Comment, form: DecisionForm, *, status: int = 200) -> HttpResponse:
    part = "conversations/_decision_form.html"
    context = {"comment": comment, "form": form, "heading": _("Record as conclusion"), "part": part}
    page = "conversations/_decision_dialog.html" if is_fragment(request) else "conversations/comment_form_page.html"
    response = fragments(request, page, context, status=status)
    if status != 200 and is_fragment(request):
        response["HX-Retarget"] = "#dialog-slot"
        response["HX-Reswap"] = "innerHTML"
    return response


@require_POST
def decision_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = Decision.objects.visible_to(reader(request)).select_related("thread", "comment__thread__product")
    decision = scoped_or_404(found, pk=pk)
    decisions.withdraw(decision=decision, actor=reader(request))
    if decision.comment is not None:
        return comment_changed(request, decision.comment, _("The conclusion was withdrawn."))
    return redirect(decision.thread.address)
