"""Promises to customers: the list of a product, one of them, and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.typed import SignedIn
from pmcomms.ground.filters import filled
from pmcomms.ground.html import put_errors, scoped_or_404
from pmcomms.ground.idempotency import page_once
from pmcomms.ground.pagination import page
from pmcomms.ground.problems import StaleEdit
from requirements import customer_permissions as permissions
from requirements import promise_lists
from requirements.actions import promise_outcomes, promises
from requirements.customers import sees_names
from requirements.filters.customers import PromisePageFilters
from requirements.forms.customers import AskForm, EditForm, GiveForm, GroundForm, LinkForm, NewForm, WithdrawForm
from requirements.models import Promise
from requirements.views.customers import both_texts
from requirements.views.fetching import product_of


@require_GET
def promise_list(request: SignedIn, key: str) -> HttpResponse:
    product = product_of(request, key)
    query, language = filled(request.GET), PromisePageFilters(request.user)
    rows = Promise.objects.of(product).ranked().with_people().filter(language.condition(query, Promise))
    shown = page(rows, language.ordering(query), request.GET.get("cursor"))
    query.pop("cursor", None)
    context = {
        "product": product,
        "lines": promise_lists.lines(request.user, shown.items),
        "next": shown.next,
        "states": Promise.State.choices,
        "asked": {name: request.GET.get(name, "") for name in ("q", "state", "risk", "said")},
        "query": query.urlencode(),
        "is_narrowed": bool(query),
        "sees_names": sees_names(request.user),
        **_offered(request, product),
    }
    return render(request, "requirements/promise_list.html", context)


def _offered(request: SignedIn, product: Any) -> dict[str, bool]:
    is_live = product.archived_at is None
    can_give = is_live and permissions.can_answer(request.user, product)
    return {"can_give": can_give, "can_ask": is_live and permissions.can_ask(request.user, product)}


@require_GET
def promise_detail(request: SignedIn, pk: int) -> HttpResponse:
    promise, user = promise_of(request, pk), request.user
    is_live = promise.is_open and promise.product.archived_at is None
    is_asked, is_given = promise.state == Promise.State.ASKED, promise.state == Promise.State.GIVEN
    can_close = is_live and is_given and permissions.can_close(user, promise)
    context = {
        "line": promise_lists.lines(user, [promise])[0],
        "promise": promise,
        "product": promise.product,
        "can_answer": is_live and is_asked and permissions.can_answer(user, promise.product),
        "can_close": can_close,
        "can_edit": is_live and permissions.can_edit_promise(user, promise),
        "can_link": is_live and permissions.can_link(user, promise),
        "can_withdraw": is_live and permissions.can_withdraw(user, promise),
    }
    return render(request, "requirements/promise_detail.html", context)


@require_http_methods(["GET", "POST"])
@page_once
def promise_new(request: SignedIn, key: str) -> HttpResponse:
    product = product_of(request, key)
    if not permissions.can_answer(request.user, product):
        raise PermissionDenied(_("Only the product's managers promise something on it."))
    return _begin(request, product, NewForm, promises.give_directly, _("New promise"), _("Promise"))


@require_http_methods(["GET", "POST"])
@page_once
def promise_ask(request: SignedIn, key: str) -> HttpResponse:
    """「能答应吗？」"""
    product = product_of(request, key)
    if not permissions.can_ask(request.user, product):
        raise PermissionDenied(_("Sales, support and product managers ask for promises."))
    return _begin(request, product, AskForm, promises.ask, _("Can we promise it?"), _("Ask"))


def _begin(
    request: SignedIn, product: Any, shape: type[AskForm], action: Callable[..., Promise], title: str, verb: str
) -> HttpResponse:
    given = {name: request.GET.get(name, "")[:30] for name in ("customer", "requirement")}
    form = shape(request.POST or None, product=product, initial=given)
    if form.is_bound and form.is_valid():
        try:
            made = action(actor=request.user, product=product, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("promise-detail", pk=made.pk)
    context = {"product": product, "form": form, "title": title, "verb": verb}
    return render(request, "requirements/promise_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def promise_edit(request: SignedIn, pk: int) -> HttpResponse:
    promise = promise_of(request, pk)
    if not permissions.can_edit_promise(request.user, promise):
        raise PermissionDenied(_("Only managers change a promise; who asked changes the question."))
    names = ("wording", "promised_on", "due_on", "valid_to_on", "revision")
    form = EditForm(request.POST or None, initial={name: getattr(promise, name) for name in names})
    if not form.is_bound or not form.is_valid():
        return _form_page(request, promise, form, _("Edit"), _("Save"), status=422 if form.is_bound else 200)
    try:
        promises.edit(promise, actor=request.user, **form.cleaned_data)
    except StaleEdit as stale:
        fresh, status, theirs = both_texts(EditForm, request, stale)
        return _form_page(request, promise, fresh, _("Edit"), _("Save"), status=status, theirs=theirs)
    except ValidationError as error:
        put_errors(form, error)
        return _form_page(request, promise, form, _("Edit"), _("Save"), status=422)
    return redirect("promise-detail", pk=promise.pk)


@require_http_methods(["GET", "POST"])
def promise_link(request: SignedIn, pk: int) -> HttpResponse:
    promise = promise_of(request, pk)
    if not permissions.can_link(request.user, promise):
        raise PermissionDenied(_("Only people who work on this product can link its promises."))
    initial = {"requirement": promise.requirement.reference if promise.requirement else ""}
    form = LinkForm(_sent(request), product=promise.product, initial=initial)
    return _verb(request, promise, form, promises.link, _("Link to a requirement"), _("Link"))


@require_http_methods(["GET", "POST"])
def promise_give(request: SignedIn, pk: int) -> HttpResponse:
    promise = promise_of(request, pk)
    _refuse_who_may_not_answer(request, promise)
    form = GiveForm(_sent(request), initial={"due_on": promise.due_on})
    return _verb(request, promise, form, promise_outcomes.give, _("Yes, promise it"), _("Promise"))


@require_http_methods(["GET", "POST"])
def promise_refuse(request: SignedIn, pk: int) -> HttpResponse:
    promise = promise_of(request, pk)
    _refuse_who_may_not_answer(request, promise)
    return _verb(request, promise, GroundForm(_sent(request)), promise_outcomes.refuse, _("No, we cannot"), _("Refuse"))


@require_POST
def promise_keep(request: SignedIn, pk: int) -> HttpResponse:
    promise_outcomes.keep(promise_of(request, pk), actor=request.user)
    return redirect("promise-detail", pk=pk)


@require_http_methods(["GET", "POST"])
def promise_break(request: SignedIn, pk: int) -> HttpResponse:
    promise = promise_of(request, pk)
    if not permissions.can_close(request.user, promise):
        raise PermissionDenied(_("Only managers, who said it and who looks after the customer can say so."))
    form = GroundForm(_sent(request))
    return _verb(request, promise, form, promise_outcomes.break_promise, _("Not kept"), _("Save"))


@require_http_methods(["GET", "POST"])
def promise_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    promise = promise_of(request, pk)
    if not permissions.can_withdraw(request.user, promise):
        raise PermissionDenied(_("Only managers withdraw a promise; who asked withdraws the question."))
    form = WithdrawForm(_sent(request))
    return _verb(request, promise, form, promise_outcomes.withdraw, _("Withdraw"), _("Withdraw"))


def _sent(request: SignedIn) -> Any:
    """What was posted, though every field of it may be blank."""
    return request.POST if request.method == "POST" else None


def _verb(
    request: SignedIn, promise: Promise, form: forms.Form, action: Callable[..., Promise], title: str, verb: str
) -> HttpResponse:
    """The form of a verb, or what it does; refused input comes back with its reason."""
    if form.is_bound and form.is_valid():
        try:
            action(promise, actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("promise-detail", pk=promise.pk)
    return _form_page(request, promise, form, title, verb, status=422 if form.is_bound else 200)


def _form_page(
    request: SignedIn,
    promise: Promise,
    form: forms.Form,
    title: Any,
    verb: Any,
    *,
    status: int,
    theirs: list[tuple[Any, Any]] | None = None,
) -> HttpResponse:
    context = {"promise": promise, "product": promise.product, "form": form, "title": title, "verb": verb}
    context |= {"line": promise_lists.lines(request.user, [promise])[0], "theirs": theirs}
    return render(request, "requirements/promise_form.html", context, status=status)


def _refuse_who_may_not_answer(request: SignedIn, promise: Promise) -> None:
    if not permissions.can_answer(request.user, promise.product):
        raise PermissionDenied(_("Only the product's managers say whether it can be promised."))


def promise_of(request: SignedIn, pk: int) -> Promise:
    """The promise, if the viewer sees its product; else the 404 of a random one."""
    rows = Promise.objects.visible_to(request.user).with_people().select_related("customer__owner")
    found: Promise = scoped_or_404(rows, pk=pk)
    return found
