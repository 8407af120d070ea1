"""Many rows changed at once: what to change, and what became of each."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.typed import SignedIn
from departments.models import Product
from pmcomms.ground.html import put_errors, safe_next
from requirements import permissions, workflows
from requirements.actions import bulk
from requirements.forms.rows import BulkForm
from requirements.models import Requirement
from requirements.views.fetching import product_of


@require_http_methods(["GET", "POST"])
def requirement_bulk(request: SignedIn, key: str) -> HttpResponse:
    """The rows ticked in the table, named in the address; then the result of each."""
    product = product_of(request, key)
    if not permissions.can_work(request.user, product):
        raise PermissionDenied(_("Only people who work on this product can change its requirements."))
    asked = request.POST if request.method == "POST" else request.GET
    rows = _ticked(product, asked.getlist("reference"))
    if not rows:
        return redirect("requirement-list", key=product.key)
    steps = [step.name for step in workflows.steps_of(product)]
    form = BulkForm(request.POST if request.method == "POST" else None, product=product, steps=steps)
    context = {"product": product, "rows": rows, "form": form, "most": bulk.MOST, "next": safe_next(request)}
    if form.is_bound and form.is_valid():
        try:
            results = bulk.change_many(rows, actor=request.user, **form.changes())
        except ValidationError as error:
            put_errors(form, error)
        else:
            refused = sum(bool(one.refused) for one in results)
            context |= {"results": results, "refused": refused, "done": len(results) - refused}
            return render(request, "requirements/requirement_bulk_done.html", context)
    return render(request, "requirements/requirement_bulk.html", context, status=422 if form.is_bound else 200)


def _ticked(product: Product, references: list[str]) -> list[Requirement]:
    """Those of the product; one more than allowed is enough to be refused."""
    rows = Requirement.objects.of(product).filter(thread__reference__in=references[: bulk.MOST + 1])
    return list(rows.with_people().order_by("rank", "pk"))
