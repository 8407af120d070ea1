"""Feedback: the lists, one of it, and writing it down."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.typed import SignedIn
from conversations import discussions, following
from conversations.similar import similar_threads
from departments.models import Department, Product
from departments.permissions import products_visible_to
from pmcomms.ground.filters import filled
from pmcomms.ground.html import is_fragment, put_errors
from pmcomms.ground.idempotency import page_once
from pmcomms.ground.pagination import page
from requirements import permissions
from requirements.actions.create import SUBJECT as REQUIREMENT
from requirements.actions.feedback import log
from requirements.customers import sees_names, shown_name
from requirements.filters.feedback import FeedbackFilters, MineFilters
from requirements.forms.feedback import LogForm, last_customer_of
from requirements.models import Customer, Feedback
from requirements.models.feedback import FeedbackQuerySet
from requirements.views.fetching import feedback_of, product_of
from requirements.voices import voice_of

ALIKE = (log.SUBJECT, REQUIREMENT)
SUGGESTED = 20


@require_GET
def feedback_list(request: SignedIn, key: str) -> HttpResponse:
    product = product_of(request, key)
    rows = _asked(FeedbackFilters(request.user), Feedback.objects.of(product), request)
    context = _listed(request, rows) | {
        "product": product,
        "waiting": Feedback.objects.of(product).new().count(),
        "can_triage": product.archived_at is None and permissions.can_work(request.user, product),
        "departments": Department.objects.filter(archived_at__isnull=True),
    }
    return render(request, "requirements/feedback_list.html", context)


@require_GET
def feedback_mine(request: SignedIn) -> HttpResponse:
    """What I brought in, over all products, and its fate."""
    mine = Feedback.objects.visible_to(request.user).filter(submitted_by=request.user)
    rows = _asked(MineFilters(request.user), mine, request)
    return render(request, "requirements/feedback_mine.html", _listed(request, rows))


def _asked(language: FeedbackFilters, rows: FeedbackQuerySet, request: SignedIn) -> FeedbackQuerySet:
    query = filled(request.GET)
    return rows.filter(language.condition(query, Feedback)).order_by(*language.ordering(query))


def _listed(request: SignedIn, rows: FeedbackQuerySet) -> dict[str, Any]:
    """A page of them with the filter bar."""
    asked = filled(request.GET)
    asked.pop("cursor", None)
    order = [str(name) for name in rows.query.order_by]
    shown = page(rows.with_people().with_voices(), order, request.GET.get("cursor"))
    names = ("q", "state", "severity", "channel", "department", "submitter", "customer")
    chosen = request.GET.get("customer", "").removeprefix("C")
    customer = Customer.objects.filter(pk=int(chosen)).first() if chosen else None
    return {
        "rows": [voice_of(one, request.user) for one in shown.items],
        "next": shown.next,
        "query": asked.urlencode(),
        "is_narrowed": bool(asked),
        "asked": {name: request.GET.get(name, "") for name in names},
        "customer": shown_name(request.user, customer) if customer else "",
        "states": Feedback.State.choices,
        "severities": Feedback.Severity.choices,
        "channels": Feedback.Channel.choices,
        "can_log": not request.user.is_visitor,
    }


@require_GET
def feedback_detail(request: SignedIn, reference: str) -> HttpResponse:
    feedback = feedback_of(request, reference)
    product = feedback.product
    doubles = feedback.duplicates.with_people().order_by("number")[:SUGGESTED]
    context = {
        "feedback": feedback,
        "product": product,
        "thread": feedback.thread,
        "voice": voice_of(feedback, request.user),
        "doubles": [voice_of(one, request.user) for one in doubles],
        "can_triage": product.archived_at is None and permissions.can_work(request.user, product),
        "discussion": discussions.discussion(feedback.thread, request.user),
        "watch_state": following.watch_state(feedback.thread, request.user),
    }
    return render(request, "requirements/feedback_detail.html", context)


@require_http_methods(["GET", "POST"])
@page_once
def feedback_new(request: SignedIn) -> HttpResponse:
    """The quick form, as a page and as a dialog over whatever page one was on."""
    if request.user.is_visitor:
        raise PermissionDenied(_("You cannot give feedback on this product."))
    form = LogForm(request.POST or None, person=request.user, initial=_remembered(request))
    if form.is_bound and form.is_valid():
        wanted = dict(form.cleaned_data)
        try:
            made = log.log(actor=request.user, customer_name=wanted.pop("customer", ""), **wanted)
        except ValidationError as error:
            put_errors(form, error)
        else:
            if is_fragment(request):
                return HttpResponse(status=204, headers={"HX-Redirect": made.thread.address})
            return redirect("feedback-detail", reference=made.reference)
    template = "requirements/_feedback_dialog.html" if is_fragment(request) else "requirements/feedback_new.html"
    context = {"form": form, "suggested": _customers(request, "")}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _remembered(request: SignedIn) -> dict[str, Any]:
    """The product one comes from, and the customer one brought in last."""
    last = last_customer_of(request.user) if request.method == "GET" and sees_names(request.user) else None
    return {"product": request.GET.get("product", ""), "customer": last.name if last else ""}


@require_GET
def feedback_similar(request: SignedIn) -> HttpResponse:
    """What resembles the words being typed: feedback and requirements of the product."""
    product: Product | None = products_visible_to(request.user).filter(key=request.GET.get("product", "")).first()
    words = request.GET.get("words", "")
    found = similar_threads(request.user, words, product=product, kinds=ALIKE) if product else []
    return render(request, "requirements/_similar.html", {"similar": found})


@require_GET
def feedback_customers(request: SignedIn) -> HttpResponse:
    """Customers whose name holds the typed text, for those who read names."""
    return render(
        request,
        "requirements/_customer_options.html",
        {"suggested": _customers(request, request.GET.get("customer", ""))},
    )


def _customers(request: SignedIn, text: str) -> list[str]:
    if not sees_names(request.user):
        return []
    rows = Customer.objects.live().filter(name__icontains=text.strip()[:100])
    return list(rows.order_by("-changed_at", "-pk").values_list("name", flat=True)[:SUGGESTED])
