"""Answering a version, and what goes with it: pass on, ask, nudge, sign by name, copy, close a point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artifacts import permissions, signing
from artifacts.actions import answers, asking, errata, questions
from artifacts.models import Artifact, OpenPoint, Question, SignOff
from artifacts.views import forms
from artifacts.views.fetching import Request, artifact_of, sign_off_of
from artifacts.views.reading import page_context
from pmcomms.ground.html import form_errors, fragments, is_fragment, put_errors, safe_next, scoped_or_404
from pmcomms.ground.problems import InvalidTransition

DIALOG = "artifacts/_form_dialog.html"
PAGE = "artifacts/artifact_form.html"


def after(request: Request, artifact: Artifact, toast: str, *, address: str = "") -> HttpResponse:
    """The sign-off panel and the answer bar anew, the dialog closed, the words of what happened.

    ``address``: where on the page it is to be seen.
    """
    if not is_fragment(request):
        messages.success(request, toast)
        return redirect(safe_next(request) or address or artifact.thread.address)
    artifact = artifact_of(request, artifact.reference)
    context = {"is_swapped": True, **page_context(request.user, artifact, artifact.version)}
    templates = ["artifacts/_signoff_panel.html", "artifacts/_answer_bar.html"]
    event = {"close-dialog": True, "comments-changed": True, "todo-changed": True, "toast": {"text": toast}}
    if address:
        event["go-to"] = {"address": address}
    return fragments(request, templates, context, event=event)


def dialog(
    request: Request,
    artifact: Artifact,
    form: forms.VerbForm,
    verb: Callable[[dict[str, Any]], str],
    *,
    may: bool,
    title: str,
    button: str,
    address: str = "",
) -> HttpResponse:
    """The form of a verb: a dialog for htmx, a page of its own without JavaScript; sent, the verb itself.

    ``verb`` takes what was typed and returns the sentence of what happened. What it refuses stands in the form.
    Whom the verb is closed to (``may``) does not get its form either. Raises ``PermissionDenied``.
    """
    if not may:
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        try:
            sentence = verb(form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return after(request, artifact, sentence, address=address)
    context = {"artifact": artifact, "form": form, "dialog_title": title, "button": button, "action": request.path}
    if form.is_bound:
        return form_errors(request, PAGE, DIALOG, context)
    return render(request, DIALOG if is_fragment(request) else PAGE, context)


@require_http_methods(["GET", "POST"])
def artifact_answer(request: Request, reference: str, pk: int, answer: str) -> HttpResponse:
    """One tap for 已阅 and 同意; a short form for the two answers that need words."""
    artifact = artifact_of(request, reference)
    sign_off = sign_off_of(artifact, pk)
    form = forms.answer_form(answer, typed(request), sign_off)
    label = str(SignOff.Answer(answer).label)

    def verb(words: dict[str, Any]) -> str:
        answers.answer(sign_off, actor=request.user, answer=answer, **words)
        return _("Answered: %(answer)s") % {"answer": label}

    titles = {"agreed-with-conditions": _("Agree with conditions"), "returned": _("Return with a ground")}
    may = permissions.can_answer(request.user, sign_off)
    return dialog(request, artifact, form, verb, may=may, title=titles.get(answer, label), button=label)


def typed(request: Request) -> QueryDict | None:
    """What a form is bound to: nothing when it is only opened, even an empty sending otherwise."""
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
def artifact_pass_on(request: Request, reference: str, pk: int) -> HttpResponse:
    artifact = artifact_of(request, reference)
    sign_off = sign_off_of(artifact, pk)

    def verb(words: dict[str, Any]) -> str:
        asking.pass_on(sign_off, actor=request.user, person=words["person"])
        return _("Passed on to %(name)s") % {"name": words["person"]}

    form = forms.PersonForm(typed(request))
    may = permissions.can_answer(request.user, sign_off)
    return dialog(request, artifact, form, verb, may=may, title=_("Pass the question on"), button=_("Pass on"))


@require_http_methods(["GET", "POST"])
def artifact_ask(request: Request, reference: str, pk: int) -> HttpResponse:
    """A question before the answer; the clock pauses until a manager answers it."""
    artifact = artifact_of(request, reference)
    sign_off = sign_off_of(artifact, pk)

    def verb(words: dict[str, Any]) -> str:
        questions.ask(sign_off, actor=request.user, source=words["words"])
        return _("Asked. The clock pauses until you have an answer.")

    form = forms.WordsForm(typed(request), label=_("Your question"))
    may = permissions.can_answer(request.user, sign_off)
    return dialog(request, artifact, form, verb, may=may, title=_("Ask first (the clock pauses)"), button=_("Ask"))


@require_http_methods(["GET", "POST"])
def question_answer(request: Request, reference: str, pk: int) -> HttpResponse:
    artifact = artifact_of(request, reference)
    question = scoped_or_404(
        Question.objects.filter(sign_off__artifact=artifact).select_related("comment", "sign_off"), pk=pk
    )

    def verb(words: dict[str, Any]) -> str:
        questions.answer_question(question, actor=request.user, source=words["words"])
        return _("Answered. The clock runs again.")

    form = forms.WordsForm(typed(request), label=question.comment.source[:300])
    may = permissions.can_edit(request.user, artifact)
    # The answer stands under the question; there it is to be read.
    address = f"{artifact.thread.address}#comment-{question.comment_id}"
    title, button = _("Answer the question"), _("Answer")
    return dialog(request, artifact, form, verb, may=may, title=title, button=button, address=address)


@require_http_methods(["GET", "POST"])
def open_point_close(request: Request, reference: str, pk: int) -> HttpResponse:
    artifact = artifact_of(request, reference)
    point = scoped_or_404(OpenPoint.objects.filter(artifact=artifact).select_related("sign_off__department"), pk=pk)

    def verb(words: dict[str, Any]) -> str:
        questions.close_point(point, actor=request.user, resolution=words["words"])
        return _("Closed")

    form = forms.WordsForm(typed(request), label=point.text[:300], is_required=False)
    may = permissions.can_close_point(request.user, point)
    return dialog(request, artifact, form, verb, may=may, title=_("Close the open point"), button=_("Close"))


@require_POST
def artifact_nudge(request: Request, reference: str) -> HttpResponse:
    """催一下 everybody who still owes an answer; who was nudged lately is left in peace."""
    artifact = artifact_of(request, reference)
    try:
        nudged = asking.nudge_all(artifact, actor=request.user)
    except InvalidTransition as refused:
        if refused.code != "nudged_lately":
            raise
        return after(request, artifact, _("Nudged just now; again in four working hours."))
    names = [str(row.person or row.department or _("Product managers")) for row in nudged]
    return after(request, artifact, _("Nudged: %(names)s") % {"names": "、".join(names)})


@require_http_methods(["GET", "POST"])
def artifact_signer_add(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)

    def verb(words: dict[str, Any]) -> str:
        asking.add_signer(artifact, actor=request.user, **words)
        return _("Asked %(name)s") % {"name": words["person"]}

    form = forms.SignerForm(typed(request), artifact=artifact)
    may, button = permissions.can_edit(request.user, artifact), pgettext("signer", "Ask")
    return dialog(request, artifact, form, verb, may=may, title=_("Ask a person by name"), button=button)


@require_http_methods(["GET", "POST"])
def artifact_copy(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)

    def verb(words: dict[str, Any]) -> str:
        asking.copy(artifact, actor=request.user, person=words["person"])
        return _("Copied to %(name)s") % {"name": words["person"]}

    form = forms.PersonForm(typed(request))
    may = permissions.can_edit(request.user, artifact)
    return dialog(request, artifact, form, verb, may=may, title=_("Send a copy"), button=_("Send"))


@require_POST
def artifact_ask_again(request: Request, reference: str, pk: int) -> HttpResponse:
    """需重新确认: a signer wants to answer an erratum after all."""
    artifact = artifact_of(request, reference)
    errata.ask_again(sign_off_of(artifact, pk), actor=request.user)
    return after(request, artifact, _("The question is open again."))


@require_GET
def signoff_panel(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    context = {"artifact": artifact, "version": artifact.version, "panel": signing.panel(artifact, request.user)}
    return render(request, "artifacts/_signoff_panel.html", context)
