"""Deciding about feedback: the queue, and the verbs on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.typed import SignedIn
from conversations.similar import similar_threads
from pmcomms.ground.html import is_fragment, put_errors, safe_next
from requirements import permissions
from requirements.actions.feedback import accept, answer, decline, duplicate, log, reopen, tell
from requirements.forms.feedback import AcceptForm, AnswerForm, DeclineForm, DuplicateForm
from requirements.models import Feedback
from requirements.views.feedback import ALIKE
from requirements.views.fetching import feedback_of, product_of
from requirements.voices import voice_of


@require_GET
def feedback_triage(request: SignedIn, key: str) -> HttpResponse:
    """The oldest new one, or the one that ``at`` names; what resembles it stands beside."""
    product = product_of(request, key)
    if not permissions.can_work(request.user, product):
        raise PermissionDenied(_("Only people who work on this product can decide about its feedback."))
    queue = list(Feedback.objects.of(product).new().order_by("number").values_list("number", flat=True))
    at = _place(queue, request.GET.get("at", ""))
    context: dict[str, Any] = {"product": product, "count": len(queue), "place": at + 1}
    if queue:
        feedback = feedback_of(request, f"{product.key}-F{queue[at]}")
        similar = similar_threads(
            request.user, feedback.words, product=product, kinds=ALIKE, without=feedback.thread_id
        )
        context |= {
            "feedback": feedback,
            "voice": voice_of(feedback, request.user),
            "similar_feedback": [one for one in similar if one.kind == log.SUBJECT],
            "similar_requirements": [one for one in similar if one.kind != log.SUBJECT],
            "accept_form": AcceptForm(feedback=feedback),
            "decline_form": DeclineForm(feedback=feedback, auto_id="decline-%s"),
            "duplicate_form": DuplicateForm(feedback=feedback),
            "answer_form": AnswerForm(feedback=feedback, auto_id="answer-%s"),
            "previous": queue[at - 1] if at else None,
            "following": queue[at + 1] if at + 1 < len(queue) else None,
        }
    return render(request, "requirements/feedback_triage.html", context)


def _place(queue: list[int], wanted: str) -> int:
    """Where the number stands in the queue; where it stood when it has been decided; else the beginning."""
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        return 0
    return next((at for at, number in enumerate(queue) if number >= int(wanted)), 0)


TITLES = {
    "accept": gettext_lazy("Accept"),
    "decline": gettext_lazy("Decline"),
    "duplicate": gettext_lazy("Said before"),
    "answer": pgettext_lazy("feedback", "Answer"),
}


@require_http_methods(["GET", "POST"])
def feedback_accept(request: SignedIn, reference: str) -> HttpResponse:
    return _decide(request, reference, "accept", AcceptForm, accept.accept)


@require_http_methods(["GET", "POST"])
def feedback_decline(request: SignedIn, reference: str) -> HttpResponse:
    return _decide(request, reference, "decline", DeclineForm, decline.decline)


@require_http_methods(["GET", "POST"])
def feedback_duplicate(request: SignedIn, reference: str) -> HttpResponse:
    return _decide(request, reference, "duplicate", DuplicateForm, duplicate.duplicate)


@require_http_methods(["GET", "POST"])
def feedback_answer(request: SignedIn, reference: str) -> HttpResponse:
    return _decide(request, reference, "answer", AnswerForm, answer.answer)


def _decide(
    request: SignedIn, reference: str, verb: str, shape: type[forms.Form], run: Callable[..., Feedback]
) -> HttpResponse:
    """The form of a verb, and the verb; the words of a refused form come back with what is wrong."""
    feedback = feedback_of(request, reference)
    if not permissions.can_work(request.user, feedback.product):
        raise PermissionDenied(_("Only people who work on this product can decide about its feedback."))
    form = shape(request.POST or None, feedback=feedback)  # type: ignore[call-arg]  # each of the four takes it
    if request.method == "POST" and form.is_valid():
        try:
            run(feedback, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _done(request, feedback)
    template = "_feedback_verb_dialog.html" if is_fragment(request) else "feedback_verb.html"
    context = {"feedback": feedback, "product": feedback.product, "form": form, "verb": verb, "title": TITLES[verb]}
    context |= {"action": request.path, "next": safe_next(request)}
    return render(request, f"requirements/{template}", context, status=422 if request.method == "POST" else 200)


@require_POST
def feedback_reopen(request: SignedIn, reference: str) -> HttpResponse:
    return _done(request, reopen.reopen(feedback_of(request, reference), actor=request.user))


@require_POST
def feedback_tell(request: SignedIn, reference: str) -> HttpResponse:
    return _done(request, tell.tell(feedback_of(request, reference), actor=request.user))


def _done(request: SignedIn, feedback: Feedback) -> HttpResponse:
    address = safe_next(request) or feedback.thread.address
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
