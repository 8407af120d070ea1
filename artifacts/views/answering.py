"""Answering a version, and what goes with it: pass on, ask, nudge, sign by name, copy, close a point."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from artifacts import signing
from artifacts.actions import answers, asking, errata, questions
from artifacts.models import Artifact, OpenPoint, Question, SignOff
from artifacts.views import forms
from artifacts.views.fetching import Request, artifact_of, sign_off_of
from artifacts.views.reading import page_context
from pmcomms.ground.html import form_errors, fragment_or_redirect, is_fragment, scoped_or_404

DIALOG = "artifacts/_form_dialog.html"
PAGE = "artifacts/artifact_form.html"


def after(request: Request, artifact: Artifact, toast: str) -> HttpResponse:
    """The sign-off panel and the answer bar anew, the dialog closed, the words of what happened."""
    artifact = artifact_of(request, artifact.reference)
    context = {"is_swapped": True, **page_context(request.user, artifact, artifact.version)}
    templates = ["artifacts/_signoff_panel.html", "artifacts/_answer_bar.html"]
    event = {"close-dialog": True, "comments-changed": True, "todo-changed": True, "toast": {"text": toast}}
    address = safe_next(request) or artifact.thread.address
    return fragment_or_redirect(request, templates, context, address, event=event)


def safe_next(request: Request) -> str:
    """Where an answer given elsewhere (the to-do list) leads back to; own pages only."""
    wanted = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_own and wanted.startswith("/") else ""


def refused(request: Request, artifact: Artifact, form: forms.VerbForm, title: str, button: str) -> HttpResponse:
    context = dialog_context(artifact, form, title, button, request.path)
    return form_errors(request, PAGE, DIALOG, context)


def asked(request: Request, artifact: Artifact, form: forms.VerbForm, title: str, button: str) -> HttpResponse:
    """The form of a verb: a dialog for htmx, a page of its own without JavaScript."""
    context = dialog_context(artifact, form, title, button, request.path)
    return render(request, DIALOG if is_fragment(request) else PAGE, context)


def dialog_context(artifact: Artifact, form: forms.VerbForm, title: str, button: str, action: str) -> dict[str, Any]:
    return {"artifact": artifact, "form": form, "dialog_title": title, "button": button, "action": action}


@require_http_methods(["GET", "POST"])
def artifact_answer(request: Request, reference: str, pk: int, answer: str) -> HttpResponse:
    """One tap for 已阅 and 同意; a short form for the two answers that need words."""
    artifact = artifact_of(request, reference)
    sign_off = sign_off_of(artifact, pk)
    form = forms.answer_form(answer, request.POST if request.method == "POST" else None, sign_off)
    title = _("Agree with conditions") if answer == "agreed-with-conditions" else _("Return with a ground")
    if request.method == "GET":
        return asked(request, artifact, form, title, str(SignOff.Answer(answer).label))
    if not form.is_valid():
        return refused(request, artifact, form, title, str(SignOff.Answer(answer).label))
    answers.answer(sign_off, actor=request.user, answer=answer, **form.cleaned_data)
    return after(request, artifact, _("Answered: %(answer)s") % {"answer": SignOff.Answer(answer).label})


@require_http_methods(["GET", "POST"])
def artifact_pass_on(request: Request, reference: str, pk: int) -> HttpResponse:
    artifact = artifact_of(request, reference)
    sign_off = sign_off_of(artifact, pk)
    form = forms.PersonForm(request.POST or None)
    if request.method == "GET":
        return asked(request, artifact, form, _("Pass the question on"), _("Pass on"))
    if not form.is_valid():
        return refused(request, artifact, form, _("Pass the question on"), _("Pass on"))
    asking.pass_on(sign_off, actor=request.user, person=form.cleaned_data["person"])
    return after(request, artifact, _("Passed on to %(name)s") % {"name": form.cleaned_data["person"]})


@require_http_methods(["GET", "POST"])
def artifact_ask(request: Request, reference: str, pk: int) -> HttpResponse:
    """A question before the answer; the clock pauses until a manager answers it."""
    artifact = artifact_of(request, reference)
    sign_off = sign_off_of(artifact, pk)
    form = forms.WordsForm(request.POST or None, label=_("Your question"))
    if request.method == "GET":
        return asked(request, artifact, form, _("Ask first (the clock pauses)"), _("Ask"))
    if not form.is_valid():
        return refused(request, artifact, form, _("Ask first (the clock pauses)"), _("Ask"))
    questions.ask(sign_off, actor=request.user, source=form.cleaned_data["words"])
    return after(request, artifact, _("Asked. The clock pauses until you have an answer."))


@require_http_methods(["GET", "POST"])
def question_answer(request: Request, reference: str, pk: int) -> HttpResponse:
    artifact = artifact_of(request, reference)
    question = scoped_or_404(
        Question.objects.filter(sign_off__artifact=artifact).select_related("comment", "sign_off"), pk=pk
    )
    form = forms.WordsForm(request.POST or None, label=question.comment.source[:300])
    if request.method == "GET":
        return asked(request, artifact, form, _("Answer the question"), _("Answer"))
    if not form.is_valid():
        return refused(request, artifact, form, _("Answer the question"), _("Answer"))
    questions.answer_question(question, actor=request.user, source=form.cleaned_data["words"])
    return after(request, artifact, _("Answered. The clock runs again."))


@require_http_methods(["GET", "POST"])
def open_point_close(request: Request, reference: str, pk: int) -> HttpResponse:
    artifact = artifact_of(request, reference)
    point = scoped_or_404(OpenPoint.objects.filter(artifact=artifact).select_related("sign_off__department"), pk=pk)
    form = forms.WordsForm(request.POST or None, label=point.text[:300], is_required=False)
    if request.method == "GET":
        return asked(request, artifact, form, _("Close the open point"), _("Close"))
    if not form.is_valid():
        return refused(request, artifact, form, _("Close the open point"), _("Close"))
    questions.close_point(point, actor=request.user, resolution=form.cleaned_data["words"])
    return after(request, artifact, _("Closed"))


@require_POST
def artifact_nudge(request: Request, reference: str) -> HttpResponse:
    """催一下 everybody who still owes an answer; who was nudged lately is left in peace."""
    artifact = artifact_of(request, reference)
    nudged = asking.nudge_all(artifact, actor=request.user)
    names = [str(row.person or row.department or _("Product managers")) for row in nudged]
    return after(request, artifact, _("Nudged: %(names)s") % {"names": "、".join(names)})


@require_http_methods(["GET", "POST"])
def artifact_signer_add(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    form = forms.SignerForm(request.POST or None, artifact=artifact)
    if request.method == "GET":
        return asked(request, artifact, form, _("Ask a person by name"), pgettext("signer", "Ask"))
    if not form.is_valid():
        return refused(request, artifact, form, _("Ask a person by name"), pgettext("signer", "Ask"))
    asking.add_signer(artifact, actor=request.user, **form.cleaned_data)
    return after(request, artifact, _("Asked %(name)s") % {"name": form.cleaned_data["person"]})


@require_http_methods(["GET", "POST"])
def artifact_copy(request: Request, reference: str) -> HttpResponse:
    artifact = artifact_of(request, reference)
    form = forms.PersonForm(request.POST or None)
    if request.method == "GET":
        return asked(request, artifact, form, _("Send a copy"), _("Send"))
    if not form.is_valid():
        return refused(request, artifact, form, _("Send a copy"), _("Send"))
    asking.copy(artifact, actor=request.user, person=form.cleaned_data["person"])
    return after(request, artifact, _("Copied to %(name)s") % {"name": form.cleaned_data["person"]})


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
